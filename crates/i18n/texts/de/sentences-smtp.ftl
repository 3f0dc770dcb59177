# Gespräche mit Mailservern: Verbindung, TLS, Anmeldung.

# delivery/trouble/mod
sentence-smtp-does-not-take-connections-now = { $server } nimmt gerade keine Verbindungen an: „{ $reply }“.
sentence-smtp-refused-the-connection = { $server } hat die Verbindung abgelehnt: „{ $reply }“.
sentence-smtp-refused-to-start-tls = { $server } hat es abgelehnt, TLS zu beginnen: „{ $reply }“.
sentence-smtp-does-not-accept-logins-now = { $server } nimmt gerade keine Anmeldungen an: „{ $reply }“.
sentence-smtp-refused-the-login = { $server } hat die Anmeldung abgelehnt: „{ $reply }“.
sentence-smtp-does-not-accept-mail-from-now = { $server } nimmt gerade keine E-Mails von { $from } an: „{ $reply }“.
sentence-smtp-refused-the-sender = { $server } hat den Absender { $from } abgelehnt: „{ $reply }“.
sentence-smtp-does-not-accept-mail-for-this = { $server } nimmt gerade keine E-Mails für diesen Empfänger an: „{ $reply }“.
sentence-smtp-refused-this-recipient = { $server } hat diesen Empfänger abgelehnt: „{ $reply }“.
sentence-smtp-did-not-take-the-message-now = { $server } hat die Nachricht jetzt nicht angenommen: „{ $reply }“.
sentence-smtp-refused-the-message = { $server } hat die Nachricht abgelehnt: „{ $reply }“.

