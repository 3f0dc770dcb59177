# Probleme einer Nachricht oder eines Empfängers, und Grenzen des Anbieters.
# `event` ist der Satz, der sagt, was geschehen ist, und den Server zitiert.

problem_sender_refused =
    .what = { $event }
    .meaning = Der Server nimmt keine E-Mails von { $from } an.
    .remedy = Der Grund steht in der Antwort des Servers. Verwenden Sie eine Absenderadresse, die zum Konto gehört, oder lassen Sie den Anbieter diese zulassen; nennt die Antwort eine Sperrliste, lassen Sie die Domain daraus entfernen.

problem_sender_deferred =
    .what = { $event }
    .meaning = Der Server hat ein vorübergehendes Problem, oder er prüft zuerst den Absender.
    .remedy = Es ist nichts zu tun: owlpost versucht es automatisch erneut. Bleibt das Problem, lesen Sie die Antwort des Servers, und prüfen Sie, ob es die Domain der Absenderadresse gibt und sie E-Mails empfängt.

problem_sender_not_allowed =
    .what = { $event }
    .meaning = Das Konto darf nicht als { $from } senden.
    .remedy = Stellen Sie die Absenderadresse auf die des Kontos, oder geben Sie dem Konto das Recht, als { $from } zu senden („Senden als“ in Microsoft 365 wie in Gmail).

problem_sender_not_verified =
    .what = { $event }
    .meaning = Der Anbieter sendet nur von Adressen und Domains, die bei ihm bestätigt sind, und { $from } gehört nicht dazu.
    .remedy = Bestätigen Sie die Adresse oder ihre Domain in der Verwaltung des Anbieters (bei Amazon SES in derselben Region; in dessen Sandbox muss auch der Empfänger bestätigt sein), oder verwenden Sie eine bestätigte Absenderadresse. Die E-Mails warten so lange.

problem_sender_domain_unknown =
    .what = { $event }
    .meaning = Der Server findet die Domain von { $from } nicht im DNS.
    .remedy = Prüfen Sie die Schreibweise der Absenderadresse. Ist die Domain neu, warten Sie, bis ihre DNS-Einträge überall bekannt sind.

problem_sender_malformed =
    .what = { $event }
    .meaning = Der Server hält { $from } nicht für eine gültige Adresse.
    .remedy = Prüfen Sie die Absenderadresse; manche Server verlangen eine vollständige Domain wie example.com.

problem_recipient_refused =
    .what = { $event }
    .meaning = Der Server nimmt keine E-Mails für diesen Empfänger an. Meist gibt es die Adresse nicht oder nicht mehr, oder eine Regel des Servers verbietet die E-Mail.
    .remedy = Prüfen Sie die Schreibweise der Adresse, auch nach dem @. Stimmt sie, steht der Grund in der Antwort des Servers; fragen Sie den Empfänger nach einer anderen Adresse. Nennt die Antwort eine Regel, kann der Administrator des Empfängers oder der Anbieter die E-Mail zulassen.

problem_recipient_deferred =
    .what = { $event }
    .meaning = Der Server kann derzeit keine E-Mails für diesen Empfänger annehmen.
    .remedy = Es ist nichts zu tun: owlpost versucht es automatisch erneut. Bleibt das Problem, lesen Sie die Antwort des Servers, prüfen Sie die Adresse, und fragen Sie den Empfänger.

problem_too_many_recipients =
    .what = { $event }
    .meaning = Der Server nimmt nur eine begrenzte Zahl von Empfängern je Nachricht an. Die vor diesem sind nicht betroffen.
    .remedy = Es ist nichts zu tun: owlpost sendet in einem weiteren Versuch an die übrigen Empfänger. Um diesen zu vermeiden, begrenzen Sie in den erweiterten Einstellungen die Empfänger pro Nachricht; Gmail nimmt 100 an.

problem_recipient_rate =
    .what = { $event }
    .meaning = Der Empfänger erhält derzeit mehr E-Mails, als sein Server erlaubt.
    .remedy = Es ist nichts zu tun: owlpost versucht es automatisch erneut.

problem_greylisted =
    .what = { $event }
    .meaning = Der Server des Empfängers stellt E-Mails unbekannter Absender zurück und nimmt sie an, wenn sie noch einmal gesendet werden (Greylisting).
    .remedy = Es ist nichts zu tun: owlpost versucht es automatisch erneut; die Nachricht kommt einige Minuten später an.

