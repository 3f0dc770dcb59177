# Skripte, Zeitpläne, Tabellen und Dateien; abgelehnte Aufrufe; warum ein Lauf gescheitert ist (Crate `scripting`).

script_name_empty = das Skript hat keinen Namen: geben Sie einen ein, etwa Rechnungen
script_name_too_long = der Name des Skripts ist länger als { $limit } Zeichen: kürzen Sie ihn
script_name_control_character = der Name des Skripts enthält ein Steuerzeichen, etwa einen Zeilenumbruch: entfernen Sie es
script_name_taken = ein Skript dieses Workspace heißt schon „{ $name }“: wählen Sie einen anderen Namen
script_too_many = der Workspace hat schon { $limit } Skripte, das Maximum: löschen Sie eins, das nicht mehr gebraucht wird
script_source_too_long = das Skript hat { $size } Bytes, und höchstens { $limit } sind erlaubt: übergeben Sie Daten stattdessen als Eingabe oder Datei
script_source_nul = das Skript enthält ein NUL-Zeichen: entfernen Sie es
script_limit_out_of_range = eine Grenze ist eine Zahl von 1 bis { $limit }: lassen Sie das Feld für den Standardwert leer
script_webhook_key_invalid = ein Idempotenzschlüssel hat 1 bis { $limit } druckbare Zeichen: dieser hat { $count }

script_input_too_large = die Eingabe hat als JSON { $size } Bytes, und höchstens { $limit } sind erlaubt
script_input_too_deep = die Eingabe verschachtelt mehr als { $limit } Listen oder Objekte: machen Sie sie flacher
script_input_not_json = die Eingabe ist kein gültiges JSON: Zeile { $line }, Spalte { $column } ist nicht lesbar, in { $value }; schreiben Sie Namen und Zeichenketten in doppelten Anführungszeichen
script_input_incomplete = die Eingabe endet zu früh: eine Klammer oder ein Anführungszeichen ist nicht geschlossen
script_input_not_serializable = die Eingabe lässt sich nicht als JSON schreiben: { $cause }

schedule_empty = der Zeitplan ist leer: schreiben Sie Minute, Stunde, Tag, Monat und Wochentag, etwa 0 8 * * MON-FRI für werktags um 08:00 Uhr
schedule_too_long = der Zeitplan ist länger als { $limit } Zeichen: schreiben Sie Listen als Schritte oder Bereiche, etwa */5
schedule_name_unknown = unbekannter Zeitplan { $value }: schreiben Sie @hourly, @daily, @weekly, @monthly oder @yearly
schedule_field_count = { $value } hat { $count ->
        [one] nur ein Feld
       *[other] { $count } Felder
    } statt fünf: schreiben Sie Minute, Stunde, Tag, Monat und Wochentag, etwa 0 8 * * MON-FRI für werktags um 08:00 Uhr
schedule_minute_invalid = { $value } ist keine gültige Minute: schreiben Sie 0 bis 59, `*` für jede, eine Liste wie 0,30 oder einen Schritt wie */15
schedule_hour_invalid = { $value } ist keine gültige Stunde: schreiben Sie 0 bis 23, `*` für jede, eine Liste wie 8,17 oder einen Bereich wie 8-17
schedule_day_invalid = { $value } ist kein gültiger Tag des Monats: schreiben Sie 1 bis 31, `*` für jeden, eine Liste wie 1,15 oder einen Bereich wie 1-7
schedule_month_invalid = { $value } ist kein gültiger Monat: schreiben Sie 1 bis 12 oder JAN bis DEC, `*` für jeden, oder einen Bereich wie APR-SEP
schedule_weekday_invalid = { $value } ist kein gültiger Wochentag: schreiben Sie 1 bis 7 oder MON bis SUN, `*` für jeden, oder einen Bereich wie MON-FRI
schedule_never_fires = { $value } tritt nie ein: kein Monat hat einen solchen Tag; schreiben Sie einen, den es gibt, etwa 0 8 28 2 *
schedule_time_zone_missing = die Zeitzone fehlt: schreiben Sie eine wie Europe/Berlin oder UTC
schedule_time_zone_unknown = unbekannte Zeitzone { $value }: schreiben Sie eine wie Europe/Berlin oder UTC
schedule_time_zone_similar = unbekannte Zeitzone { $value }: meinten Sie { $similar }?