# delivery/trouble/connection
sentence-smtp-the-server-is-there-but-does = Der Server ist da, nimmt aber im Augenblick keine E-Mails an.
sentence-smtp-nothing-it-is-tried-again-by = Nichts: es wird von selbst noch einmal versucht. Dauert es an, fragen Sie den Administrator des Servers.
sentence-smtp-the-server-does-not-talk-to = Der Server spricht nicht mit uns. Vielleicht nimmt er E-Mails nur von bestimmten Adressen an oder gar keine.
sentence-smtp-check-host-and-port-if-they = Prüfen Sie Host und Port. Stimmen sie, lassen Sie die Adresse dieses Rechners beim Server zu.
sentence-smtp-the-dns-knows-no-such-name = Das DNS kennt keinen solchen Namen. In der Regel ist er vertippt.
sentence-smtp-check-the-host-name-against-the = Vergleichen Sie den Hostnamen mit der Seite des Anbieters, zum Beispiel smtp.example.com. Für einen Server im eigenen Netz tragen Sie seinen vollen Namen oder seine IP-Adresse ein.
sentence-smtp-the-name-could-not-be-looked = Der Name konnte nicht nachgeschlagen werden, weil das DNS nicht antwortet. Der Name kann durchaus stimmen.
sentence-smtp-check-this-machines-network-and-dns = Prüfen Sie Netz und DNS dieses Rechners. Es wird von selbst noch einmal versucht.
sentence-smtp-the-machine-is-there-but-nothing = Der Rechner ist da, aber auf Port { $port } hört nichts zu, oder eine Firewall weist die Verbindung ab.
sentence-smtp-check-the-port-465-for-implicit = Prüfen Sie den Port: 465 für implizites TLS, 587 für STARTTLS, 25 für Relays im eigenen Netz. Vergewissern Sie sich, dass der Mailserver läuft.
sentence-smtp-nothing-answers-on-port-as-a = Auf Port { $port } antwortet nichts. In der Regel verschluckt eine Firewall die Verbindung; viele Netze sperren Port 25 nach außen.
sentence-smtp-check-host-and-port-try-port = Prüfen Sie Host und Port. Versuchen Sie Port 465 oder 587, und lassen Sie ausgehende Verbindungen zu { $server } in der Firewall zu.
sentence-smtp-this-machine-has-no-route-to = Dieser Rechner findet keinen Weg zum Server.
sentence-smtp-check-this-machines-network-and-whether = Prüfen Sie das Netz dieses Rechners, und ob der Host der richtige ist.
sentence-smtp-the-server-accepted-the-connection-and = Der Server nahm die Verbindung an und sagte dann nichts. In der Regel erwartet der Port TLS vom ersten Byte an, oder eine Firewall antwortet an Stelle des Servers.
sentence-smtp-if-the-port-is-for-implicit = Ist der Port für implizites TLS (gewöhnlich 465), wählen Sie implizites TLS. Prüfen Sie andernfalls Host und Port.
sentence-smtp-the-server-stopped-answering-it-may = Der Server antwortete nicht mehr. Vielleicht ist er überlastet, oder ein Gerät auf dem Weg hat die Verbindung getrennt.
sentence-smtp-the-server-ended-the-connection-in = Der Server hat die Verbindung mitten im Gespräch beendet. Vielleicht startet er neu, oder ein Gerät auf dem Weg hat die Verbindung getrennt.
sentence-smtp-the-message-was-handed-over-to = Die Nachricht wurde bis zum Ende übergeben, aber die Antwort des Servers kam nicht. Der Empfänger hat sie vielleicht schon.
sentence-smtp-nothing-it-is-tried-again-with = Nichts: es wird mit derselben Message-ID noch einmal versucht, an der Server die zweite Kopie von einer neuen Nachricht unterscheiden können.
sentence-smtp-what-answers-on-this-port-is = Was auf diesem Port antwortet, ist kein Mailserver oder ein beschädigter.
sentence-smtp-check-host-and-port-web-and = Prüfen Sie Host und Port: Web- und IMAP-Server haben andere Ports. Zum Senden sind 465, 587 und 25 üblich.
sentence-smtp-the-servers-answers-do-not-follow = Die Antworten des Servers folgen nicht den Regeln von SMTP, sodass sich nicht sagen lässt, worauf sie sich beziehen.
sentence-smtp-it-is-tried-again-by-itself = Es wird von selbst noch einmal versucht. Dauert es an, geben Sie dem Administrator des Servers das Protokoll des Gesprächs.
sentence-smtp-the-server-offers-no-login-on = Der Server bietet auf dieser Verbindung keine Anmeldung an. Viele bieten sie erst nach TLS an, und Relays im eigenen Netz haben oft keine.
sentence-smtp-choose-implicit-tls-or-starttls-if = Wählen Sie implizites TLS oder STARTTLS. Nimmt der Server E-Mails ohne Anmeldung an, lassen Sie Benutzername und Passwort leer.
sentence-smtp-without-tls-everybody-on-the-way = Ohne TLS könnte jeder auf dem Weg das Passwort lesen, deshalb wurde es nicht gesendet.
sentence-smtp-choose-implicit-tls-or-starttls-for = Wählen Sie implizites TLS oder STARTTLS. Für einen Server in einem Netz, dem Sie vertrauen, können Sie das unverschlüsselte Passwort erlauben.
sentence-smtp-the-server-offers-no-way-of = Der Server bietet kein Anmeldeverfahren an, das zu Benutzername und Passwort, wie sie eingestellt sind, passt.
sentence-smtp-set-the-login-mechanism-to-automatic = Stellen Sie das Anmeldeverfahren auf automatisch. Bietet der Server nur XOAUTH2 oder OAUTHBEARER an, verbinden Sie sich mit OAuth 2.0.
sentence-smtp-username-or-password-hold-a-character = Benutzername oder Passwort enthält ein Zeichen, das keine Anmeldung übertragen kann.
sentence-smtp-type-username-and-password-again-without = Geben Sie Benutzername und Passwort neu ein, ohne unsichtbare Zeichen mitzukopieren.
sentence-smtp-the-server-asked-something-during-the = Der Server hat während der Anmeldung etwas gefragt, das nicht dorthin gehört.
sentence-smtp-choose-another-login-mechanism-in-the = Wählen Sie in den erweiterten Einstellungen ein anderes Anmeldeverfahren, etwa PLAIN oder LOGIN.
sentence-smtp-it-wants-a-token-for = Er verlangt ein Token für { $scope }.
sentence-smtp-the-name-could-not-be-looked-up = Der Name { $host } konnte nicht nachgeschlagen werden: { $reason }.
sentence-smtp-the-host-was-not-found = Der Host { $host } wurde nicht gefunden.
sentence-smtp-no-connection-to = Keine Verbindung zu { $server }: { $cause }.
sentence-smtp-the-name-could-not-be-looked-up-within = Der Name { $host } konnte nicht binnen { $seconds } s nachgeschlagen werden.
sentence-smtp-did-not-finish-the-tls-handshake = { $server } hat den TLS-Handschlag nicht binnen { $seconds } s beendet.
sentence-smtp-did-not-answer-within-s = { $server } hat nicht binnen { $seconds } s geantwortet.
sentence-smtp-did-not-greet-us-within-s = { $server } hat uns nicht binnen { $seconds } s begrüßt.
sentence-smtp-closed-the-connection = { $server } hat die Verbindung { $cause } geschlossen.
sentence-smtp-the-connection-to-was-lost = Die Verbindung zu { $server } ging { $cause } verloren: { $reason }.
sentence-smtp-at-once = sofort
sentence-smtp-while-tls-was-started = beim Beginn von TLS
sentence-smtp-instead-of-greeting-us = statt einer Begrüßung
sentence-smtp-during-the-login = während der Anmeldung
sentence-smtp-after-mail-from = nach MAIL FROM
sentence-smtp-after-rcpt-to = nach RCPT TO
sentence-smtp-while-the-message-was-handed-over = während der Übergabe der Nachricht
sentence-smtp-did-not-confirm-the-message = { $server } hat die Nachricht nicht bestätigt: { $cause }.
sentence-smtp-answered-what-does-not-fit-the = { $server } hat etwas geantwortet, das nicht zum Befehl passt: „{ $reply }“.

