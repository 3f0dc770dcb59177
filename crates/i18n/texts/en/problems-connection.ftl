# Problems of the connection to a mail server: DNS, network, TLS.
# `event` is the sentence that says what happened and quotes the server.

problem_server_busy =
    .what = { $event }
    .meaning = The server is reachable, but does not accept mail at the moment.
    .remedy = No action is needed: owlpost tries again automatically. If the problem persists, ask the server's administrator.

problem_greeting_refused =
    .what = { $event }
    .meaning = The server refuses connections from this machine. It may accept mail only from certain addresses, or none at all.
    .remedy = Check the host and port. If they are correct, have the server's administrator allow this machine's address.

problem_host_not_found =
    .what = { $event }
    .meaning = The name does not exist in the DNS. It is probably misspelled.
    .remedy = Compare the host name with the provider's documentation, for example smtp.example.com. For a server in your own network, enter its fully qualified name or IP address.

problem_name_lookup_failed =
    .what = { $event }
    .meaning = The name could not be resolved, because the DNS does not answer. The name may be correct.
    .remedy = Check this machine's network and DNS. Mail is queued until then.

problem_connection_refused =
    .what = { $event }
    .meaning = The machine is reachable, but no service listens on port { $port }, or a firewall rejects the connection.
    .remedy = Check the port: 465 for implicit TLS, 587 for STARTTLS, 25 for relays in your own network. Make sure that the mail server is running.

problem_connection_timed_out =
    .what = { $event }
    .meaning = There is no answer on port { $port }. Usually a firewall drops the connection; many networks block outgoing connections to port 25.
    .remedy = Check the host and port. Try port 465 or 587, and allow outgoing connections to { $server } in the firewall.

problem_network_unreachable =
    .what = { $event }
    .meaning = This machine has no route to the server.
    .remedy = Check this machine's network and whether the host is correct.

problem_greeting_missing =
    .what = { $event }
    .meaning = The server accepted the connection and did not send a greeting. Usually the port expects TLS from the first byte, or a firewall answers in place of the server.
    .remedy = If the port is for implicit TLS (usually 465), choose implicit TLS. Otherwise check host and port.

problem_server_silent =
    .what = { $event }
    .meaning = The server stopped answering. It may be overloaded, or a device in the network has closed the connection.
    .remedy = No action is needed: owlpost tries again automatically. If the problem persists, ask the server's administrator.

problem_connection_lost =
    .what = { $event }
    .meaning = The server closed the connection during the session. It may be restarting, or a device in the network has closed the connection.
    .remedy = No action is needed: owlpost tries again automatically. If the problem persists, ask the server's administrator.

problem_answer_lost =
    .what = { $event }
    .meaning = The message was transmitted completely, but the server's reply did not arrive. The recipient may have received the message.
    .remedy = No action is needed: owlpost tries again with the same Message-ID, so that servers can recognize a second copy.

problem_not_smtp =
    .what = { $event }
    .meaning = The service on this port is not a mail server, or it is defective.
    .remedy = Check the host and port: web and IMAP servers use other ports. Sending usually uses 465, 587 or 25.

problem_protocol_error =
    .what = { $event }
    .meaning = The server's replies violate the SMTP protocol and cannot be matched to commands.
    .remedy = owlpost tries again automatically. If the problem persists, send the transcript to the server's administrator.
    .once = Send the transcript to the server's administrator.

problem_login_not_offered =
    .what = { $event }
    .meaning = The server does not offer a login on this connection. Many servers offer it only after TLS, and relays in a local network often have none.
    .remedy = Choose implicit TLS or STARTTLS. If the server accepts mail without a login, leave the username and password empty.

problem_login_needs_tls =
    .what = { $event }
    .meaning = Without TLS, anybody in the network path could read the password, so it was not sent.
    .remedy = Choose implicit TLS or STARTTLS. For a server on a network you trust, you can allow sending the password unencrypted.

problem_mechanism_not_offered =
    .what = { $event }
    .meaning = The server offers no authentication mechanism that works with the configured username and password.
    .remedy = Set the authentication mechanism to automatic. If the server offers only XOAUTH2 or OAUTHBEARER, connect with OAuth 2.0.

problem_credential_unusable =
    .what = { $event }
    .meaning = The username or password contains a character that a login cannot transmit.
    .remedy = Enter the username and password again, without invisible characters.

problem_login_challenge_unreadable =
    .what = { $event }
    .meaning = The server sent an unexpected challenge during the login.
    .remedy = Choose another authentication mechanism in the advanced settings, such as PLAIN or LOGIN.

problem_starttls_refused =
    .what = { $event }
    .meaning = The server offers STARTTLS but refuses it; often its certificate or key is missing. Nothing was sent unencrypted.
    .remedy = Ask the server's administrator, or try implicit TLS with port 465.

problem_starttls_missing =
    .what = { $event }
    .meaning = STARTTLS is selected, but the server does not offer it. Either it does not support TLS on this port, or somebody in the network path removes the offer. Nothing was sent unencrypted.
    .remedy = Try implicit TLS with port 465, or port 587. Choose no TLS only for a server on a network you trust.