table_file_too_large = die Datei hat { $size } MB, und höchstens { $limit } MB sind erlaubt: lassen Sie Spalten weg, die das Skript nicht braucht, oder teilen Sie die Datei auf
table_file_empty = die Datei ist leer: die erste Zeile benennt die Spalten, und jede weitere ist eine E-Mail
table_input_too_large = mit den Spaltennamen in jeder Zeile ist die Tabelle größer als { $limit } MB: lassen Sie Spalten weg, die das Skript nicht braucht, kürzen Sie deren Namen, oder teilen Sie die Datei auf
table_too_many_rows = die Tabelle hat mehr als { $limit } Zeilen: teilen Sie die Datei auf, und starten Sie für jeden Teil einen Lauf
table_not_text = die Datei ist { $kind }: speichern Sie die Tabelle als „CSV UTF-8“, in Excel mit „Speichern unter“, und laden Sie diese Datei hoch
table_kind_archive = eine Arbeitsmappe oder ein Archiv
table_kind_workbook = eine Arbeitsmappe
table_kind_pdf = ein PDF-Dokument
table_kind_image = ein Bild
table_control_character = Zeile { $line } enthält Zeichen, die in keinem Text vorkommen: speichern Sie die Tabelle als „CSV UTF-8“
table_encoding_unknown = Zeile { $line } enthält Zeichen, die sich nicht lesen lassen: die Datei ist weder UTF-8 noch Windows-1252; speichern Sie sie als „CSV UTF-8“
table_too_many_cells = die Tabelle hat mehr als { $limit } Zellen, leere mitgezählt: löschen Sie leere Spalten und Zeilen, oder teilen Sie die Datei auf, und starten Sie für jeden Teil einen Lauf
table_too_many_columns = die Tabelle hat { $count } Spalten, und höchstens { $limit } sind erlaubt: lassen Sie die weg, die das Skript nicht braucht
table_column_twice = die Spalten { $first } und { $second } heißen beide { $name }: geben Sie jeder einen eigenen Namen, damit das Skript die richtige verwendet
table_header_missing = Zeile { $line } enthält die Adresse { $address }, wo die Spaltennamen stehen sollten: setzen Sie eine erste Zeile darüber, etwa email;name
table_column_name_too_long = der Spaltenname { $name } ist länger als { $limit } Zeichen: kürzen Sie ihn
table_row_too_long = Zeile { $line } hat { $count } Zellen, die Kopfzeile aber { $columns }: setzen Sie eine Zelle, die { $separator } enthält, in Anführungszeichen, oder benennen Sie die weiteren Spalten in der Kopfzeile
table_quote_open = in der Tabellenzeile ab Zeile { $line } beginnt ein Anführungszeichen, das nicht geschlossen wird: schließen Sie es, und schreiben Sie ein Anführungszeichen innerhalb einer Zelle doppelt
table_row_unreadable = Zeile { $line } lässt sich nicht als Tabellenzeile lesen: speichern Sie die Tabelle als „CSV UTF-8“
table_without_rows = die Tabelle hat eine Kopfzeile, aber keine weiteren Zeilen: jede Zeile unter der Kopfzeile ist eine E-Mail
table_json_invalid = Zeile { $line } ist ab Zeichen { $column } kein gültiges JSON: suchen Sie nach einem fehlenden oder überzähligen Komma, Anführungszeichen oder einer Klammer
table_json_without_rows = die Datei enthält ein Objekt ohne `rows`: schreiben Sie die Zeilen als Liste, wie in { $example }
table_json_rows_empty = die Liste hat keine Zeilen: jedes Objekt darin ist eine E-Mail
table_json_row_not_object = Zeile { $number } der Liste ist { $kind }: jede muss ein Objekt sein, wie in { $example }
table_json_rows_not_list = `rows` ist { $kind }: schreiben Sie die Zeilen als Liste von Objekten, wie in { $example }
table_json_not_list = die Datei enthält { $kind }: schreiben Sie die Zeilen als Liste von Objekten, wie in { $example }
table_too_many_keys = die Zeilen haben mehr als { $limit } verschiedene Schlüssel: lassen Sie die weg, die das Skript nicht braucht
table_json_boolean = wahr oder falsch
table_json_number = eine Zahl
table_json_string = eine Zeichenkette
table_json_list = eine Liste
table_json_object = ein Objekt
separator_semicolon = ein Semikolon
separator_tab = einen Tabulator
separator_bar = einen senkrechten Strich
separator_comma = ein Komma

