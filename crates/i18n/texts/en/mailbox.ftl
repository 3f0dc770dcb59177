# What the built-in service kept instead of sending it.

mailbox-title = Mailbox
mailbox-lead = Emails that the built-in mailbox keeps on this server instead of sending them.
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
mailbox-kept-on = Kept since { $time }, { $size }.
mailbox-envelope-sender = Envelope sender
mailbox-envelope-recipients = Envelope recipients

# Sending what is kept, through the connected mail server.
mailbox-in-outbox = In the outbox
mailbox-release = Release
mailbox-release-all = Release all
mailbox-release-chosen = Release selected
mailbox-release-choose = Select “{ $subject }”
mailbox-release-later = Once a mail server is connected in Email Settings, you can release these emails from here.
mailbox-release-title = Release emails
mailbox-release-question =
    { $count ->
        [one] Release 1 email?
       *[other] Release { $count } emails?
    }
mailbox-release-meaning =
    { $recipients ->
        [one] It is sent to 1 real recipient through the connected mail server.
       *[other] They are sent to { $recipients } real recipients through the connected mail server.
    }
mailbox-release-left-out =
    { $count ->
        [one] 1 selected email is left out: it was released before, is a test, or its link has expired.
       *[other] { $count } selected emails are left out: they were released before, are tests, or their links have expired.
    }
mailbox-release-confirm =
    { $count ->
        [one] Send 1 email
       *[other] Send { $count } emails
    }
mailbox-release-nothing = Nothing can be released: everything was released before, is a test, or its link has expired.
mailbox-release-without-server = No mail server is connected, so nothing can be released. Connect one in Email Settings first.
mailbox-release-back = Back to the mailbox
mailbox-released =
    { $count ->
        [0] No email was released.
        [one] 1 email was released and is being sent.
       *[other] { $count } emails were released and are being sent.
    }

mailbox-delete-all = Delete all
mailbox-delete-title = Empty the mailbox
mailbox-delete-question = Empty the mailbox?
mailbox-delete-meaning =
    { $count ->
        [one] 1 email will be deleted permanently and can no longer be released. The outbox keeps its own list.
       *[other] { $count } emails will be deleted permanently and can no longer be released. The outbox keeps its own list.
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
