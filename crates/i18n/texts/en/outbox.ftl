# The outbox: what waits, what became of everything, and what an administrator may do about it.

outbox-title = Outbox
outbox-lead = All accepted messages and their delivery states.
outbox-to = To { $recipients }
outbox-and-more =
    { $count ->
        [one] { $named } and 1 more
       *[other] { $named } and { $count } more
    }
outbox-damaged = The stored data cannot be read
outbox-damaged-badge = Damaged
outbox-no-subject = (no subject)

outbox-search-label = Recipient or subject
outbox-search = Search
outbox-clear = Clear
outbox-state = State
outbox-kind = Kind
outbox-any = Any
outbox-since-day = From day
outbox-until-day = To day
outbox-by-state = Recipients by state
outbox-messages = Messages, newest first
outbox-pages = Pages
outbox-newest = Newest
outbox-older = Older
paging-previous = Previous
paging-next = Next
paging-range = { $first }–{ $last } of { $count }

outbox-nothing-found = No results
outbox-nothing-found-hint = No message matches these filters.
outbox-show-all = Show all messages
outbox-none-yet = No messages yet
outbox-none-yet-hint = Test emails, invitations and all mail submitted by other programs appear here.
outbox-send-test = Send a test email
outbox-make-key = Create an API key

outbox-states = What the states mean
# States that are counted and listed together.
state-group-waiting = Waiting
state-group-unsuccessful = Unsuccessful
state-queued = Queued
state-queued-meaning = Stored, and waiting to be sent.
state-sending = Sending
state-sending-meaning = Being sent right now.
state-sent = Sent
state-sent-meaning = The next mail server accepted it. That does not prove that it reached the inbox.
state-kept = Kept here
state-kept-meaning = The built-in mailbox keeps it. Nothing was sent.
state-deferred = Deferred
state-deferred-meaning = The server did not accept it for now. It is retried automatically, less often over time.
state-failed = Failed
state-failed-meaning = The server rejected it permanently. It is not retried automatically.
state-uncertain = May have arrived
state-uncertain-meaning = It was transmitted completely, but the server's replies were lost. It is not sent again automatically.
state-expired = Expired
state-expired-meaning = It expired before a server accepted it.
state-cancelled = Cancelled
state-cancelled-meaning = Somebody cancelled it before it was sent.

kind-invitation = Invitation
kind-password-reset = Password reset
kind-validation = Account validation
kind-script = Script
kind-api = API
kind-submission = SMTP submission
kind-test = Test email
kind-notice = Notice

# One message, and what can be done about it.
outbox-retry = Retry now
outbox-cancel = Cancel
outbox-resend = Send again
outbox-retried = It is being retried now.
outbox-cancelled = All deliveries that were still waiting are cancelled.
outbox-repeated = This is the new message: the same email, sent again.
outbox-refused = Nothing was changed
resend-title = Send this message again?
resend-meaning =
    { $count ->
        [one] The message had 1 recipient. It is sent again as it is, with the same Message-ID; its headers are not changed.
       *[other] The message had { $count } recipients. It is sent again as it is, with the same Message-ID; its headers are not changed.
    }
resend-quota-script = Each recipient counts for the quotas of the script that sent it and of its workspace.
resend-quota-workspace = Each recipient counts for the quota of the workspace that sent it.
resend-quota-key = Each recipient counts for the quota of the API key that sent it.
resend-quota-account = Each recipient counts for the quota of the account whose program sent it.
resend-to = To whom?
resend-same =
    { $count ->
        [one] To the same recipient
       *[other] To the same { $count } recipients
    }
resend-me = Only to me
resend-others = To others
resend-others-hint = Only to the addresses below.
resend-addresses = Other addresses
resend-addresses-hint = Separated by commas, semicolons or lines.
resend_without_address = enter at least one address, or choose other recipients
resend_disk_low = the server’s disk is almost full, so only urgent mail is accepted: free some space first

# Recipients who may have it already: sending it again is asked about.
outbox-uncertain =
    { $count ->
        [one] 1 recipient may have received this message: the server's reply was lost each time. Ask the recipient before you send it again.
       *[other] { $count } recipients may have received this message: the server's reply was lost each time. Ask them before you send it again.
    }
outbox-uncertain-again = Send again
outbox-uncertain-question =
    { $count ->
        [one] Send it again to a recipient who may have it?
       *[other] Send it again to { $count } recipients who may have it?
    }
outbox-uncertain-meaning =
    { $count ->
        [one] The message was transmitted completely, so it may arrive twice at:
       *[other] The message was transmitted completely, so it may arrive twice at each of:
    }
outbox-uncertain-more = and { $count } more
outbox-uncertain-keep = Do not send it

outbox-recipients = Recipients
outbox-search-recipient = Recipient
recipient-to = to
recipient-cc = cc
recipient-bcc = bcc
recipient-automatic-bcc = Automatic BCC
outbox-remedy = What to do:
outbox-twice = It may have arrived twice. The connection was lost before the server replied, so the email was sent again with the same Message-ID.
outbox-on-hold = On hold: the built-in mailbox is active. It is sent when a mail server is connected again.
outbox-since = Since
outbox-tried = Attempts
outbox-tried-times =
    { $count ->
        [one] 1 attempt
       *[other] { $count } attempts
    }
outbox-waits-for = Waits for
outbox-waits-until = Until
outbox-reply = The server's reply:

outbox-message = Message
outbox-envelope-sender = Envelope sender
outbox-from = From
outbox-accepted = Accepted
outbox-origin = Requested by
outbox-client = Client address
outbox-client-hello = Client name (EHLO)
outbox-client-tls = Encryption to owlpost
outbox-client-clear = None, sent in clear
outbox-size = Size
outbox-given-up = Expires
outbox-given-up-at = { $time }, unless it is sent before
outbox-remark = Remark
outbox-resent = Sent again
outbox-resent-from = This repeats <a href="/outbox/{ $id }">an earlier message</a>
outbox-text = Content
outbox-read = Read the email
outbox-text-gone = No longer stored
outbox-text-ticket = Contains a single-use link, so it is never shown

outbox-attempts = Attempts
outbox-no-attempts = None yet.
outbox-attempt = Attempt { $number }
outbox-attempt-void = the connection did not work, so this attempt does not count
# What an attempt came to, over all its recipients.
outbox-delivered =
    { $count ->
        [one] 1 delivered
       *[other] { $count } delivered
    }
outbox-kept =
    { $count ->
        [one] 1 kept
       *[other] { $count } kept
    }
outbox-deferred =
    { $count ->
        [one] 1 deferred
       *[other] { $count } deferred
    }
outbox-refused-recipients =
    { $count ->
        [one] 1 refused
       *[other] { $count } refused
    }
outbox-through = Through { $connection }
outbox-throttled = The server asked to slow down
outbox-transcript = Transcript
# Follows the word above, for screen readers.
outbox-transcript-of = of attempt { $number }
outbox-transcript-label = Transcript of attempt { $number }
outbox-copy-transcript = Copy transcript

outbox-email = The email
outbox-mail-lead = The email as it was sent. The audit log records that you read it.

# What outbox.js says; it puts a number or the states where # stands.
outbox-script-resumed = Sending has resumed.
outbox-script-states = This message: #
outbox-script-new-one = 1 new message
outbox-script-new-many = # new messages
