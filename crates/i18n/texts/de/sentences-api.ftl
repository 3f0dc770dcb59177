# Was Mail-APIs antworten.

# delivery/account
sentence-api-mail-api = Mail-API

# delivery/trouble/api
sentence-api-did-not-take-the-message = { $service } hat die Nachricht nicht angenommen: „{ $reply }“.
sentence-api-the-message-is-too-large-for = Die Nachricht ist zu groß für { $service }: { $bytes } Bytes, und höchstens { $longest } werden angenommen.
sentence-api-accepted-as = angenommen als { $id }

# delivery/trouble/api/rows
sentence-api-the-access-that-was-granted-does = Der gewährte Zugriff umfasst das Senden über diese API nicht.
sentence-api-choose-reconnect-and-consent-again-leaving = Wählen Sie „Neu verbinden“ und stimmen Sie noch einmal zu, ohne ein Kästchen abzuwählen. Bei Zugriff ohne Benutzer: geben Sie der Anwendung die Anwendungsberechtigung zum Senden, mit Zustimmung eines Administrators, und prüfen Sie, ob sie { $from } umfasst.
sentence-api-the-provider-has-had-more-requests = Der Anbieter hat von diesem Konto oder dieser Anwendung mehr Anfragen erhalten, als er auf einmal annimmt. Die Nachricht ist nicht schuld.
sentence-api-nothing-it-is-tried-again-by = Nichts: es wird von selbst noch einmal versucht, langsamer. Kommt es wieder, stellen Sie in den erweiterten Einstellungen ein niedrigeres Tempo ein.
sentence-api-nothing-it-is-tried-again-every = Nichts: es wird jede Stunde noch einmal versucht. Verteilen Sie die Last, oder bitten Sie den Anbieter um ein höheres Limit.
sentence-api-the-provider-does-not-take-a = Der Anbieter hält einen Empfänger dieser Nachricht nicht für eine gültige Adresse. Eine API nimmt eine Nachricht für alle ihre Empfänger an oder für keinen.
sentence-api-check-the-recipients-addresses-and-send = Prüfen Sie die Adressen der Empfänger, und senden Sie die Nachricht noch einmal an die richtigen.
sentence-api-the-api-takes-smaller-messages-than = Die API nimmt kleinere Nachrichten an als der SMTP-Server des Anbieters.
sentence-api-send-through-smtp-or-make-the = Senden Sie über SMTP, oder verkleinern Sie die Anhänge.
sentence-api-the-providers-api-could-not-be = Die API des Anbieters war über HTTPS nicht zu erreichen. Das Netz oder eine Firewall steht im Weg, oder die eingestellte Adresse ist falsch.
sentence-api-check-this-machines-network-and-that = Prüfen Sie das Netz dieses Rechners und ob er sich mit { $server } verbinden darf. Es wird von selbst noch einmal versucht.
sentence-api-an-access-token-is-sent-over = Ein Zugriffstoken wird nur über HTTPS gesendet, außer an diesen Rechner selbst.
sentence-api-correct-api-url-in-the-configuration = Berichtigen Sie api_url in der Konfigurationsdatei.
sentence-api-the-message-was-handed-over-but = Die Nachricht wurde übergeben, aber die Antwort kam nicht. Die Empfänger haben sie vielleicht schon.
sentence-api-the-provider-refused-the-message-for = Der Anbieter hat die Nachricht aus einem Grund abgelehnt, den owlpost nicht kennt.
sentence-api-look-the-answer-up-in-the = Schlagen Sie die Antwort in der Dokumentation des Anbieters nach.
sentence-api-the-gmail-api-is-switched-off = Die Gmail API ist für das Projekt, zu dem der Client gehört, abgeschaltet.
sentence-api-switch-it-on-in-the-google = Schalten Sie sie in der Google Cloud Console ein („APIs & Dienste“, „Bibliothek“, „Gmail API“). Das dauert einige Minuten.
sentence-api-the-account-has-no-gmail-mailbox = Das Konto hat kein Gmail-Postfach: der Dienst ist dafür aus, oder ein Dienstkonto handelt für niemanden.
sentence-api-switch-gmail-on-for-in-the = Schalten Sie Gmail für { $from } in der Admin-Konsole ein; bei Zugriff ohne Benutzer prüfen Sie, ob die Absenderadresse das Postfach einer Person ist.
sentence-api-the-mailbox-that-signed-in-may = Das angemeldete Postfach darf nicht als { $from } senden.
sentence-api-set-from-email-to-the-mailboxs = Stellen Sie die Absenderadresse auf die eigene Adresse des Postfachs, oder geben Sie ihm das Recht „Senden als“ für { $from }.
sentence-api-microsoft-has-blocked-this-account-from = Microsoft hat diesem Konto das Senden gesperrt, weil seine E-Mails wie Spam aussahen oder das Konto missbraucht wurde.
sentence-api-change-the-accounts-password-then-have = Ändern Sie das Passwort des Kontos, und lassen Sie es dann unter „Eingeschränkte Entitäten“ im Defender-Portal freigeben. Die E-Mails warten so lange.
sentence-api-there-is-no-mailbox-that-microsoft = Es gibt kein Postfach { $from }, von dem Microsoft Graph senden könnte: es ist vertippt, hat keine Lizenz oder liegt auf einem eigenen Server der Organisation.
sentence-api-check-from-email-and-that-the = Prüfen Sie die Absenderadresse, und ob das Postfach lizenziert ist und in Exchange Online liegt.
sentence-api-the-sending-mailbox-is-full-copies = Das sendende Postfach ist voll: die Kopien in „Gesendete Elemente“ haben es gefüllt, und Microsoft sendet nichts mehr.
sentence-api-empty-the-mailbox-or-set-a = Leeren Sie das Postfach, oder geben Sie „Gesendete Elemente“ eine Aufbewahrungsrichtlinie. Die E-Mails warten so lange.
sentence-api-the-provider-does-not-accept-the = Der Anbieter nimmt das Zugriffstoken nicht an, obwohl es neu ist.
sentence-api-choose-reconnect-and-consent-again-with = Wählen Sie „Neu verbinden“ und stimmen Sie mit { $from } noch einmal zu.
sentence-api-the-provider-has-some-trouble-of = Der Anbieter hat selbst eine Störung.
sentence-api-the-provider-does-not-take-the = Der Anbieter nimmt die Nachricht so nicht an.
sentence-api-look-at-the-answer-it-names = Sehen Sie sich die Antwort an: sie nennt, was an Empfängern oder Inhalt falsch ist.
sentence-api-there-is-no-such-api-at = Unter { $server } gibt es keine solche API: die eingestellte Adresse ist falsch, oder dort antwortet etwas anderes.
sentence-api-correct-api-url-in-the-configuration-file = Berichtigen Sie api_url in der Konfigurationsdatei, oder lassen Sie es weg.

# delivery/http
sentence-api-is-neither-https-nor-on-this = { $url } ist weder HTTPS noch auf diesem Rechner
sentence-api-the-answer-is-longer-than-any = die Antwort ist länger als jede sinnvolle
sentence-api-no-answer-in-time = keine Antwort in angemessener Zeit
sentence-api-the-request-failed = die Anfrage ist gescheitert
