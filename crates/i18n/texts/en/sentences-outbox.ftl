# The outbox, intake, dispatch and the mailbox: refusals, remarks, attempts that ended.

# outbox/stored
sentence-outbox-owlpost-stopped-while-this-test-was = owlpost stopped while this test was being sent.
sentence-outbox-it-may-have-arrived-or-not = It may have arrived, or not. A test is not tried again by itself.
sentence-outbox-send-the-test-once-more = Send the test once more.

# server/intake/mod
sentence-outbox-the-message-has-faults = the message has faults
sentence-outbox-no-room-to-store-mail-the = no room to store mail: the disk is full
sentence-outbox-key-of-blanks = { $value } holds blanks alone: write a key such as `invoice-42`
sentence-outbox-an-idempotency-key-has-1-to = an idempotency key has 1 to { $most } printable characters; this one has { $length }

# server/intake/policy
sentence-outbox-it-became-reply-to = it became Reply-To
sentence-outbox-it-was-left-out-because-a = it was left out, because a Reply-To was given
sentence-outbox-the-asked-from-is-not-on = The asked From { $address } is not on the allowed-senders list: { $cause }, and the mail is from { $own }.

# server/dispatch/attempt
sentence-outbox-the-mail-server-kept-the-conversation = The mail server kept the conversation going for { $minutes } minutes without an end.
sentence-outbox-it-is-overloaded-or-broken-the = It is overloaded or broken. The message may have arrived all the same.
sentence-outbox-the-message-is-tried-again-by = The message is tried again by itself; ask the server's operator if it happens often.
sentence-outbox-the-attempt-ended-by-a-fault = The attempt ended by a fault of owlpost.
sentence-outbox-neither-the-message-nor-the-mail = Neither the message nor the mail server is to blame. The message may have arrived all the same.
sentence-outbox-the-message-is-tried-again-by-itself = The message is tried again by itself. Please report the fault with the lines of the server's log.

# server/dispatch/trial
sentence-outbox-kept-in-the-local-mailbox-no = kept in the local mailbox; no server is involved

# delivery/methods/mailbox
sentence-outbox-the-built-in-service-could-not = The built-in service could not keep the message: { $reason }.
sentence-outbox-the-data-folder-or-database-could = The data folder or database could not be written; the message waits and nothing is lost.
sentence-outbox-look-at-the-servers-log-and = Look at the server's log and its free disk space; the message is tried again by itself.
sentence-outbox-not-kept = not kept: { $reason }
sentence-outbox-kept-in-the-mailbox = kept in the mailbox
sentence-outbox-mailbox-built-in = mailbox (built-in)

# server/settings/email_settings
sentence-outbox-the-local-mailbox = the local mailbox
