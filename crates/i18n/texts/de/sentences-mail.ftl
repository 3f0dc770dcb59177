# Fehler in Entwürfen: Adressen, Anhänge, Kopfzeilen.

# mail/address/display_name
sentence-mail-the-name-is-empty-write-one = der Name ist leer: tragen Sie einen ein, oder lassen Sie ihn weg
sentence-mail-holds-a-tab-or-line-separator = { $value } enthält einen Tabulator oder ein Zeilentrennzeichen: verwenden Sie Leerzeichen
sentence-mail-is-longer-than-characters-shorten-the = { $value } ist länger als { $most } Zeichen: kürzen Sie den Namen
sentence-mail-opens-a-double-quote-that-is = { $value } öffnet ein Anführungszeichen, das nicht geschlossen wird
sentence-mail-holds-a-comment-in-parentheses-put = { $value } enthält einen Kommentar in Klammern: setzen Sie ihn in Anführungszeichen
sentence-mail-holds-put-the-name-in-double = { $value } enthält `{ $char }`: setzen Sie den Namen in Anführungszeichen
sentence-mail-starts-a-group-list-its-addresses = { $value } beginnt eine Gruppe: nennen Sie die Adressen einzeln, ohne den Namen und Doppelpunkt davor

# mail/address/domain
sentence-mail-has-nothing-after-the-write-a = { $value } hat nichts nach dem @: schreiben Sie eine Domain wie example.com
sentence-mail-holds-a-comment-in-parentheses-leave = { $value } enthält einen Kommentar in Klammern: lassen Sie ihn weg, oder schreiben Sie Name <ann@example.com>
sentence-mail-has-a-blank-after-the-leave = { $value } hat ein Leerzeichen nach dem @: lassen Sie es weg, und trennen Sie Adressen durch Kommas
sentence-mail-ends-with-a-dot-leave-it = { $value } endet mit einem Punkt: lassen Sie ihn weg
sentence-mail-has-a-dot-first-or-twice = { $value } hat nach dem @ einen Punkt am Anfang oder zwei hintereinander: lassen Sie ihn weg
sentence-mail-has-a-domain-that-cannot-exist = { $value } hat eine Domain, die es nicht geben kann: ihre Teile bestehen aus Buchstaben, Ziffern und inneren Bindestrichen, höchstens 63 Bytes je Teil und 253 insgesamt (RFC 1123)
sentence-mail-has-an-ip-address-after-the = { $value } hat eine IP-Adresse nach dem @: setzen Sie sie in eckige Klammern, @[{ $domain }]
sentence-mail-has-a-domain-that-ends-in = { $value } hat eine Domain, die mit einer Zahl endet: schreiben Sie eine Domain wie example.com
sentence-mail-has-no-ip-address-in-its = { $value } hat keine IP-Adresse in den eckigen Klammern: schreiben Sie [192.0.2.1] oder [IPv6:2001:db8::1]

# mail/address/list
sentence-mail-is-a-link-leave-out-mailto = { $value } ist ein Link: lassen Sie `mailto:` weg
sentence-mail-does-not-end-with-the-that = { $value } endet nicht mit dem >, das die Adresse schließt: schreiben Sie Name <ann@example.com>

# mail/address/local_part
sentence-mail-has-nothing-before-the-write-the = { $value } hat nichts vor dem @: schreiben Sie dorthin den Namen des Postfachs, wie in ann@example.com
sentence-mail-holds-before-the-which-some-mail = { $value } enthält `=?` vor dem @, was manche Mailsoftware für ein kodiertes Wort hält (RFC 2047) und in eine andere Adresse verwandelt: an eine solche Adresse wird nicht gesendet
sentence-mail-has-more-than-64-octets-before = { $value } hat mehr als 64 Bytes vor dem @, so viele erlaubt RFC 5321 höchstens: prüfen Sie, ob sie vertippt ist
sentence-mail-has-a-blank-before-the-leave = { $value } hat ein Leerzeichen vor dem @: lassen Sie es weg
sentence-mail-has-a-character-before-the-that = { $value } hat vor dem @ ein Zeichen, das dort nur in Anführungszeichen stehen darf: lassen Sie es weg, oder schreiben Sie "…"@example.com
sentence-mail-has-a-dot-first-last-or = { $value } hat vor dem @ einen Punkt am Anfang, am Ende oder zwei hintereinander: lassen Sie ihn weg, oder setzen Sie diesen Teil in Anführungszeichen, "a..b"@example.com
sentence-mail-has-a-tab-before-the-leave = { $value } hat einen Tabulator vor dem @: lassen Sie ihn weg
sentence-mail-holds-a-character-that-is-not = { $value } enthält ein unsichtbares Zeichen, das oft von einer Seite mitkopiert wird: geben Sie die Adresse neu ein
sentence-mail-holds-u-fffd-the-mark-of = { $value } enthält U+FFFD, das Zeichen eines Textes, der in der falschen Kodierung gelesen wurde: geben Sie die Adresse neu ein

