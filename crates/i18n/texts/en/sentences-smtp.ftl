# Conversations with mail servers: connection, TLS, login.

# delivery/trouble/mod
sentence-smtp-does-not-take-connections-now = { $server } does not take connections now: “{ $reply }”.
sentence-smtp-refused-the-connection = { $server } refused the connection: “{ $reply }”.
sentence-smtp-refused-to-start-tls = { $server } refused to start TLS: “{ $reply }”.
sentence-smtp-does-not-accept-logins-now = { $server } does not accept logins now: “{ $reply }”.
sentence-smtp-refused-the-login = { $server } refused the login: “{ $reply }”.
sentence-smtp-does-not-accept-mail-from-now = { $server } does not accept mail from { $from } now: “{ $reply }”.
sentence-smtp-refused-the-sender = { $server } refused the sender { $from }: “{ $reply }”.
sentence-smtp-does-not-accept-mail-for-this = { $server } does not accept mail for this recipient now: “{ $reply }”.
sentence-smtp-refused-this-recipient = { $server } refused this recipient: “{ $reply }”.
sentence-smtp-did-not-take-the-message-now = { $server } did not take the message now: “{ $reply }”.
sentence-smtp-refused-the-message = { $server } refused the message: “{ $reply }”.

# delivery/trouble/connection
sentence-smtp-the-server-is-there-but-does = The server is there, but does not take mail at the moment.
sentence-smtp-nothing-it-is-tried-again-by = Nothing: it is tried again by itself. If it lasts, ask the server's administrator.
sentence-smtp-the-server-does-not-talk-to = The server does not talk to us. It may take mail only from certain addresses, or not take mail at all.
sentence-smtp-check-host-and-port-if-they = Check host and port. If they are right, have this machine's address allowed at the server.
sentence-smtp-the-dns-knows-no-such-name = The DNS knows no such name. As a rule it is mistyped.
sentence-smtp-check-the-host-name-against-the = Check the host name against the provider's page, for example smtp.example.com. For a server in your own network, type its full name or IP address.
sentence-smtp-the-name-could-not-be-looked = The name could not be looked up, because the DNS does not answer. The name may well be right.
sentence-smtp-check-this-machines-network-and-dns = Check this machine's network and DNS. It is tried again by itself.
sentence-smtp-the-machine-is-there-but-nothing = The machine is there, but nothing listens on port { $port }, or a firewall turns the connection away.
sentence-smtp-check-the-port-465-for-implicit = Check the port: 465 for implicit TLS, 587 for STARTTLS, 25 for relays in your own network. Make sure that the mail server is running.
sentence-smtp-nothing-answers-on-port-as-a = Nothing answers on port { $port }. As a rule a firewall swallows the connection; many networks block port 25 to the outside.
sentence-smtp-check-host-and-port-try-port = Check host and port. Try port 465 or 587, and have outgoing connections to { $server } allowed in the firewall.
sentence-smtp-this-machine-has-no-route-to = This machine has no route to the server.
sentence-smtp-check-this-machines-network-and-whether = Check this machine's network, and whether the host is the right one.
sentence-smtp-the-server-accepted-the-connection-and = The server accepted the connection and then said nothing. As a rule the port expects TLS from the first byte, or a firewall answers in the server's place.
sentence-smtp-if-the-port-is-for-implicit = If the port is for implicit TLS (usually 465), choose implicit TLS. Otherwise check host and port.
sentence-smtp-the-server-stopped-answering-it-may = The server stopped answering. It may be overloaded, or a device on the way has cut the connection.
sentence-smtp-the-server-ended-the-connection-in = The server ended the connection in the middle of the conversation. It may be restarting, or a device on the way has cut the connection.
sentence-smtp-the-message-was-handed-over-to = The message was handed over to the end, but the server's answer did not come. The recipient may have it already.
sentence-smtp-nothing-it-is-tried-again-with = Nothing: it is tried again with the same Message-ID, by which servers can tell the second copy from a new message.
sentence-smtp-what-answers-on-this-port-is = What answers on this port is not a mail server, or a damaged one.
sentence-smtp-check-host-and-port-web-and = Check host and port: web and IMAP servers have other ports. 465, 587 and 25 are usual for sending.
sentence-smtp-the-servers-answers-do-not-follow = The server's answers do not follow the rules of SMTP, so that it cannot be known what they are about.
sentence-smtp-it-is-tried-again-by-itself = It is tried again by itself. If it lasts, give the transcript to the server's administrator.
sentence-smtp-the-server-offers-no-login-on = The server offers no login on this connection. Many offer it only after TLS, and relays in one's own network often have none.
sentence-smtp-choose-implicit-tls-or-starttls-if = Choose implicit TLS or STARTTLS. If the server takes mail without login, leave username and password empty.
sentence-smtp-without-tls-everybody-on-the-way = Without TLS everybody on the way could read the password, so it was not sent.
sentence-smtp-choose-implicit-tls-or-starttls-for = Choose implicit TLS or STARTTLS. For a server on a network you trust, you can allow the password in clear.
sentence-smtp-the-server-offers-no-way-of = The server offers no way of logging in that fits a username and password as configured.
sentence-smtp-set-the-login-mechanism-to-automatic = Set the login mechanism to automatic. If the server offers only XOAUTH2 or OAUTHBEARER, connect with OAuth 2.0.
sentence-smtp-username-or-password-hold-a-character = Username or password hold a character that no login can carry.
sentence-smtp-type-username-and-password-again-without = Type username and password again, without copying invisible characters along.
sentence-smtp-the-server-asked-something-during-the = The server asked something during the login that does not belong there.
sentence-smtp-choose-another-login-mechanism-in-the = Choose another login mechanism in the advanced settings, such as PLAIN or LOGIN.
sentence-smtp-it-wants-a-token-for = It wants a token for { $scope }.
sentence-smtp-the-name-could-not-be-looked-up = The name { $host } could not be looked up: { $reason }.
sentence-smtp-the-host-was-not-found = The host { $host } was not found.
sentence-smtp-no-connection-to = No connection to { $server }: { $cause }.
sentence-smtp-the-name-could-not-be-looked-up-within = The name { $host } could not be looked up within { $seconds } s.
sentence-smtp-did-not-finish-the-tls-handshake = { $server } did not finish the TLS handshake within { $seconds } s.
sentence-smtp-did-not-answer-within-s = { $server } did not answer within { $seconds } s.
sentence-smtp-did-not-greet-us-within-s = { $server } did not greet us within { $seconds } s.
sentence-smtp-closed-the-connection = { $server } closed the connection { $cause }.
sentence-smtp-the-connection-to-was-lost = The connection to { $server } was lost { $cause }: { $reason }.
sentence-smtp-at-once = at once
sentence-smtp-while-tls-was-started = while TLS was started
sentence-smtp-instead-of-greeting-us = instead of greeting us
sentence-smtp-during-the-login = during the login
sentence-smtp-after-mail-from = after MAIL FROM
sentence-smtp-after-rcpt-to = after RCPT TO
sentence-smtp-while-the-message-was-handed-over = while the message was handed over
sentence-smtp-did-not-confirm-the-message = { $server } did not confirm the message: { $cause }.
sentence-smtp-answered-what-does-not-fit-the = { $server } answered what does not fit the command: “{ $reply }”.

