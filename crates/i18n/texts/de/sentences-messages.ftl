# Was Mailserver über Absender, Empfänger und Nachrichten sagen.

# delivery/trouble/quota
sentence-messages-the-account-has-sent-as-much = Das Konto hat so viel gesendet, wie der Anbieter an einem Tag erlaubt. Die Nachricht ist nicht schuld.
sentence-messages-nothing-it-is-tried-again-tomorrow = Nichts: es wird morgen noch einmal versucht. Geschieht das oft, verteilen Sie die Last auf mehr Konten oder nehmen Sie einen Anbieter für Massenversand; kommt es überraschend, prüfen Sie, ob jemand das Konto missbraucht.
sentence-messages-the-server-asks-to-send-more = Der Server bittet, langsamer zu senden. Die Nachricht ist nicht schuld.
sentence-messages-nothing-sending-slows-down-by-itself = Nichts: das Senden wird von selbst langsamer. Kommt es wieder, senken Sie in den erweiterten Einstellungen die Nachrichten pro Minute und die Verbindungen.
sentence-messages-more-connections-are-open-to-this = Zu diesem Konto sind mehr Verbindungen offen, als der Anbieter erlaubt; Microsoft 365 erlaubt drei je Postfach. Die Nachricht ist nicht schuld.
sentence-messages-nothing-it-is-tried-again-soon = Nichts: es wird bald noch einmal versucht, über weniger Verbindungen. Senden andere Programme über dasselbe Konto, erlauben Sie in den erweiterten Einstellungen weniger Verbindungen.
sentence-messages-the-microsoft-365-tenant-has-sent = Der Microsoft-365-Mandant hat an Empfänger außerhalb so viel gesendet, wie er binnen 24 Stunden darf. Die Nachricht ist nicht schuld.
sentence-messages-nothing-it-is-tried-again-in = Nichts: es wird in einigen Stunden noch einmal versucht. Der Bericht über das Limit des Mandanten steht im Exchange Admin Center; mehr Lizenzen erhöhen es.
sentence-messages-the-account-has-sent-as-much-as = Das Konto hat so viel gesendet, wie der Anbieter in einer Stunde erlaubt. Die Nachricht ist nicht schuld.
sentence-messages-nothing-it-is-tried-again-in-an = Nichts: es wird in einer Stunde noch einmal versucht. Bitten Sie den Anbieter um ein höheres Limit, wenn das oft geschieht.

