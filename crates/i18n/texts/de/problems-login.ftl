# Probleme der Anmeldung bei einem Mailserver, und gesperrte Konten.
# `event` ist der Satz, der sagt, was geschehen ist, und den Server zitiert.

problem_login_refused =
    .what = { $event }
    .meaning = Der Server nimmt diesen Benutzernamen und dieses Passwort nicht an. Häufige Ursachen: das Passwort wurde geändert oder falsch eingegeben, der Benutzername muss die vollständige E-Mail-Adresse sein, oder das Konto darf nicht über SMTP senden.
    .remedy = Geben Sie Benutzername und Passwort neu ein. Prüfen Sie in der Verwaltung des Anbieters, ob dieses Konto über SMTP senden darf und ob statt des gewöhnlichen Passworts ein App-Passwort oder ein API-Schlüssel verlangt wird.

problem_login_unavailable =
    .what = { $event }
    .meaning = Der Server konnte die Anmeldung nicht prüfen. Meist antwortet seine Kontenverwaltung derzeit nicht, oder es waren zu viele Anmeldungen; manche Server sagen dasselbe, wenn Benutzername oder Passwort falsch ist.
    .remedy = Warten Sie einige Minuten. Bleibt das Problem, prüfen Sie Benutzername und Passwort, und fragen Sie dann den Anbieter. Die E-Mails warten so lange.

problem_login_not_offered_unknown_command =
    .what = { $event }
    .meaning = Der Server unterstützt den Anmeldebefehl nicht.
    .remedy = Nimmt er E-Mails ohne Anmeldung an, wie es ein Relay im eigenen Netz tun kann, lassen Sie Benutzername und Passwort leer. Andernfalls wählen Sie einen anderen Port oder eine andere Sicherheit, oder ein anderes Anmeldeverfahren.

problem_login_password_retired =
    .what = { $event }
    .meaning = Microsoft nimmt in diesem Mandanten kein Passwort mehr für das Senden über SMTP an. Ab Ende Dezember 2026 ist das die Voreinstellung aller Mandanten.
    .remedy = Verbinden Sie sich mit OAuth 2.0 statt mit einem Passwort. Bis Microsoft es endgültig abschafft, kann ein Administrator des Mandanten SMTP AUTH mit Passwort wieder einschalten.

problem_tls_required =
    .what = { $event }
    .meaning = Der Server verlangt eine verschlüsselte Verbindung.
    .remedy = Wählen Sie STARTTLS für diesen Port (gewöhnlich 587), oder implizites TLS mit Port 465.

problem_login_smtp_auth_disabled =
    .what = { $event }
    .meaning = Das Senden über SMTP ist in Microsoft 365 deaktiviert, für den ganzen Mandanten oder für dieses Postfach.
    .remedy = Öffnen Sie im Microsoft 365 Admin Center den Benutzer, „E-Mail“, „E-Mail-Apps verwalten“, und haken Sie „Authentifiziertes SMTP“ an. Die Einstellung des Postfachs geht der des Mandanten vor. Sie wirkt binnen einer Stunde.

problem_login_blocked_by_policy =
    .what = { $event }
    .meaning = Die Regeln der Organisation verbieten diese Anmeldung: Sicherheitsstandards, bedingter Zugriff oder ein zweiter Faktor, den ein Passwort allein nicht leisten kann.
    .remedy = Verbinden Sie sich mit OAuth 2.0, oder lassen Sie einen Administrator des Mandanten dieses Postfach von der Richtlinie ausnehmen.

problem_login_federation_unreachable =
    .what = { $event }
    .meaning = Microsoft leitet diese Anmeldung an den Verbundserver Ihrer Organisation weiter und erreicht ihn nicht über HTTPS.
    .remedy = Lassen Sie den Verbundserver (ADFS) instand setzen; er muss aus dem Internet mit TLS 1.2 antworten. Danach wird das Senden automatisch fortgesetzt.

problem_login_mechanism_refused =
    .what = { $event }
    .meaning = Der Server nimmt dieses Anmeldeverfahren nicht an.
    .remedy = Stellen Sie das Anmeldeverfahren wieder auf automatisch, oder wählen Sie in den erweiterten Einstellungen ein anderes.

problem_login_app_password_needed =
    .what = { $event }
    .meaning = Das Konto ist durch einen zweiten Faktor geschützt, und sein gewöhnliches Passwort gilt nicht für SMTP.
    .remedy = Erzeugen Sie in den Sicherheitseinstellungen des Kontos ein App-Passwort und tragen Sie es hier ein, oder verbinden Sie sich mit OAuth 2.0.