# delivery/smtp/mishap
sentence-smtp-no-answer-within-s = no answer within { $seconds } s
sentence-smtp-no-greeting-within-s = no greeting within { $seconds } s
sentence-smtp-the-server-closed-the-connection = the server closed the connection
sentence-smtp-connection-lost = connection lost: { $reason }
sentence-smtp-the-server-answered-before-it-was = the server answered before it was asked
sentence-smtp-the-server-answered-before-it-was-asked = { $server }: the server answered before it was asked.
sentence-smtp-the-server-does-not-offer-starttls = the server does not offer STARTTLS
sentence-smtp-the-server-does-not-offer-starttls-again = { $server }: the server does not offer STARTTLS.
sentence-smtp-unencrypted-bytes-came-before-the-tls = unencrypted bytes came before the TLS handshake
sentence-smtp-unencrypted-bytes-came-before-the-tls-handshake = { $server }: unencrypted bytes came before the TLS handshake.
sentence-smtp-the-server-offers-no-login = the server offers no login
sentence-smtp-the-server-offers-no-login-again = { $server }: the server offers no login.
sentence-smtp-the-server-offers-only = the server offers only { $mechanisms }
sentence-smtp-the-server-offers-only-again = { $server }: the server offers only { $mechanisms }.
sentence-smtp-the-login-was-not-tried-because = the login was not tried, because the connection is not encrypted
sentence-smtp-the-login-was-not-tried-because-the = { $server }: the login was not tried, because the connection is not encrypted.
sentence-smtp-the-username-or-password-holds-a = the username or password holds a NUL character
sentence-smtp-the-username-or-password-holds-a-nul = { $server }: the username or password holds a NUL character.
sentence-smtp-no-access-token = no access token: { $cause }
sentence-smtp-no-access-token-again = { $server }: no access token: { $cause }.
sentence-smtp-the-servers-login-challenge-is-not = the server's login challenge is not readable
sentence-smtp-the-servers-login-challenge-is-not-readable = { $server }: the server's login challenge is not readable.