table_separated_by_semicolons = die Zellen sind durch Semikolons getrennt
table_separated_by_tabs = die Zellen sind durch Tabulatoren getrennt
table_separated_by_bars = die Zellen sind durch senkrechte Striche getrennt
table_separated_by_commas = die Zellen sind durch Kommas getrennt
table_one_column = die Tabelle hat eine Spalte
table_encoding = die Kodierung des Textes ist { $encoding }
table_is_json = die Datei ist JSON
table_rows_read = { $count ->
        [one] 1 Zeile wurde gelesen
       *[other] { $count } Zeilen wurden gelesen
    }
table_short_rows = { $count ->
        [one] 1 Zeile ist kürzer als die Kopfzeile: ihre fehlenden Zellen sind leer
       *[other] { $count } Zeilen sind kürzer als die Kopfzeile: ihre fehlenden Zellen sind leer
    }
table_column_without_name = eine Spalte hat in der Kopfzeile keinen Namen und heißt { $name }

file_too_large = { $name } hat { $size } MB, und höchstens { $limit } MB sind erlaubt: speichern Sie eine kleinere Datei, oder verschicken Sie einen Link darauf
file_too_many = der Workspace hat schon { $limit } Dateien, das Maximum: löschen Sie eine, die kein Skript braucht
file_workspace_full = mit { $name } hätten die Dateien des Workspace { $size } MB, und höchstens { $limit } MB sind erlaubt: löschen Sie einige, die kein Skript braucht