# delivery/smtp/mishap
sentence-smtp-no-answer-within-s = keine Antwort binnen { $seconds } s
sentence-smtp-no-greeting-within-s = keine Begrüßung binnen { $seconds } s
sentence-smtp-the-server-closed-the-connection = der Server hat die Verbindung geschlossen
sentence-smtp-connection-lost = Verbindung verloren: { $reason }
sentence-smtp-the-server-answered-before-it-was = der Server antwortete, bevor er gefragt wurde
sentence-smtp-the-server-answered-before-it-was-asked = { $server }: der Server antwortete, bevor er gefragt wurde.
sentence-smtp-the-server-does-not-offer-starttls = der Server bietet kein STARTTLS an
sentence-smtp-the-server-does-not-offer-starttls-again = { $server }: der Server bietet kein STARTTLS an.
sentence-smtp-unencrypted-bytes-came-before-the-tls = vor dem TLS-Handschlag kamen unverschlüsselte Bytes
sentence-smtp-unencrypted-bytes-came-before-the-tls-handshake = { $server }: vor dem TLS-Handschlag kamen unverschlüsselte Bytes.
sentence-smtp-the-server-offers-no-login = der Server bietet keine Anmeldung an
sentence-smtp-the-server-offers-no-login-again = { $server }: der Server bietet keine Anmeldung an.
sentence-smtp-the-server-offers-only = der Server bietet nur { $mechanisms } an
sentence-smtp-the-server-offers-only-again = { $server }: der Server bietet nur { $mechanisms } an.
sentence-smtp-the-login-was-not-tried-because = die Anmeldung wurde nicht versucht, weil die Verbindung nicht verschlüsselt ist
sentence-smtp-the-login-was-not-tried-because-the = { $server }: die Anmeldung wurde nicht versucht, weil die Verbindung nicht verschlüsselt ist.
sentence-smtp-the-username-or-password-holds-a = Benutzername oder Passwort enthält ein NUL-Zeichen
sentence-smtp-the-username-or-password-holds-a-nul = { $server }: Benutzername oder Passwort enthält ein NUL-Zeichen.
sentence-smtp-no-access-token = kein Zugriffstoken: { $cause }
sentence-smtp-no-access-token-again = { $server }: kein Zugriffstoken: { $cause }.
sentence-smtp-the-servers-login-challenge-is-not = die Anmeldefrage des Servers ist nicht lesbar
sentence-smtp-the-servers-login-challenge-is-not-readable = { $server }: die Anmeldefrage des Servers ist nicht lesbar.

