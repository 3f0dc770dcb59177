# What the built-in service kept instead of sending it.

mailbox-title = Mailbox
mailbox-lead = Emails that the built-in service stored on this server instead of sending them.
mailbox-to = To { $recipients }
mailbox-and-more =
    { $count ->
        [one] { $shown } and 1 more
       *[other] { $shown } and { $count } more
    }
mailbox-no-subject = (no subject)

mailbox-search-label = Sender, recipient or subject
mailbox-search = Search
mailbox-clear = Clear
mailbox-nothing-found = No results for “{ $asked }”
mailbox-nothing-found-hint = Try part of an address or a word from the subject.

mailbox-pages = Pages
mailbox-newest = Newest
mailbox-older = Older
mailbox-no-older = No older emails
mailbox-to-newest = Back to the newest
mailbox-kept =
    { $count ->
        [one] 1 email kept
       *[other] { $count } emails kept
    }

mailbox-none-yet = No emails yet
mailbox-none-yet-hint = Every email of this server is stored here until you connect a mail server in Email Settings. Send a test email to see one.
mailbox-send-test = Send a test email
mailbox-not-used = The mailbox is empty
mailbox-not-used-hint = Mail is sent through the server chosen in Email Settings, so nothing is stored here.
mailbox-open-settings = Open Email Settings

mailbox-email = The email
mailbox-kept-on = Stored on { $time }, { $size }. It was not sent.
mailbox-envelope-sender = Envelope sender
mailbox-envelope-recipients = Envelope recipients

mailbox-delete-all = Delete all
mailbox-delete-title = Empty the mailbox
mailbox-delete-question = Empty the mailbox?
mailbox-delete-meaning =
    { $count ->
        [one] 1 email will be deleted for good. The outbox keeps its own list of what was sent.
       *[other] { $count } emails will be deleted for good. The outbox keeps its own list of what was sent.
    }
mailbox-delete =
    { $count ->
        [one] Delete 1 email
       *[other] Delete { $count } emails
    }
mailbox-keep = Cancel
mailbox-deleted =
    { $count ->
        [one] 1 email was deleted.
       *[other] { $count } emails were deleted.
    }
