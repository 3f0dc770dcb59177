# Skripte: was Räume und Sandbox deren Autoren sagen.

# script.rs
sentence-scripts-name-taken = ein Skript dieses Workspace heißt schon „{ $name }“; wählen Sie einen anderen Namen
sentence-scripts-scripts-full = dieser Workspace hat { $most } Skripte, mehr geht nicht; löschen Sie eins, das niemand braucht
sentence-scripts-no-name = das Skript hat keinen Namen; geben Sie einen ein, etwa Rechnungen
sentence-scripts-name-long = der Name des Skripts hat mehr als { $most } Zeichen; kürzen Sie ihn
sentence-scripts-name-control = der Name des Skripts enthält ein Steuerzeichen, etwa einen Zeilenumbruch; entfernen Sie es
sentence-scripts-source-long = das Skript hat { $bytes } Bytes; erlaubt sind höchstens { $most }. Geben Sie Daten stattdessen als Eingabe oder Datei
sentence-scripts-source-nul = das Skript enthält ein NUL-Zeichen; entfernen Sie es
sentence-scripts-zone = „{ $zone }“ ist keine Zeitzone; schreiben Sie eine wie Europe/Berlin oder UTC
sentence-scripts-limit = eine Grenze ist eine Zahl von 1 bis { $most }; lassen Sie das Feld für die übliche leer

# audience.rs, governor.rs, webhook.rs
sentence-scripts-audience-many = { $count } Einträge sind zu viele: höchstens { $most } passen; erlauben Sie Domains
sentence-scripts-audience-entry = `{ $piece }` ist weder eine Adresse noch eine Domain: schreiben Sie `anna@example.com` oder `example.com`
sentence-scripts-not-allowed = { $key }: { $recipient } gehört nicht zu den Empfängern, an die Skripte dieses Workspace schreiben dürfen; ein Administrator des Workspace kann die Adresse hinzufügen
sentence-scripts-hour = dieses Skript hat in einer Stunde { $count } E-Mails gesendet, das ist seine Grenze; senden Sie den Rest später, oder bitten Sie einen Administrator, sie anzuheben
sentence-scripts-day = dieses Skript hat an einem Tag { $count } E-Mails gesendet, das ist seine Grenze; senden Sie den Rest später, oder bitten Sie einen Administrator, sie anzuheben
sentence-scripts-recipient = { $key }: { $recipient } hat in einer Stunde { $count } E-Mails dieses Skripts bekommen, das ist für einen Empfänger die Grenze; suchen Sie nach einer Schleife, die zu oft läuft

# runner, runs
sentence-scripts-key-reused = key: dieser Schlüssel wurde für eine andere E-Mail benutzt ({ $id }); derselbe Schlüssel steht für dieselbe E-Mail, geben Sie dieser also einen eigenen
sentence-scripts-full = die Festplatte des Servers ist voll, deshalb wurde die E-Mail nicht angenommen; sagen Sie einem Administrator Bescheid, und senden Sie sie noch einmal, wenn wieder Platz ist
sentence-scripts-not-stored = der Server konnte die E-Mail nicht speichern; senden Sie sie später noch einmal
sentence-scripts-no-mail = kein Skript dieses Workspace hat eine E-Mail mit der id „{ $id }“ gesendet
sentence-scripts-no-file = dieser Workspace hat keine Datei „{ $name }“; laden Sie sie unter Dateien hoch, oder suchen Sie den richtigen Namen mit files()
sentence-scripts-no-answer = der Server konnte das nicht beantworten; versuchen Sie es später noch einmal
sentence-scripts-run-ended = der Lauf ist beendet
sentence-scripts-input-long = die Eingabe hat als JSON { $bytes } Bytes; erlaubt sind höchstens { $most }