problem_recipient_unknown =
    .what = { $event }
    .meaning = Ein solches Postfach gibt es nicht.
    .remedy = Prüfen Sie die Schreibweise der Adresse, oder fragen Sie den Empfänger nach der richtigen.

problem_recipient_mailbox_full =
    .what = { $event }
    .meaning = Das Postfach des Empfängers ist voll.
    .remedy = Informieren Sie den Empfänger auf anderem Weg; er muss zuerst Platz schaffen.

problem_relaying_denied =
    .what = { $event }
    .meaning = Der Server nimmt E-Mails nur für seine eigenen Postfächer an und leitet E-Mails an diesen Empfänger nicht weiter.
    .remedy = Tragen Sie einen Benutzernamen und ein Passwort ein, die der Server kennt, oder lassen Sie die Adresse dieses Rechners zum Weiterleiten zu. Vergewissern Sie sich, dass der Host der für ausgehende E-Mails ist.

problem_recipient_domain_unknown =
    .what = { $event }
    .meaning = Die Domain der Adresse gibt es nicht, oder sie nimmt keine E-Mails an.
    .remedy = Prüfen Sie, was hinter dem @ der Adresse steht.

problem_recipient_malformed =
    .what = { $event }
    .meaning = Der Server hält das nicht für eine gültige Adresse.
    .remedy = Prüfen Sie die Adresse; ungewöhnliche Zeichen vor dem @ werden nicht überall angenommen.

problem_smtputf8_unsupported_relay =
    .what = { $event }
    .meaning = Eine Adresse hat vor dem @ Buchstaben, die nicht zu ASCII gehören, und nicht jeder Server auf dem Weg nimmt sie an.
    .remedy = Verwenden Sie eine andere Adresse des Empfängers, die in ASCII geschrieben ist.

problem_recipient_disabled =
    .what = { $event }
    .meaning = Das Postfach gibt es, aber es ist deaktiviert.
    .remedy = Fragen Sie den Empfänger nach einer anderen Adresse.

problem_recipient_policy =
    .what = { $event }
    .meaning = Eine Regel des Servers verbietet E-Mails dieses Absenders an diesen Empfänger.
    .remedy = Die Antwort sagt, welche Regel es ist; der Administrator des Empfängers oder der Anbieter kann den Absender zulassen.

problem_quota_daily =
    .what = { $event }
    .meaning = Das Konto hat so viel gesendet, wie der Anbieter an einem Tag erlaubt. Die Nachricht ist nicht die Ursache.
    .remedy = Es ist nichts zu tun: owlpost versucht es morgen erneut. Geschieht das oft, verteilen Sie die Last auf mehrere Konten oder nutzen Sie einen Anbieter für Massenversand. Kommt es unerwartet, prüfen Sie, ob jemand das Konto missbraucht.

problem_throttled =
    .what = { $event }
    .meaning = Der Server begrenzt, wie viele E-Mails er in einer Zeit annimmt: von diesem Konto, von diesem Rechner oder für diesen Empfänger. Die Nachricht ist nicht die Ursache.
    .remedy = Es ist nichts zu tun: owlpost sendet automatisch langsamer. Tritt das Problem wieder auf, senken Sie in den erweiterten Einstellungen die Nachrichten pro Minute und die Verbindungen.

problem_too_many_connections =
    .what = { $event }
    .meaning = Zu diesem Konto sind mehr Verbindungen offen, als der Anbieter erlaubt; Microsoft 365 erlaubt drei je Postfach. Die Nachricht ist nicht die Ursache.
    .remedy = Es ist nichts zu tun: owlpost versucht es bald erneut, über weniger Verbindungen. Senden andere Programme über dasselbe Konto, erlauben Sie in den erweiterten Einstellungen weniger Verbindungen.

problem_quota_tenant =
    .what = { $event }
    .meaning = Der Microsoft-365-Mandant hat seine Grenze externer Empfänger in 24 Stunden erreicht. Die Nachricht ist nicht die Ursache.
    .remedy = Es ist nichts zu tun: owlpost versucht es in einigen Stunden erneut. Der Bericht über das Limit des Mandanten steht im Exchange Admin Center; mehr Lizenzen erhöhen es.