script_value_type = erwartet wird { $expected }, übergeben wurde { $given }
script_value_lone_surrogate = die Zeichenkette enthält ein halbes Zeichen (ein einzelnes Surrogat), das sich nicht in einer E-Mail senden lässt
script_value_not_base64 = „{ $value }“ ist kein Base64
script_value_data_url = „{ $value }“ ist kein Base64: entfernen Sie alles bis zum Komma
script_key_similar = unbekannter Schlüssel (Wert: { $given }); gemeint ist wohl { $known }
script_key_unknown = unbekannter Schlüssel (Wert: { $given }); es gibt die Schlüssel { $known }
script_attachment_without_name = ein Anhang braucht einen Namen, etwa "liste.csv"
script_attachment_content = ein Anhang hat genau eins von content (eine Zeichenkette), base64 und file
script_attachment_content_missing = „{ $name }“ hat keinen Inhalt: geben Sie eins von content (eine Zeichenkette), base64 und file an
script_attachment_content_several = „{ $name }“ hat mehrere Inhalte: geben Sie nur eins von content (eine Zeichenkette), base64 und file an
script_list_too_long = die Liste hat { $count } Einträge, und höchstens { $limit } werden gelesen
script_call_too_large = der Aufruf ist mit Texten und Anhängen größer als { $limit } MB: hängen Sie große Dateien mit ihrem Namen an, file("…")
script_expected_string = eine Zeichenkette
script_expected_address = eine Adresse als Zeichenkette
script_expected_address_or_object = eine Adresse als Zeichenkette oder ein Objekt mit email
script_expected_attachments = [file("…")] oder [{"{"} name, content {"}"}]
script_expected_calendar = iCalendar-Text oder {"{"} content, method {"}"}
script_expected_attachment = file("…"), {"{"} name, content {"}"} oder {"{"} name, base64 {"}"}
script_given_nothing = nichts
script_given_string = die Zeichenkette „{ $value }“
script_given_number = die Zahl { $value }
script_given_list = die Liste { $value }
script_given_object = das Objekt { $value }
script_given_function = eine Funktion
script_recipient_not_allowed = { $recipient } gehört nicht zu den Empfängern, an die Skripte dieses Workspace schreiben dürfen: ein Administrator des Workspace kann die Adresse hinzufügen
script_recipient_not_of_key = { $recipient } gehört nicht zu den Empfängern des API-Schlüssels, der diesen Lauf gestartet hat: starten Sie den Lauf mit einem anderen Schlüssel oder von Hand
script_sender_not_of_key = { $sender } gehört nicht zu den Absendern des API-Schlüssels, der diesen Lauf gestartet hat: lassen Sie `from` weg, oder starten Sie den Lauf mit einem anderen Schlüssel
script_workspace_not_approved = { $recipient } hat kein bestätigtes Konto auf diesem Server, und dieser Workspace ist nicht zum Senden an andere freigegeben: bitten Sie einen Administrator dieses Servers um die Freigabe
script_run_limit = ein Lauf dieses Skripts darf an { $limit } Empfänger senden: { $used } sind verbraucht und { $left } übrig. Ein Administrator kann die Grenze anheben
script_key_reused = dieser Schlüssel wurde für eine andere E-Mail verwendet ({ $id }): geben Sie jeder E-Mail einen eigenen Schlüssel
script_disk_full = die Festplatte des Servers ist voll, deshalb wurde die E-Mail nicht angenommen: informieren Sie einen Administrator, und senden Sie sie noch einmal, wenn wieder Platz ist
script_disk_low = der Datenträger des Servers ist fast voll, deshalb werden E-Mails von Skripten nicht angenommen: geben Sie einem Administrator Bescheid, und senden Sie erneut, wenn wieder Platz ist
script_run_unreadable = der gespeicherte Lauf oder sein Skript ist beschädigt: starten Sie den Lauf noch einmal; schlägt auch das fehl, stellen Sie eine Sicherung wieder her
script_mail_not_stored = der Server konnte die E-Mail nicht speichern: senden Sie sie später noch einmal
script_run_ended = der Lauf ist beendet
script_mail_unknown = kein Skript dieses Workspace hat eine E-Mail mit der ID „{ $id }“ gesendet
script_file_unknown = dieser Workspace hat keine Datei „{ $name }“: laden Sie sie unter Dateien hoch, oder lassen Sie sich mit files() die Namen ausgeben
script_no_answer = der Server konnte nicht antworten: versuchen Sie es später noch einmal

script_send_email_argument = sendEmail erwartet ein Objekt: sendEmail({"{"} to: "a@example.com", subject: "Hallo", text: "Guten Morgen" {"}"}); übergeben wurde { $given }
script_email_status_argument = emailStatus erwartet die ID, die sendEmail zurückgegeben hat: emailStatus(sent.id); übergeben wurde { $given }
script_file_argument = file erwartet den Namen einer Datei des Workspace: file("terms.pdf"); übergeben wurde { $given }
script_format_date_argument = formatDate erwartet ein Date, Millisekunden oder ein Datum wie "2026-05-31"; übergeben wurde { $given }
script_format_number_argument = formatNumber erwartet eine Zahl; übergeben wurde { $given }
script_format_option = Sprache und Stil sind Zeichenketten wie "de" und "long"; übergeben wurde { $given }
script_format_language = unbekannte Sprache „{ $value }“: verwenden Sie "en" oder "de"
script_format_style = unbekannter Stil „{ $value }“: verwenden Sie date, short, long, time oder datetime
script_format_decimals = die Zahl der Nachkommastellen reicht von 0 bis { $limit }; übergeben wurde { $value }
script_number_not_finite = { $value } lässt sich nicht als Zahl schreiben
script_function_not_offered = { $name } gibt es in Skripten nicht: verwenden Sie { $instead }

