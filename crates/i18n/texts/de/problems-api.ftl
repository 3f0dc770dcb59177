# Probleme von Mail-APIs (Gmail API, Microsoft Graph).
# `event` ist der Satz, der sagt, was geschehen ist, und den Server zitiert.

problem_api_permission_missing =
    .what = { $event }
    .meaning = Der gewährte Zugriff umfasst das Senden über diese API nicht.
    .remedy = Wählen Sie „Neu verbinden“ und stimmen Sie noch einmal zu, ohne ein Kästchen abzuwählen. Bei App-only-Zugriff: geben Sie der Anwendung die Anwendungsberechtigung zum Senden, mit Zustimmung eines Administrators, und prüfen Sie, ob sie { $from } umfasst.

problem_too_fast =
    .what = { $event }
    .meaning = Der Anbieter hat von diesem Konto oder dieser Anwendung mehr Anfragen erhalten, als er auf einmal annimmt. Die Nachricht ist nicht die Ursache.
    .remedy = Es ist nichts zu tun: owlpost versucht es automatisch erneut, mit geringerer Rate. Tritt das Problem wieder auf, senken Sie in den erweiterten Einstellungen die Nachrichten pro Minute.

problem_quota_daily_api =
    .what = { $event }
    .meaning = Das Konto hat so viel gesendet, wie der Anbieter an einem Tag erlaubt. Die Nachricht ist nicht die Ursache.
    .remedy = Es ist nichts zu tun: owlpost versucht es jede Stunde erneut. Geschieht das oft, verteilen Sie die Last auf mehrere Konten, oder bitten Sie den Anbieter um ein höheres Limit.

problem_recipients_refused =
    .what = { $event }
    .meaning = Der Anbieter hält einen Empfänger dieser Nachricht nicht für eine gültige Adresse. Eine API nimmt eine Nachricht für alle ihre Empfänger an oder für keinen.
    .remedy = Prüfen Sie die Adressen der Empfänger, und senden Sie die Nachricht noch einmal an die richtigen.

problem_message_too_large =
    .what = { $event }
    .meaning = Die API nimmt kleinere Nachrichten an als der SMTP-Server des Anbieters.
    .remedy = Senden Sie über SMTP, oder verkleinern Sie die Anhänge.

problem_api_unreached =
    .what = { $event }
    .meaning = Die API des Anbieters war über HTTPS nicht zu erreichen. Das Netz oder eine Firewall blockiert die Verbindung, oder die eingestellte Adresse ist falsch.
    .remedy = Prüfen Sie das Netz dieses Rechners und ob er sich mit { $server } verbinden darf. owlpost versucht es automatisch erneut.
    .once = Prüfen Sie das Netz dieses Rechners und ob er sich mit { $server } verbinden darf.

problem_api_needs_https =
    .what = { $event }
    .meaning = Ein Zugriffstoken wird nur über HTTPS gesendet, außer an diesen Rechner selbst.
    .remedy = Berichtigen Sie api_url in der Konfigurationsdatei.

problem_answer_lost_api =
    .what = { $event }
    .meaning = Die Nachricht wurde übergeben, aber die Antwort kam nicht. Die Empfänger haben sie vielleicht schon.
    .remedy = Es ist nichts zu tun: owlpost versucht es mit derselben Message-ID erneut, an der Server eine zweite Kopie erkennen können.

problem_api_refused =
    .what = { $event }
    .meaning = Der Anbieter hat die Nachricht aus einem Grund abgelehnt, den owlpost nicht kennt.
    .remedy = Schlagen Sie die Antwort in der Dokumentation des Anbieters nach.

problem_api_disabled =
    .what = { $event }
    .meaning = Die Gmail API ist für das Projekt, zu dem der Client gehört, deaktiviert.
    .remedy = Schalten Sie sie in der Google Cloud Console ein („APIs & Dienste“, „Bibliothek“, „Gmail API“). Das dauert einige Minuten.

problem_mailbox_not_enabled_google =
    .what = { $event }
    .meaning = Das Konto hat kein Gmail-Postfach: der Dienst ist dafür ausgeschaltet, oder ein Dienstkonto handelt für keinen Benutzer.
    .remedy = Schalten Sie Gmail für { $from } in der Admin-Konsole ein; bei App-only-Zugriff prüfen Sie, ob die Absenderadresse das Postfach eines Benutzers ist.

problem_sender_not_allowed_api =
    .what = { $event }
    .meaning = Das angemeldete Postfach darf nicht als { $from } senden.
    .remedy = Stellen Sie die Absenderadresse auf die eigene Adresse des Postfachs, oder geben Sie ihm das Recht „Senden als“ für { $from }.

problem_sender_blocked_api =
    .what = { $event }
    .meaning = Microsoft hat diesem Konto das Senden gesperrt, weil seine E-Mails wie Spam aussahen oder das Konto missbraucht wurde.
    .remedy = Ändern Sie das Passwort des Kontos, und lassen Sie es dann unter „Eingeschränkte Entitäten“ im Defender-Portal freigeben. Die E-Mails warten so lange.

problem_mailbox_not_enabled_microsoft =
    .what = { $event }
    .meaning = Es gibt kein Postfach { $from }, von dem Microsoft Graph senden könnte: die Adresse enthält einen Tippfehler, das Postfach hat keine Lizenz oder liegt auf einem eigenen Server der Organisation.
    .remedy = Prüfen Sie die Absenderadresse, und ob das Postfach lizenziert ist und in Exchange Online liegt.

problem_mailbox_full =
    .what = { $event }
    .meaning = Das sendende Postfach ist voll, oft wegen der Kopien in „Gesendete Elemente“, und Microsoft sendet nichts mehr.
    .remedy = Leeren Sie das Postfach, oder geben Sie „Gesendete Elemente“ eine Aufbewahrungsrichtlinie. Die E-Mails warten so lange.

problem_token_refused_api =
    .what = { $event }
    .meaning = Der Anbieter nimmt das Zugriffstoken nicht an, obwohl es neu ist.
    .remedy = Wählen Sie „Neu verbinden“ und stimmen Sie mit { $from } noch einmal zu.

problem_api_trouble =
    .what = { $event }
    .meaning = Der Anbieter hat ein vorübergehendes Problem.
    .remedy = Es ist nichts zu tun: owlpost versucht es automatisch erneut.

problem_message_refused_api =
    .what = { $event }
    .meaning = Der Anbieter nimmt die Nachricht so nicht an.
    .remedy = Sehen Sie sich die Antwort an: sie nennt, was an Empfängern oder Inhalt falsch ist.

problem_api_not_found =
    .what = { $event }
    .meaning = Unter { $server } gibt es keine solche API: die eingestellte Adresse ist falsch, oder dort antwortet etwas anderes.
    .remedy = Berichtigen Sie api_url in der Konfigurationsdatei, oder lassen Sie es weg.
