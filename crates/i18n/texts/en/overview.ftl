# The overview: state of sending, and first steps.

overview-title = Overview
overview-unapproved =
    { $count ->
        [one] 1 workspace waits for your approval before it can send to others.
       *[other] { $count } workspaces wait for your approval before they can send to others.
    }
overview-unapproved-link = Show
overview-lead = The state of sending, and what to do next.
overview-sending = Sending
overview-since = since { $time }
overview-sends-as = Sends as
overview-last-success = Last success
overview-no-success = None yet

# The numbers, each leading to its messages.
overview-messages = Messages
overview-waiting = Waiting
overview-sent = Sent in 7 days
overview-kept = Kept here in 7 days
overview-unsuccessful = Unsuccessful in 7 days

overview-steps = First steps
overview-step-done = (done)
overview-step-test = Send a test email
overview-step-test-hint-mailbox = It works immediately. The built-in mailbox keeps it on this server.
overview-step-test-hint = It is sent over the active connection.
overview-step-test-button = Open Email Settings
overview-step-connect = Choose how mail is sent
overview-step-connect-hint = Connect your SMTP server so that mail reaches real recipients.
overview-step-connect-button = Choose
overview-step-key = Create an API key
overview-step-key-hint = Other programs use it to send mail.
overview-step-key-button = Create a key
overview-step-program = Send from a program
overview-step-program-hint = The page with the new key shows a command that you can paste.
overview-step-program-button = See how

overview-failures = Recently unsuccessful
overview-latest = Latest messages
overview-all = All messages
