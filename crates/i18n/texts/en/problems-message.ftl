# Problems of one message or recipient, and limits of the provider.
# `event` is the sentence that says what happened and quotes the server.

problem_sender_refused =
    .what = { $event }
    .meaning = The server does not accept mail from { $from }.
    .remedy = See the server's reply for the reason. Use a From address that belongs to the account, or have the provider allow this one; if the reply names a block list, have the domain removed from it.

problem_sender_deferred =
    .what = { $event }
    .meaning = The server has a temporary problem, or checks the sender first.
    .remedy = No action is needed: owlpost tries again automatically. If the problem persists, see the server's reply, and check that the domain of the From address exists and receives mail.

problem_sender_not_allowed =
    .what = { $event }
    .meaning = The account is not allowed to send as { $from }.
    .remedy = Set the From address to the account's own, or grant the account permission to send as { $from } (Send As in Microsoft 365, Send mail as in Gmail).

problem_sender_not_verified =
    .what = { $event }
    .meaning = The provider sends only from addresses and domains that have been verified, and { $from } is not among them.
    .remedy = Verify the address or its domain in the provider's administration (for Amazon SES in the same region; in its sandbox the recipient must be verified too), or use a verified From address. Mail is queued until then.

problem_sender_domain_unknown =
    .what = { $event }
    .meaning = The server cannot find the domain of { $from } in the DNS.
    .remedy = Check the spelling of the From address. If the domain is new, wait until its DNS records have propagated.

problem_sender_malformed =
    .what = { $event }
    .meaning = The server does not consider { $from } a valid address.
    .remedy = Check the From address; some servers require a fully qualified domain such as example.com.

problem_recipient_refused =
    .what = { $event }
    .meaning = The server does not accept mail for this recipient. Usually the address does not exist or is no longer used, or a rule of the server refuses the mail.
    .remedy = Check the spelling of the address, also after the @. If it is correct, see the server's reply for the reason, and ask the recipient for another address; if the reply names a rule, the recipient's administrator or the provider can allow the mail.

problem_recipient_deferred =
    .what = { $event }
    .meaning = The server cannot accept mail for this recipient at the moment.
    .remedy = No action is needed: owlpost tries again automatically. If the problem persists, see the server's reply, check the address, and ask the recipient.

problem_too_many_recipients =
    .what = { $event }
    .meaning = The server limits the number of recipients per message. The recipients before this one are not affected.
    .remedy = No action is needed: owlpost sends to the other recipients in another attempt. To avoid the extra attempt, set recipients per message in the advanced settings; Gmail accepts 100.

problem_recipient_rate =
    .what = { $event }
    .meaning = The recipient receives more mail than their server allows at the moment.
    .remedy = No action is needed: owlpost tries again automatically.

problem_greylisted =
    .what = { $event }
    .meaning = The recipient's server defers mail from unknown senders and accepts it when it is sent again (greylisting).
    .remedy = No action is needed: owlpost tries again automatically; the message arrives some minutes late.

problem_recipient_unknown =
    .what = { $event }
    .meaning = The mailbox does not exist.
    .remedy = Check the spelling of the address, or ask the recipient for the correct address.

problem_recipient_mailbox_full =
    .what = { $event }
    .meaning = The recipient's mailbox is full.
    .remedy = Contact the recipient by other means; they must free space first.

problem_relaying_denied =
    .what = { $event }
    .meaning = The server accepts mail only for its own mailboxes and does not relay mail to this recipient.
    .remedy = Enter a username and password for this server, or have its administrator allow this machine's address to relay. Make sure that the host is the server for outgoing mail.

problem_recipient_domain_unknown =
    .what = { $event }
    .meaning = The domain of the address does not exist or does not accept mail.
    .remedy = Check the part of the address after the @.

problem_recipient_malformed =
    .what = { $event }
    .meaning = The server does not consider this a valid address.
    .remedy = Check the address; unusual characters before the @ are not accepted everywhere.

problem_smtputf8_unsupported_relay =
    .what = { $event }
    .meaning = An address contains non-ASCII characters before the @, which not every server supports.
    .remedy = Use another address of the recipient with ASCII characters only.

problem_recipient_disabled =
    .what = { $event }
    .meaning = The mailbox exists but is disabled.
    .remedy = Ask the recipient for another address.

problem_recipient_policy =
    .what = { $event }
    .meaning = A policy of the server rejects mail from this sender to the recipient.
    .remedy = See the server's reply for the policy; the recipient's administrator or the provider can allow the sender.

problem_quota_daily =
    .what = { $event }
    .meaning = The account has reached the provider's daily sending limit. The message is not the cause.
    .remedy = No action is needed: owlpost tries again tomorrow. If this happens often, use several accounts or a provider for bulk mail. If it is unexpected, check whether somebody misuses the account.

problem_throttled =
    .what = { $event }
    .meaning = The server limits how much mail it accepts at a time, from this account or machine or for this recipient. The message is not the cause.
    .remedy = No action is needed: owlpost slows down automatically. If the problem returns, lower messages per minute and connections in the advanced settings.

problem_too_many_connections =
    .what = { $event }
    .meaning = More connections are open to this account than the provider allows; Microsoft 365 allows three per mailbox. The message is not the cause.
    .remedy = No action is needed: owlpost tries again soon, over fewer connections. If other programs use the same account, lower the number of connections in the advanced settings.

problem_quota_tenant =
    .what = { $event }
    .meaning = The Microsoft 365 tenant has reached its limit of external recipients in 24 hours. The message is not the cause.
    .remedy = No action is needed: owlpost tries again in a few hours. The Exchange admin center has a report on the tenant's limit; more licenses raise it.

