# Was ein Skript erfragen kann: neben dem Editor.

reference-title = Funktionen für Skripte
reference-lead = Modernes JavaScript ohne Zugriff auf Netz und Dateisystem. Diese Funktionen sind eingebaut.
reference-example = Beispiel für { $name }
reference-send = Sendet eine E-Mail. Erforderlich ist nur to, dazu text oder html.
reference-to = Empfänger: eine durch Kommas oder Semikolons getrennte Zeichenkette, eine Liste oder <code>{"{"}name, email{"}"}</code>.
reference-subject = Der Betreff. Empfohlen.
reference-text = Der Inhalt. Fehlt text, wird er aus dem HTML erzeugt.
reference-calendar = Eine Einladung: iCalendar-Text, oder ein Objekt mit content und method (REQUEST, CANCEL).
reference-attachments = Eine Datei des Workspace, eine Zeichenkette oder Base64.
reference-from = Ein anderer Absender. Steht er nicht auf der Liste der erlaubten Absender, wird der eingestellte verwendet, und Ihrer wird zu Reply-To.
reference-reply-to = Wohin Antworten gehen.
reference-key = Eine E-Mail mit demselben Schlüssel wird innerhalb von 90 Tagen nur einmal gesendet, auch in späteren Läufen dieses Skripts.
reference-answer = Das Ergebnis hat eine <code>id</code> oder einen <code>error</code>, der sagt, was nicht stimmt. Ungültige Daten beenden das Skript nie. Gibt es eine id, ist die E-Mail gespeichert.
reference-status = Der Zustand einer E-Mail: <code>state</code>, und jeder Empfänger unter <code>deliveries</code>.
reference-input = Die Eingabe des Laufs: <code>input.rows</code> einer CSV-Datei, das eingegebene JSON oder der Inhalt einer Webhook-Anfrage; sonst <code>null</code>.
reference-files = Dateien des Workspace: <code>file("agb.pdf")</code> für einen Anhang, <code>files()</code> für alle. Ein unbekannter Name beendet das Skript.
reference-members = Die Mitglieder dieses Workspace, jedes mit <code>name</code> und <code>email</code>. Jedes kann als <code>to</code> verwendet werden.
reference-console = <code>console.log</code>, <code>console.warn</code> und <code>console.error</code> schreiben auf die Seite des Laufs.
reference-date = Formatiert ein Datum. Die Stile sind <code>date</code>, <code>short</code>, <code>long</code>, <code>time</code> und <code>datetime</code>. Sprache und Zeitzone werden unter „Auslöser und Grenzen“ eingestellt.
reference-number = Formatiert eine Zahl für eine Sprache, <code>en</code> oder <code>de</code>.
reference-limits = Grenzen
reference-limits-meaning = Ein Lauf darf 10 Sekunden Rechenzeit verwenden, mehr, wenn er mehr als 1.000 E-Mails senden darf, und 64 MB Arbeitsspeicher. Wie viele E-Mails er senden darf, wird unter „Auslöser und Grenzen“ eingestellt.