# delivery/smtp/reply
sentence-smtp-the-server-sent-a-line-that = der Server hat eine Zeile gesendet, die keine SMTP-Antwort ist: „{ $excerpt }“
sentence-smtp-the-server-sent-a-line-that-is = { $server }: der Server hat eine Zeile gesendet, die keine SMTP-Antwort ist: „{ $excerpt }“.
sentence-smtp-the-server-changed-its-reply-code = der Server hat innerhalb einer Antwort den Antwortcode gewechselt, von { $first } zu { $then }
sentence-smtp-the-server-changed-its-reply-code-within = { $server }: der Server hat innerhalb einer Antwort den Antwortcode gewechselt, von { $first } zu { $then }.
sentence-smtp-the-server-sent-a-line-longer = der Server hat eine Zeile gesendet, die länger als { $most } Bytes ist
sentence-smtp-the-server-sent-a-line-longer-than = { $server }: der Server hat eine Zeile gesendet, die länger als { $most } Bytes ist.
sentence-smtp-the-server-sent-a-reply-of = der Server hat eine Antwort von mehr als { $lines } Zeilen oder { $bytes } Bytes gesendet
sentence-smtp-the-server-sent-a-reply-of-more = { $server }: der Server hat eine Antwort von mehr als { $lines } Zeilen oder { $bytes } Bytes gesendet.
sentence-smtp-the-server-sent-tls-where-plain = der Server hat TLS gesendet, wo Klartext erwartet wird
sentence-smtp-the-server-sent-tls-where-plain-text = { $server }: der Server hat TLS gesendet, wo Klartext erwartet wird.

# delivery/smtp/tls
sentence-smtp-the-certificates-to-trust-cannot-be = die Zertifikate, denen vertraut werden soll, lassen sich nicht lesen: { $cause }
sentence-smtp-the-host-is-no-name-that = der Host ist kein Name, auf den ein Zertifikat lauten kann
sentence-smtp-the-certificate-expired-on = das Zertifikat ist am { $day } abgelaufen
sentence-smtp-the-certificate-has-expired = das Zertifikat ist abgelaufen
sentence-smtp-the-certificate-is-not-valid-before = das Zertifikat gilt nicht vor dem { $day }
sentence-smtp-the-certificate-is-not-valid-yet = das Zertifikat gilt noch nicht
sentence-smtp-the-certificate-is-self-signed = das Zertifikat ist selbst signiert
sentence-smtp-the-certificate-was-issued-by-which = das Zertifikat wurde von „{ $issuer }“ ausgestellt, dem nicht vertraut wird
sentence-smtp-the-certificates-issuer-is-not-trusted = dem Aussteller des Zertifikats wird nicht vertraut
sentence-smtp-the-certificate-holds-no-host-name = das Zertifikat enthält keinen Hostnamen
sentence-smtp-no-begin-certificate-block-was-found = es wurde kein Block BEGIN CERTIFICATE gefunden
sentence-smtp-block-is-not-a-certificate = Block { $number } ist kein Zertifikat
sentence-smtp-the-certificate-is-for = das Zertifikat gilt für { $names }
sentence-smtp-the-certificate-is-rejected = das Zertifikat wird abgelehnt: { $reason }
sentence-smtp-the-server-does-not-speak-tls = der Server spricht auf diesem Port kein TLS
sentence-smtp-the-server-offers-no-tls-version = der Server bietet keine TLS-Version oder Verschlüsselung an, die noch sicher ist
sentence-smtp-the-server-closed-the-connection-during = der Server hat die Verbindung während des TLS-Handschlags geschlossen
sentence-smtp-the-tls-handshake-failed = der TLS-Handschlag ist gescheitert: { $reason }
sentence-smtp-certificate-for-until = { $version }, Zertifikat für { $host } bis { $day }
sentence-smtp-certificate-for = { $version }, Zertifikat für { $host }

# delivery/smtp/session
sentence-smtp-connected-to = verbunden mit { $address }
sentence-smtp-logged-in-with = angemeldet mit { $mechanism }

# delivery/smtp/transaction
sentence-smtp-of-recipients-accepted = { $accepted } von { $all } Empfängern angenommen
sentence-smtp-message-of-bytes = Nachricht von { $bytes } Bytes

