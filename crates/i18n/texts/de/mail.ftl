# Fehler in Entwürfen: Adressen, Anzeigenamen, Inhalt, Anhänge, Kopfzeilen (Crate `mail`).
# `value` ist die Eingabe, in Anführung und in einer Zeile.

address_empty = die Adresse ist leer: schreiben Sie eine wie ann@example.com
address_line_break = { $value } enthält einen Zeilenumbruch: trennen Sie Adressen durch Kommas
address_control_character = { $value } enthält das Steuerzeichen U+{ $code_point }: entfernen Sie es
address_open_quote = { $value } öffnet ein Anführungszeichen, das nicht geschlossen wird: fügen Sie das schließende hinzu
address_several_at_signs = { $value } enthält mehr als ein @: trennen Sie Adressen durch Kommas
address_one_only = dieses Feld nimmt nur eine Adresse an, und { $value } enthält mehrere: schreiben Sie eine davon
address_with_name = dieses Feld nimmt nur die Adresse an, und { $value } enthält mehr: schreiben Sie { $address }
address_without_at = { $value } enthält kein @: schreiben Sie eine Adresse wie ann@example.com, und setzen Sie einen Namen mit Komma oder Semikolon in Anführungszeichen
address_after_quote = { $value } enthält Zeichen zwischen dem schließenden Anführungszeichen und dem @: entfernen Sie sie
address_too_long = { $value } ist länger als { $limit } Bytes: kein Mailserver nimmt eine solche Adresse an
address_local_part_empty = { $value } hat nichts vor dem @: schreiben Sie dorthin den Namen des Postfachs, wie in ann@example.com
address_local_part_encoded_word = { $value } enthält `=?` vor dem @, was manche Mailsoftware als kodiertes Wort (RFC 2047) in eine andere Adresse umwandelt: owlpost sendet nicht an eine solche Adresse
address_local_part_too_long = { $value } hat mehr als { $limit } Bytes vor dem @, das Maximum nach RFC 5321: prüfen Sie die Adresse auf Tippfehler
address_local_part_comment = { $value } enthält einen Kommentar in Klammern: entfernen Sie ihn, oder schreiben Sie Name <ann@example.com>
address_local_part_space = { $value } enthält ein Leerzeichen vor dem @: entfernen Sie es
address_local_part_tab = { $value } enthält einen Tabulator vor dem @: entfernen Sie ihn
address_local_part_character = { $value } enthält vor dem @ ein Zeichen, das nur in Anführungszeichen erlaubt ist: entfernen Sie es, oder schreiben Sie "…"@example.com
address_local_part_dot = { $value } hat vor dem @ einen Punkt am Anfang, am Ende oder zwei hintereinander: entfernen Sie ihn, oder setzen Sie diesen Teil in Anführungszeichen, "a..b"@example.com
address_invisible_character = { $value } enthält das unsichtbare Zeichen U+{ $code_point }, das oft von einer Webseite mitkopiert wird: geben Sie die Adresse neu ein
address_replacement_character = { $value } enthält U+FFFD, das beim Lesen mit falschem Zeichensatz entsteht: geben Sie die Adresse neu ein
address_domain_empty = { $value } hat nichts nach dem @: schreiben Sie eine Domain wie example.com
address_domain_comment = { $value } enthält einen Kommentar in Klammern: entfernen Sie ihn, oder schreiben Sie Name <ann@example.com>
address_domain_space = { $value } enthält ein Leerzeichen nach dem @: entfernen Sie es, und trennen Sie Adressen durch Kommas
address_domain_final_dot = { $value } endet mit einem Punkt: entfernen Sie ihn
address_domain_dot = { $value } hat nach dem @ einen Punkt am Anfang oder zwei hintereinander: entfernen Sie ihn
address_domain_invalid = { $value } hat eine Domain, die es nicht geben kann: ihre Teile bestehen aus Buchstaben, Ziffern und inneren Bindestrichen, höchstens 63 Bytes je Teil und 253 insgesamt (RFC 1123)
address_domain_ip_address = { $value } hat eine IP-Adresse nach dem @: setzen Sie sie in eckige Klammern, @[{ $domain }]
address_domain_numeric = { $value } hat eine Domain, die mit einer Zahl endet: schreiben Sie eine Domain wie example.com
address_domain_literal = { $value } hat keine IP-Adresse in den eckigen Klammern: schreiben Sie [192.0.2.1] oder [IPv6:2001:db8::1]
address_mailto = { $value } ist ein Link: entfernen Sie `mailto:`
address_open_bracket = { $value } endet nicht mit dem >, das die Adresse schließt: schreiben Sie Name <ann@example.com>
address_group = { $value } beginnt eine Gruppe: nennen Sie die Adressen einzeln, ohne den Namen und Doppelpunkt davor