script_error = { $message }
script_threw_value = das Skript hat „{ $value }“ ausgelöst
script_promise_pending = das Skript wartet auf ein Promise, das nie abgeschlossen wird
script_memory_limit = das Skript braucht mehr Speicher, als ein Lauf verwenden darf ({ $limit } MB): verarbeiten Sie weniger Zeilen auf einmal, und behalten Sie weniger in Listen und Zeichenketten
script_memory_limit_here = das Skript braucht in dieser Zeile oder danach mehr Speicher, als ein Lauf verwenden darf ({ $limit } MB): verarbeiten Sie weniger Zeilen auf einmal, und behalten Sie weniger in Listen und Zeichenketten
script_input_memory_limit = die Eingabe braucht mehr Speicher, als ein Lauf verwenden darf ({ $limit } MB): übergeben Sie sie in kleineren Teilen
script_sandbox_crash = das Skript hat seine Sandbox zum Absturz gebracht, vermutlich mit zu viel Speicher
script_cpu_limit = das Skript hat mehr als { $seconds } s Rechenzeit verbraucht: suchen Sie nach einer Endlosschleife
script_cpu_limit_here = das Skript hat mehr als { $seconds } s Rechenzeit verbraucht, in dieser Zeile oder in einer Schleife, die danach beginnt: suchen Sie nach einer Endlosschleife
script_time_limit = das Skript hat länger als { $seconds } s gedauert
script_time_limit_here = das Skript hat länger als { $seconds } s gedauert: es hatte diese Zeile erreicht oder eine Schleife, die danach beginnt
script_call_depth = der Aufrufstapel ist zu tief: suchen Sie nach einer Funktion, die sich endlos selbst aufruft
script_host_call_limit = das Skript hat mehr als { $limit } Mal nach Dateien, Mitgliedern oder Zuständen gefragt oder E-Mails gesendet, die abgelehnt wurden
script_input_unreadable = die Eingabe ließ sich nicht lesen: { $cause }
script_engine_failed = die JavaScript-Engine ließ sich nicht erzeugen: { $cause }
script_sandbox_not_started = die Sandbox konnte nicht gestartet werden: { $cause }
script_sandbox_protocol = die Sandbox hat ihr Protokoll verletzt und wurde beendet
script_sandbox_killed = die Sandbox wurde von einem anderen Prozess beendet, vielleicht weil dem Rechner der Speicher ausging
script_sandbox_no_result = die Sandbox endete ohne Ergebnis ({ $status })

# Wer eine Nachricht verursacht hat.
origin_script_by = Skript „{ $script }“, Version { $version }, gestartet von { $actor }
origin_script_schedule = Skript „{ $script }“, Version { $version }, gestartet vom Zeitplan
origin_script_webhook = Skript „{ $script }“, Version { $version }, gestartet vom Webhook
origin_dry_run = Probelauf

# Warum ein Lauf, ein Probelauf oder eine Änderung abgelehnt wurde.
script_runs_waiting =
    { $count ->
        [one] Es wartet schon ein Lauf dieses Skripts, das Maximum. Warten Sie, bis er begonnen hat, oder brechen Sie ihn ab.
       *[other] Es warten schon { $count } Läufe dieses Skripts, das Maximum. Warten Sie, bis einige begonnen haben, oder brechen Sie einige ab.
    }
script_dry_run_busy = In diesem Workspace laufen gerade andere Probeläufe, deshalb wurde das Skript nicht ausprobiert. Ihr Text ist noch da: Versuchen Sie es gleich noch einmal.
script_dry_run_busy_person = Gerade laufen andere Probeläufe, die Sie gestartet haben, deshalb wurde das Skript nicht ausprobiert. Ihr Text ist noch da: Versuchen Sie es gleich noch einmal.
script_dry_run_busy_server = Der Server ist gerade mit anderen Probeläufen ausgelastet, deshalb wurde das Skript nicht ausprobiert. Ihr Text ist noch da: Versuchen Sie es gleich noch einmal.
script_limit_not_a_number = { $value } ist keine ganze Zahl: geben Sie eine ein, oder lassen Sie das Feld leer, damit die Voreinstellung gilt
file_none_chosen = wählen Sie mindestens eine Datei aus