problem_login_browser_needed =
    .what = { $event }
    .meaning = Der Anbieter hält diese Anmeldung für ungewöhnlich und verlangt, dass der Inhaber des Kontos sie bestätigt.
    .remedy = Melden Sie sich in einem Webbrowser bei dem Konto an und bestätigen Sie, dass Sie es waren, dann testen Sie noch einmal. OAuth 2.0 oder ein App-Passwort vermeidet das.

problem_login_account_locked =
    .what = { $event }
    .meaning = Der Anbieter hat dieses Konto gesperrt oder ausgesetzt.
    .remedy = Bitten Sie den Anbieter, das Konto freizugeben, und klären Sie, warum es gesperrt wurde, bevor wieder gesendet wird.

problem_login_password_expired =
    .what = { $event }
    .meaning = Das Passwort des Kontos ist abgelaufen.
    .remedy = Legen Sie beim Anbieter ein neues Passwort fest und tragen Sie es hier ein.

problem_login_throttled =
    .what = { $event }
    .meaning = Der Server hat zu viele Anmeldungen oder Verbindungen erhalten und bittet zu warten.
    .remedy = Es ist nichts zu tun: owlpost versucht es automatisch erneut, mit geringerer Rate. Tritt das Problem wieder auf, erlauben Sie in den erweiterten Einstellungen weniger Verbindungen.

problem_login_refused_microsoft =
    .what = { $event }
    .meaning = Der Server nimmt diese Anmeldung nicht an. Microsoft antwortet so auf ein falsches Passwort, aber auch, wenn „Authentifiziertes SMTP“ für das Postfach aus ist oder Sicherheitsstandards oder bedingter Zugriff es verbieten.
    .remedy = Prüfen Sie in dieser Reihenfolge: Benutzername und Passwort; ob der Benutzername der eigene Anmeldename des Postfachs ist; ob „Authentifiziertes SMTP“ für das Postfach angehakt ist; ob keine Richtlinie es verbietet. OAuth 2.0 vermeidet das Passwort.

problem_token_refused_smtp =
    .what = { $event }
    .meaning = Der Server nimmt das Zugriffstoken nicht an, obwohl es neu ist. In der Regel umfasst die Zustimmung das Senden über SMTP nicht, oder das angemeldete Postfach ist nicht { $login }.
    .remedy = Prüfen Sie, ob { $login } das angemeldete Postfach ist und die Berechtigung zum Senden erteilt wurde, und wählen Sie dann „Neu verbinden“.

problem_smtp_auth_disabled_tenant =
    .what = { $event }
    .meaning = SMTP AUTH ist für die ganze Organisation deaktiviert. Microsoft verlangt es auch dort, wo kein Passwort benutzt wird.
    .remedy = Senden Sie stattdessen über Microsoft Graph, das es nicht braucht; oder lassen Sie einen Exchange-Administrator Set-CASMailbox -Identity { $login } -SmtpClientAuthenticationDisabled $false ausführen, was es nur für dieses Postfach einschaltet (für alle: Set-TransportConfig -SmtpClientAuthenticationDisabled $false). Das dauert bis zu einer Stunde.

problem_smtp_auth_disabled_mailbox =
    .what = { $event }
    .meaning = SMTP AUTH ist für dieses Postfach deaktiviert. Microsoft verlangt es auch dort, wo kein Passwort benutzt wird.
    .remedy = Senden Sie stattdessen über Microsoft Graph, das es nicht braucht; oder lassen Sie einen Exchange-Administrator Set-CASMailbox -Identity { $login } -SmtpClientAuthenticationDisabled $false ausführen, oder haken Sie „Authentifiziertes SMTP“ für das Postfach an (Microsoft 365 Admin Center, „Benutzer“, „E-Mail“, „E-Mail-Apps verwalten“). Das dauert bis zu einer Stunde.

problem_login_blocked_by_policy_token =
    .what = { $event }
    .meaning = Eine Richtlinie der Organisation (Sicherheitsstandards oder bedingter Zugriff) blockiert diese Anmeldung.
    .remedy = Bitten Sie den Administrator des Mandanten, die Anwendung für { $login } zuzulassen, oder verwenden Sie den App-only-Zugriff, für den Richtlinien für Benutzer nicht gelten.