# crate script: what sendEmail and the others are given
sentence-scripts-attachment-content = { $name }: ein Anhang hat eins von content (ein Text), base64 und file, nicht keins oder mehrere
sentence-scripts-attachment-no-content = { $name }: „{ $called }“ hat keinen Inhalt; geben Sie dem Anhang eins von content (ein Text), base64 und file
sentence-scripts-attachment-contents = { $name }: „{ $called }“ hat mehrere Inhalte; geben Sie dem Anhang eins von content (ein Text), base64 und file
sentence-scripts-attachment-name = { $name }.name: ein Anhang braucht einen Namen, etwa "liste.csv"
sentence-scripts-data-url = { $name }: „{ $start }“ ist kein Base64; lassen Sie weg, was vor dem Komma steht
sentence-scripts-no-base64 = { $name }: „{ $start }“ ist kein Base64
sentence-scripts-list-long = { $name }: eine Liste mit { $length } Einträgen; gelesen werden höchstens { $most }
sentence-scripts-surrogate = { $name }: der Text enthält ein halbes Zeichen (ein einzelnes Surrogat), das keine E-Mail tragen kann
sentence-scripts-unknown-key-meant = { $key }: unbekannter Schlüssel (Wert: { $cause }); meinten Sie "{ $right }"?
sentence-scripts-unknown-key = { $key }: unbekannter Schlüssel (Wert: { $cause }); es gibt die Schlüssel { $known }
sentence-scripts-given = { $cause }; gegeben war { $cause-value }
sentence-scripts-usage-mail = sendEmail nimmt ein Objekt: sendEmail({ $call })
sentence-scripts-usage-status = emailStatus nimmt die id, die sendEmail geantwortet hat: emailStatus(sent.id)
sentence-scripts-usage-file = file nimmt den Namen einer Datei des Workspace: file("terms.pdf")
sentence-scripts-usage-words = Sprache und Stil sind Texte, etwa "de" und "long"
sentence-scripts-usage-date = formatDate nimmt ein Date, Millisekunden oder ein Datum wie "2026-05-31"; gegeben war { $cause }
sentence-scripts-usage-number = formatNumber nimmt eine Zahl; gegeben war { $cause }
sentence-scripts-language = die Sprache „{ $tag }“ ist nicht bekannt; nehmen Sie "en" oder "de"
sentence-scripts-style = der Stil „{ $style }“ ist nicht bekannt; nehmen Sie date, short, long, time oder datetime
sentence-scripts-decimals = die Zahl der Nachkommastellen geht von 0 bis { $most }, { $given } geht nicht
sentence-scripts-no-number = { $value } ist keine Zahl, die sich schreiben lässt
sentence-scripts-call-large = der Aufruf ist mit Texten und Anhängen größer als { $size } MB; große Dateien gehen mit ihrem Namen: file("…")
sentence-scripts-run-limit = dieser Lauf hat { $count } E-Mails gesendet, das ist seine Grenze; ein Administrator kann sie anheben
sentence-scripts-console-full = Die Konsole ist voll ({ $size } KB); was das Skript von hier an schreibt, wird nicht aufbewahrt.

# crate script: how a run ends
sentence-scripts-promise = das Skript wartet auf ein Promise, das nie erfüllt wird
sentence-scripts-thrown = ausgelöst: { $value }
sentence-scripts-memory = das Skript braucht mehr Speicher, als ein Lauf nehmen darf ({ $size } MB); bearbeiten Sie weniger Zeilen auf einmal, und behalten Sie weniger in Listen und Texten
sentence-scripts-memory-placed = das Skript braucht in dieser Zeile oder danach mehr Speicher, als ein Lauf nehmen darf ({ $size } MB); bearbeiten Sie weniger Zeilen auf einmal, und behalten Sie weniger in Listen und Texten
sentence-scripts-input-memory = die Eingabe braucht mehr Speicher, als ein Lauf nehmen darf ({ $size } MB); geben Sie sie in kleineren Teilen
sentence-scripts-deep = Funktionen rufen einander zu tief auf; suchen Sie nach einer, die sich ohne Ende selbst aufruft
sentence-scripts-questions = das Skript hat mehr als { $count } Mal nach Dateien, Mitgliedern oder Zuständen gefragt oder nach E-Mails, die abgelehnt wurden
sentence-scripts-cpu = das Skript hat mehr als { $time } Rechenzeit gebraucht; suchen Sie nach einer Schleife, die nicht endet
sentence-scripts-cpu-placed = das Skript hat mehr als { $time } Rechenzeit gebraucht, in dieser Zeile oder in einer Schleife, die danach beginnt; suchen Sie nach einer Schleife, die nicht endet
sentence-scripts-wall = das Skript hat länger als { $time } gedauert
sentence-scripts-wall-placed = das Skript hat länger als { $time } gedauert; es war bis zu dieser Zeile gekommen oder bis zu einer Schleife, die danach beginnt
sentence-scripts-garbage = die Sandbox hat etwas Unverständliches gesagt und wurde angehalten
sentence-scripts-killed = die Sandbox wurde von außen beendet, vielleicht weil der Maschine der Speicher ausging
sentence-scripts-brought-down = das Skript hat seine Sandbox zum Absturz gebracht, vermutlich mit zu viel Speicher
sentence-scripts-no-result = die Sandbox endete ohne Ergebnis ({ $status })
sentence-scripts-not-started = die Sandbox konnte nicht gestartet werden: { $error }
sentence-scripts-no-pipes = die Sandbox hat keine Verbindungen
sentence-scripts-no-engine = die JavaScript-Maschine ließ sich nicht einrichten: { $error }
sentence-scripts-source-bytes = das Skript hat { $bytes } Bytes; erlaubt sind höchstens { $most }
sentence-scripts-expected = { $name }: erwartet wird { $cause }, gegeben war { $cause-value }
sentence-scripts-the-text = der Text „{ $text }“
sentence-scripts-the-number = die Zahl { $number }
sentence-scripts-the-list = die Liste { $list }
sentence-scripts-the-object = das Objekt { $object }
sentence-scripts-a-function = eine Funktion
sentence-scripts-nothing = nichts
sentence-scripts-address-as-text = eine Adresse als Text
sentence-scripts-address-or-object = eine Adresse als Text oder ein Objekt mit email
sentence-scripts-input-deep = die Eingabe hat mehr als { $most } Listen oder Objekte ineinander; machen Sie sie flacher
sentence-scripts-input-unread = die Eingabe ließ sich nicht lesen: { $error }
sentence-scripts-broken-text = (Text mit einem beschädigten Zeichen)