# delivery/trouble/tls
sentence-smtp-the-server-offers-starttls-and-then = Der Server bietet STARTTLS an und verweigert es dann; oft fehlt sein Zertifikat oder Schlüssel. Es wurde nichts unverschlüsselt gesendet.
sentence-smtp-ask-the-servers-administrator-or-try = Fragen Sie den Administrator des Servers, oder versuchen Sie implizites TLS mit Port 465.
sentence-smtp-starttls-is-chosen-and-the-server = STARTTLS ist gewählt, und der Server bietet es nicht an. Entweder hat er auf diesem Port kein TLS, oder jemand auf dem Weg nimmt das Angebot heraus. Es wurde nichts unverschlüsselt gesendet.
sentence-smtp-try-implicit-tls-with-port-465 = Versuchen Sie implizites TLS mit Port 465, oder Port 587. Wählen Sie „ohne TLS“ nur für einen Server in einem Netz, dem Sie vertrauen.
sentence-smtp-unencrypted-bytes-came-after-the-server = Nachdem der Server TLS zugestimmt hatte, kamen unverschlüsselte Bytes. Vielleicht fälscht jemand auf dem Weg Antworten, oder der Server ist fehlerhaft.
sentence-smtp-use-implicit-tls-with-port-465 = Verwenden Sie implizites TLS mit Port 465, das dafür keinen Raum lässt, und sagen Sie dem Administrator des Servers Bescheid.
sentence-smtp-the-server-speaks-tls-from-the = Der Server spricht auf diesem Port TLS vom ersten Byte an.
sentence-smtp-choose-implicit-tls-for-port = Wählen Sie implizites TLS für Port { $port }.
sentence-smtp-the-server-does-not-answer-to = Der Server antwortet nicht auf TLS. In der Regel beginnt der Port im Klartext, oder eine Firewall antwortet an Stelle des Servers.
sentence-smtp-for-ports-587-and-25-choose = Für die Ports 587 und 25 wählen Sie STARTTLS; für Port 465 implizites TLS.
sentence-smtp-the-server-answers-in-plain-text = Der Server antwortet im Klartext, wo TLS erwartet wird (andere Programme nennen das „wrong version number“). Die Ports 587 und 25 beginnen im Klartext und wechseln später zu TLS.
sentence-smtp-choose-starttls-for-port-or-change = Wählen Sie STARTTLS für Port { $port }, oder wechseln Sie zu Port 465 für implizites TLS.
sentence-smtp-the-servers-certificate-is-out-of = Das Zertifikat des Servers ist abgelaufen, sodass sich nicht sagen lässt, ob dies der richtige Server ist. Scheinen auch andere Server abgelaufen, geht die Uhr dieses Rechners falsch.
sentence-smtp-have-the-servers-administrator-renew-the = Lassen Sie den Administrator des Servers das Zertifikat erneuern.
sentence-smtp-the-servers-certificate-is-for-a = Das Zertifikat des Servers gilt erst ab einem späteren Zeitpunkt. In der Regel geht die Uhr dieses Rechners falsch.
sentence-smtp-check-the-date-and-time-of = Prüfen Sie Datum und Uhrzeit dieses Rechners; stimmen sie, sagen Sie dem Administrator des Servers Bescheid.
sentence-smtp-no-authority-vouches-for-the-servers = Keine Zertifizierungsstelle bürgt für das Zertifikat des Servers; jeder könnte es ausgestellt haben.
sentence-smtp-if-this-is-your-own-server = Ist dies Ihr eigener Server, fügen Sie sein Zertifikat (PEM) in den erweiterten Einstellungen als eigenes CA-Zertifikat ein. Andernfalls vertrauen Sie ihm nicht: prüfen Sie den Hostnamen.
sentence-smtp-the-servers-certificate-comes-from-an = Das Zertifikat des Servers kommt von einer Zertifizierungsstelle, die dieser Rechner nicht kennt, oder der Server lässt ein Zwischenzertifikat weg.
sentence-smtp-for-an-authority-of-your-own = Bei einer eigenen Zertifizierungsstelle fügen Sie deren Zertifikat (PEM) in den erweiterten Einstellungen als eigenes CA-Zertifikat ein. Andernfalls lassen Sie den Server seine ganze Kette senden.
sentence-smtp-the-server-shows-a-certificate-for = Der Server zeigt ein Zertifikat für andere Namen, sodass sich nicht sagen lässt, ob dies der richtige Server ist. Auch ein Alias oder eine IP-Adresse anstelle des eigentlichen Namens bewirkt das.
sentence-smtp-type-the-host-name-that-stands = Tragen Sie den Hostnamen ein, der im Zertifikat steht, wenn das der gemeinte Server ist.
sentence-smtp-the-servers-certificate-cannot-be-accepted = Das Zertifikat des Servers kann nicht angenommen werden.
sentence-smtp-give-the-reason-to-the-servers = Nennen Sie den Grund dem Administrator des Servers; er muss das Zertifikat erneuern.
sentence-smtp-the-server-offers-only-tls-versions = Der Server bietet nur TLS-Versionen oder Verschlüsselungen an, die nicht mehr sicher sind. Mindestens TLS 1.2 ist nötig.
sentence-smtp-have-the-servers-tls-brought-up = Lassen Sie das TLS des Servers auf den heutigen Stand bringen.
sentence-smtp-the-server-hung-up-when-tls = Der Server hat die Verbindung getrennt, als TLS beginnen sollte. Oft ist der Port für Klartext, oder der Server hat kein Zertifikat für diesen Namen.
sentence-smtp-for-ports-587-and-25-choose-starttls = Für die Ports 587 und 25 wählen Sie STARTTLS; für Port 465 implizites TLS. Prüfen Sie den Hostnamen.
sentence-smtp-the-two-sides-could-not-agree = Die beiden Seiten konnten sich nicht auf TLS einigen.
sentence-smtp-give-the-reason-to-the-servers-administrator = Nennen Sie den Grund dem Administrator des Servers.
sentence-smtp-the-custom-ca-certificate-of-the = Das eigene CA-Zertifikat der Einstellungen besteht nicht aus einem oder mehreren Zertifikaten im PEM-Format.
sentence-smtp-paste-the-whole-text-from-begin = Fügen Sie den ganzen Text von -----BEGIN CERTIFICATE----- bis -----END CERTIFICATE----- ein, ohne privaten Schlüssel.
sentence-smtp-the-host-is-neither-a-dns = Der Host ist weder ein DNS-Name noch eine IP-Adresse, sodass kein Zertifikat für ihn gelten kann.
sentence-smtp-type-the-host-name-as-the = Tragen Sie den Hostnamen so ein, wie der Anbieter ihn nennt, zum Beispiel smtp.example.com, ohne https:// und ohne Port.
sentence-smtp-no-tls-with = Kein TLS mit { $server }: { $cause }.
sentence-smtp-the-certificate-of-is-not-for = Das Zertifikat von { $server } gilt nicht für { $host }: { $cause }.
sentence-smtp-does-not-speak-tls-from-the = { $server } spricht nicht vom ersten Byte an TLS.