# mail/address/mod
sentence-mail-is-longer-than-octets-no-mail = { $value } ist länger als { $most } Bytes: kein Mailserver nimmt eine solche Adresse an
sentence-mail-the-address-is-empty-write-one = die Adresse ist leer: schreiben Sie eine wie ann@example.com
sentence-mail-opens-a-double-quote-that-is-not = { $value } öffnet ein Anführungszeichen, das nicht geschlossen wird: fügen Sie das schließende hinzu
sentence-mail-has-more-than-one-separate-addresses = { $value } hat mehr als ein @: trennen Sie Adressen durch Kommas
sentence-mail-has-no-write-an-address-such = { $value } hat kein @: schreiben Sie eine Adresse wie ann@example.com, und setzen Sie einen Namen mit Komma oder Semikolon in Anführungszeichen
sentence-mail-has-something-between-the-closing-quote = { $value } hat etwas zwischen dem schließenden Anführungszeichen und dem @: lassen Sie es weg
sentence-mail-holds-a-line-break-separate-addresses = { $value } enthält einen Zeilenumbruch: trennen Sie Adressen durch Kommas
sentence-mail-holds-the-control-character-u-leave = { $value } enthält das Steuerzeichen U+{ $code }: lassen Sie es weg

# mail/draft/attachment
sentence-mail-attachments-are-too-many-at-most = { $count } Anhänge sind zu viele: höchstens { $most } gehen mit einer Nachricht, packen Sie sie deshalb in ein Archiv
sentence-mail-names-another-attachment-already-give-each = { $value } bezeichnet schon einen anderen Anhang: geben Sie jedem einen eigenen
sentence-mail-an-attachment-needs-a-file-name = ein Anhang braucht einen Dateinamen: schreiben Sie einen wie invoice.pdf
sentence-mail-holds-a-path-write-the-file = { $value } enthält einen Pfad: schreiben Sie nur den Dateinamen
sentence-mail-holds-the-start-of-an-encoded = { $value } enthält `=?`, den Anfang eines kodierten Wortes: schreiben Sie den Namen so, wie er gelesen werden soll
sentence-mail-is-longer-than-octets-shorten-the = { $value } ist länger als { $most } Bytes: kürzen Sie den Namen
sentence-mail-is-not-a-content-id-write = { $value } ist keine Content-ID: schreiben Sie Buchstaben, Ziffern, Punkte und Bindestriche, wie in logo@example.com, ohne die spitzen Klammern und `cid:`