problem_quota_hourly =
    .what = { $event }
    .meaning = Das Konto hat so viel gesendet, wie der Anbieter in einer Stunde erlaubt. Die Nachricht ist nicht die Ursache.
    .remedy = Es ist nichts zu tun: owlpost versucht es in einer Stunde erneut. Bitten Sie den Anbieter um ein höheres Limit, wenn das oft geschieht.

problem_message_refused =
    .what = { $event }
    .meaning = Der Server hat die Nachricht geprüft und abgelehnt: wegen ihres Inhalts, eines Anhangs, ihrer Form oder ihres Absenders, oder wegen einer Regel.
    .remedy = Der Grund steht in der Antwort des Servers. Fehlt er dort, prüfen Sie die Anhänge, Links und Formulierungen, und ob SPF, DKIM und DMARC für die Absenderdomain eingerichtet sind; senden Sie dann dem Anbieter die Mitschrift.

problem_message_deferred =
    .what = { $event }
    .meaning = Der Server hat ein vorübergehendes Problem, oder er will die Nachricht später prüfen.
    .remedy = Es ist nichts zu tun: owlpost versucht es automatisch erneut. Bleibt das Problem, lesen Sie die Antwort des Servers, und senden Sie dem Anbieter die Mitschrift.

problem_message_too_big =
    .what = { $event }
    .meaning = Die Nachricht ist größer, als der Server annimmt. Anhänge wachsen unterwegs um ein Drittel.
    .remedy = Senden Sie kleinere Anhänge oder einen Link darauf; oder bitten Sie den Anbieter um ein höheres Limit.

problem_smtputf8_unsupported =
    .what = { $event }
    .meaning = Die Adresse hat vor dem @ Buchstaben, die nicht zu ASCII gehören, und der Server bietet SMTPUTF8 nicht an, ohne das sich eine solche Adresse nicht schreiben lässt.
    .remedy = Verwenden Sie eine Adresse in ASCII, oder einen Server, der SMTPUTF8 anbietet.

problem_smtputf8_unsupported_header =
    .what = { $event }
    .meaning = Der Kopf der Nachricht enthält UTF-8, das nicht kodiert ist. Das braucht SMTPUTF8, das der Server nicht anbietet.
    .remedy = Lassen Sie das Programm, das die Nachricht erzeugt hat, Namen und Betreff als Encoded-Words kodieren (RFC 2047), oder verwenden Sie einen Server, der SMTPUTF8 anbietet.

problem_eight_bit_unsupported =
    .what = { $event }
    .meaning = Die Nachricht enthält Bytes über 127, und der Server bietet 8BITMIME nicht an, ohne das sie beschädigt würden.
    .remedy = Senden Sie die Nachricht in der Kodierung base64 oder quoted-printable, oder verwenden Sie einen Server, der 8BITMIME anbietet.

problem_sender_authentication_failed =
    .what = { $event }
    .meaning = Der empfangende Server hat die Echtheit der Domain von { $from } geprüft (SPF, DKIM, DMARC), und die Prüfung ist fehlgeschlagen.
    .remedy = Nehmen Sie den Anbieter in den SPF-Eintrag der Domain auf und schalten Sie beim Anbieter DKIM ein; oder verwenden Sie eine Absenderadresse aus einer Domain, für die der Anbieter signiert.

problem_message_virus =
    .what = { $event }
    .meaning = Der Server glaubt, dass die Nachricht einen Virus enthält.
    .remedy = Prüfen Sie die Anhänge. Irrt sich der Server, kann sein Administrator sie zulassen.

problem_message_header_refused =
    .what = { $event }
    .meaning = Der Server lehnt eine Kopfzeile der Nachricht ab; er verlangt genau ein From mit einer Adresse.
    .remedy = Das sollte nicht vorkommen: bitte melden Sie es mit der Mitschrift.

problem_sender_mailbox_full =
    .what = { $event }
    .meaning = Das Postfach, von dem gesendet wird, ist voll. Microsoft 365 behält eine Kopie jeder Nachricht in „Gesendete Elemente“.
    .remedy = Schaffen Sie Platz im Postfach, und geben Sie „Gesendete Elemente“ eine Aufbewahrungsrichtlinie.

problem_mail_loop =
    .what = { $event }
    .meaning = Die Nachricht wird zwischen Servern endlos weitergeleitet (Schleife).
    .remedy = Prüfen Sie die Weiterleitungsregeln des Empfängers und des Relays.

