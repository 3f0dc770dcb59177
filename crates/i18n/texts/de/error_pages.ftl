# Fehlerseiten: was geschehen ist, was es bedeutet, was zu tun ist.

error-page-eyebrow = Fehler { $code }
error-page-to-overview = Zur Übersicht

error-page-not-found = Seite nicht gefunden
error-page-not-found-meaning = Vielleicht wurde die Adresse falsch eingegeben, oder der Inhalt wurde gelöscht oder ist nicht mehr gespeichert.
error-page-not-found-remedy = Prüfen Sie die Adresse, oder beginnen Sie bei der Übersicht.

error-page-wrong-method = Methode nicht erlaubt
error-page-wrong-method-meaning = Diese Adresse nimmt nur ein Formular an, das von einer anderen Seite gesendet wird.
error-page-wrong-method-remedy = Gehen Sie zurück zur Seite mit dem Formular und senden Sie es noch einmal.

error-page-forbidden = Zugriff verweigert
error-page-forbidden-meaning = Diese Seite ist nur für Administratoren dieses Servers; Ihr Konto ist kein Administrator.
error-page-forbidden-remedy = Fragen Sie einen Administrator, oder melden Sie sich mit einem anderen Konto an.

error-page-forbidden-here = Diesen Workspace dürfen Sie nicht ändern
error-page-forbidden-here-meaning = Das dürfen nur seine Administratoren, und Sie haben darin eine andere Rolle.
error-page-forbidden-here-remedy = Fragen Sie einen Administrator des Workspace; die Liste der Mitglieder zeigt, wer das ist.

error-page-cross-site = Das Formular wurde abgelehnt
error-page-cross-site-meaning = Es wurde von einer anderen Website gesendet oder über einen Proxy, der den Hostnamen ändert. Solche Formulare werden abgelehnt, damit keine andere Website in Ihrem Namen handeln kann.
error-page-cross-site-remedy = Öffnen Sie die Seite hier und senden Sie das Formular noch einmal. Geschieht es bei jedem Formular, setzen Sie public_url auf die Adresse, die in der Adresszeile Ihres Browsers steht.

error-page-bad-form = Das Formular konnte nicht gelesen werden
error-page-bad-form-meaning = Der Server hat etwas anderes als das Formular seiner Seite empfangen, deshalb wurde nichts geändert.
error-page-bad-form-remedy = Gehen Sie zurück zur Seite mit dem Formular und senden Sie es noch einmal.

error-page-too-large = Das Formular ist zu groß
error-page-too-large-meaning = Ein Feld enthält weit mehr Text, als erlaubt ist, deshalb wurde das Formular nicht gelesen und nichts geändert.
error-page-too-large-remedy = Gehen Sie zurück, kürzen Sie den Text, und senden Sie das Formular noch einmal.

error-page-too-slow = Das Formular kam nicht rechtzeitig an
error-page-too-slow-meaning = Die Verbindung ist zu langsam, oder sie wurde unterbrochen. Es wurde nichts geändert.
error-page-too-slow-remedy = Gehen Sie zurück und senden Sie das Formular noch einmal.

error-page-damaged = Diese Nachricht ist beschädigt
error-page-damaged-meaning = Ihre gespeicherten Daten können nicht gelesen werden. Andere Nachrichten sind nicht betroffen.
error-page-damaged-remedy = Senden Sie die Nachricht erneut von dort, wo sie herkam. Stoppen Sie den Server und führen Sie „owlpost check --deep“ aus; meldet der Befehl Schäden, stellen Sie eine Sicherung wieder her.

error-page-unreadable = Diese E-Mail lässt sich nicht anzeigen
error-page-unreadable-meaning = Sie ist keine gültige E-Mail-Nachricht.
error-page-unreadable-remedy = Laden Sie den Quelltext herunter, wenn Sie ihn untersuchen müssen.

error-page-no-consent = Keine offene Frage zu dieser Zustimmung
error-page-no-consent-meaning = Die E-Mail-Einstellungen wurden inzwischen geändert, oder die Frage wurde schon beantwortet. Jetzt wurde nichts geändert.
error-page-no-consent-remedy = Öffnen Sie die E-Mail-Einstellungen, um die aktuellen Einstellungen zu sehen.

