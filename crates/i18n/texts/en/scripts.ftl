# Scripts of a workspace: the list, the editor, versions.

scripts-title = Scripts
scripts-lead = A script is a small program in JavaScript that sends mail: one mail, or one to each row of a table.
scripts-none = There are no scripts yet
scripts-none-hint = Begin with one of the examples below. You can look at its mails before anything is sent.
scripts-none-viewer = Administrators and editors of this workspace write scripts.
scripts-never-run = never run
scripts-last-run = last run { $at }
scripts-mails =
    { $count ->
        [one] 1 mail
       *[other] { $count } mails
    }
scripts-next = starts by itself { $at }
scripts-has-hook = starts by webhook
scripts-changed = changed { $at } by { $by }
scripts-new = New script
scripts-name = Name
scripts-name-hint = What it does, such as Invoices. Everybody in the workspace sees it.
scripts-begin-with = Begin with
scripts-make = Make script
scripts-deleted = The script is deleted. Mail that it sent is in the outbox and stays there.
scripts-recipients = Whom scripts may write to
scripts-recipients-hint = For training and trying out: with a list, scripts of this workspace reach only the people on it. Mail to anybody else is refused, and the run says so.
scripts-recipients-label = Allowed recipients
scripts-recipients-field-hint = Addresses such as ann@example.com, or whole domains such as example.com, one on each line. Left empty, scripts may write to everybody.
scripts-recipients-save = Save list
scripts-recipients-saved = The list is saved. It counts from the next run on.
scripts-recipients-anybody = Scripts may write to everybody.

example-empty = An empty script
example-empty-meaning = You write all of it yourself.
example-one-mail = One mail
example-one-mail-meaning = The smallest script: one mail to one person.
example-mail-merge = A mail to each row of a table
example-mail-merge-meaning = Mail merge: a CSV file with names and amounts becomes a mail for each row.
example-reminder = A reminder on a schedule
example-reminder-meaning = Everybody in the workspace is reminded, for example each Friday.
example-shop = A webhook for a shop
example-shop-meaning = A shop reports an order, and the customer gets a confirmation.

script-pages = Pages of this script
script-tab-editor = Script
script-tab-runs = Runs
script-tab-triggers = Start and limits
script-tab-versions = Versions
script-made = The script is made. Choose “Dry run” to look at its mails without sending them.
script-saved = Saved.
script-restored = The earlier text is the newest version now.
script-not-done = This was not done yet
script-overtaken = { $by } saved version { $version } meanwhile
script-overtaken-meaning = Nothing was saved. Your text stands below as you typed it. Look at the other version first: if you save now, yours becomes the newest, and both are kept.
script-overtaken-look = Look at version { $version }
script-stopped-at = Stopped on line { $line }.
script-stopped-at-column = Stopped on line { $line }, column { $column }.
script-see-run = See the run
script-line-marked = Line { $line } is marked.
script-source = Script
script-keys = <kbd>Ctrl</kbd>+<kbd>Enter</kbd> saves and runs, <kbd>Ctrl</kbd>+<kbd>S</kbd> saves. <kbd>Tab</kbd> puts two blanks in; to leave the text with the keyboard, press <kbd>Esc</kbd> and then <kbd>Tab</kbd>.
script-run = Run
script-dry-run = Dry run
script-save = Save
script-unsaved = not saved
script-not-reached = not saved: the server was not reached
script-version = version { $version }, { $at } by { $by }
script-buttons-hint = Run saves first and then sends real mail. A dry run shows the mails of the text as it stands here, sends nothing and saves nothing.
script-input = Input
script-input-lead = a table or data for this run, if the script needs any
script-file = Table from a file
script-file-hint = CSV with a row of headings, or JSON, up to 8 MB. The script sees its rows as input.rows. Separator and encoding are recognised.
script-tried-file = Take { $name } of the dry run again
script-tried-file-hint = It counts where no other file is chosen and no data is typed. It is kept for 15 minutes after the dry run.
script-json = Or data as JSON
script-json-hint = The script sees it as input. It counts only where no file is chosen.
script-read-only = You can read this script. Administrators and editors of the workspace change and run it.
script-gone-title = This script was deleted meanwhile
script-gone-meaning = Nothing was saved and nothing was sent. Your text stands here as you typed it: copy it, and make a new script if you still need it.
script-gone-copy = Copy text
script-gone-back = Go to the scripts
script-delete-link = Delete script …
script-delete-title = Delete this script?
script-delete-meaning = The script <strong>{ $name }</strong> is deleted at once, with its versions and the record of its runs. A run that goes on is stopped. Mail that was accepted is still sent. This cannot be undone.
script-delete-button = Delete script

versions-title = Versions of { $name }
versions-lead = Each change of the text is kept. An earlier version can become the newest again.
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
version-changes = What changed since version { $before }
version-first = The first version
version-lines = Changed lines
version-added = added:
version-removed = removed:
version-source = The whole text
