# Probleme der Verbindung zu einem Mailserver: DNS, Netz, TLS.
# `event` ist der Satz, der sagt, was geschehen ist, und den Server zitiert.

problem_server_busy =
    .what = { $event }
    .meaning = Der Server ist erreichbar, nimmt aber derzeit keine E-Mails an.
    .remedy = Es ist nichts zu tun: owlpost versucht es automatisch erneut. Dauert es an, fragen Sie den Administrator des Servers.

problem_greeting_refused =
    .what = { $event }
    .meaning = Der Server lehnt Verbindungen von diesem Rechner ab. Vielleicht nimmt er E-Mails nur von bestimmten Adressen an oder gar keine.
    .remedy = Prüfen Sie Host und Port. Stimmen sie, lassen Sie die Adresse dieses Rechners vom Administrator des Servers freigeben.

problem_host_not_found =
    .what = { $event }
    .meaning = Der Name existiert nicht im DNS. Wahrscheinlich enthält er einen Tippfehler.
    .remedy = Vergleichen Sie den Hostnamen mit der Seite des Anbieters, zum Beispiel smtp.example.com. Für einen Server im eigenen Netz tragen Sie seinen vollen Namen oder seine IP-Adresse ein.

problem_name_lookup_failed =
    .what = { $event }
    .meaning = Der Name konnte nicht aufgelöst werden, weil das DNS nicht antwortet. Der Name kann richtig sein.
    .remedy = Prüfen Sie Netz und DNS dieses Rechners. Die E-Mails warten so lange.

problem_connection_refused =
    .what = { $event }
    .meaning = Der Rechner ist erreichbar, aber auf Port { $port } läuft kein Dienst, oder eine Firewall weist die Verbindung ab.
    .remedy = Prüfen Sie den Port: 465 für implizites TLS, 587 für STARTTLS, 25 für Relays im eigenen Netz. Vergewissern Sie sich, dass der Mailserver läuft.

problem_connection_timed_out =
    .what = { $event }
    .meaning = Auf Port { $port } kommt keine Antwort. In der Regel verwirft eine Firewall die Verbindung; viele Netze sperren ausgehende Verbindungen zu Port 25.
    .remedy = Prüfen Sie Host und Port. Versuchen Sie Port 465 oder 587, und lassen Sie ausgehende Verbindungen zu { $server } in der Firewall zu.

problem_network_unreachable =
    .what = { $event }
    .meaning = Dieser Rechner hat keine Route zum Server.
    .remedy = Prüfen Sie das Netz dieses Rechners, und ob der Host der richtige ist.

problem_greeting_missing =
    .what = { $event }
    .meaning = Der Server nahm die Verbindung an und sendete keine Begrüßung. In der Regel erwartet der Port TLS vom ersten Byte an, oder eine Firewall antwortet an Stelle des Servers.
    .remedy = Ist der Port für implizites TLS (gewöhnlich 465), wählen Sie implizites TLS. Prüfen Sie andernfalls Host und Port.

problem_server_silent =
    .what = { $event }
    .meaning = Der Server antwortete nicht mehr. Vielleicht ist er überlastet, oder ein Gerät im Netz hat die Verbindung getrennt.
    .remedy = Es ist nichts zu tun: owlpost versucht es automatisch erneut. Dauert es an, fragen Sie den Administrator des Servers.

problem_connection_lost =
    .what = { $event }
    .meaning = Der Server hat die Verbindung während der Sitzung beendet. Vielleicht startet er neu, oder ein Gerät im Netz hat die Verbindung getrennt.
    .remedy = Es ist nichts zu tun: owlpost versucht es automatisch erneut. Dauert es an, fragen Sie den Administrator des Servers.

problem_answer_lost =
    .what = { $event }
    .meaning = Die Nachricht wurde vollständig übertragen, aber die Antwort des Servers blieb aus. Möglicherweise hat der Empfänger sie erhalten.
    .remedy = Es ist nichts zu tun: owlpost versucht es mit derselben Message-ID erneut, an der Server eine zweite Kopie erkennen können.

problem_not_smtp =
    .what = { $event }
    .meaning = Der Dienst auf diesem Port ist kein Mailserver, oder er ist defekt.
    .remedy = Prüfen Sie Host und Port: Web- und IMAP-Server verwenden andere Ports. Zum Senden sind 465, 587 und 25 üblich.