# delivery/smtp/reply
sentence-smtp-the-server-sent-a-line-that = the server sent a line that is no SMTP reply: “{ $excerpt }”
sentence-smtp-the-server-sent-a-line-that-is = { $server }: the server sent a line that is no SMTP reply: “{ $excerpt }”.
sentence-smtp-the-server-changed-its-reply-code = the server changed its reply code within one reply, from { $first } to { $then }
sentence-smtp-the-server-changed-its-reply-code-within = { $server }: the server changed its reply code within one reply, from { $first } to { $then }.
sentence-smtp-the-server-sent-a-line-longer = the server sent a line longer than { $most } bytes
sentence-smtp-the-server-sent-a-line-longer-than = { $server }: the server sent a line longer than { $most } bytes.
sentence-smtp-the-server-sent-a-reply-of = the server sent a reply of more than { $lines } lines or { $bytes } bytes
sentence-smtp-the-server-sent-a-reply-of-more = { $server }: the server sent a reply of more than { $lines } lines or { $bytes } bytes.
sentence-smtp-the-server-sent-tls-where-plain = the server sent TLS where plain text is expected
sentence-smtp-the-server-sent-tls-where-plain-text = { $server }: the server sent TLS where plain text is expected.

# delivery/smtp/tls
sentence-smtp-the-certificates-to-trust-cannot-be = the certificates to trust cannot be read: { $cause }
sentence-smtp-the-host-is-no-name-that = the host is no name that a certificate can hold
sentence-smtp-the-certificate-expired-on = the certificate expired on { $day }
sentence-smtp-the-certificate-has-expired = the certificate has expired
sentence-smtp-the-certificate-is-not-valid-before = the certificate is not valid before { $day }
sentence-smtp-the-certificate-is-not-valid-yet = the certificate is not valid yet
sentence-smtp-the-certificate-is-self-signed = the certificate is self-signed
sentence-smtp-the-certificate-was-issued-by-which = the certificate was issued by “{ $issuer }”, which is not trusted
sentence-smtp-the-certificates-issuer-is-not-trusted = the certificate's issuer is not trusted
sentence-smtp-the-certificate-holds-no-host-name = the certificate holds no host name
sentence-smtp-no-begin-certificate-block-was-found = no BEGIN CERTIFICATE block was found
sentence-smtp-block-is-not-a-certificate = block { $number } is not a certificate
sentence-smtp-the-certificate-is-for = the certificate is for { $names }
sentence-smtp-the-certificate-is-rejected = the certificate is rejected: { $reason }
sentence-smtp-the-server-does-not-speak-tls = the server does not speak TLS on this port
sentence-smtp-the-server-offers-no-tls-version = the server offers no TLS version or cipher that is still safe
sentence-smtp-the-server-closed-the-connection-during = the server closed the connection during the TLS handshake
sentence-smtp-the-tls-handshake-failed = the TLS handshake failed: { $reason }
sentence-smtp-certificate-for-until = { $version }, certificate for { $host } until { $day }
sentence-smtp-certificate-for = { $version }, certificate for { $host }

# delivery/smtp/session
sentence-smtp-connected-to = connected to { $address }
sentence-smtp-logged-in-with = logged in with { $mechanism }

# delivery/smtp/transaction
sentence-smtp-of-recipients-accepted = { $accepted } of { $all } recipients accepted
sentence-smtp-message-of-bytes = message of { $bytes } bytes