problem_token_refused_smtp_microsoft =
    .what = { $event }
    .meaning = Microsoft nimmt das Zugriffstoken für { $login } nicht an. So antwortet es, wenn in der Zustimmung SMTP.Send fehlt, wenn sich ein anderes Postfach angemeldet hat, wenn das Postfach keine Lizenz hat und, bei App-only-Zugriff, wenn der Dienstprinzipal kein Recht am Postfach hat.
    .remedy = Prüfen Sie in dieser Reihenfolge: ob { $login } das angemeldete Postfach ist; ob SMTP.Send unter den Berechtigungen ist (bei App-only-Zugriff: SMTP.SendAsApp mit Administratorzustimmung, New-ServicePrincipal mit der Objekt-ID der Unternehmensanwendung, und Add-MailboxPermission); ob „Authentifiziertes SMTP“ angehakt ist. Wählen Sie dann „Neu verbinden“, oder senden Sie über Microsoft Graph.

problem_token_refused_smtp_ended =
    .what = { $event }
    .meaning = Der Server nimmt das Zugriffstoken für { $login } nicht an: es ist abgelaufen, die Zustimmung wurde widerrufen, oder sie umfasst diesen Server nicht. Der SMTP-Server von Google nimmt nur den Bereich (Scope) https://mail.google.com/ an.
    .remedy = Wählen Sie „Neu verbinden“ und stimmen Sie mit { $login } noch einmal zu, ohne ein Kästchen abzuwählen; oder senden Sie über die API des Anbieters.

problem_login_not_offered_token =
    .what = { $event }
    .meaning = Der Server bietet auf dieser Verbindung keine Anmeldung an. Viele bieten sie erst nach TLS an.
    .remedy = Wählen Sie STARTTLS oder implizites TLS, und prüfen Sie, ob der Server der des Anbieters ist.

problem_login_needs_tls_token =
    .what = { $event }
    .meaning = Ohne TLS könnte jeder auf dem Übertragungsweg das Zugriffstoken lesen, deshalb wurde es nicht gesendet.
    .remedy = Wählen Sie STARTTLS oder implizites TLS.

problem_mechanism_not_offered_token =
    .what = { $event }
    .meaning = Der Server nimmt keine Anmeldung mit einem Zugriffstoken an, wie sie eingestellt ist: er bietet weder XOAUTH2 noch OAUTHBEARER an, oder nicht das gewählte.
    .remedy = Stellen Sie das Anmeldeverfahren auf automatisch. Nimmt der Server nur Passwörter an, wählen Sie „Benutzername und Passwort“ als Versandweg.

problem_credential_unusable_token =
    .what = { $event }
    .meaning = Der Name des Postfachs oder das Zugriffstoken enthält ein Zeichen, das keine Anmeldung übertragen kann.
    .remedy = Prüfen Sie die Absenderadresse. Stimmt sie, lassen sich die Token des Anbieters nicht für SMTP verwenden.

problem_login_challenge_unreadable_token =
    .what = { $event }
    .meaning = Der Server hat während der Anmeldung eine unerwartete Abfrage gesendet.
    .remedy = Wählen Sie das andere Anmeldeverfahren, XOAUTH2 oder OAUTHBEARER, wo der Anbieter die Wahl lässt.

problem_login_required =
    .what = { $event }
    .meaning = Der Server nimmt E-Mails nur nach einer Anmeldung an und hält diese Sitzung nicht für angemeldet.
    .remedy = Tragen Sie Benutzername und Passwort ein, und wählen Sie implizites TLS oder STARTTLS, denn Server bieten die Anmeldung oft erst dann an. Bei Microsoft 365 prüfen Sie, ob „Authentifiziertes SMTP“ für das Postfach angehakt ist.

problem_tenant_blocked =
    .what = { $event }
    .meaning = Microsoft hat E-Mails von diesem Mandanten oder von der IP-Adresse dieses Rechners gesperrt, in der Regel nach Spam oder bei einem neuen Testmandanten.
    .remedy = Suchen Sie nach kompromittierten Konten, und bitten Sie dann den Support von Microsoft, die Sperre aufzuheben. Die E-Mails warten so lange.

problem_sender_blocked =
    .what = { $event }
    .meaning = Der Anbieter hat diesem Konto das Senden gesperrt, weil seine E-Mails wie Spam aussahen oder das Konto missbraucht wurde.
    .remedy = Ändern Sie das Passwort des Kontos, und lassen Sie es dann freigeben; bei Microsoft 365 unter „Eingeschränkte Entitäten“ im Defender-Portal. Die E-Mails warten so lange.

