# Uploaded tables that become the input of a script, and what was recognised in them.

# server/scripts/table
sentence-tables-the-file-has-mb = die Datei hat { $size } MB und darf { $most } MB haben: lassen Sie Spalten weg, die das Skript nicht braucht, oder teilen Sie die Datei auf
sentence-tables-the-file-is-empty = die Datei ist leer: die erste Zeile benennt die Spalten, jede weitere ist eine E-Mail
sentence-tables-with-the-names-of-its-columns = mit den Namen der Spalten in jeder Zeile ist die Tabelle größer als { $most } MB: lassen Sie Spalten weg, die das Skript nicht braucht, kürzen Sie deren Namen, oder teilen Sie die Datei auf
sentence-tables-the-table-has-more-rows = die Tabelle hat mehr als { $most } Zeilen: teilen Sie die Datei auf, und starten Sie für jeden Teil einen Lauf
sentence-tables-1-row-was-read = 1 Zeile wurde gelesen
sentence-tables-rows-were-read = { $count } Zeilen wurden gelesen

# server/scripts/table/text
sentence-tables-the-file-is-no-text = die Datei ist { $cause }: speichern Sie die Tabelle als „CSV UTF-8“, in Excel mit „Speichern unter“, und laden Sie diese Datei hoch
sentence-tables-a-workbook-or-an-archive = eine Arbeitsmappe oder ein Archiv
sentence-tables-a-workbook = eine Arbeitsmappe
sentence-tables-a-pdf-document = ein PDF-Dokument
sentence-tables-an-image = ein Bild
sentence-tables-line-holds-no-text = Zeile { $line } enthält Zeichen, die in keinem Text vorkommen: speichern Sie die Tabelle als „CSV UTF-8“
sentence-tables-line-cannot-be-read = Zeile { $line } enthält Zeichen, die sich nicht lesen lassen: die Datei ist weder UTF-8 noch Windows-1252; speichern Sie sie als „CSV UTF-8“
sentence-tables-the-text-is = der Text ist { $encoding }

# server/scripts/table/delimiter
sentence-tables-separated-by-semicolons = die Zellen sind durch Semikolons getrennt
sentence-tables-separated-by-tabs = die Zellen sind durch Tabulatoren getrennt
sentence-tables-separated-by-bars = die Zellen sind durch senkrechte Striche getrennt
sentence-tables-separated-by-commas = die Zellen sind durch Kommas getrennt
sentence-tables-one-column = die Tabelle hat eine Spalte

# server/scripts/table/separated
sentence-tables-shorter-rows = Zeilen, die kürzer sind als die Kopfzeile: { $count }; die fehlenden Zellen sind leer
sentence-tables-the-table-has-columns = die Tabelle hat { $count } Spalten und darf { $most } haben: lassen Sie die weg, die das Skript nicht braucht
sentence-tables-columns-are-both-called = die Spalten { $first } und { $second } heißen beide { $name }: geben Sie jeder einen eigenen Namen, damit das Skript die richtige nimmt
sentence-tables-a-column-has-no-name = eine Spalte hat in der Kopfzeile keinen Namen und heißt { $name }
sentence-tables-line-holds-the-address = Zeile { $line } enthält die Adresse { $address }, wo die Namen der Spalten stehen sollten: setzen Sie eine erste Zeile darüber, etwa email;name
sentence-tables-the-name-of-a-column = der Name { $name } einer Spalte hat mehr als { $most } Zeichen: kürzen Sie ihn
sentence-tables-line-has-cells = Zeile { $line } hat { $count } Zellen, die Kopfzeile aber { $columns }: setzen Sie eine Zelle, die { $cause } enthält, in Anführungszeichen, oder benennen Sie die weiteren Spalten in der Kopfzeile
sentence-tables-a-semicolon = ein Semikolon
sentence-tables-a-tab = einen Tabulator
sentence-tables-a-vertical-bar = einen senkrechten Strich
sentence-tables-a-comma = ein Komma
sentence-tables-a-quote-is-opened = in der Tabellenzeile ab Zeile { $line } beginnt ein Anführungszeichen, das nicht geschlossen wird: schließen Sie es, und schreiben Sie ein Anführungszeichen innerhalb einer Zelle doppelt
sentence-tables-line-is-no-row = Zeile { $line } lässt sich nicht als Tabellenzeile lesen: speichern Sie die Tabelle als „CSV UTF-8“
sentence-tables-a-header-and-no-rows = die Tabelle hat eine Kopfzeile und keine weiteren Zeilen: jede Zeile unter der Kopfzeile ist eine E-Mail

# server/scripts/table/json
sentence-tables-line-is-no-json = Zeile { $line } ist ab Zeichen { $column } kein JSON: suchen Sie nach einem Komma, einem Anführungszeichen oder einer Klammer, die fehlt oder zu viel ist
sentence-tables-an-object-without-rows = die Datei enthält ein Objekt ohne `rows`: schreiben Sie die Zeilen als Liste, wie in { $example }
sentence-tables-the-list-holds-no-rows = die Liste enthält keine Zeilen: jedes Objekt darin ist eine E-Mail
sentence-tables-row-is = Zeile { $number } der Liste ist { $cause }: jede muss ein Objekt sein, wie in { $example }
sentence-tables-the-rows-have-keys = die Zeilen haben mehr als { $most } verschiedene Schlüssel: lassen Sie die weg, die das Skript nicht braucht
sentence-tables-rows-holds = `rows` enthält { $cause }: schreiben Sie die Zeilen als Liste von Objekten, wie in { $example }
sentence-tables-the-file-holds = die Datei enthält { $cause }: schreiben Sie die Zeilen als Liste von Objekten, wie in { $example }
sentence-tables-the-file-is-json = die Datei ist JSON
sentence-tables-true-or-false = wahr oder falsch
sentence-tables-a-number = eine Zahl
sentence-tables-a-text = eine Zeichenkette
sentence-tables-a-list = eine Liste
sentence-tables-an-object = ein Objekt