display_name_empty = der Name ist leer: tragen Sie einen ein, oder lassen Sie ihn weg
display_name_separator = { $value } enthält einen Tabulator oder ein Zeilentrennzeichen: verwenden Sie Leerzeichen
display_name_too_long = { $value } ist länger als { $limit } Zeichen: kürzen Sie den Namen
display_name_open_quote = { $value } öffnet ein Anführungszeichen, das nicht geschlossen wird: fügen Sie das schließende hinzu
display_name_comment = { $value } enthält einen Kommentar in Klammern: setzen Sie ihn in Anführungszeichen
display_name_character = { $value } enthält `{ $character }`: setzen Sie den Namen in Anführungszeichen

draft_several_from_addresses = { $value } enthält { $count } Adressen: schreiben Sie eine
draft_too_many_reply_to = das Feld enthält { $count } Adressen: höchstens { $limit } sind erlaubt
draft_without_recipient = die Nachricht hat keinen Empfänger: schreiben Sie eine Adresse in `to`, `cc` oder `bcc`
draft_too_many_recipients = die Nachricht hat { $count } Empfänger: senden Sie sie in Teilen von höchstens { $limit }
draft_subject_line_break = { $value } enthält einen Zeilenumbruch: schreiben Sie den Betreff in eine Zeile
draft_subject_control_character = { $value } enthält das Steuerzeichen U+{ $code_point }: ersetzen Sie es durch ein Leerzeichen
draft_subject_too_long = der Betreff hat { $count } Zeichen: kürzen Sie ihn auf höchstens { $limit }
draft_empty = die Nachricht ist leer: schreiben Sie `text` oder `html`, oder hängen Sie eine Datei an
draft_nul = der Text enthält ein NUL-Zeichen bei Byte { $offset }: entfernen Sie es
draft_too_large = die Nachricht ist { $size } MB groß, zulässig sind { $limit } MB; durch die Kodierung werden Dateien um ein Drittel größer: senden Sie statt großer Dateien einen Link
calendar_not_icalendar = das ist kein iCalendar-Objekt (RFC 5545): schreiben Sie den Text von BEGIN:VCALENDAR bis END:VCALENDAR
calendar_method_unknown = { $value } ist keine Methode von iCalendar-Objekten (RFC 5546): verwenden Sie eine von { $methods }
calendar_method_differs = das Feld ist { $method }, das Objekt enthält aber METHOD:{ $written }: lassen Sie das Feld weg, oder verwenden Sie an beiden Stellen dieselbe Methode
calendar_method_missing = dem iCalendar-Objekt fehlt METHOD: setzen Sie das Feld auf einen der Werte { $methods }; REQUEST ist eine Einladung

attachment_too_many = die Nachricht hat { $count } Anhänge, und höchstens { $limit } sind erlaubt: packen Sie sie in ein Archiv
attachment_content_id_twice = ein anderer Anhang hat bereits die Content-ID { $value }: geben Sie jedem Anhang eine eigene
attachment_without_name = ein Anhang braucht einen Dateinamen: schreiben Sie einen wie rechnung.pdf
attachment_name_path = { $value } enthält einen Pfad: schreiben Sie nur den Dateinamen
attachment_name_control_character = { $value } enthält das Steuerzeichen U+{ $code_point }: entfernen Sie es
attachment_name_encoded_word = { $value } enthält `=?`, den Anfang eines kodierten Wortes: schreiben Sie den Namen so, wie er gelesen werden soll
attachment_name_too_long = { $value } ist länger als { $limit } Bytes: kürzen Sie den Namen
attachment_content_id_invalid = { $value } ist keine Content-ID: schreiben Sie Buchstaben, Ziffern, Punkte und Bindestriche, wie in logo@example.com, ohne die spitzen Klammern und `cid:`
media_type_invalid = { $value } ist kein Medientyp: schreiben Sie einen wie application/pdf, oder lassen Sie ihn weg
media_type_not_attachable = { $value } lässt sich so nicht anhängen: verwenden Sie application/octet-stream
media_type_parameter = { $value } hat einen ungültigen Parameter: entfernen Sie ihn, oder schreiben Sie name=wert wie in text/csv; charset=utf-8