problem_message_spam =
    .what = { $event }
    .meaning = Der Server hält die Nachricht für Spam.
    .remedy = Prüfen Sie Betreff, Links und Wortwahl; vergewissern Sie sich, dass SPF, DKIM und DMARC für die Absenderdomain eingerichtet sind; senden Sie nur an Personen, die die E-Mail erwarten.

problem_message_malformed =
    .what = { $event }
    .meaning = Der Server hält das Format der Nachricht für ungültig.
    .remedy = Das sollte nicht vorkommen: bitte melden Sie es mit der Mitschrift.

problem_too_many_recipients_message =
    .what = { $event }
    .meaning = Der Server nimmt nur eine begrenzte Zahl von Empfängern je Nachricht an.
    .remedy = Senken Sie in den erweiterten Einstellungen die Empfänger pro Nachricht; Gmail nimmt 100 an.

problem_message_policy =
    .what = { $event }
    .meaning = Eine Regel des Servers verbietet diese Nachricht.
    .remedy = Die Antwort sagt, welche Regel es ist; der Anbieter oder der Administrator des Empfängers kann sie ändern.

problem_server_full =
    .what = { $event }
    .meaning = Der Server hat derzeit keinen Platz für die Nachricht.
    .remedy = Es ist nichts zu tun: owlpost versucht es automatisch erneut.

problem_attachment_blocked =
    .what = { $event }
    .meaning = Der Server nimmt eine Datei dieser Art nicht an, oder ein Archiv, das eine enthält.
    .remedy = Lassen Sie die Datei weg, oder senden Sie einen Link darauf.

problem_sender_unverifiable =
    .what = { $event }
    .meaning = Bevor der Server E-Mails annimmt, prüft er, ob eine Antwort an { $from } zugestellt werden könnte. Das ist misslungen: die Adresse oder ihre Domain existiert nicht, oder ihr Mailserver antwortet nicht.
    .remedy = Verwenden Sie eine Absenderadresse, die existiert und E-Mails empfängt. Trifft das auf { $from } zu, prüfen Sie den MX-Eintrag der Domain und ihren Mailserver.

problem_relaying_denied_after_login =
    .what = { $event }
    .meaning = Der Server leitet E-Mails an diesen Empfänger nicht weiter, obwohl die Anmeldung gelungen ist.
    .remedy = Prüfen Sie die Adresse des Empfängers. Stimmt sie, vergewissern Sie sich, dass der Host der Server für ausgehende E-Mails ist, und fragen Sie seinen Administrator, ob dieses Konto an andere Domains senden darf.

problem_recipient_suppressed =
    .what = { $event }
    .meaning = Der Anbieter sendet nicht mehr an diese Adresse: frühere E-Mails kamen zurück, oder der Empfänger hat sich beschwert oder abgemeldet.
    .remedy = Fragen Sie den Empfänger, ob die Adresse funktioniert und ob er die E-Mails möchte, und nehmen Sie die Adresse dann in der Verwaltung des Anbieters von der Sperrliste.

problem_recipient_server_refused =
    .what = { $event }
    .meaning = Die Antwort stammt vom Mailserver des Empfängers, und dieser Server gibt sie nur weiter. Andere Empfänger sind nicht betroffen.
    .remedy = In der Antwort steht, woran sich der Server des Empfängers stört. Der Administrator des Empfängers kann die E-Mail annehmen; nennt die Antwort eine Sperrliste oder die Echtheit des Absenders, muss der Anbieter handeln, der für Sie sendet.

problem_sender_refused_unexplained =
    .what = { $event }
    .meaning = Der Server hat die Übertragung gleich zu Beginn abgelehnt, wo er das Konto, diesen Rechner und { $from } prüft.
    .remedy = Der Grund steht in der Antwort des Servers. Fehlt er dort, prüfen Sie in dieser Reihenfolge: ob die Absenderadresse richtig geschrieben ist und zum Konto gehört, ob es ihre Domain gibt, und ob der Anbieter das Konto und die Adresse dieses Rechners senden lässt.

problem_sender_refused_listed =
    .what = { $event }
    .meaning = Die Domain von { $from } steht auf einer Sperrliste für Domains, etwa wegen Spam oder weil sie neu ist.
    .remedy = Folgen Sie dem Link in der Antwort und lassen Sie die Domain von der Liste nehmen; verwenden Sie so lange eine Absenderadresse einer anderen Domain.