error-page-consent-link = Mit diesem Link lässt sich keine Zustimmung mehr starten
error-page-consent-link-meaning = Er wurde schon geöffnet, er ist älter als eine Stunde, oder die E-Mail-Einstellungen wurden seither gespeichert. Es wurde nichts geändert.
error-page-consent-link-remedy = Lassen Sie sich einen neuen schicken, oder verbinden Sie das Postfach in den E-Mail-Einstellungen.

error-page-secret-needed = Der geheime Clientschlüssel muss neu eingegeben werden
error-page-secret-needed-meaning = Der gespeicherte geheime Clientschlüssel wurde für einen anderen Token-Endpunkt gespeichert, weil die Konfigurationsdatei seither geändert wurde, oder die Datenbank ist beschädigt. Es wurde nichts damit gesendet.
error-page-secret-needed-remedy = Öffnen Sie die E-Mail-Einstellungen, geben Sie den geheimen Clientschlüssel noch einmal ein und speichern Sie.

error-page-too-many = Zu viele Anfragen
error-page-too-many-meaning = Derzeit melden sich viele Benutzer an oder setzen ein Passwort, deshalb wurde diese Anfrage nicht bearbeitet. Es wurde nichts geändert.
error-page-too-many-remedy = Versuchen Sie es in ein paar Sekunden noch einmal.

error-page-busy = Zu viele Daten gleichzeitig
error-page-busy-meaning = Im Moment werden zu viele große Formulare, Dateien oder Downloads übertragen, von Ihnen oder insgesamt. Es wurde nichts geändert.
error-page-busy-remedy = Warten Sie, bis Ihre anderen Übertragungen abgeschlossen sind, und versuchen Sie es dann noch einmal.

error-page-full = Nicht genug Speicherplatz
error-page-full-meaning = Die Festplatte mit der Datenbank ist voll. Alles vorher Gespeicherte bleibt erhalten.
error-page-full-remedy = Schaffen Sie Platz auf dem Server und versuchen Sie es noch einmal.

error-page-disk-read-only = Die Festplatte ist schreibgeschützt
error-page-disk-read-only-meaning = Auf die Festplatte mit der Datenbank kann nicht geschrieben werden. Was vorher gespeichert wurde, bleibt erhalten.
error-page-disk-read-only-remedy = Machen Sie den Datenordner des Servers beschreibbar und versuchen Sie es noch einmal.
error-page-disk-failed = Die Festplatte ist ausgefallen
error-page-disk-failed-meaning = Das Schreiben auf die Festplatte mit der Datenbank ist fehlgeschlagen. Der Server startet neu, um die Daten wiederherzustellen. Es wurde nichts gespeichert.
error-page-disk-failed-remedy = Versuchen Sie es in Kürze noch einmal.

error-page-broken = Interner Serverfehler
error-page-broken-meaning = Der Server konnte die Anfrage nicht bearbeiten. Angenommene E-Mails bleiben erhalten und werden gesendet.
error-page-broken-remedy = Versuchen Sie es noch einmal. Tritt der Fehler wieder auf, steht der Grund im Protokoll des Servers.

error-page-read-only = Sie haben nur Lesezugriff
error-page-read-only-meaning = Nur Administratoren und Bearbeiter des Workspace können Skripte schreiben, ausführen und abbrechen. Sie sind Leser.
error-page-read-only-remedy = Bitten Sie einen Administrator des Workspace um eine andere Rolle; die Liste der Mitglieder zeigt, wer das ist.

error-page-dry-run = Dieser Probelauf ist nicht mehr verfügbar
error-page-dry-run-meaning = Probeläufe werden nicht gespeichert. Nur die neuesten bleiben 15 Minuten lang verfügbar.
error-page-dry-run-remedy = Gehen Sie zurück zum Skript und wählen Sie noch einmal „Probelauf“.
error-page-start = Dieser Lauf wartet nicht mehr auf seine Bestätigung
error-page-start-meaning = Er wurde schon gestartet, oder 15 Minuten sind vorbei. Jetzt wurde nichts gestartet.
error-page-start-remedy = Sehen Sie sich die Läufe des Skripts an, oder gehen Sie zurück zum Skript und wählen Sie noch einmal „Ausführen“.