problem_starttls_injection =
    .what = { $event }
    .meaning = Unencrypted bytes arrived after the server agreed to start TLS. Somebody in the network path may be forging replies, or the server is faulty.
    .remedy = Use implicit TLS with port 465, which is not affected, and inform the server's administrator.

problem_tls_expected =
    .what = { $event }
    .meaning = The server expects TLS from the first byte on this port.
    .remedy = Choose implicit TLS for port { $port }.

problem_tls_handshake_silent =
    .what = { $event }
    .meaning = The server does not answer the TLS handshake. Usually the port starts in plain text, or a firewall answers in place of the server.
    .remedy = For ports 587 and 25, choose STARTTLS; for port 465, implicit TLS.

problem_tls_not_spoken =
    .what = { $event }
    .meaning = The server answers in plain text where TLS is expected (other programs call this “wrong version number”). Ports 587 and 25 start in plain text and switch to TLS later.
    .remedy = Choose STARTTLS for port { $port }, or change to port 465 for implicit TLS.

problem_certificate_expired =
    .what = { $event }
    .meaning = The server's certificate has expired, so the identity of the server cannot be verified. If the certificates of other servers seem to have expired too, this machine's clock is wrong.
    .remedy = Ask the server's administrator to renew the certificate.

problem_certificate_not_yet_valid =
    .what = { $event }
    .meaning = The validity of the server's certificate starts in the future. Usually this machine's clock is wrong.
    .remedy = Check the date and time of this machine; if they are correct, inform the server's administrator.

problem_certificate_self_signed =
    .what = { $event }
    .meaning = The server's certificate is not signed by a certificate authority; anybody could have created it.
    .remedy = If this is your own server, paste its certificate (PEM) as CA certificate in the advanced settings. Otherwise do not trust it: check the host name.

problem_certificate_untrusted =
    .what = { $event }
    .meaning = The server's certificate was issued by an authority that this machine does not trust, or the server omits an intermediate certificate.
    .remedy = For an authority of your own, paste its certificate (PEM) as CA certificate in the advanced settings. Otherwise configure the server to send its complete certificate chain.

problem_certificate_wrong_name =
    .what = { $event }
    .meaning = The server's certificate is for other names, so the identity of the server cannot be verified. An alias or an IP address instead of the server's name has the same effect.
    .remedy = If the certificate belongs to the right server, enter a host name that it contains.

problem_certificate_rejected =
    .what = { $event }
    .meaning = The server's certificate cannot be accepted.
    .remedy = Send the reason to the server's administrator, who must replace the certificate.

problem_tls_too_old =
    .what = { $event }
    .meaning = The server offers only TLS versions or ciphers that are no longer secure. At least TLS 1.2 is required.
    .remedy = Ask the server's administrator to update its TLS configuration.

problem_tls_closed =
    .what = { $event }
    .meaning = The server closed the connection during the TLS handshake. Often the port is for plain text, or the server has no certificate for this name.
    .remedy = For ports 587 and 25, choose STARTTLS; for port 465, implicit TLS. Check the host name.

problem_tls_failed =
    .what = { $event }
    .meaning = The TLS handshake failed.
    .remedy = Send the reason to the server's administrator.

problem_ca_certificate_invalid =
    .what = { $event }
    .meaning = The CA certificate in the settings does not consist of certificates in PEM format.
    .remedy = Paste the whole text from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----, without a private key.

problem_host_invalid =
    .what = { $event }
    .meaning = The host is neither a DNS name nor an IP address, so no certificate can be valid for it.
    .remedy = Enter the host name from the provider's documentation, for example smtp.example.com, without https:// or a port.

problem_host_not_found_misspelled =
    .what = { $event }
    .meaning = The name does not exist in the DNS. It is probably misspelled.
    .remedy = Did you mean { $suggestion }? Correct the host name.

problem_host_not_found_without_address =
    .what = { $event }
    .meaning = The name exists in the DNS, but has no address. Probably it is a mail domain, whose servers have names of their own.
    .remedy = Enter the name of the server for outgoing mail from the provider's documentation, often smtp.{ $host } or mail.{ $host }.

problem_connection_refused_local =
    .what = { $event }
    .meaning = No service listens on port { $port } of this machine. If owlpost runs in a container, localhost is the container itself, and not the machine around it.
    .remedy = In a container, enter the name of the mail server's container, host.docker.internal or the machine's address. Otherwise start the mail server, and check its port.

problem_network_unreachable_host =
    .what = { $event }
    .meaning = The network reports that the server cannot be reached. Either the machine is switched off, or a firewall rejects the connection.
    .remedy = Check the host name or address, whether the server is running, and whether a firewall allows connections to { $server }.

problem_network_unreachable_ipv6 =
    .what = { $event }
    .meaning = The server has only IPv6 addresses, and this machine has no connection to the IPv6 Internet.
    .remedy = Give this machine (in a container, its network) a working IPv6 connection, or enter a host that has an IPv4 address.