# delivery/trouble/tls
sentence-smtp-the-server-offers-starttls-and-then = The server offers STARTTLS and then refuses it; often its certificate or key is missing. Nothing was sent in clear.
sentence-smtp-ask-the-servers-administrator-or-try = Ask the server's administrator, or try implicit TLS with port 465.
sentence-smtp-starttls-is-chosen-and-the-server = STARTTLS is chosen, and the server does not offer it. Either it has no TLS on this port, or somebody on the way takes the offer out. Nothing was sent in clear.
sentence-smtp-try-implicit-tls-with-port-465 = Try implicit TLS with port 465, or port 587. Choose no TLS only for a server on a network you trust.
sentence-smtp-unencrypted-bytes-came-after-the-server = Unencrypted bytes came after the server agreed to TLS. Somebody on the way may be forging answers, or the server is faulty.
sentence-smtp-use-implicit-tls-with-port-465 = Use implicit TLS with port 465, which leaves no room for this, and tell the server's administrator.
sentence-smtp-the-server-speaks-tls-from-the = The server speaks TLS from the first byte on this port.
sentence-smtp-choose-implicit-tls-for-port = Choose implicit TLS for port { $port }.
sentence-smtp-the-server-does-not-answer-to = The server does not answer to TLS. As a rule the port begins in plain text, or a firewall answers in the server's place.
sentence-smtp-for-ports-587-and-25-choose = For ports 587 and 25 choose STARTTLS; for port 465 implicit TLS.
sentence-smtp-the-server-answers-in-plain-text = The server answers in plain text where TLS is expected (other programs call this “wrong version number”). Ports 587 and 25 begin in plain text and turn to TLS later.
sentence-smtp-choose-starttls-for-port-or-change = Choose STARTTLS for port { $port }, or change to port 465 for implicit TLS.
sentence-smtp-the-servers-certificate-is-out-of = The server's certificate is out of date, so it cannot be known that this is the right server. If other servers seem expired too, this machine's clock is wrong.
sentence-smtp-have-the-servers-administrator-renew-the = Have the server's administrator renew the certificate.
sentence-smtp-the-servers-certificate-is-for-a = The server's certificate is for a time to come. As a rule this machine's clock is wrong.
sentence-smtp-check-the-date-and-time-of = Check the date and time of this machine; if they are right, tell the server's administrator.
sentence-smtp-no-authority-vouches-for-the-servers = No authority vouches for the server's certificate; anybody could have made it.
sentence-smtp-if-this-is-your-own-server = If this is your own server, paste its certificate (PEM) as custom CA certificate in the advanced settings. Otherwise do not trust it: check the host name.
sentence-smtp-the-servers-certificate-comes-from-an = The server's certificate comes from an authority that this machine does not know, or the server leaves out an intermediate certificate.
sentence-smtp-for-an-authority-of-your-own = For an authority of your own, paste its certificate (PEM) as custom CA certificate in the advanced settings. Otherwise have the server send its whole chain.
sentence-smtp-the-server-shows-a-certificate-for = The server shows a certificate for other names, so it cannot be known that this is the right server. An alias or an IP address instead of the proper name does this too.
sentence-smtp-type-the-host-name-that-stands = Type the host name that stands in the certificate, if that is the server you mean.
sentence-smtp-the-servers-certificate-cannot-be-accepted = The server's certificate cannot be accepted.
sentence-smtp-give-the-reason-to-the-servers = Give the reason to the server's administrator, who has to renew the certificate.
sentence-smtp-the-server-offers-only-tls-versions = The server offers only TLS versions or ciphers that are no longer safe. TLS 1.2 is needed at least.
sentence-smtp-have-the-servers-tls-brought-up = Have the server's TLS brought up to date.
sentence-smtp-the-server-hung-up-when-tls = The server hung up when TLS was to begin. Often the port is for plain text, or the server has no certificate for this name.
sentence-smtp-for-ports-587-and-25-choose-starttls = For ports 587 and 25 choose STARTTLS; for port 465 implicit TLS. Check the host name.
sentence-smtp-the-two-sides-could-not-agree = The two sides could not agree on TLS.
sentence-smtp-give-the-reason-to-the-servers-administrator = Give the reason to the server's administrator.
sentence-smtp-the-custom-ca-certificate-of-the = The custom CA certificate of the settings is not one or more certificates in PEM.
sentence-smtp-paste-the-whole-text-from-begin = Paste the whole text from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----, without a private key.
sentence-smtp-the-host-is-neither-a-dns = The host is neither a DNS name nor an IP address, so that no certificate can be for it.
sentence-smtp-type-the-host-name-as-the = Type the host name as the provider gives it, for example smtp.example.com, without https:// or a port.
sentence-smtp-no-tls-with = No TLS with { $server }: { $cause }.
sentence-smtp-the-certificate-of-is-not-for = The certificate of { $server } is not for { $host }: { $cause }.
sentence-smtp-does-not-speak-tls-from-the = { $server } does not speak TLS from the first byte.

