# Scripts: what rooms and sandbox say to their authors.

# script.rs
sentence-scripts-name-taken = a script of this workspace is called “{ $name }” already; choose another name
sentence-scripts-scripts-full = this workspace has { $most } scripts, which is the most; delete one that nobody needs
sentence-scripts-no-name = the script has no name; enter one, such as Invoices
sentence-scripts-name-long = the script's name has more than { $most } characters; shorten it
sentence-scripts-name-control = the script's name holds a control character, such as a line break; remove it
sentence-scripts-source-long = the script has { $bytes } bytes; at most { $most } are allowed. Give data as input or file instead
sentence-scripts-source-nul = the script holds a NUL character; remove it
sentence-scripts-zone = “{ $zone }” is no time zone; write one such as Europe/Berlin or UTC
sentence-scripts-limit = a limit is a number from 1 to { $most }; leave it empty for the default

# audience.rs, governor.rs, webhook.rs
sentence-scripts-audience-many = { $count } entries are too many: at most { $most } fit; allow domains
sentence-scripts-audience-entry = `{ $piece }` is neither an address nor a domain: write `ann@example.com` or `example.com`
sentence-scripts-not-allowed = { $key }: { $recipient } is not among the recipients that scripts of this workspace may write to; an administrator of the workspace may add it
sentence-scripts-hour = this script has sent { $count } mails within an hour, which is its limit; send the rest later, or ask an administrator to raise it
sentence-scripts-day = this script has sent { $count } mails within a day, which is its limit; send the rest later, or ask an administrator to raise it
sentence-scripts-recipient = { $key }: { $recipient } got { $count } mails of this script within an hour, which is the most for one recipient; look for a loop that goes round too often

# runner, runs
sentence-scripts-key-reused = key: this key was used for another mail ({ $id }); the same key stands for the same mail, so give this one a key of its own
sentence-scripts-full = the server's disk is full, so the mail was not accepted; tell an administrator, and send it again when there is room
sentence-scripts-not-stored = the server could not store the mail; send it again later
sentence-scripts-no-mail = no script of this workspace sent a mail with the id “{ $id }”
sentence-scripts-no-file = this workspace has no file “{ $name }”; upload it under Files, or look for the right name with files()
sentence-scripts-no-answer = the server could not answer this; try again later
sentence-scripts-run-ended = the run has ended
sentence-scripts-input-long = the input has { $bytes } bytes as JSON; at most { $most } are allowed

# crate script: what sendEmail and the others are given
sentence-scripts-attachment-content = { $name }: an attachment has one of content (a text), base64 and file, not none or several
sentence-scripts-attachment-no-content = { $name }: “{ $called }” has no content; give it one of content (a text), base64 and file
sentence-scripts-attachment-contents = { $name }: “{ $called }” has several contents; give it one of content (a text), base64 and file
sentence-scripts-attachment-name = { $name }.name: an attachment needs a name, such as "list.csv"
sentence-scripts-data-url = { $name }: “{ $start }” is not Base64; take off what stands before the comma
sentence-scripts-no-base64 = { $name }: “{ $start }” is not Base64
sentence-scripts-list-long = { $name }: a list of { $length } entries; at most { $most } are read
sentence-scripts-surrogate = { $name }: the text holds half a character (a lone surrogate), which no mail can carry
sentence-scripts-unknown-key-meant = { $key }: unknown key with { $cause }; did you mean "{ $right }"?
sentence-scripts-unknown-key = { $key }: unknown key with { $cause }; the keys are { $known }
sentence-scripts-given = { $cause }; it was given { $cause-value }
sentence-scripts-usage-mail = sendEmail takes one object: sendEmail({ $call })
sentence-scripts-usage-status = emailStatus takes the id that sendEmail answered: emailStatus(sent.id)
sentence-scripts-usage-file = file takes the name of a file of the workspace: file("terms.pdf")
sentence-scripts-usage-words = language and style are texts, such as "de" and "long"
sentence-scripts-usage-date = formatDate takes a Date, milliseconds or a date such as "2026-05-31", not { $cause }
sentence-scripts-usage-number = formatNumber takes a number, not { $cause }
sentence-scripts-language = the language “{ $tag }” is not known; take "en" or "de"
sentence-scripts-style = the style “{ $style }” is not known; take date, short, long, time or datetime
sentence-scripts-decimals = decimals go from 0 to { $most }, not { $given }
sentence-scripts-no-number = { $value } is no number that can be written
sentence-scripts-call-large = the call is larger than { $size } MB with its texts and attachments; large files go by name: file("…")
sentence-scripts-run-limit = this run has sent { $count } mails, which is its limit; an administrator may raise it
sentence-scripts-console-full = The console is full ({ $size } KB); what the script writes from here on is not kept.

# crate script: how a run ends
sentence-scripts-promise = the script waits for a promise that nobody ever keeps
sentence-scripts-thrown = thrown: { $value }
sentence-scripts-memory = the script needs more memory than a run may use ({ $size } MB); handle fewer rows at once, and keep less in lists and texts
sentence-scripts-memory-placed = the script needs more memory than a run may use ({ $size } MB), at this line or in what comes after it; handle fewer rows at once, and keep less in lists and texts
sentence-scripts-input-memory = the input needs more memory than a run may use ({ $size } MB); give it in smaller parts
sentence-scripts-deep = functions call each other too deeply; look for one that calls itself without an end
sentence-scripts-questions = the script asked more than { $count } times for files, members or states, or for mails that were refused
sentence-scripts-cpu = the script used more than { $time } of processor time; look for a loop that does not end
sentence-scripts-cpu-placed = the script used more than { $time } of processor time, at this line or in a loop that begins after it; look for a loop that does not end
sentence-scripts-wall = the script took longer than { $time }
sentence-scripts-wall-placed = the script took longer than { $time }; it had come to this line, or to a loop that begins after it
sentence-scripts-garbage = the sandbox said what is no part of its language, and was stopped
sentence-scripts-killed = the sandbox was killed from outside, perhaps because the machine ran out of memory
sentence-scripts-brought-down = the script brought its sandbox down, most likely by using too much memory
sentence-scripts-no-result = the sandbox ended without a result ({ $status })
sentence-scripts-not-started = the sandbox could not be started: { $error }
sentence-scripts-no-pipes = the sandbox has no pipes
sentence-scripts-no-engine = the engine could not be made: { $error }
sentence-scripts-source-bytes = the script has { $bytes } bytes; at most { $most } are allowed
sentence-scripts-expected = { $name }: expected { $cause }, got { $cause-value }
sentence-scripts-the-text = the text “{ $text }”
sentence-scripts-the-number = the number { $number }
sentence-scripts-the-list = the list { $list }
sentence-scripts-the-object = the object { $object }
sentence-scripts-a-function = a function
sentence-scripts-nothing = nothing
sentence-scripts-address-as-text = an address as text
sentence-scripts-address-or-object = an address as text, or an object with email
sentence-scripts-input-deep = the input has more than { $most } lists or objects within each other; make it flatter
sentence-scripts-input-unread = the input could not be read: { $error }
sentence-scripts-broken-text = (text with a broken character)
