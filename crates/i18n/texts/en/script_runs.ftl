# Runs of scripts, dry runs, and the mails of both.

runs-title = Runs of { $name }
runs-none = This script has not run yet
runs-none-hint = Choose “Run” on the page of the script, or give it a schedule or a webhook.
runs-none-viewer = Its runs appear here.
runs-mails-refused =
    { $count ->
        [one] 1 mail
       *[other] { $count } mails
    }, { $refused } refused
run-title = A run of { $name }
run-heading = Run of { $at }
run-waiting = Waiting
run-waiting-meaning = It is stored and starts as soon as a place is free.
run-running = Running
run-running-meaning = The script is at work. What it has sent so far is on its way already.
run-finished = Finished
run-finished-meaning = The script ran to its end.
run-failed = Failed
run-failed-meaning = The script did not run to its end. Mail that it sent before is delivered.
run-cancelled = Cancelled
run-cancelled-meaning = Somebody stopped it. Mail that it sent before is delivered.
run-interrupted = Interrupted
run-interrupted-meaning = The server ended during the run. Mail that was accepted is delivered. The run does not start again automatically, because it had sent something already and nobody should get a mail twice; look at its mails before you run it again.
run-late = late
run-late-meaning = The server was down when this run was due.
run-by-hand = by hand, { $who }
run-by-file = with a file, { $who }
run-by-schedule = by its schedule
run-by-webhook = by webhook
run-by-key = by API, key “{ $name }”
run-of-version = version { $version }
run-refresh = Refresh
run-cancel = Cancel run
run-cancel-done = The run has ended.
run-cancel-asked = The run is being stopped.
run-again = Run again
run-not-started = No run was started
run-to-editor = To the script
run-input-gone = The input of this run is no longer kept, because it was large. Choose the file again on the page of the script.
run-fault = Why it failed
run-fault-at = Line { $line }, column { $column }
run-open-line = Open line { $line } in the editor
run-other-version = The script was changed since; the line may be another now.
run-facts = Facts
run-trigger = Started
run-version = Version
run-waited = Waited
run-took = Took
run-ended = Ended
run-mails = Mails accepted
run-refused = Calls refused
run-rows = { $mails } mails so far, { $rows ->
        [one] 1 row
       *[other] { $rows } rows
    } in the input
run-rows-given =
    { $rows ->
        [one] The input had 1 row.
       *[other] The input had { $rows } rows.
    }
run-deliveries = What became of them, by recipient:
run-calls = Mails
run-calls-refused = Refused calls
run-calls-all = Show all calls
run-no-calls = None so far.
run-sent-nothing = The run sent none.
run-none-refused = None was refused.
run-first = First
run-more = More
run-console = Console
run-console-all =
    { $count ->
        [one] Show the line before
       *[other] Show the { $count } lines before
    }
run-console-empty = Nothing was written.
run-console-cut = More was written than is kept.
run-script-states = The run is now: #
console-warn = Warning:
console-error = Error:

mail-refused = Refused
mail-line = Line { $line }
mail-repeated = The key was used before: this is the mail of that time, and it was not sent again.
mail-run = Run
mail-run-of = Run of { $name }
mail-script = Script
mail-call = Call
mail-envelope = Would go to
mail-text-lead = That you read it is noted in the audit log.

dry-title = Dry run
dry-lead = Nothing was sent and nothing is stored. What you see here is gone after 15 minutes.
dry-back = Back to the script
dry-well = The script runs to its end.
dry-accepted = Mails that would be sent
dry-mails = Its mails
dry-no-mails = The script would send no mail.
dry-more =
    { $count ->
        [one] One more call is not listed.
       *[other] { $count } more calls are not listed.
    }
dry-mail-lead = This mail was not sent.
