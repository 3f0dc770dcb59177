# The outbox: what waits, what became of everything, and what an administrator may do about it.

outbox-title = Outbox
outbox-lead = Every message that was accepted, and what became of it.
outbox-to = To { $recipients }
outbox-and-more =
    { $count ->
        [one] { $named } and 1 more
       *[other] { $named } and { $count } more
    }
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

outbox-nothing-found = Nothing found
outbox-nothing-found-hint = No message fits these filters.
outbox-show-all = Show all messages
outbox-none-yet = Nothing was sent yet
outbox-none-yet-hint = Test emails, invitations and everything that other programs hand in appear here.
outbox-send-test = Send a test email
outbox-make-key = Make an API key

outbox-states = What the states mean
state-queued = Queued
state-queued-meaning = It is stored and waits for its turn.
state-sending = Sending
state-sending-meaning = It is being handed over at this moment.
state-sent = Sent
state-sent-meaning = The next mail server took it over. That is no proof of the inbox.
state-deferred = Deferred
state-deferred-meaning = The server said not now. It is tried again by itself, less often with time.
state-failed = Failed
state-failed-meaning = The server refused it for good. It is not tried again by itself.
state-expired = Expired
state-expired-meaning = Its time was over before a server took it.
state-cancelled = Cancelled
state-cancelled-meaning = Somebody took it back before it was sent.

kind-invitation = Invitation
kind-password-reset = Password reset
kind-validation = Account validation
kind-script = Script
kind-api = API
kind-submission = SMTP submission
kind-test = Test email
kind-notice = Notice

# One message, and what can be done about it.
outbox-retry = Try again now
outbox-cancel = Cancel
outbox-resend = Send again
outbox-retried = It is tried again now.
outbox-cancelled = What had not been sent yet is cancelled.
outbox-repeated = This is the new message: the same email, sent once more.
outbox-refused = Nothing was changed

outbox-recipients = Recipients
outbox-remedy = What to do:
outbox-twice = It may have arrived twice. The connection was lost before the server answered, so the email was sent once more, with the same Message-ID.
outbox-since = Since
outbox-tried = Tried
outbox-tried-times =
    { $count ->
        [one] 1 attempt
       *[other] { $count } attempts
    }
outbox-tried-next = Tried next
outbox-reply = The server's answer:

outbox-message = Message
outbox-from = From
outbox-accepted = Accepted
outbox-origin = Asked for by
outbox-size = Size
outbox-given-up = Given up
outbox-given-up-at = { $time }, if it was not sent by then
outbox-remark = Remark
outbox-resent = Sent again
outbox-resent-from = This repeats <a href="/outbox/{ $id }">an earlier message</a>
outbox-text = Text
outbox-read = Read the email
outbox-text-gone = No longer kept
outbox-text-ticket = Holds a single-use link, so it is shown to nobody

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
outbox-mail-lead = The email as it was sent. That you read it is written to the server's log.

# What outbox.js says; it puts a number or the states where # stands.
outbox-script-resumed = Sending goes on.
outbox-script-states = This message: #
outbox-script-new-one = 1 new message
outbox-script-new-many = # new messages
