# What mail servers say about senders, recipients and messages.

# delivery/trouble/quota
sentence-messages-the-account-has-sent-as-much = The account has sent as much as the provider allows in a day. The message is not at fault.
sentence-messages-nothing-it-is-tried-again-tomorrow = Nothing: it is tried again tomorrow. If this happens often, spread the load over more accounts or use a provider for bulk mail; if it is a surprise, look whether somebody misuses the account.
sentence-messages-the-server-asks-to-send-more = The server asks to send more slowly. The message is not at fault.
sentence-messages-nothing-sending-slows-down-by-itself = Nothing: sending slows down by itself. If it returns, lower messages per minute and connections in the advanced settings.
sentence-messages-more-connections-are-open-to-this = More connections are open to this account than the provider allows; Microsoft 365 allows three for a mailbox. The message is not at fault.
sentence-messages-nothing-it-is-tried-again-soon = Nothing: it is tried again soon, over fewer connections. If other programs send through the same account, allow fewer connections in the advanced settings.
sentence-messages-the-microsoft-365-tenant-has-sent = The Microsoft 365 tenant has sent as much to outside recipients as it may within 24 hours. The message is not at fault.
sentence-messages-nothing-it-is-tried-again-in = Nothing: it is tried again in some hours. The report on the tenant's limit is in the Exchange admin centre; more licences raise it.
sentence-messages-the-account-has-sent-as-much-as = The account has sent as much as the provider allows in an hour. The message is not at fault.
sentence-messages-nothing-it-is-tried-again-in-an = Nothing: it is tried again in an hour. Ask the provider for a higher limit if this happens often.

# delivery/trouble/recipient
sentence-messages-the-server-does-not-take-mail = The server does not take mail for this recipient.
sentence-messages-check-the-address-if-it-is = Check the address. If it is right, the reply says why; ask the recipient's administrator or the provider.
sentence-messages-the-server-cannot-take-mail-for = The server cannot take mail for this recipient now.
sentence-messages-nothing-the-message-is-tried-again = Nothing: the message is tried again by itself.
sentence-messages-the-server-takes-only-so-many = The server takes only so many recipients with one message. Those before this one are not affected.
sentence-messages-nothing-the-rest-is-sent-with = Nothing: the rest is sent with another try. Setting recipients per message in the advanced settings saves the detour; Gmail takes 100.
sentence-messages-the-recipient-gets-more-mail-at = The recipient gets more mail at the moment than their server allows.
sentence-messages-the-recipients-server-turns-every-new = The recipient's server turns every new sender away at first, and takes the mail when it comes again.
sentence-messages-nothing-the-message-is-tried-again-by = Nothing: the message is tried again by itself, and arrives some minutes late.
sentence-messages-there-is-no-such-mailbox = There is no such mailbox.
sentence-messages-check-the-spelling-of-the-address = Check the spelling of the address, or ask the recipient for the right one.
sentence-messages-the-recipients-mailbox-is-full = The recipient's mailbox is full.
sentence-messages-tell-the-recipient-by-other-means = Tell the recipient by other means; they have to make room first.
sentence-messages-the-server-takes-mail-for-its = The server takes mail for its own people only, and does not pass mail on for us to this recipient.
sentence-messages-type-a-username-and-password-the = Type a username and password the server knows, or have this machine's address allowed to relay. Make sure the host is the one for outgoing mail.
sentence-messages-the-domain-of-the-address-does = The domain of the address does not exist, or takes no mail.
sentence-messages-check-what-stands-behind-the-of = Check what stands behind the @ of the address.
sentence-messages-the-server-does-not-take-this = The server does not take this for a valid address.
sentence-messages-check-the-address-unusual-characters-before = Check the address; unusual characters before the @ are not accepted everywhere.
sentence-messages-an-address-has-letters-beyond-ascii = An address has letters beyond ASCII before the @, which not every server on the way can take.
sentence-messages-use-another-address-of-the-recipient = Use another address of the recipient, written in ASCII.
sentence-messages-the-mailbox-exists-but-is-switched = The mailbox exists, but is switched off.
sentence-messages-ask-the-recipient-for-another-address = Ask the recipient for another address.
sentence-messages-a-rule-of-the-server-forbids = A rule of the server forbids mail from us to this recipient.
sentence-messages-the-reply-says-which-rule-it = The reply says which rule it is; the recipient's administrator or the provider can allow us.

# delivery/trouble/sender
sentence-messages-the-server-does-not-accept-mail = The server does not accept mail from { $from }.
sentence-messages-use-a-from-address-that-belongs = Use a From address that belongs to the account, or have the provider allow this one.
sentence-messages-the-server-has-some-trouble-of = The server has some trouble of its own, or wants to look at the sender first.
sentence-messages-the-account-we-log-in-with = The account we log in with may not send as { $from }.
sentence-messages-set-the-from-address-to-the = Set the From address to the account's own, or grant the account the right to send as { $from } (Send As in Microsoft 365, Send mail as in Gmail).
sentence-messages-the-provider-sends-only-from-addresses = The provider sends only from addresses and domains that were verified with it, and { $from } is not among them.
sentence-messages-verify-the-address-or-its-domain = Verify the address or its domain in the provider's administration, or use a From address that is verified.
sentence-messages-the-server-cannot-find-the-domain = The server cannot find the domain of { $from } in the DNS.
sentence-messages-check-the-spelling-of-the-from = Check the spelling of the From address. If the domain is new, wait until its DNS records are known everywhere.
sentence-messages-the-server-does-not-take-for = The server does not take { $from } for a valid address.
sentence-messages-check-the-from-address-some-servers = Check the From address; some servers demand a full domain such as example.com.