problem_quota_hourly =
    .what = { $event }
    .meaning = The account has reached the provider's hourly sending limit. The message is not the cause.
    .remedy = No action is needed: owlpost tries again in an hour. Ask the provider for a higher limit if this happens often.

problem_message_refused =
    .what = { $event }
    .meaning = The server checked the message and refused it: because of its content, an attachment, its format or its sender, or because of a rule.
    .remedy = See the server's reply for the reason. If it does not name one, check the attachments, links and wording, and that SPF, DKIM and DMARC are set up for the From domain; then send the transcript to the provider.

problem_message_deferred =
    .what = { $event }
    .meaning = The server has a temporary problem, or wants to check the message later.
    .remedy = No action is needed: owlpost tries again automatically. If the problem persists, see the server's reply, and send the transcript to the provider.

problem_message_too_big =
    .what = { $event }
    .meaning = The message is larger than the server accepts. Attachments grow by a third in transport.
    .remedy = Send smaller attachments, or a link to them; or ask the provider for a higher limit.

problem_smtputf8_unsupported =
    .what = { $event }
    .meaning = The address contains non-ASCII characters before the @. This requires SMTPUTF8, which the server does not offer.
    .remedy = Use an address in ASCII, or a server that offers SMTPUTF8.

problem_smtputf8_unsupported_header =
    .what = { $event }
    .meaning = The header of the message contains UTF-8 that is not encoded. This requires SMTPUTF8, which the server does not offer.
    .remedy = Let the program that made the message encode names and subject as encoded words (RFC 2047), or use a server that offers SMTPUTF8.

problem_eight_bit_unsupported =
    .what = { $event }
    .meaning = The message contains 8-bit data, and the server does not offer 8BITMIME, which is required to transmit it unchanged.
    .remedy = Send the message with base64 or quoted-printable encoding, or use a server that offers 8BITMIME.

problem_sender_authentication_failed =
    .what = { $event }
    .meaning = The receiving server checked the authenticity of the domain of { $from } (SPF, DKIM, DMARC), and the check failed.
    .remedy = Add the provider to the domain's SPF record and enable DKIM at the provider; or use a From address of a domain that the provider signs.

problem_message_virus =
    .what = { $event }
    .meaning = The server believes that the message contains a virus.
    .remedy = Check the attachments. If they are harmless, the server's administrator can allow them.

problem_message_header_refused =
    .what = { $event }
    .meaning = The server rejects a header field of the message; it requires exactly one From field with one address.
    .remedy = This should not happen: please report it, including the transcript.

problem_sender_mailbox_full =
    .what = { $event }
    .meaning = The sending mailbox is full. Microsoft 365 keeps a copy of every message in Sent Items.
    .remedy = Free space in the mailbox, and set a retention policy for its Sent Items.

problem_mail_loop =
    .what = { $event }
    .meaning = The message is looping between servers.
    .remedy = Check the forwarding rules of the recipient and the relay.

problem_message_spam =
    .what = { $event }
    .meaning = The server considers the message spam.
    .remedy = Check the subject, links and wording; make sure that SPF, DKIM and DMARC are set up for the From domain; send only to people who expect it.

problem_message_malformed =
    .what = { $event }
    .meaning = The server considers the format of the message invalid.
    .remedy = This should not happen: please report it, including the transcript.

problem_too_many_recipients_message =
    .what = { $event }
    .meaning = The server limits the number of recipients per message.
    .remedy = Lower recipients per message in the advanced settings; Gmail accepts 100.

problem_message_policy =
    .what = { $event }
    .meaning = A policy of the server rejects this message.
    .remedy = See the server's reply for the policy; the provider or the recipient's administrator can change it.

problem_server_full =
    .what = { $event }
    .meaning = The server has no space for the message at the moment.
    .remedy = No action is needed: owlpost tries again automatically.

problem_attachment_blocked =
    .what = { $event }
    .meaning = The server does not accept files of this type, or archives that contain them.
    .remedy = Leave the file out, or send a link to it.

problem_sender_unverifiable =
    .what = { $event }
    .meaning = Before the server accepts mail, it checks whether a reply to { $from } could be delivered. That failed: the address or its domain does not exist, or its mail server does not answer.
    .remedy = Use a From address that exists and receives mail. If { $from } does, check the MX record of its domain and its mail server.

problem_relaying_denied_after_login =
    .what = { $event }
    .meaning = The server does not relay mail to this recipient, although the login succeeded.
    .remedy = Check the recipient's address. If it is correct, make sure that the host is the server for outgoing mail, and ask its administrator whether this account may send to other domains.

problem_recipient_suppressed =
    .what = { $event }
    .meaning = The provider no longer sends to this address: earlier mail to it bounced, or the recipient complained or unsubscribed.
    .remedy = Ask the recipient whether the address works and whether they want the mail, then remove the address from the suppression list in the provider's administration.

problem_recipient_server_refused =
    .what = { $event }
    .meaning = The reply comes from the recipient's own mail server, and this server only passes it on. Other recipients are not affected.
    .remedy = See the reply for what the recipient's server objects to. The recipient's administrator can accept the mail; if the reply names a block list or the sender's authentication, the provider that sends for you must act.

problem_sender_refused_unexplained =
    .what = { $event }
    .meaning = The server refused the transaction at its beginning, where it checks the account, this machine and { $from }.
    .remedy = See the server's reply for the reason. Without one, check in this order: that the From address is spelled correctly and belongs to the account, that its domain exists, and that the provider lets the account and this machine's address send.

problem_sender_refused_listed =
    .what = { $event }
    .meaning = The domain of { $from } is on a block list of domains, for example because of spam, or because it is new.
    .remedy = Follow the link in the reply and have the domain removed from the list; until then, use a From address of another domain.