problem_protocol_error =
    .what = { $event }
    .meaning = Die Antworten des Servers verletzen das SMTP-Protokoll und lassen sich keinem Befehl zuordnen.
    .remedy = owlpost versucht es automatisch erneut. Dauert es an, senden Sie dem Administrator des Servers die Mitschrift.
    .once = Senden Sie dem Administrator des Servers die Mitschrift.

problem_login_not_offered =
    .what = { $event }
    .meaning = Der Server bietet auf dieser Verbindung keine Anmeldung an. Viele bieten sie erst nach TLS an, und Relays im eigenen Netz haben oft keine.
    .remedy = Wählen Sie implizites TLS oder STARTTLS. Nimmt der Server E-Mails ohne Anmeldung an, lassen Sie Benutzername und Passwort leer.

problem_login_needs_tls =
    .what = { $event }
    .meaning = Ohne TLS könnte jeder auf dem Übertragungsweg das Passwort lesen, deshalb wurde es nicht gesendet.
    .remedy = Wählen Sie implizites TLS oder STARTTLS. Für einen Server in einem Netz, dem Sie vertrauen, können Sie die unverschlüsselte Übertragung des Passworts erlauben.

problem_mechanism_not_offered =
    .what = { $event }
    .meaning = Der Server bietet kein Anmeldeverfahren an, das mit dem eingestellten Benutzernamen und Passwort funktioniert.
    .remedy = Stellen Sie das Anmeldeverfahren auf automatisch. Bietet der Server nur XOAUTH2 oder OAUTHBEARER an, verbinden Sie sich mit OAuth 2.0.

problem_credential_unusable =
    .what = { $event }
    .meaning = Benutzername oder Passwort enthält ein Zeichen, das keine Anmeldung übertragen kann.
    .remedy = Geben Sie Benutzername und Passwort neu ein, ohne unsichtbare Zeichen.

problem_login_challenge_unreadable =
    .what = { $event }
    .meaning = Der Server hat während der Anmeldung eine unerwartete Abfrage gesendet.
    .remedy = Wählen Sie in den erweiterten Einstellungen ein anderes Anmeldeverfahren, etwa PLAIN oder LOGIN.

problem_starttls_refused =
    .what = { $event }
    .meaning = Der Server bietet STARTTLS an und verweigert es dann; oft fehlt sein Zertifikat oder Schlüssel. Es wurde nichts unverschlüsselt gesendet.
    .remedy = Fragen Sie den Administrator des Servers, oder versuchen Sie implizites TLS mit Port 465.

problem_starttls_missing =
    .what = { $event }
    .meaning = STARTTLS ist gewählt, und der Server bietet es nicht an. Entweder hat er auf diesem Port kein TLS, oder jemand auf dem Übertragungsweg entfernt das Angebot. Es wurde nichts unverschlüsselt gesendet.
    .remedy = Versuchen Sie implizites TLS mit Port 465, oder Port 587. Wählen Sie „ohne TLS“ nur für einen Server in einem Netz, dem Sie vertrauen.

problem_starttls_injection =
    .what = { $event }
    .meaning = Nachdem der Server TLS zugestimmt hatte, kamen unverschlüsselte Bytes. Vielleicht fälscht jemand auf dem Übertragungsweg Antworten, oder der Server ist fehlerhaft.
    .remedy = Verwenden Sie implizites TLS mit Port 465, das davon nicht betroffen ist, und informieren Sie den Administrator des Servers.

problem_tls_expected =
    .what = { $event }
    .meaning = Der Server erwartet auf diesem Port TLS vom ersten Byte an.
    .remedy = Wählen Sie implizites TLS für Port { $port }.

problem_tls_handshake_silent =
    .what = { $event }
    .meaning = Der Server antwortet nicht auf den TLS-Handshake. In der Regel beginnt der Port im Klartext, oder eine Firewall antwortet an Stelle des Servers.
    .remedy = Für die Ports 587 und 25 wählen Sie STARTTLS; für Port 465 implizites TLS.

problem_tls_not_spoken =
    .what = { $event }
    .meaning = Der Server antwortet im Klartext, wo TLS erwartet wird (andere Programme nennen das „wrong version number“). Die Ports 587 und 25 beginnen im Klartext und wechseln später zu TLS.
    .remedy = Wählen Sie STARTTLS für Port { $port }, oder wechseln Sie zu Port 465 für implizites TLS.