# delivery/trouble/standing
sentence-messages-the-server-takes-mail-only-after = The server takes mail only after a login, and does not count us as logged in.
sentence-messages-type-username-and-password-and-choose = Type username and password, and choose implicit TLS or STARTTLS, since servers often offer the login only then. For Microsoft 365, check that Authenticated SMTP is ticked for the mailbox.
sentence-messages-microsoft-has-blocked-mail-from-this = Microsoft has blocked mail from this tenant or from our Internet address, as a rule after spam or for a new trial tenant.
sentence-messages-look-for-compromised-accounts-then-ask = Look for compromised accounts, then ask Microsoft support to lift the block. Mail waits meanwhile.
sentence-messages-the-provider-has-blocked-this-account = The provider has blocked this account from sending, because mail from it looked like spam or the account was misused.
sentence-messages-change-the-accounts-password-then-have = Change the account's password, then have it unblocked; in Microsoft 365 under Restricted entities of the Defender portal. Mail waits meanwhile.
sentence-messages-the-server-does-not-accept-the = The server does not accept the name we introduce ourselves with.
sentence-messages-set-the-ehlo-name-in-the = Set the EHLO name in the advanced settings to this machine's full public name, such as mail.example.com.
sentence-messages-the-server-does-not-talk-to = The server does not talk to the Internet address we come from, often because it is on a block list or is not known to the server.
sentence-messages-have-this-machines-public-address-allowed = Have this machine's public address allowed at the server, or removed from the list the reply names; or send through a provider with a login instead.

# delivery/trouble/content
sentence-messages-the-server-looked-at-the-message = The server looked at the message and does not take it.
sentence-messages-the-reply-says-why-if-it = The reply says why. If it does not, ask the provider and give them the transcript.
sentence-messages-the-server-has-some-trouble-of-its = The server has some trouble of its own, or wants to look at the message later.
sentence-messages-the-message-is-larger-than-the = The message is larger than the server takes. Attachments grow by a third on their way.
sentence-messages-send-smaller-attachments-or-a-link = Send smaller attachments, or a link to them; or ask the provider for a higher limit.
sentence-messages-the-address-has-letters-beyond-ascii = The address has letters beyond ASCII before the @, and the server does not offer SMTPUTF8, without which such an address cannot be written.
sentence-messages-use-an-address-in-ascii-or = Use an address in ASCII, or a server that offers SMTPUTF8.
sentence-messages-the-message-holds-bytes-above-127 = The message holds bytes above 127, and the server does not offer 8BITMIME, without which they would be damaged.
sentence-messages-send-the-message-with-base64-or = Send the message with base64 or quoted-printable encoding, or use a server that offers 8BITMIME.
sentence-messages-the-receiving-server-asked-the-domain = The receiving server asked the domain of { $from } whether this mail is genuine (SPF, DKIM, DMARC), and the answer was no.
sentence-messages-add-the-provider-to-the-domains = Add the provider to the domain's SPF record and switch DKIM on with the provider; or use a From address of a domain the provider signs for.
sentence-messages-the-server-believes-that-the-message = The server believes that the message carries a virus.
sentence-messages-check-the-attachments-if-the-server = Check the attachments. If the server is wrong, its administrator can allow them.
sentence-messages-the-server-finds-a-header-of = The server finds a header of the message wrong; it wants exactly one From with one address.
sentence-messages-this-should-not-happen-please-report = This should not happen: please report it with the transcript.
sentence-messages-the-mailbox-that-mail-is-sent = The mailbox that mail is sent from is full. Microsoft 365 keeps a copy of every message in Sent Items.
sentence-messages-make-room-in-the-mailbox-and = Make room in the mailbox, and give its Sent Items a retention policy.
sentence-messages-the-message-runs-in-a-circle = The message runs in a circle between servers.
sentence-messages-check-the-forwarding-rules-of-the = Check the forwarding rules of the recipient and the relay.
sentence-messages-the-server-takes-the-message-for = The server takes the message for spam.
sentence-messages-look-at-subject-links-and-wording = Look at subject, links and wording; make sure that SPF, DKIM and DMARC are set up for the From domain; send only to people who expect it.
sentence-messages-the-server-finds-the-form-of = The server finds the form of the message wrong.
sentence-messages-the-server-takes-only-so-many-recipients = The server takes only so many recipients with one message.
sentence-messages-lower-recipients-per-message-in-the = Lower recipients per message in the advanced settings; Gmail takes 100.
sentence-messages-a-rule-of-the-server-forbids-this = A rule of the server forbids this message.
sentence-messages-the-reply-says-which-rule-it-is = The reply says which rule it is; the provider or the recipient's administrator can change it.
sentence-messages-the-server-has-no-room-for = The server has no room for the message now.
sentence-messages-the-server-does-not-take-a = The server does not take a file of this kind, or an archive that holds one.
sentence-messages-leave-the-file-out-or-send = Leave the file out, or send a link to it.
sentence-messages-the-message-has-and-takes-at = The message has { $cause-size }, and { $server } takes at most { $cause-limit }.
sentence-messages-does-not-offer-8bitmime-which-this = { $server } does not offer 8BITMIME, which this message needs.
sentence-messages-cannot-take-mail-from-it-does = { $server } cannot take mail from { $from }: it does not offer SMTPUTF8.
sentence-messages-cannot-take-the-message-a-header = { $server } cannot take the message: a header needs SMTPUTF8, which it does not offer.
sentence-messages-cannot-take-mail-for-it-does = { $server } cannot take mail for { $recipients }: it does not offer SMTPUTF8.
sentence-messages-bytes = { $bytes } bytes