problem_ehlo_name_refused =
    .what = { $event }
    .meaning = Der Server nimmt den EHLO-Namen dieses Rechners nicht an.
    .remedy = Setzen Sie den EHLO-Namen in den erweiterten Einstellungen auf den vollen öffentlichen Namen dieses Rechners, etwa mail.example.com.

problem_address_blocked =
    .what = { $event }
    .meaning = Der Server sperrt die öffentliche IP-Adresse dieses Rechners, oft weil sie auf einer Sperrliste steht oder dem Server nicht bekannt ist.
    .remedy = Folgen Sie dem Link in der Antwort, wenn dort einer steht. Lassen Sie die öffentliche Adresse dieses Rechners von der Liste nehmen, die die Antwort nennt, oder vom Administrator des Servers zulassen; oder senden Sie über einen Anbieter mit Anmeldung.

problem_login_refused_provider =
    .what = { $event }
    .meaning = { $provider } nimmt diesen Benutzernamen und dieses Passwort nicht an.
    .remedy = { $rule } Tragen Sie dann Benutzername und Passwort neu ein.

problem_login_refused_exchange =
    .what = { $event }
    .meaning = Exchange nimmt diesen Benutzernamen und dieses Passwort nicht an. Auf Servern einer Organisation hat der Benutzername oft die Form der Windows-Domäne.
    .remedy = Tragen Sie den Benutzernamen als DOMÄNE\Benutzer oder benutzer@example.com ein, und das Passwort neu. Stimmen sie, muss der Exchange-Administrator diesem Benutzer die Anmeldung am Empfangsconnector erlauben.

problem_login_password_retired_outlook_com =
    .what = { $event }
    .meaning = Microsoft nimmt bei privaten Konten (Outlook.com, Hotmail, Live) über SMTP keine Passwörter mehr an, auch keine App-Passwörter. Das kann niemand wieder einschalten.
    .remedy = Verbinden Sie sich mit OAuth 2.0 statt mit einem Passwort, oder senden Sie über einen anderen Anbieter.

problem_login_app_password_needed_code =
    .what = { $event }
    .meaning = Der Anbieter nimmt über SMTP nicht das gewöhnliche Passwort an, sondern nur einen Autorisierungscode, den er für E-Mail-Programme erzeugt.
    .remedy = Schalten Sie in den Einstellungen des Postfachs POP3/SMTP ein, erzeugen Sie einen Autorisierungscode, und tragen Sie ihn hier als Passwort ein.

problem_login_access_off =
    .what = { $event }
    .meaning = Der Anbieter lässt dieses Konto nicht über SMTP senden: der Zugriff durch E-Mail-Programme ist nicht eingeschaltet. Benutzername und Passwort können stimmen.
    .remedy = Melden Sie sich in einem Webbrowser beim Postfach an und schalten Sie in seinen Einstellungen SMTP ein (oft zusammen mit POP3 und IMAP, oder „Zugriff für E-Mail-Programme“); manche Anbieter verlangen dann ein App-Passwort. In einer Organisation muss das ihr Administrator tun.

problem_login_network_refused =
    .what = { $event }
    .meaning = Das Konto nimmt Anmeldungen nur von bestimmten IP-Adressen an, und die dieses Rechners gehört nicht dazu. Benutzername und Passwort können stimmen.
    .remedy = Fügen Sie die öffentliche IP-Adresse dieses Rechners in der Verwaltung des Anbieters zu den zugelassenen Adressen hinzu, oder schalten Sie diese Beschränkung aus.

problem_login_throttled_failures =
    .what = { $event }
    .meaning = Zu viele Anmeldungen sind fehlgeschlagen, deshalb lehnt der Server eine Zeit lang weitere ab. Meist sind Benutzername oder Passwort falsch oder wurden geändert.
    .remedy = Prüfen Sie Benutzername und Passwort und tragen Sie sie neu ein; warten Sie dann einige Minuten, bevor Sie testen. Jede weitere fehlgeschlagene Anmeldung kann die Sperre verlängern.

problem_address_blocked_without_login =
    .what = { $event }
    .meaning = Der Server nimmt von diesem Rechner nichts an: er kennt dessen IP-Adresse nicht, und es ist keine Anmeldung eingestellt.
    .remedy = Tragen Sie Benutzername und Passwort für diesen Server ein, oder lassen Sie seinen Administrator die Adresse dieses Rechners zulassen.