problem_certificate_expired =
    .what = { $event }
    .meaning = Das Zertifikat des Servers ist abgelaufen, sodass sich die Identität des Servers nicht prüfen lässt. Scheinen auch die Zertifikate anderer Server abgelaufen, geht die Uhr dieses Rechners falsch.
    .remedy = Lassen Sie den Administrator des Servers das Zertifikat erneuern.

problem_certificate_not_yet_valid =
    .what = { $event }
    .meaning = Das Zertifikat des Servers gilt erst ab einem späteren Zeitpunkt. In der Regel geht die Uhr dieses Rechners falsch.
    .remedy = Prüfen Sie Datum und Uhrzeit dieses Rechners; stimmen sie, informieren Sie den Administrator des Servers.

problem_certificate_self_signed =
    .what = { $event }
    .meaning = Das Zertifikat des Servers ist von keiner Zertifizierungsstelle signiert; jeder könnte es erstellt haben.
    .remedy = Ist dies Ihr eigener Server, fügen Sie sein Zertifikat (PEM) in den erweiterten Einstellungen als CA-Zertifikat ein. Andernfalls vertrauen Sie ihm nicht: prüfen Sie den Hostnamen.

problem_certificate_untrusted =
    .what = { $event }
    .meaning = Das Zertifikat des Servers wurde von einer Zertifizierungsstelle ausgestellt, der dieser Rechner nicht vertraut, oder der Server lässt ein Zwischenzertifikat weg.
    .remedy = Bei einer eigenen Zertifizierungsstelle fügen Sie deren Zertifikat (PEM) in den erweiterten Einstellungen als CA-Zertifikat ein. Andernfalls richten Sie den Server so ein, dass er die vollständige Zertifikatskette sendet.

problem_certificate_wrong_name =
    .what = { $event }
    .meaning = Das Zertifikat des Servers gilt für andere Namen, sodass sich die Identität des Servers nicht prüfen lässt. Auch ein Alias oder eine IP-Adresse anstelle des eigentlichen Namens bewirkt das.
    .remedy = Gehört das Zertifikat zum richtigen Server, tragen Sie einen Hostnamen ein, der darin steht.

problem_certificate_rejected =
    .what = { $event }
    .meaning = Das Zertifikat des Servers kann nicht angenommen werden.
    .remedy = Nennen Sie den Grund dem Administrator des Servers; er muss das Zertifikat erneuern.

problem_tls_too_old =
    .what = { $event }
    .meaning = Der Server bietet nur TLS-Versionen oder Verschlüsselungen an, die nicht mehr sicher sind. Mindestens TLS 1.2 ist nötig.
    .remedy = Bitten Sie den Administrator des Servers, dessen TLS-Konfiguration zu aktualisieren.

problem_tls_closed =
    .what = { $event }
    .meaning = Der Server hat die Verbindung während des TLS-Handshakes getrennt. Oft ist der Port für Klartext, oder der Server hat kein Zertifikat für diesen Namen.
    .remedy = Für die Ports 587 und 25 wählen Sie STARTTLS; für Port 465 implizites TLS. Prüfen Sie den Hostnamen.

problem_tls_failed =
    .what = { $event }
    .meaning = Der TLS-Handshake ist fehlgeschlagen.
    .remedy = Nennen Sie den Grund dem Administrator des Servers.

problem_ca_certificate_invalid =
    .what = { $event }
    .meaning = Das CA-Zertifikat in den Einstellungen besteht nicht aus einem oder mehreren Zertifikaten im PEM-Format.
    .remedy = Fügen Sie den ganzen Text von -----BEGIN CERTIFICATE----- bis -----END CERTIFICATE----- ein, ohne privaten Schlüssel.

problem_host_invalid =
    .what = { $event }
    .meaning = Der Host ist weder ein DNS-Name noch eine IP-Adresse, sodass kein Zertifikat für ihn gelten kann.
    .remedy = Tragen Sie den Hostnamen so ein, wie der Anbieter ihn nennt, zum Beispiel smtp.example.com, ohne https:// und ohne Port.

problem_host_not_found_misspelled =
    .what = { $event }
    .meaning = Der Name existiert nicht im DNS. Wahrscheinlich ist er falsch geschrieben.
    .remedy = Meinten Sie { $suggestion }? Berichtigen Sie den Hostnamen.

problem_host_not_found_without_address =
    .what = { $event }
    .meaning = Der Name existiert im DNS, hat aber keine Adresse. Wahrscheinlich ist es eine E-Mail-Domain, deren Server eigene Namen haben.
    .remedy = Tragen Sie den Namen des Servers für ausgehende E-Mails aus der Dokumentation des Anbieters ein, oft smtp.{ $host } oder mail.{ $host }.

