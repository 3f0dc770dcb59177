# Was eine Seite sagt, wenn sie nicht tun kann, worum gebeten wurde: was geschah, was es bedeutet, was zu tun ist.

trouble-eyebrow = Fehler { $code }
trouble-to-overview = Zur Übersicht

trouble-not-found = Diese Seite gibt es nicht
trouble-not-found-meaning = Vielleicht ist die Adresse vertippt, oder was sie zeigte, wurde gelöscht oder wird nicht mehr aufbewahrt.
trouble-not-found-remedy = Prüfen Sie die Adresse, oder beginnen Sie bei der Übersicht.

trouble-wrong-method = Diese Adresse lässt sich so nicht öffnen
trouble-wrong-method-meaning = Sie nimmt ein Formular entgegen, das von einer anderen Seite gesendet wird.
trouble-wrong-method-remedy = Gehen Sie zurück zur Seite mit dem Formular und senden Sie es noch einmal.

trouble-forbidden = Diese Seite dürfen Sie nicht sehen
trouble-forbidden-meaning = Sie ist für Administratoren dieses Servers, und Ihr Konto gehört nicht dazu.
trouble-forbidden-remedy = Fragen Sie einen Administrator, oder melden Sie sich mit einem anderen Konto an.

trouble-forbidden-here = Diesen Workspace dürfen Sie nicht ändern
trouble-forbidden-here-meaning = Das dürfen nur seine Administratoren, und Sie haben darin eine andere Rolle.
trouble-forbidden-here-remedy = Fragen Sie einen Administrator des Workspace; die Liste der Mitglieder zeigt, wer das ist.

trouble-cross-site = Das Formular wurde nicht angenommen
trouble-cross-site-meaning = Es kam von einer anderen Website, oder über einen Proxy, der den Hostnamen ändert. Solche Formulare werden abgelehnt, damit keine andere Website in Ihrem Namen handeln kann.
trouble-cross-site-remedy = Öffnen Sie die Seite hier und senden Sie das Formular noch einmal. Geschieht es bei jedem Formular, setzen Sie public_url auf die Adresse, die in der Adresszeile Ihres Browsers steht.

trouble-bad-form = Das Formular war nicht lesbar
trouble-bad-form-meaning = Was ankam, ist nicht das, was das Formular auf unserer Seite sendet. Es wurde nichts geändert.
trouble-bad-form-remedy = Gehen Sie zurück zur Seite mit dem Formular und senden Sie es noch einmal.

trouble-too-large = Das Formular ist zu groß
trouble-too-large-meaning = Es wurde etwas eingefügt, das viel länger ist als sein Feld. Das Formular wurde nicht gelesen und nichts geändert.
trouble-too-large-remedy = Gehen Sie zurück, kürzen Sie es und senden Sie das Formular noch einmal.

trouble-too-slow = Das Formular kam nicht rechtzeitig an
trouble-too-slow-meaning = Die Verbindung ist zu langsam, oder sie wurde unterbrochen. Es wurde nichts geändert.
trouble-too-slow-remedy = Gehen Sie zurück und senden Sie das Formular noch einmal.

trouble-unreadable = Diese E-Mail lässt sich nicht anzeigen
trouble-unreadable-meaning = Ihre Bytes haben nicht die Form einer E-Mail, deshalb gibt es nichts daraus zu lesen.
trouble-unreadable-remedy = Laden Sie den Quelltext herunter, wenn Sie hineinsehen müssen.

trouble-no-consent = Es gibt nichts, dem zuzustimmen wäre
trouble-no-consent-meaning = Die E-Mail-Einstellungen wurden inzwischen geändert, oder die Frage ist schon beantwortet. Jetzt wurde nichts geändert.
trouble-no-consent-remedy = Öffnen Sie die E-Mail-Einstellungen, um zu sehen, was gilt.

trouble-secret-needed = Der geheime Clientschlüssel muss neu eingegeben werden
trouble-secret-needed-meaning = Was gespeichert ist, wurde für eine andere Token-Adresse gespeichert, weil die Konfigurationsdatei seither geändert wurde, oder die Datenbank ist beschädigt. Es wurde nichts damit gesendet.
trouble-secret-needed-remedy = Öffnen Sie die E-Mail-Einstellungen, geben Sie den geheimen Clientschlüssel noch einmal ein und speichern Sie.

trouble-too-many = Der Server ist gerade mit Passwörtern ausgelastet
trouble-too-many-meaning = Gerade melden sich viele an oder setzen ein Passwort, deshalb wurde das hier nicht versucht. Es wurde nichts geändert.
trouble-too-many-remedy = Versuchen Sie es in ein paar Sekunden noch einmal.

trouble-disk-read-only = Die Festplatte ist schreibgeschützt
trouble-disk-read-only-meaning = Auf die Festplatte mit der Datenbank kann nicht geschrieben werden. Was vorher gespeichert wurde, bleibt erhalten.
trouble-disk-read-only-remedy = Machen Sie den Datenordner des Servers beschreibbar und versuchen Sie es noch einmal.
trouble-disk-failed = Die Festplatte ist ausgefallen
trouble-disk-failed-meaning = Das Schreiben auf die Festplatte mit der Datenbank ist fehlgeschlagen. Der Server startet neu, um die Daten wiederherzustellen. Es wurde nichts gespeichert.
trouble-disk-failed-remedy = Versuchen Sie es in Kürze noch einmal.
trouble-full = Zum Speichern ist kein Platz
trouble-full-meaning = Die Festplatte mit der Datenbank ist voll. Was vorher gespeichert wurde, bleibt erhalten.
trouble-full-remedy = Schaffen Sie Platz auf dem Server und versuchen Sie es noch einmal.

trouble-broken = Bei uns ist etwas schiefgegangen
trouble-broken-meaning = Der Server konnte das nicht zu Ende bringen. Angenommene E-Mails bleiben erhalten und gehen ihren Weg.
trouble-broken-remedy = Versuchen Sie es noch einmal. Geschieht es wieder, steht der Grund im Protokoll des Servers.

trouble-read-only = Hier dürfen Sie nur lesen
trouble-read-only-meaning = Skripte schreiben, ausführen und abbrechen dürfen die Administratoren und Bearbeiter des Workspace. Sie sind Leser.
trouble-read-only-remedy = Bitten Sie einen Administrator des Workspace um eine andere Rolle; die Liste der Mitglieder zeigt, wer das ist.

trouble-dry-run = Diesen Probelauf gibt es nicht mehr
trouble-dry-run-meaning = Ein Probelauf wird nicht gespeichert. Er bleibt 15 Minuten, und nur die neuesten bleiben.
trouble-dry-run-remedy = Gehen Sie zurück zum Skript und wählen Sie noch einmal „Probelauf“.