# mail/draft/check
sentence-mail-holds-addresses-at-most-are-allowed = enthält { $count } Adressen: höchstens { $most } sind erlaubt
sentence-mail-holds-addresses-write-one = { $value } enthält { $count } Adressen: schreiben Sie eine
sentence-mail-the-message-has-no-recipient-write = die Nachricht hat keinen Empfänger: schreiben Sie eine Adresse in `to`, `cc` oder `bcc`
sentence-mail-the-message-has-recipients-send-it = die Nachricht hat { $count } Empfänger: senden Sie sie in Teilen von höchstens { $most }
sentence-mail-holds-a-line-break-write-the = { $value } enthält einen Zeilenumbruch: schreiben Sie den Betreff in eine Zeile
sentence-mail-holds-the-control-character-u-put = { $value } enthält das Steuerzeichen U+{ $code }: setzen Sie ein Leerzeichen an seine Stelle
sentence-mail-the-subject-has-characters-shorten-it = der Betreff hat { $length } Zeichen: kürzen Sie ihn auf höchstens { $most }
sentence-mail-the-message-is-empty-write-text = die Nachricht ist leer: schreiben Sie `text` oder `html`, oder hängen Sie eine Datei an
sentence-mail-holds-a-nul-character-at-octet = enthält ein NUL-Zeichen bei Byte { $at }: lassen Sie es weg
sentence-mail-the-message-has-mib-and-at = die Nachricht hat { $size } MiB, und höchstens { $most } MiB können gesendet werden, wobei Dateien unterwegs um ein Drittel wachsen: senden Sie statt großer Dateien einen Link
sentence-mail-headers-are-too-many-at-most = { $count } Kopfzeilen sind zu viele: höchstens { $most } sind erlaubt
sentence-mail-the-header-is-there-twice-write = die Kopfzeile steht zweimal da: schreiben Sie sie einmal

# mail/header_field
sentence-mail-a-header-name-holds-visible-ascii = der Name einer Kopfzeile besteht aus sichtbaren ASCII-Zeichen ohne Leerzeichen und Doppelpunkt (RFC 5322 §2.2): schreiben Sie einen wie X-Order
sentence-mail-the-header-name-is-longer-than = der Name der Kopfzeile ist länger als { $most } Zeichen: kürzen Sie ihn
sentence-mail-is-written-by-owlpost = { $value } wird von owlpost geschrieben: { $cause }
sentence-mail-use-the-field-from = verwenden Sie das Feld `from`
sentence-mail-use-the-field-to = verwenden Sie das Feld `to`
sentence-mail-use-the-field-cc = verwenden Sie das Feld `cc`
sentence-mail-use-the-field-bcc = verwenden Sie das Feld `bcc`
sentence-mail-use-the-field-reply-to = verwenden Sie das Feld `reply_to`
sentence-mail-use-the-field-subject = verwenden Sie das Feld `subject`
sentence-mail-leave-it-out-each-message-gets = lassen Sie sie weg, jede Nachricht erhält ihre eigene
sentence-mail-leave-it-out-and-use-the = lassen Sie sie weg, und verwenden Sie die Felder `text`, `html` und `attachments`
sentence-mail-leave-it-out-the-receiving-server = lassen Sie sie weg, der empfangende Server schreibt sie
sentence-mail-leave-it-out-it-is-written = lassen Sie sie weg, die Server auf dem Weg der Nachricht schreiben sie
sentence-mail-leave-it-out-it-belongs-to = lassen Sie sie weg, sie gehört zu einer weitergeleiteten Nachricht
sentence-mail-holds-a-line-break-write-the-value = { $value } enthält einen Zeilenumbruch: schreiben Sie den Wert in eine Zeile
sentence-mail-the-header-has-no-value-write = die Kopfzeile hat keinen Wert: schreiben Sie einen, oder lassen Sie die Kopfzeile weg
sentence-mail-goes-on-for-more-than-octets = { $value } hat mehr als { $most } Bytes ohne Leerzeichen, sodass keine Zeile es fasst (RFC 5322 §2.1.1): kürzen Sie es
sentence-mail-the-value-is-longer-than-octets = der Wert ist länger als { $most } Bytes: kürzen Sie ihn
sentence-mail-is-not-a-message-id-write = { $value } ist keine Message-ID: schreiben Sie IDs in spitzen Klammern mit Leerzeichen dazwischen, <id@example.com>

# mail/media_type
sentence-mail-is-not-a-media-type-write = { $value } ist kein Medientyp: schreiben Sie einen wie application/pdf, oder lassen Sie ihn weg
sentence-mail-cannot-be-attached-as-such-use = { $value } lässt sich so nicht anhängen: verwenden Sie application/octet-stream
sentence-mail-has-a-parameter-that-cannot-be = { $value } hat einen Parameter, der sich nicht schreiben lässt: lassen Sie ihn weg, oder schreiben Sie name=wert wie in text/csv; charset=utf-8