problem_too_many_open_files =
    .what = { $event }
    .meaning = owlpost has reached the limit of open files of this machine, so it cannot open a connection. The settings are not the cause.
    .remedy = Raise the limit: LimitNOFILE in the systemd unit, ulimit -n, or --ulimit nofile for a container; then restart owlpost. Mail is queued until then.

problem_connection_not_permitted =
    .what = { $event }
    .meaning = This machine does not permit owlpost to open the connection: a local firewall, SELinux, or the sandbox of the service forbids it.
    .remedy = Allow owlpost outgoing connections to { $server }: in the local firewall, in SELinux, and in the systemd unit (RestrictAddressFamilies, IPAddressDeny).

problem_not_smtp_imap =
    .what = { $event }
    .meaning = On port { $port }, an IMAP server answers: it is for reading mail, not for sending.
    .remedy = Enter the port for sending: 465 with implicit TLS or 587 with STARTTLS. Some providers also have another host name for sending, often smtp instead of imap.

problem_not_smtp_pop =
    .what = { $event }
    .meaning = On port { $port }, a POP3 server answers: it is for fetching mail, not for sending.
    .remedy = Enter the port for sending: 465 with implicit TLS or 587 with STARTTLS. Some providers also have another host name for sending, often smtp instead of pop.

problem_not_smtp_web =
    .what = { $event }
    .meaning = On port { $port }, a web server answers, not a mail server. A proxy or the sign-in page of a network can do that too.
    .remedy = Enter the host and port of the server for outgoing mail: 465 with implicit TLS or 587 with STARTTLS, and not the address of a web page.

problem_not_smtp_ssh =
    .what = { $event }
    .meaning = On port { $port }, an SSH server answers, not a mail server.
    .remedy = Enter the port of the server for outgoing mail: 465 with implicit TLS or 587 with STARTTLS.

problem_not_smtp_ftp =
    .what = { $event }
    .meaning = On port { $port }, an FTP server answers, not a mail server.
    .remedy = Enter the port of the server for outgoing mail: 465 with implicit TLS or 587 with STARTTLS.

problem_login_not_offered_encrypted =
    .what = { $event }
    .meaning = The server does not offer a login on this connection, although it is encrypted. Servers that receive mail (port 25) and relays in a local network often have none.
    .remedy = Use the port for sending, usually 465 or 587. If the server accepts mail without a login, leave the username and password empty.

problem_mechanism_not_offered_ntlm =
    .what = { $event }
    .meaning = The server accepts only logins of a Windows domain (NTLM, Kerberos), which owlpost does not support.
    .remedy = Have the Exchange administrator enable basic authentication with TLS (LOGIN) on the receive connector, or allow this machine's address to relay without a login. Then leave the authentication mechanism on automatic.

problem_starttls_missing_filtered =
    .what = { $event }
    .meaning = A firewall between owlpost and the server changes the SMTP session: the greeting is hidden behind asterisks, and the offer of TLS is removed. Cisco firewalls do that (SMTP inspection, “fixup”). Nothing was sent unencrypted.
    .remedy = Switch off SMTP inspection (ESMTP inspect) on the firewall, or use implicit TLS with port 465, which it cannot change.

problem_certificate_wrong_name_diverted =
    .what = { $event }
    .meaning = { $host } is a server of { $provider }, but another machine answered: a firewall, a hotspot's sign-in page or a wrong DNS record diverts the connection. The password was not sent.
    .remedy = Keep the host name. Let the firewall allow direct connections to { $host }, and check the DNS and the hosts file of this machine.

problem_certificate_intercepted =
    .what = { $event }
    .meaning = The certificate was issued by “{ $issuer }”: a virus scanner, firewall or proxy opens the encrypted connection in order to read it. The password was not sent.
    .remedy = Exempt owlpost or this mail server from the inspection of encrypted mail in that product. Only if your organization wants the inspection, add the product's certificate as CA certificate in the advanced settings.

problem_certificate_intercepted_unnamed =
    .what = { $event }
    .meaning = { $provider } has a certificate of a public authority, but another one was shown: a virus scanner, firewall or proxy opens the encrypted connection, or diverts it. The password was not sent.
    .remedy = Have the firewall or virus scanner exempt this connection from inspection. Do not trust the certificate, unless it is your organization's own.

problem_certificate_weak =
    .what = { $event }
    .meaning = The server's certificate is signed with an algorithm or a key that is no longer secure, for example RSA with 1024 bits or SHA-1.
    .remedy = Ask the server's administrator for a new certificate with a key of at least 2048 bits (RSA) or 256 bits (ECDSA), signed with SHA-256.

problem_client_certificate_required =
    .what = { $event }
    .meaning = The server requires a client certificate, which owlpost cannot present.
    .remedy = Ask the server's administrator for a login with username and password, for a port without client certificate, or to accept this machine's address.

problem_reverse_dns_missing =
    .what = { $event }
    .meaning = The server checks the reverse DNS of this machine's public IP address: the address has no name (PTR record), or the name does not lead back to the address.
    .remedy = Have the owner of the address (the hosting or Internet provider) set a PTR record with this machine's name, and let that name resolve to the address. Or send through a provider with a login.