problem_connection_refused_local =
    .what = { $event }
    .meaning = Auf Port { $port } dieses Rechners lauscht kein Dienst. Läuft owlpost in einem Container, ist localhost der Container selbst und nicht der Rechner um ihn herum.
    .remedy = In einem Container tragen Sie den Namen des Containers mit dem Mailserver, host.docker.internal oder die Adresse des Rechners ein. Andernfalls starten Sie den Mailserver, und prüfen Sie seinen Port.

problem_network_unreachable_host =
    .what = { $event }
    .meaning = Das Netz meldet, dass der Server nicht erreichbar ist. Entweder ist der Rechner ausgeschaltet, oder eine Firewall weist die Verbindung ab.
    .remedy = Prüfen Sie den Hostnamen oder die Adresse, ob der Server läuft und ob eine Firewall Verbindungen zu { $server } zulässt.

problem_network_unreachable_ipv6 =
    .what = { $event }
    .meaning = Der Server hat nur IPv6-Adressen, und dieser Rechner hat keine Verbindung zum IPv6-Internet.
    .remedy = Geben Sie diesem Rechner (in einem Container dessen Netz) eine funktionierende IPv6-Verbindung, oder tragen Sie einen Host mit IPv4-Adresse ein.

problem_too_many_open_files =
    .what = { $event }
    .meaning = owlpost hat die Grenze offener Dateien dieses Rechners erreicht und kann deshalb keine Verbindung öffnen. Die Einstellungen sind nicht die Ursache.
    .remedy = Erhöhen Sie die Grenze: LimitNOFILE in der systemd-Unit, ulimit -n oder --ulimit nofile für einen Container; starten Sie owlpost dann neu. Die E-Mails warten so lange.

problem_connection_not_permitted =
    .what = { $event }
    .meaning = Dieser Rechner erlaubt owlpost die Verbindung nicht: eine lokale Firewall, SELinux oder die Abschottung des Dienstes verbietet sie.
    .remedy = Erlauben Sie owlpost ausgehende Verbindungen zu { $server }: in der lokalen Firewall, in SELinux und in der systemd-Unit (RestrictAddressFamilies, IPAddressDeny).

problem_not_smtp_imap =
    .what = { $event }
    .meaning = Auf Port { $port } antwortet ein IMAP-Server: er dient dem Lesen von E-Mails, nicht dem Senden.
    .remedy = Tragen Sie den Port zum Senden ein: 465 mit implizitem TLS oder 587 mit STARTTLS. Manche Anbieter haben zum Senden auch einen anderen Hostnamen, oft smtp statt imap.

problem_not_smtp_pop =
    .what = { $event }
    .meaning = Auf Port { $port } antwortet ein POP3-Server: er dient dem Abholen von E-Mails, nicht dem Senden.
    .remedy = Tragen Sie den Port zum Senden ein: 465 mit implizitem TLS oder 587 mit STARTTLS. Manche Anbieter haben zum Senden auch einen anderen Hostnamen, oft smtp statt pop.

problem_not_smtp_web =
    .what = { $event }
    .meaning = Auf Port { $port } antwortet ein Webserver, kein Mailserver. Auch ein Proxy oder die Anmeldeseite eines Netzes kann das sein.
    .remedy = Tragen Sie Host und Port des Servers für ausgehende E-Mails ein: 465 mit implizitem TLS oder 587 mit STARTTLS, nicht die Adresse einer Webseite.

problem_not_smtp_ssh =
    .what = { $event }
    .meaning = Auf Port { $port } antwortet ein SSH-Server, kein Mailserver.
    .remedy = Tragen Sie den Port des Servers für ausgehende E-Mails ein: 465 mit implizitem TLS oder 587 mit STARTTLS.

problem_not_smtp_ftp =
    .what = { $event }
    .meaning = Auf Port { $port } antwortet ein FTP-Server, kein Mailserver.
    .remedy = Tragen Sie den Port des Servers für ausgehende E-Mails ein: 465 mit implizitem TLS oder 587 mit STARTTLS.

problem_login_not_offered_encrypted =
    .what = { $event }
    .meaning = Der Server bietet auf dieser Verbindung keine Anmeldung an, obwohl sie verschlüsselt ist. Server, die E-Mails empfangen (Port 25), und Relays in einem lokalen Netz haben oft keine.
    .remedy = Verwenden Sie den Port zum Senden, gewöhnlich 465 oder 587. Nimmt der Server E-Mails ohne Anmeldung an, lassen Sie Benutzername und Passwort leer.