# delivery/trouble/recipient
sentence-messages-the-server-does-not-take-mail = Der Server nimmt keine E-Mails für diesen Empfänger an.
sentence-messages-check-the-address-if-it-is = Prüfen Sie die Adresse. Stimmt sie, steht der Grund in der Antwort; fragen Sie den Administrator des Empfängers oder den Anbieter.
sentence-messages-the-server-cannot-take-mail-for = Der Server kann gerade keine E-Mails für diesen Empfänger annehmen.
sentence-messages-nothing-the-message-is-tried-again = Nichts: die Nachricht wird von selbst noch einmal versucht.
sentence-messages-the-server-takes-only-so-many = Der Server nimmt nur eine begrenzte Zahl von Empfängern je Nachricht an. Die vor diesem sind nicht betroffen.
sentence-messages-nothing-the-rest-is-sent-with = Nichts: der Rest wird mit einem weiteren Versuch gesendet. Wer in den erweiterten Einstellungen die Empfänger pro Nachricht begrenzt, spart den Umweg; Gmail nimmt 100 an.
sentence-messages-the-recipient-gets-more-mail-at = Der Empfänger bekommt im Augenblick mehr E-Mails, als sein Server erlaubt.
sentence-messages-the-recipients-server-turns-every-new = Der Server des Empfängers weist jeden neuen Absender zunächst ab und nimmt die E-Mail an, wenn sie wiederkommt.
sentence-messages-nothing-the-message-is-tried-again-by = Nichts: die Nachricht wird von selbst noch einmal versucht und kommt einige Minuten später an.
sentence-messages-there-is-no-such-mailbox = Ein solches Postfach gibt es nicht.
sentence-messages-check-the-spelling-of-the-address = Prüfen Sie die Schreibweise der Adresse, oder fragen Sie den Empfänger nach der richtigen.
sentence-messages-the-recipients-mailbox-is-full = Das Postfach des Empfängers ist voll.
sentence-messages-tell-the-recipient-by-other-means = Sagen Sie es dem Empfänger auf anderem Weg; er muss zuerst Platz schaffen.
sentence-messages-the-server-takes-mail-for-its = Der Server nimmt E-Mails nur für seine eigenen Leute an und leitet für uns nichts an diesen Empfänger weiter.
sentence-messages-type-a-username-and-password-the = Tragen Sie einen Benutzernamen und ein Passwort ein, die der Server kennt, oder lassen Sie die Adresse dieses Rechners zum Weiterleiten zu. Vergewissern Sie sich, dass der Host der für ausgehende E-Mails ist.
sentence-messages-the-domain-of-the-address-does = Die Domain der Adresse gibt es nicht, oder sie nimmt keine E-Mails an.
sentence-messages-check-what-stands-behind-the-of = Prüfen Sie, was hinter dem @ der Adresse steht.
sentence-messages-the-server-does-not-take-this = Der Server hält das nicht für eine gültige Adresse.
sentence-messages-check-the-address-unusual-characters-before = Prüfen Sie die Adresse; ungewöhnliche Zeichen vor dem @ werden nicht überall angenommen.
sentence-messages-an-address-has-letters-beyond-ascii = Eine Adresse hat vor dem @ Buchstaben, die nicht zu ASCII gehören, und nicht jeder Server auf dem Weg nimmt sie an.
sentence-messages-use-another-address-of-the-recipient = Verwenden Sie eine andere Adresse des Empfängers, die in ASCII geschrieben ist.
sentence-messages-the-mailbox-exists-but-is-switched = Das Postfach gibt es, aber es ist abgeschaltet.
sentence-messages-ask-the-recipient-for-another-address = Fragen Sie den Empfänger nach einer anderen Adresse.
sentence-messages-a-rule-of-the-server-forbids = Eine Regel des Servers verbietet E-Mails von uns an diesen Empfänger.
sentence-messages-the-reply-says-which-rule-it = Die Antwort sagt, welche Regel es ist; der Administrator des Empfängers oder der Anbieter kann uns zulassen.

# delivery/trouble/sender
sentence-messages-the-server-does-not-accept-mail = Der Server nimmt keine E-Mails von { $from } an.
sentence-messages-use-a-from-address-that-belongs = Verwenden Sie eine Absenderadresse, die zum Konto gehört, oder lassen Sie den Anbieter diese zulassen.
sentence-messages-the-server-has-some-trouble-of = Der Server hat selbst eine Störung, oder er will sich den Absender erst ansehen.
sentence-messages-the-account-we-log-in-with = Das Konto, mit dem wir uns anmelden, darf nicht als { $from } senden.
sentence-messages-set-the-from-address-to-the = Stellen Sie die Absenderadresse auf die des Kontos, oder geben Sie dem Konto das Recht, als { $from } zu senden („Senden als“ in Microsoft 365 wie in Gmail).
sentence-messages-the-provider-sends-only-from-addresses = Der Anbieter sendet nur von Adressen und Domains, die bei ihm bestätigt sind, und { $from } gehört nicht dazu.
sentence-messages-verify-the-address-or-its-domain = Bestätigen Sie die Adresse oder ihre Domain in der Verwaltung des Anbieters, oder verwenden Sie eine bestätigte Absenderadresse.
sentence-messages-the-server-cannot-find-the-domain = Der Server findet die Domain von { $from } nicht im DNS.
sentence-messages-check-the-spelling-of-the-from = Prüfen Sie die Schreibweise der Absenderadresse. Ist die Domain neu, warten Sie, bis ihre DNS-Einträge überall bekannt sind.
sentence-messages-the-server-does-not-take-for = Der Server hält { $from } nicht für eine gültige Adresse.
sentence-messages-check-the-from-address-some-servers = Prüfen Sie die Absenderadresse; manche Server verlangen eine vollständige Domain wie example.com.