header_too_many = die Nachricht hat { $count } Kopfzeilen, und höchstens { $limit } sind erlaubt
header_twice = die Kopfzeile kommt zweimal vor: schreiben Sie sie einmal
header_name_invalid = der Name einer Kopfzeile besteht aus sichtbaren ASCII-Zeichen ohne Leerzeichen und Doppelpunkte (RFC 5322, Abschnitt 2.2): schreiben Sie einen wie X-Order
header_name_too_long = der Name der Kopfzeile ist länger als { $limit } Zeichen: kürzen Sie ihn
header_reserved = { $value } wird von owlpost geschrieben: { $remedy }
header_remedy_field = verwenden Sie das Feld `{ $field }`
header_remedy_body_fields = lassen Sie sie weg, und verwenden Sie die Felder `text`, `html` und `attachments`
header_remedy_receiving_server = lassen Sie sie weg, der empfangende Server schreibt sie
header_controls_provider = { $name } steuert den Versanddienst und kann Empfänger hinzufügen: lassen Sie das Feld weg, oder senden Sie mit einem API-Schlüssel, der die Berechtigung `messages:provider_headers` hat
header_remedy_relays = lassen Sie sie weg, die weiterleitenden Server schreiben sie
header_remedy_forwarded = lassen Sie sie weg, sie gehört zu weitergeleiteten Nachrichten
header_value_line_break = { $value } enthält einen Zeilenumbruch: schreiben Sie den Wert in eine Zeile
header_value_control_character = { $value } enthält das Steuerzeichen U+{ $code_point }: entfernen Sie es
header_value_empty = die Kopfzeile hat keinen Wert: schreiben Sie einen, oder lassen Sie die Kopfzeile weg
header_value_word_too_long = { $value } hat mehr als { $limit } Bytes ohne Leerzeichen und passt nicht in eine Zeile (RFC 5322, Abschnitt 2.1.1): kürzen Sie es
header_value_too_long = der Wert ist länger als { $limit } Bytes: kürzen Sie ihn
header_value_not_ascii = { $value } enthält Zeichen außerhalb von ASCII, die { $name } nicht zulässt: entfernen Sie sie
header_url_not_ascii = { $value } enthält Zeichen außerhalb von ASCII, die nicht zu einer URL in spitzen Klammern gehören: schreiben Sie <https://example.com/…>, und kodieren Sie den Rest mit Prozentzeichen
header_list_id_not_ascii = die Kennung in { $value } ist nicht ASCII: schreiben Sie sie als Domainnamen in spitzen Klammern, Neues <news.example.com>

# Nachrichten, die ein Client selbst gemacht hat.
submitted_bare_cr = Zeile { $line } endet mit CR allein ({ $count ->
    [one] eine Zeile
   *[other] { $count } Zeilen
 } insgesamt): beenden Sie jede Zeile mit CRLF; Mailserver lesen einzelne CR verschieden
submitted_bare_lf = Zeile { $line } endet mit LF allein ({ $count ->
    [one] eine Zeile
   *[other] { $count } Zeilen
 } insgesamt): beenden Sie jede Zeile mit CRLF, zum Beispiel mit `unix2dos`; Mailserver lesen einzelne LF verschieden
submitted_nul = Zeile { $line } enthält ein NUL-Byte ({ $count ->
    [one] eine Zeile
   *[other] { $count } Zeilen
 } insgesamt): entfernen Sie es, oder kodieren Sie den Teil als Base64
