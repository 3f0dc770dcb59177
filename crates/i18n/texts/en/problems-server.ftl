# Problems of owlpost itself, and of a newer version.

problem_unknown =
    .what = { $description }
    .meaning = This version of owlpost does not know this problem; a newer version recorded it.
    .remedy = Install the newer version again to see the explanation.

problem_mailbox_not_kept =
    .what = { $event }
    .meaning = The data folder or database could not be written. The message is queued and nothing is lost.
    .remedy = Check the server's log and its free disk space; owlpost tries again automatically.
    .once = Check the server's log and its free disk space.

problem_attempt_too_long =
    .what = The mail server kept the session open for { $minutes } minutes without completing it.
    .meaning = The server is overloaded or faulty. If the message may have arrived nevertheless, it is marked.
    .remedy = owlpost tries again automatically. If this happens often, ask the server's operator.
    .once = If this happens often, ask the server's operator.

problem_attempt_gave_way =
    .what = The mail server did not complete the session, and urgent mail was waiting for it.
    .meaning = The server takes a long time for this message, often because the recipient's server is slow. The message did not arrive.
    .remedy = owlpost tries again automatically. With a higher limit of connections, other mail is sent in the meantime.
    .once = With a higher limit of connections, other mail is sent in the meantime.

problem_attempt_stopped =
    .what = owlpost was stopped before the mail server confirmed the message.
    .meaning = The message was transmitted, but the reply of the mail server is not known, so the message may have arrived.
    .remedy = owlpost tries again automatically after the next start.
    .once = Ask the recipient before you send the message again.

problem_attempt_faulty =
    .what = The attempt ended because of an error in owlpost.
    .meaning = Neither the message nor the mail server is the cause. The message may have arrived nevertheless.
    .remedy = owlpost tries again automatically. Please report the error with the lines of the server's log.
    .once = Please report the error with the lines of the server's log.

problem_arrival_uncertain =
    .what =
        { $times ->
            [one] The message was transmitted completely, and the mail server's reply was lost.
           *[other] The message was transmitted completely { $times } times, and each time the mail server's reply was lost.
        }
    .meaning = The recipient may have received the message, also several times, or not at all.
    .remedy = owlpost does not send it again automatically. Ask the recipient; if it did not arrive, choose Send again.

problem_disk_full =
    .what = The disk with the database is full, so no new mail is accepted.
    .meaning = Mail that was accepted before is kept and still sent, in disk space that was reserved for it.
    .remedy = Free space on the server. owlpost accepts mail again automatically; no restart is needed.

problem_disk_low =
    .what = Only { $free } MB of the disk with the database are free, so no mail of scripts and of the API is accepted.
    .meaning = Invitations, password resets and notices are still accepted, even while less than { $floor } MB are free. Mail that was accepted before is sent.
    .remedy = Free space on the server, or change limits.free_disk_mb. owlpost accepts mail again automatically; no restart is needed.

problem_disk_read_only =
    .what = The disk with the database became read-only, so no new mail is accepted.
    .meaning = Mail that was accepted before is kept. Nothing can be stored, so sending may stop as well.
    .remedy = Check the server’s system log and disk, and make the data folder writable again.

problem_message_unreadable =
    .what = The stored message cannot be read: its text is missing or damaged.
    .meaning = It was not sent and is not tried again. Other messages are not affected.
    .remedy = Send the message again from the program or page that created it. Stop the server and run “owlpost check --deep”; if it reports damage, restore a backup.

problem_stored_messages_unreadable =
    .what = { $count ->
        [one] A stored message cannot be read and was set aside: { $last }.
       *[other] { $count } stored messages cannot be read and were set aside, most recently { $last }.
    }
    .meaning = They were not sent. Other messages are sent as usual.
    .remedy = Open them in the outbox and send them again from where they came. Stop the server and run “owlpost check --deep”; if it reports damage, restore a backup.

problem_stored_schedules_unreadable =
    .what = { $count ->
        [one] The schedule of a script cannot be read and was switched off: { $last }.
       *[other] The schedules of { $count } scripts cannot be read and were switched off, most recently { $last }.
    }
    .meaning = They no longer start automatically. Other schedules are not affected.
    .remedy = Save the schedule again. Stop the server and run “owlpost check --deep”; if it reports damage, restore a backup.

problem_stored_runs_unreadable =
    .what = { $count ->
        [one] A waiting run of a script cannot be read and was ended as failed: { $last }.
       *[other] { $count } waiting runs of scripts cannot be read and were ended as failed, most recently { $last }.
    }
    .meaning = They did not send anything. Other runs are not affected.
    .remedy = Start them again. Stop the server and run “owlpost check --deep”; if it reports damage, restore a backup.

problem_interrupted =
    .what = owlpost stopped while this test was being sent.
    .meaning = It may or may not have arrived. A test is not tried again automatically.
    .remedy = Send the test again.