# delivery/trouble/login
sentence-smtp-the-server-does-not-accept-this = Der Server nimmt diesen Benutzernamen und dieses Passwort nicht an. Oft wurde das Passwort geändert oder vertippt, der Benutzername muss die ganze E-Mail-Adresse sein, oder das Konto darf nicht über SMTP senden.
sentence-smtp-type-username-and-password-again-check = Geben Sie Benutzername und Passwort neu ein. Prüfen Sie in der Verwaltung des Anbieters, ob dieses Konto über SMTP senden darf und ob statt des gewöhnlichen Passworts ein App-Passwort oder ein API-Schlüssel verlangt wird.
sentence-smtp-the-server-cannot-check-logins-now = Der Server kann gerade keine Anmeldungen prüfen, oder es waren in letzter Zeit zu viele. Benutzername und Passwort können durchaus stimmen.
sentence-smtp-nothing-at-first-it-is-tried = Zunächst nichts: es wird von selbst noch einmal versucht. Dauert es Stunden, fragen Sie den Anbieter.
sentence-smtp-the-server-does-not-know-the = Der Server kennt den Anmeldebefehl nicht, den er bekam.
sentence-smtp-if-it-takes-mail-without-login = Nimmt er E-Mails ohne Anmeldung an, wie es ein Relay im eigenen Netz tun kann, lassen Sie Benutzername und Passwort leer. Andernfalls wählen Sie einen anderen Port oder eine andere Sicherheit, oder ein anderes Anmeldeverfahren.
sentence-smtp-microsoft-no-longer-accepts-a-password = Microsoft nimmt in diesem Mandanten kein Passwort mehr für das Senden über SMTP an. Ab Ende Dezember 2026 ist das die Voreinstellung aller Mandanten.
sentence-smtp-connect-with-oauth-2-0-instead = Verbinden Sie sich mit OAuth 2.0 statt mit einem Passwort. Bis Microsoft es endgültig abschafft, kann ein Administrator des Mandanten SMTP AUTH mit Passwort wieder einschalten.
sentence-smtp-the-server-demands-an-encrypted-connection = Der Server verlangt eine verschlüsselte Verbindung, bevor es weitergeht.
sentence-smtp-choose-starttls-for-this-port-usually = Wählen Sie STARTTLS für diesen Port (gewöhnlich 587), oder implizites TLS mit Port 465.
sentence-smtp-sending-over-smtp-is-switched-off = Das Senden über SMTP ist in Microsoft 365 abgeschaltet, für den ganzen Mandanten oder für dieses Postfach.
sentence-smtp-in-the-microsoft-365-admin-centre = Öffnen Sie im Microsoft 365 Admin Center den Benutzer, „E-Mail“, „E-Mail-Apps verwalten“, und haken Sie „Authentifiziertes SMTP“ an. Die Einstellung des Postfachs geht der des Mandanten vor. Sie wirkt binnen einer Stunde.
sentence-smtp-the-organisations-rules-forbid-this-login = Die Regeln der Organisation verbieten diese Anmeldung: Sicherheitsstandards, bedingter Zugriff oder ein zweiter Faktor, den ein Passwort allein nicht leisten kann.
sentence-smtp-connect-with-oauth-2-0-or = Verbinden Sie sich mit OAuth 2.0, oder lassen Sie einen Administrator des Mandanten dieses Postfach von der Richtlinie ausnehmen.
sentence-smtp-microsoft-asks-your-organisations-own-federation = Microsoft fragt zu dieser Anmeldung den eigenen Verbundserver Ihrer Organisation und erreicht ihn nicht über HTTPS.
sentence-smtp-have-the-federation-server-adfs-repaired = Lassen Sie den Verbundserver (ADFS) instand setzen; er muss aus dem Internet mit TLS 1.2 antworten. Danach geht das Senden von selbst weiter.
sentence-smtp-the-server-does-not-accept-this-way = Der Server nimmt diese Art der Anmeldung nicht an.
sentence-smtp-set-the-login-mechanism-back-to = Stellen Sie das Anmeldeverfahren wieder auf automatisch, oder wählen Sie in den erweiterten Einstellungen ein anderes.
sentence-smtp-the-account-is-protected-by-a = Das Konto ist durch einen zweiten Faktor geschützt, und sein gewöhnliches Passwort gilt nicht für SMTP.
sentence-smtp-create-an-app-password-in-the = Erzeugen Sie in den Sicherheitseinstellungen des Kontos ein App-Passwort und tragen Sie es hier ein, oder verbinden Sie sich mit OAuth 2.0.
sentence-smtp-the-provider-found-this-login-unusual = Der Anbieter fand diese Anmeldung ungewöhnlich und will, dass der Inhaber des Kontos sie bestätigt.
sentence-smtp-sign-in-to-the-account-in = Melden Sie sich in einem Webbrowser bei dem Konto an und bestätigen Sie, dass Sie es waren, dann testen Sie noch einmal. OAuth 2.0 oder ein App-Passwort vermeidet das.
sentence-smtp-the-provider-has-locked-or-suspended = Der Anbieter hat dieses Konto gesperrt oder ausgesetzt.
sentence-smtp-ask-the-provider-to-unlock-the = Bitten Sie den Anbieter, das Konto freizugeben, und klären Sie, warum es gesperrt wurde, bevor wieder gesendet wird.
sentence-smtp-the-accounts-password-has-expired = Das Passwort des Kontos ist abgelaufen.
sentence-smtp-set-a-new-password-at-the = Legen Sie beim Anbieter ein neues Passwort fest und tragen Sie es hier ein.
sentence-smtp-the-server-has-seen-too-many = Der Server hat in letzter Zeit zu viele Anmeldungen oder Verbindungen gesehen und bittet zu warten.
sentence-smtp-nothing-it-is-tried-again-by-itself = Nichts: es wird von selbst noch einmal versucht, langsamer. Kommt es wieder, erlauben Sie in den erweiterten Einstellungen weniger Verbindungen.
sentence-smtp-the-server-does-not-accept-this-login = Der Server nimmt diese Anmeldung nicht an. Microsoft antwortet so auf ein falsches Passwort, aber auch, wenn „Authentifiziertes SMTP“ für das Postfach aus ist oder Sicherheitsstandards oder bedingter Zugriff es verbieten.
sentence-smtp-check-in-this-order-username-and = Prüfen Sie in dieser Reihenfolge: Benutzername und Passwort; ob der Benutzername der eigene Anmeldename des Postfachs ist; ob „Authentifiziertes SMTP“ für das Postfach angehakt ist; ob keine Richtlinie es verbietet. OAuth 2.0 vermeidet das Passwort.

# delivery/account
sentence-smtp-implicit-tls = { $server } (implizites TLS)
sentence-smtp-no-tls = { $server } (ohne TLS)

# delivery/methods/api/mod
sentence-smtp-access-token-at-hand = Zugriffstoken vorhanden
