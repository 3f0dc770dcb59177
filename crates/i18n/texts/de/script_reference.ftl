# Was ein Skript erfragen kann: neben dem Editor.

reference-title = Was ein Skript kann
reference-lead = Modernes JavaScript, ohne Netz und ohne Dateisystem. Diese Funktionen sind von Anfang an da.
reference-example = Beispiel für { $name }
reference-send = Sendet eine E-Mail. Nötig ist nur to, dazu text oder html.
reference-to = Empfänger: ein Text mit Kommas oder Semikolons dazwischen, eine Liste oder <code>{"{"}name, email{"}"}</code>.
reference-subject = Der Betreff. Eine E-Mail sollte einen haben.
reference-text = Die E-Mail selbst. Fehlt der Text, entsteht er aus dem HTML.
reference-calendar = Eine Einladung: iCalendar-Text, oder ein Objekt mit content und method (REQUEST, CANCEL).
reference-attachments = Eine Datei des Workspace, ein Text oder Base64.
reference-from = Ein anderer Absender. Er muss auf der Liste der erlaubten Absender stehen, sonst gilt der eingestellte, und Antworten gehen an Ihren.
reference-reply-to = Wohin Antworten gehen.
reference-key = Derselbe Schlüssel wird einmal gesendet, auch in einem späteren Lauf dieses Skripts.
reference-answer = Die Antwort hat eine <code>id</code> oder einen <code>error</code>, der sagt, was nicht stimmt. Falsche Daten beenden das Skript nie. Mit einer id ist die E-Mail sicher gespeichert.
reference-status = Was aus einer E-Mail wurde: <code>state</code>, und jeder Empfänger unter <code>deliveries</code>.
reference-input = Was der Lauf mitbekommt: <code>input.rows</code> einer CSV-Datei, Ihr JSON oder was ein Webhook gesendet bekam. Sonst <code>null</code>.
reference-files = Dateien des Workspace: <code>file("agb.pdf")</code> als Anhang, <code>files()</code> für alle. Ein Name, den es nicht gibt, beendet das Skript.
reference-members = Die Menschen in diesem Workspace, jeder mit <code>name</code> und <code>email</code>. Jeder kann als <code>to</code> stehen.
reference-console = <code>console.log</code>, <code>console.warn</code> und <code>console.error</code> schreiben auf die Seite des Laufs.
reference-date = Ein Datum in Worten. Die Formen sind <code>date</code>, <code>short</code>, <code>long</code>, <code>time</code> und <code>datetime</code>. Sprache und Zeitzone stehen unter „Start und Grenzen“.
reference-number = Eine Zahl, wie die Sprache sie schreibt, <code>en</code> oder <code>de</code>.
reference-limits = Grenzen
reference-limits-meaning = Ein Lauf darf 10 Sekunden rechnen, länger, wenn er mehr als 1.000 E-Mails senden darf, und 64 MB Speicher nehmen. Wie viele E-Mails er senden darf, steht unter „Start und Grenzen“.
