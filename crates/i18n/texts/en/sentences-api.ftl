# What mail APIs answer.

# delivery/account
sentence-api-mail-api = mail API

# delivery/trouble/api
sentence-api-did-not-take-the-message = { $service } did not take the message: “{ $reply }”.
sentence-api-the-message-is-too-large-for = The message is too large for { $service }: { $bytes } bytes, and it takes { $longest }.
sentence-api-accepted-as = accepted as { $id }

# delivery/trouble/api/rows
sentence-api-the-access-that-was-granted-does = The access that was granted does not cover sending mail through this API.
sentence-api-choose-reconnect-and-consent-again-leaving = Choose Reconnect and consent again, leaving every box ticked. App-only: grant the application permission to send mail, with the consent of an administrator, and check that it covers { $from }.
sentence-api-the-provider-has-had-more-requests = The provider has had more requests from this account or application than it takes at a time. The message is not at fault.
sentence-api-nothing-it-is-tried-again-by = Nothing: it is tried again by itself, more slowly. If it returns, set a lower pace in the advanced settings.
sentence-api-nothing-it-is-tried-again-every = Nothing: it is tried again every hour. Spread the load, or ask the provider for a higher limit.
sentence-api-the-provider-does-not-take-a = The provider does not take a recipient of this message for a valid address. An API takes a message for all its recipients or for none.
sentence-api-check-the-recipients-addresses-and-send = Check the recipients' addresses, and send the message again to those that are right.
sentence-api-the-api-takes-smaller-messages-than = The API takes smaller messages than the provider's SMTP server does.
sentence-api-send-through-smtp-or-make-the = Send through SMTP, or make the attachments smaller.
sentence-api-the-providers-api-could-not-be = The provider's API could not be reached over HTTPS. The network or a firewall is in the way, or the configured address is wrong.
sentence-api-check-this-machines-network-and-that = Check this machine's network and that it may connect to { $server }. It is tried again by itself.
sentence-api-an-access-token-is-sent-over = An access token is sent over HTTPS alone, save to this machine itself.
sentence-api-correct-api-url-in-the-configuration = Correct api_url in the configuration file.
sentence-api-the-message-was-handed-over-but = The message was handed over, but the answer did not come. The recipients may have it already.
sentence-api-the-provider-refused-the-message-for = The provider refused the message for a reason that owlpost does not know.
sentence-api-look-the-answer-up-in-the = Look the answer up in the provider's documentation.
sentence-api-the-gmail-api-is-switched-off = The Gmail API is switched off for the project that the client belongs to.
sentence-api-switch-it-on-in-the-google = Switch it on in the Google Cloud console (APIs & Services, Library, Gmail API). It takes some minutes.
sentence-api-the-account-has-no-gmail-mailbox = The account has no Gmail mailbox: the service is off for it, or a service account acts for nobody.
sentence-api-switch-gmail-on-for-in-the = Switch Gmail on for { $from } in the Admin console; app-only, check that From email is a person's mailbox.
sentence-api-the-mailbox-that-signed-in-may = The mailbox that signed in may not send as { $from }.
sentence-api-set-from-email-to-the-mailboxs = Set From email to the mailbox's own address, or grant it Send As for { $from }.
sentence-api-microsoft-has-blocked-this-account-from = Microsoft has blocked this account from sending, because mail from it looked like spam or the account was misused.
sentence-api-change-the-accounts-password-then-have = Change the account's password, then have it unblocked under Restricted entities of the Defender portal. Mail waits meanwhile.
sentence-api-there-is-no-mailbox-that-microsoft = There is no mailbox { $from } that Microsoft Graph could send from: it is mistyped, has no licence, or is kept on a server of the organisation's own.
sentence-api-check-from-email-and-that-the = Check From email, and that the mailbox is licensed and in Exchange Online.
sentence-api-the-sending-mailbox-is-full-copies = The sending mailbox is full: copies in Sent Items filled it, and Microsoft sends nothing more.
sentence-api-empty-the-mailbox-or-set-a = Empty the mailbox, or set a retention policy on Sent Items. Mail waits meanwhile.
sentence-api-the-provider-does-not-accept-the = The provider does not accept the access token, although it is new.
sentence-api-choose-reconnect-and-consent-again-with = Choose Reconnect and consent again with { $from }.
sentence-api-the-provider-has-some-trouble-of = The provider has some trouble of its own.
sentence-api-the-provider-does-not-take-the = The provider does not take the message as it is.
sentence-api-look-at-the-answer-it-names = Look at the answer: it names what is wrong with recipients or content.
sentence-api-there-is-no-such-api-at = There is no such API at { $server }: the configured address is wrong, or something else answers there.
sentence-api-correct-api-url-in-the-configuration-file = Correct api_url in the configuration file, or leave it out.

# delivery/http
sentence-api-is-neither-https-nor-on-this = { $url } is neither HTTPS nor on this machine
sentence-api-the-answer-is-longer-than-any = the answer is longer than any that makes sense
sentence-api-no-answer-in-time = no answer in time
sentence-api-the-request-failed = the request failed