problem_mechanism_not_offered_ntlm =
    .what = { $event }
    .meaning = Der Server nimmt nur Anmeldungen einer Windows-Domäne an (NTLM, Kerberos), die owlpost nicht unterstützt.
    .remedy = Lassen Sie den Exchange-Administrator am Empfangsconnector die Standardauthentifizierung mit TLS (LOGIN) einschalten, oder dieser Adresse das Relay ohne Anmeldung erlauben. Lassen Sie das Anmeldeverfahren dann auf automatisch.

problem_starttls_missing_filtered =
    .what = { $event }
    .meaning = Eine Firewall zwischen owlpost und dem Server verändert die SMTP-Sitzung: die Begrüßung ist hinter Sternchen verborgen, und das Angebot von TLS ist entfernt. Firewalls von Cisco tun das (SMTP Inspection, „fixup“). Es wurde nichts unverschlüsselt gesendet.
    .remedy = Schalten Sie an der Firewall die Untersuchung von SMTP aus (ESMTP inspect), oder benutzen Sie implizites TLS mit Port 465, das sie nicht verändern kann.

problem_certificate_wrong_name_diverted =
    .what = { $event }
    .meaning = { $host } ist ein Server von { $provider }, aber ein anderer Rechner hat geantwortet: eine Firewall, die Anmeldeseite eines Hotspots oder ein falscher DNS-Eintrag leitet die Verbindung um. Das Passwort wurde nicht gesendet.
    .remedy = Behalten Sie den Hostnamen bei. Lassen Sie die Firewall direkte Verbindungen zu { $host } erlauben, und prüfen Sie DNS und hosts-Datei dieses Rechners.

problem_certificate_intercepted =
    .what = { $event }
    .meaning = Das Zertifikat stammt von „{ $issuer }“: ein Virenscanner, eine Firewall oder ein Proxy öffnet die verschlüsselte Verbindung, um mitzulesen. Das Passwort wurde nicht gesendet.
    .remedy = Nehmen Sie owlpost oder diesen Mailserver in jenem Produkt von der Prüfung verschlüsselter E-Mails aus. Nur wenn Ihre Organisation die Prüfung will, fügen Sie das Zertifikat des Produkts in den erweiterten Einstellungen als CA-Zertifikat hinzu.

problem_certificate_intercepted_unnamed =
    .what = { $event }
    .meaning = { $provider } hat ein Zertifikat einer öffentlichen Stelle, gezeigt wurde aber ein anderes: ein Virenscanner, eine Firewall oder ein Proxy öffnet die verschlüsselte Verbindung oder leitet sie um. Das Passwort wurde nicht gesendet.
    .remedy = Lassen Sie Firewall oder Virenscanner diese Verbindung von der Prüfung ausnehmen. Vertrauen Sie dem Zertifikat nicht, es sei denn, es ist das Ihrer eigenen Organisation.

problem_certificate_weak =
    .what = { $event }
    .meaning = Das Zertifikat des Servers ist mit einem Verfahren oder Schlüssel signiert, der nicht mehr sicher ist, etwa RSA mit 1024 Bit oder SHA-1.
    .remedy = Bitten Sie den Administrator des Servers um ein neues Zertifikat mit einem Schlüssel von mindestens 2048 Bit (RSA) oder 256 Bit (ECDSA), mit SHA-256 signiert.

problem_client_certificate_required =
    .what = { $event }
    .meaning = Der Server verlangt ein Client-Zertifikat, das owlpost nicht vorlegen kann.
    .remedy = Bitten Sie den Administrator des Servers um eine Anmeldung mit Benutzername und Passwort, um einen Port ohne Client-Zertifikat, oder darum, die Adresse dieses Rechners zuzulassen.

problem_reverse_dns_missing =
    .what = { $event }
    .meaning = Der Server prüft den umgekehrten DNS-Eintrag der öffentlichen IP-Adresse dieses Rechners: die Adresse hat keinen Namen (PTR-Eintrag), oder der Name führt nicht zu ihr zurück.
    .remedy = Lassen Sie den Besitzer der Adresse (Hoster oder Internetanbieter) einen PTR-Eintrag mit dem Namen dieses Rechners setzen, und lassen Sie diesen Namen auf die Adresse zeigen. Oder senden Sie über einen Anbieter mit Anmeldung.