# delivery/trouble/login
sentence-smtp-the-server-does-not-accept-this = The server does not accept this username and password. Often the password was changed or mistyped, the username has to be the whole email address, or the account may not send over SMTP.
sentence-smtp-type-username-and-password-again-check = Type username and password again. Check in the provider's administration that this account may send over SMTP, and whether it asks for an app password or an API key instead of the ordinary password.
sentence-smtp-the-server-cannot-check-logins-now = The server cannot check logins now, or has seen too many of them lately. Username and password may well be right.
sentence-smtp-nothing-at-first-it-is-tried = Nothing, at first: it is tried again by itself. If it lasts for hours, ask the provider.
sentence-smtp-the-server-does-not-know-the = The server does not know the login command it was given.
sentence-smtp-if-it-takes-mail-without-login = If it takes mail without login, as a relay in your own network may, leave username and password empty. Otherwise choose another port or security, or another login mechanism.
sentence-smtp-microsoft-no-longer-accepts-a-password = Microsoft no longer accepts a password for sending over SMTP in this tenant. From the end of December 2026 that is the default for all tenants.
sentence-smtp-connect-with-oauth-2-0-instead = Connect with OAuth 2.0 instead of a password. Until Microsoft removes it for good, an administrator of the tenant can switch SMTP AUTH with a password on again.
sentence-smtp-the-server-demands-an-encrypted-connection = The server demands an encrypted connection before it goes on.
sentence-smtp-choose-starttls-for-this-port-usually = Choose STARTTLS for this port (usually 587), or implicit TLS with port 465.
sentence-smtp-sending-over-smtp-is-switched-off = Sending over SMTP is switched off in Microsoft 365, for the whole tenant or for this mailbox.
sentence-smtp-in-the-microsoft-365-admin-centre = In the Microsoft 365 admin centre open the user, Mail, Manage email apps, and tick Authenticated SMTP. The setting of the mailbox goes before that of the tenant. It takes effect within an hour.
sentence-smtp-the-organisations-rules-forbid-this-login = The organisation's rules forbid this login: security defaults, Conditional Access, or a second factor that a password alone cannot give.
sentence-smtp-connect-with-oauth-2-0-or = Connect with OAuth 2.0, or have an administrator of the tenant exempt this mailbox from the policy.
sentence-smtp-microsoft-asks-your-organisations-own-federation = Microsoft asks your organisation's own federation server about this login, and cannot reach it over HTTPS.
sentence-smtp-have-the-federation-server-adfs-repaired = Have the federation server (ADFS) repaired; it has to answer from the Internet with TLS 1.2. Sending goes on by itself then.
sentence-smtp-the-server-does-not-accept-this-way = The server does not accept this way of logging in.
sentence-smtp-set-the-login-mechanism-back-to = Set the login mechanism back to automatic, or choose another one in the advanced settings.
sentence-smtp-the-account-is-protected-by-a = The account is protected by a second factor, and its ordinary password does not serve for SMTP.
sentence-smtp-create-an-app-password-in-the = Create an app password in the account's security settings and type it here, or connect with OAuth 2.0.
sentence-smtp-the-provider-found-this-login-unusual = The provider found this login unusual and wants the account's owner to confirm it.
sentence-smtp-sign-in-to-the-account-in = Sign in to the account in a web browser and confirm that it was you, then test again. OAuth 2.0 or an app password avoids this.
sentence-smtp-the-provider-has-locked-or-suspended = The provider has locked or suspended this account.
sentence-smtp-ask-the-provider-to-unlock-the = Ask the provider to unlock the account, and find out why it was locked before mail is sent again.
sentence-smtp-the-accounts-password-has-expired = The account's password has expired.
sentence-smtp-set-a-new-password-at-the = Set a new password at the provider and type it here.
sentence-smtp-the-server-has-seen-too-many = The server has seen too many logins or connections lately and asks to wait.
sentence-smtp-nothing-it-is-tried-again-by-itself = Nothing: it is tried again by itself, more slowly. If it returns, allow fewer connections in the advanced settings.
sentence-smtp-the-server-does-not-accept-this-login = The server does not accept this login. Microsoft answers so to a wrong password, but also when Authenticated SMTP is off for the mailbox, or security defaults or Conditional Access forbid it.
sentence-smtp-check-in-this-order-username-and = Check in this order: username and password; that the username is the mailbox's own sign-in name; that Authenticated SMTP is ticked for the mailbox; that no policy forbids it. OAuth 2.0 avoids the password.

# delivery/account
sentence-smtp-implicit-tls = { $server } (implicit TLS)
sentence-smtp-no-tls = { $server } (no TLS)

# delivery/methods/api/mod
sentence-smtp-access-token-at-hand = access token at hand
