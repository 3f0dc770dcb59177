# Runs of scripts, dry runs, and the mails of both.

runs-title = Runs of { $name }
runs-none = This script has not run yet
runs-none-hint = Choose “Run” on the script's page, or set up a schedule or a webhook.
runs-none-viewer = Its runs appear here.
runs-mails-refused =
    { $count ->
        [one] 1 email
       *[other] { $count } emails
    }, { $refused } refused
run-title = Run of { $name }
run-heading = Run of { $at }
run-waiting = Waiting
run-waiting-meaning = The run is stored and starts as soon as capacity is available.
run-running = Running
run-running-meaning = The script is running. The mail that it has sent so far is already being delivered.
run-finished = Finished
run-finished-meaning = The script ran to completion.
run-failed = Failed
run-failed-meaning = The script did not run to completion. Mail that it sent before is delivered.
run-cancelled = Cancelled
run-cancelled-meaning = Somebody cancelled the run. Mail that it sent before is delivered.
run-interrupted = Interrupted
run-interrupted-meaning = The server stopped during the run. Mail that was accepted is delivered. The run is not restarted automatically, because it had already sent something and nobody should receive an email twice; check its emails before you run it again.
run-late = late
run-late-meaning = The server was not running when this run was due.
run-by-hand = manually, { $who }
run-by-file = with a file, { $who }
run-by-schedule = by its schedule
run-by-webhook = by webhook
run-by-key = by API, key “{ $name }”
run-by-api = by API, { $who }
run-of-version = version { $version }
run-refresh = Refresh
run-cancel = Cancel run
run-cancel-done = The run has ended.
run-cancel-asked = The run is being cancelled.
run-again = Run again
run-ask-title = Run and send real mail?
run-ask-meaning = Version { $version } of { $name } runs now and sends real mail. Emails that were sent cannot be taken back.
run-ask-rows =
    { $count ->
        [0] The table has no rows.
        [one] The table has 1 row.
       *[other] The table has { $count } rows.
    }
run-ask-no-rows = The input has no table.
run-ask-tried =
    { $count ->
        [0] In the dry run of this version with this input it created no email.
        [one] In the dry run of this version with this input it created 1 email.
       *[other] In the dry run of this version with this input it created { $count } emails.
    }
run-ask-tried-otherwise = This version was tried with another input. It can send up to { $limit } emails in a run.
run-ask-not-tried = This version was not tried yet: a dry run shows its emails without sending them. It can send up to { $limit } emails in a run.
run-ask-before =
    { $count ->
        [0] The earlier run sent no email.
        [one] The earlier run sent 1 email, which is sent again unless it has a key.
       *[other] The earlier run sent { $count } emails, which are sent again unless they have a key.
    }
run-ask-button = Run and send
run-not-started = No run was started
run-to-editor = To the script
run-input-gone = The input of this run was large and is no longer stored. Choose the file again on the script's page.
run-fault = Why it failed
run-fault-at = Line { $line }, column { $column }
run-open-line = Open line { $line } in the editor
run-other-version = The script has been changed since; the line may have moved.
run-facts = Details
run-trigger = Started
run-version = Version
run-waited = Waiting time
run-took = Duration
run-ended = Ended
run-mails = Emails accepted
run-refused = Calls refused
run-rows = { $mails ->
        [one] 1 email
       *[other] { $mails } emails
    } so far, { $rows ->
        [one] 1 row
       *[other] { $rows } rows
    } in the input
run-rows-given =
    { $rows ->
        [one] The input had 1 row.
       *[other] The input had { $rows } rows.
    }
run-deliveries = Delivery states by recipient:
run-calls = Emails
run-calls-refused = Refused calls
run-calls-all = Show all calls
run-no-calls = None so far.
run-sent-nothing = The run sent no email.
run-none-refused = No call was refused.
run-first = First
run-more = More
run-console = Console
run-console-all =
    { $count ->
        [one] Show 1 earlier line
       *[other] Show { $count } earlier lines
    }
run-console-empty = The script wrote nothing.
run-console-cut = The script wrote more than is stored.
run-script-states = The run is now: #
console-warn = Warning:
console-error = Error:

mail-refused = Refused
mail-line = Line { $line }
mail-repeated = The key was used before: this is the earlier email, and it was not sent again.
mail-run = Run
mail-run-of = Run of { $name }
mail-script = Script
mail-call = Call
mail-envelope = Would be sent to
mail-text-lead = The audit log records that you read it.

dry-title = Dry run
dry-lead = Nothing was sent or stored. This preview is available for 15 minutes.
dry-back = Back to the script
dry-well = The script runs to completion.
dry-accepted = Emails that would be sent
dry-mails = Emails
dry-no-mails = The script would send no email.
dry-more =
    { $count ->
        [one] One more call is not listed.
       *[other] { $count } more calls are not listed.
    }
dry-mail-lead = This email was not sent.
