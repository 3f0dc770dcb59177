# Scripts of a workspace: the list, the editor, versions.

scripts-title = Scripts
scripts-lead = A script is a small JavaScript program that sends mail: a single email, or one for each row of a table.
scripts-none = No scripts yet
scripts-none-hint = Start with one of the examples below. You can preview its emails before anything is sent.
scripts-none-viewer = Administrators and editors of this workspace write scripts.
scripts-never-run = never run
scripts-last-run = last run { $at }
scripts-mails =
    { $count ->
        [one] 1 email
       *[other] { $count } emails
    }
scripts-next = starts automatically { $at }
scripts-has-hook = starts by webhook
scripts-changed = changed { $at } by { $by }
scripts-new = New script
scripts-name = Name
scripts-name-hint = What it does, such as Invoices. Everybody in the workspace sees the name.
scripts-begin-with = Start with
scripts-make = Create script
scripts-deleted = The script was deleted. The mail that it sent remains in the outbox.
scripts-recipients = Allowed recipients of scripts
scripts-recipients-hint = For training and testing: with a list, scripts of this workspace can send only to the recipients on it. Mail to anybody else is refused, and the run reports it.
scripts-recipients-label = Allowed recipients
scripts-recipients-field-hint = Addresses such as ann@example.com or whole domains such as example.com, one per line. If the list is empty, scripts can send to anybody.
scripts-recipients-save = Save list
scripts-recipients-saved = The list was saved. It applies from the next run on.
scripts-recipients-anybody = Scripts can send to anybody.

example-empty = An empty script
example-empty-meaning = You write everything yourself.
example-one-mail = One email
example-one-mail-meaning = The smallest script: one email to one person.
example-mail-merge = An email for each row of a table
example-mail-merge-meaning = Mail merge: each row of a CSV file with names and amounts becomes an email.
example-reminder = A reminder on a schedule
example-reminder-meaning = Reminds everybody in the workspace, for example every Friday.
example-shop = A webhook for a shop
example-shop-meaning = A shop reports an order, and the customer receives a confirmation.

script-pages = Pages of this script
script-tab-editor = Script
script-tab-runs = Runs
script-tab-triggers = Triggers and limits
script-tab-versions = Versions
script-made = The script was created. Choose “Dry run” to preview its emails without sending them.
script-saved = Saved.
script-restored = The earlier source is now the newest version.
script-not-done = The action was not performed
script-overtaken = { $by } has saved version { $version } in the meantime
script-overtaken-meaning = Nothing was saved. Your text is below, as you entered it. Look at the other version first: if you save now, yours becomes the newest, and both are kept.
script-overtaken-look = View version { $version }
script-stopped-at = Stopped on line { $line }.
script-stopped-at-column = Stopped on line { $line }, column { $column }.
script-see-run = View the run
script-line-marked = Line { $line } is marked.
script-source = Script
script-keys = <kbd>Ctrl</kbd>+<kbd>Enter</kbd> saves and asks whether to run, <kbd>Ctrl</kbd>+<kbd>S</kbd> saves. <kbd>Tab</kbd> inserts two spaces; to leave the editor with the keyboard, press <kbd>Esc</kbd>, then <kbd>Tab</kbd>.
script-run = Run
script-dry-run = Dry run
script-save = Save
script-unsaved = not saved
script-not-reached = not saved: the server could not be reached
script-version = version { $version }, { $at } by { $by }
script-buttons-hint = “Run” saves first, then says what will be sent and asks. A dry run previews the emails of the text as it is in the editor; it sends and saves nothing.
script-input = Input
script-input-lead = a table or data for this run, if the script needs any
script-file = Table from a file
script-file-hint = CSV with a header row, or JSON, up to 8 MB. The script reads the rows from input.rows. Separator and encoding are detected.
script-tried-file = Use { $name } from the dry run again
script-tried-file-hint = Used only if no other file is chosen and no data is entered. The file is kept for 15 minutes after the dry run.
script-json = Or data as JSON
script-json-hint = The script reads it from input. Used only if no file is chosen.
script-read-only = You can read this script. Administrators and editors of the workspace change and run it.
script-gone-title = This script was deleted in the meantime
script-gone-meaning = Nothing was saved and nothing was sent. Your text is below, as you entered it: copy it, and create a new script if you still need it.
script-gone-copy = Copy text
script-gone-back = Go to the scripts
script-delete-link = Delete script …
script-delete-title = Delete this script?
script-delete-meaning = The script <strong>{ $name }</strong> is deleted immediately, with its versions and the history of its runs. A run in progress is cancelled. Mail that was already accepted is still sent. This cannot be undone.
script-delete-button = Delete script

versions-title = Versions of { $name }
versions-lead = Each change of the source is kept. An earlier version can become the newest again.
versions-newest = newest
versions-saved = { $at } by { $by }
versions-changes =
    { $added ->
        [one] 1 line added
       *[other] { $added } lines added
    }, { $removed ->
        [one] 1 removed
       *[other] { $removed } removed
    }
version-title = Version { $number }
version-restore = Make this the newest version
version-changes = Changes since version { $before }
version-first = The first version
version-lines = Changed lines
version-added = added:
version-removed = removed:
version-source = Complete source