submitted_line_too_long = Zeile { $line } hat mehr als { $limit } Bytes ({ $count ->
    [one] eine Zeile
   *[other] { $count } Zeilen
 } insgesamt): brechen Sie Kopfzeilen um, und kodieren Sie lange Textzeilen als Quoted-Printable oder Base64 (RFC 5322, Abschnitt 2.1.1)
submitted_header_too_large = der Kopf hat { $size } kB, und höchstens { $limit } kB werden angenommen: setzen Sie eine leere Zeile vor den Text, und lassen Sie Felder weg
submitted_too_many_fields = der Kopf hat mehr als { $limit } Felder: setzen Sie eine leere Zeile vor den Text, und lassen Sie Felder weg
submitted_field_malformed = Zeile { $line } ist keine Kopfzeile: { $value }; schreiben Sie einen Namen aus sichtbaren ASCII-Zeichen, einen Doppelpunkt ohne Leerzeichen davor und den Wert, oder setzen Sie eine leere Zeile vor den Text
submitted_mbox_line = Zeile { $line } ist die erste Zeile einer mbox-Datei, keine Kopfzeile: { $value }; lassen Sie sie weg
submitted_folded_line_blank = Zeile { $line } setzt eine Kopfzeile nur mit Leerraum fort, womit der Kopf für manche Programme endet: lassen Sie sie weg
submitted_field_not_utf8 = die Kopfzeile in Zeile { $line } enthält Bytes, die kein UTF-8 sind: kodieren Sie den Text als Encoded-Word (RFC 2047)
submitted_field_repeated = das Feld { $name } steht in Zeile { $line } und noch einmal in Zeile { $second }: schreiben Sie es einmal (RFC 5322, Abschnitt 3.6)
submitted_from_missing = die Nachricht hat kein Feld From: schreiben Sie eines mit der Adresse des Verfassers
submitted_sender_missing = From enthält { $count } Adressen: schreiben Sie eine, oder nennen Sie im Feld Sender, welche davon sendet (RFC 5322, Abschnitt 3.6.2)
submitted_sender_unreadable = { $value } ist nicht eine einzelne Adresse: schreiben Sie in Sender eine Adresse
submitted_author_empty = das Feld ist leer: schreiben Sie die Adresse des Verfassers
submitted_needs_smtputf8 = die Kopfzeile in Zeile { $line } enthält Zeichen außerhalb von ASCII, wofür MAIL den Parameter SMTPUTF8 braucht: kodieren Sie den Text als Encoded-Word (RFC 2047)
submitted_loop = die Nachricht läuft im Kreis: sie hat { $count } Received-Felder, davon { $own } von diesem Server. Suchen Sie einen Server, der sie hierher zurückschickt
submitted_author_group = { $value } ist eine Gruppe: schreiben Sie die Adresse des Verfassers
submitted_address_ambiguous = Programme lesen in { $value } verschiedene Adressen: schreiben Sie einen Namen in Anführungszeichen und die Adresse in spitze Klammern, etwa `"Ann" <ann@example.com>`
submitted_without_recipient = die Nachricht hat keinen Empfänger: nennen Sie einen im Umschlag oder in To, Cc oder Bcc

header_message_ids_changed =
    In { $name } { $repaired ->
        [one] wurde { $repaired } Kennung
       *[other] wurden { $repaired } Kennungen
    } repariert und { $left_out } weggelassen, weil sie nicht RFC 5322 entsprechen oder zu viele sind.
header_message_ids_unusable = { $name } wurde weggelassen, weil { $value } keine Message-ID enthält.
header_message_id_replaced = { $value } ist keine Message-ID, deshalb hat die Nachricht eine andere erhalten.
header_date_replaced = { $value } ist kein gültiges Datum nach RFC 5322; Date wurde auf den Zeitpunkt der Annahme gesetzt.

# Sizes, in decimal units.
size_bytes =
    { $count ->
        [one] 1 Byte
       *[other] { $count } Bytes
    }
size_kilobytes = { $count } kB
size_kilobytes_tenths = { $whole },{ $tenth } kB
size_megabytes = { $count } MB
size_megabytes_tenths = { $whole },{ $tenth } MB