# delivery/trouble/standing
sentence-messages-the-server-takes-mail-only-after = Der Server nimmt E-Mails nur nach einer Anmeldung an und hält uns nicht für angemeldet.
sentence-messages-type-username-and-password-and-choose = Tragen Sie Benutzername und Passwort ein, und wählen Sie implizites TLS oder STARTTLS, denn Server bieten die Anmeldung oft erst dann an. Bei Microsoft 365 prüfen Sie, ob „Authentifiziertes SMTP“ für das Postfach angehakt ist.
sentence-messages-microsoft-has-blocked-mail-from-this = Microsoft hat E-Mails von diesem Mandanten oder von unserer Internetadresse gesperrt, in der Regel nach Spam oder bei einem neuen Testmandanten.
sentence-messages-look-for-compromised-accounts-then-ask = Suchen Sie nach gekaperten Konten, und bitten Sie dann den Support von Microsoft, die Sperre aufzuheben. Die E-Mails warten so lange.
sentence-messages-the-provider-has-blocked-this-account = Der Anbieter hat diesem Konto das Senden gesperrt, weil seine E-Mails wie Spam aussahen oder das Konto missbraucht wurde.
sentence-messages-change-the-accounts-password-then-have = Ändern Sie das Passwort des Kontos, und lassen Sie es dann freigeben; bei Microsoft 365 unter „Eingeschränkte Entitäten“ im Defender-Portal. Die E-Mails warten so lange.
sentence-messages-the-server-does-not-accept-the = Der Server nimmt den Namen nicht an, mit dem wir uns vorstellen.
sentence-messages-set-the-ehlo-name-in-the = Setzen Sie den EHLO-Namen in den erweiterten Einstellungen auf den vollen öffentlichen Namen dieses Rechners, etwa mail.example.com.
sentence-messages-the-server-does-not-talk-to = Der Server spricht nicht mit der Internetadresse, von der wir kommen, oft weil sie auf einer Sperrliste steht oder dem Server nicht bekannt ist.
sentence-messages-have-this-machines-public-address-allowed = Lassen Sie die öffentliche Adresse dieses Rechners beim Server zu, oder lassen Sie sie von der Liste nehmen, die die Antwort nennt; oder senden Sie stattdessen über einen Anbieter mit Anmeldung.

# delivery/trouble/content
sentence-messages-the-server-looked-at-the-message = Der Server hat sich die Nachricht angesehen und nimmt sie nicht an.
sentence-messages-the-reply-says-why-if-it = Warum, steht in der Antwort. Wenn nicht, fragen Sie den Anbieter und geben Sie ihm das Protokoll des Gesprächs.
sentence-messages-the-server-has-some-trouble-of-its = Der Server hat selbst eine Störung, oder er will sich die Nachricht später ansehen.
sentence-messages-the-message-is-larger-than-the = Die Nachricht ist größer, als der Server annimmt. Anhänge wachsen unterwegs um ein Drittel.
sentence-messages-send-smaller-attachments-or-a-link = Senden Sie kleinere Anhänge oder einen Link darauf; oder bitten Sie den Anbieter um ein höheres Limit.
sentence-messages-the-address-has-letters-beyond-ascii = Die Adresse hat vor dem @ Buchstaben, die nicht zu ASCII gehören, und der Server bietet SMTPUTF8 nicht an, ohne das sich eine solche Adresse nicht schreiben lässt.
sentence-messages-use-an-address-in-ascii-or = Verwenden Sie eine Adresse in ASCII, oder einen Server, der SMTPUTF8 anbietet.
sentence-messages-the-message-holds-bytes-above-127 = Die Nachricht enthält Bytes über 127, und der Server bietet 8BITMIME nicht an, ohne das sie beschädigt würden.
sentence-messages-send-the-message-with-base64-or = Senden Sie die Nachricht in der Kodierung base64 oder quoted-printable, oder verwenden Sie einen Server, der 8BITMIME anbietet.
sentence-messages-the-receiving-server-asked-the-domain = Der empfangende Server hat die Domain von { $from } gefragt, ob diese E-Mail echt ist (SPF, DKIM, DMARC), und die Antwort war nein.
sentence-messages-add-the-provider-to-the-domains = Nehmen Sie den Anbieter in den SPF-Eintrag der Domain auf und schalten Sie beim Anbieter DKIM ein; oder verwenden Sie eine Absenderadresse aus einer Domain, für die der Anbieter signiert.
sentence-messages-the-server-believes-that-the-message = Der Server glaubt, dass die Nachricht einen Virus enthält.
sentence-messages-check-the-attachments-if-the-server = Prüfen Sie die Anhänge. Irrt sich der Server, kann sein Administrator sie zulassen.
sentence-messages-the-server-finds-a-header-of = Der Server findet eine Kopfzeile der Nachricht falsch; er will genau ein From mit einer Adresse.
sentence-messages-this-should-not-happen-please-report = Das sollte nicht vorkommen: bitte melden Sie es mit dem Protokoll des Gesprächs.
sentence-messages-the-mailbox-that-mail-is-sent = Das Postfach, von dem gesendet wird, ist voll. Microsoft 365 behält eine Kopie jeder Nachricht in „Gesendete Elemente“.
sentence-messages-make-room-in-the-mailbox-and = Schaffen Sie Platz im Postfach, und geben Sie „Gesendete Elemente“ eine Aufbewahrungsrichtlinie.
sentence-messages-the-message-runs-in-a-circle = Die Nachricht läuft zwischen Servern im Kreis.
sentence-messages-check-the-forwarding-rules-of-the = Prüfen Sie die Weiterleitungsregeln des Empfängers und des Relays.
sentence-messages-the-server-takes-the-message-for = Der Server hält die Nachricht für Spam.
sentence-messages-look-at-subject-links-and-wording = Sehen Sie sich Betreff, Links und Wortwahl an; vergewissern Sie sich, dass SPF, DKIM und DMARC für die Absenderdomain eingerichtet sind; senden Sie nur an Menschen, die es erwarten.
sentence-messages-the-server-finds-the-form-of = Der Server findet die Form der Nachricht falsch.
sentence-messages-the-server-takes-only-so-many-recipients = Der Server nimmt nur eine begrenzte Zahl von Empfängern je Nachricht an.
sentence-messages-lower-recipients-per-message-in-the = Senken Sie in den erweiterten Einstellungen die Empfänger pro Nachricht; Gmail nimmt 100 an.
sentence-messages-a-rule-of-the-server-forbids-this = Eine Regel des Servers verbietet diese Nachricht.
sentence-messages-the-reply-says-which-rule-it-is = Die Antwort sagt, welche Regel es ist; der Anbieter oder der Administrator des Empfängers kann sie ändern.
sentence-messages-the-server-has-no-room-for = Der Server hat gerade keinen Platz für die Nachricht.
sentence-messages-the-server-does-not-take-a = Der Server nimmt eine Datei dieser Art nicht an, oder ein Archiv, das eine enthält.
sentence-messages-leave-the-file-out-or-send = Lassen Sie die Datei weg, oder senden Sie einen Link darauf.
sentence-messages-the-message-has-and-takes-at = Die Nachricht hat { $cause-size }, und { $server } nimmt höchstens { $cause-limit } an.
sentence-messages-does-not-offer-8bitmime-which-this = { $server } bietet 8BITMIME nicht an, das diese Nachricht braucht.
sentence-messages-cannot-take-mail-from-it-does = { $server } kann keine E-Mails von { $from } annehmen: er bietet SMTPUTF8 nicht an.
sentence-messages-cannot-take-the-message-a-header = { $server } kann die Nachricht nicht annehmen: eine Kopfzeile braucht SMTPUTF8, das er nicht anbietet.
sentence-messages-cannot-take-mail-for-it-does = { $server } kann keine E-Mails für { $recipients } annehmen: er bietet SMTPUTF8 nicht an.
sentence-messages-bytes = { $bytes } Bytes
