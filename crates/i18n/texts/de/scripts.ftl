# Skripte eines Workspace: Liste, Editor, Versionen.

scripts-title = Skripte
scripts-lead = Ein Skript ist ein kleines JavaScript-Programm, das E-Mails sendet: eine einzelne oder eine für jede Zeile einer Tabelle.
scripts-none = Noch keine Skripte
scripts-none-hint = Beginnen Sie mit einem der Beispiele unten. Sie können die E-Mails ansehen, bevor etwas gesendet wird.
scripts-none-viewer = Administratoren und Bearbeiter dieses Workspace schreiben Skripte.
scripts-never-run = noch nie gelaufen
scripts-last-run = letzter Lauf { $at }
scripts-mails =
    { $count ->
        [one] 1 E-Mail
       *[other] { $count } E-Mails
    }
scripts-next = startet automatisch { $at }
scripts-has-hook = startet per Webhook
scripts-changed = geändert { $at } von { $by }
scripts-new = Neues Skript
scripts-name = Name
scripts-name-hint = Was es tut, etwa Rechnungen. Alle im Workspace sehen den Namen.
scripts-begin-with = Beginnen mit
scripts-make = Skript anlegen
scripts-deleted = Das Skript wurde gelöscht. Die E-Mails, die es gesendet hat, bleiben im Postausgang.
scripts-recipients = Erlaubte Empfänger von Skripten
scripts-recipients-hint = Für Schulungen und Tests: Mit einer Liste können die Skripte dieses Workspace nur an die Empfänger darauf senden. E-Mails an andere werden abgelehnt, und der Lauf meldet das.
scripts-recipients-label = Erlaubte Empfänger
scripts-recipients-field-hint = Adressen wie anna@example.com oder ganze Domains wie example.com, eine je Zeile. Ist die Liste leer, können Skripte an alle senden.
scripts-recipients-save = Liste speichern
scripts-recipients-saved = Die Liste ist gespeichert. Sie gilt ab dem nächsten Lauf.
scripts-recipients-anybody = Skripte können an alle senden.

example-empty = Ein leeres Skript
example-empty-meaning = Sie schreiben alles selbst.
example-one-mail = Eine E-Mail
example-one-mail-meaning = Das kleinste Skript: eine E-Mail an eine Person.
example-mail-merge = Eine E-Mail für jede Zeile einer Tabelle
example-mail-merge-meaning = Serienbrief: Aus jeder Zeile einer CSV-Datei mit Namen und Beträgen wird eine E-Mail.
example-reminder = Eine Erinnerung nach Zeitplan
example-reminder-meaning = Erinnert alle im Workspace, zum Beispiel jeden Freitag.
example-shop = Ein Webhook für einen Shop
example-shop-meaning = Ein Shop meldet eine Bestellung, und der Kunde erhält eine Bestätigung.

script-pages = Seiten dieses Skripts
script-tab-editor = Skript
script-tab-runs = Läufe
script-tab-triggers = Auslöser und Grenzen
script-tab-versions = Versionen
script-made = Das Skript wurde angelegt. Wählen Sie „Probelauf“, um seine E-Mails anzusehen, ohne sie zu senden.
script-saved = Gespeichert.
script-restored = Der frühere Quelltext ist jetzt die neueste Version.
script-not-done = Die Aktion wurde nicht ausgeführt
script-overtaken = { $by } hat inzwischen Version { $version } gespeichert
script-overtaken-meaning = Es wurde nichts gespeichert. Ihr Text steht unten, wie Sie ihn eingegeben haben. Sehen Sie sich zuerst die andere Version an: Wenn Sie jetzt speichern, wird Ihre die neueste, und beide bleiben erhalten.
script-overtaken-look = Version { $version } ansehen
script-stopped-at = In Zeile { $line } angehalten.
script-stopped-at-column = In Zeile { $line }, Spalte { $column } angehalten.
script-see-run = Lauf ansehen
script-line-marked = Zeile { $line } ist markiert.
script-source = Skript
script-keys = <kbd>Strg</kbd>+<kbd>Enter</kbd> speichert und fragt, ob ausgeführt werden soll, <kbd>Strg</kbd>+<kbd>S</kbd> speichert. <kbd>Tab</kbd> fügt zwei Leerzeichen ein; um den Editor mit der Tastatur zu verlassen, drücken Sie <kbd>Esc</kbd> und dann <kbd>Tab</kbd>.
script-run = Ausführen
script-dry-run = Probelauf
script-save = Speichern
script-unsaved = nicht gespeichert
script-not-reached = nicht gespeichert: Der Server war nicht erreichbar
script-version = Version { $version }, { $at } von { $by }
script-buttons-hint = „Ausführen“ speichert zuerst, sagt dann, was gesendet wird, und fragt. Ein Probelauf zeigt die E-Mails des Textes, wie er im Editor steht; er sendet und speichert nichts.
script-input = Eingabe
script-input-lead = eine Tabelle oder Daten für diesen Lauf, falls das Skript welche braucht
script-file = Tabelle aus einer Datei
script-file-hint = CSV mit Kopfzeile oder JSON, bis 8 MB. Das Skript liest die Zeilen aus input.rows. Trennzeichen und Zeichensatz werden erkannt.
script-tried-file = { $name } aus dem Probelauf wieder verwenden
script-tried-file-hint = Wird nur verwendet, wenn keine andere Datei gewählt ist und keine Daten eingegeben sind. Die Datei bleibt nach dem Probelauf 15 Minuten erhalten.
script-json = Oder Daten als JSON
script-json-hint = Das Skript liest sie aus input. Werden nur verwendet, wenn keine Datei gewählt ist.
script-read-only = Sie können dieses Skript lesen. Administratoren und Bearbeiter des Workspace ändern es und führen es aus.
script-gone-title = Dieses Skript wurde inzwischen gelöscht
script-gone-meaning = Es wurde nichts gespeichert und nichts gesendet. Ihr Text steht unten, wie Sie ihn eingegeben haben: Kopieren Sie ihn, und legen Sie ein neues Skript an, wenn Sie es noch brauchen.
script-gone-copy = Text kopieren
script-gone-back = Zu den Skripten
script-delete-link = Skript löschen …
script-delete-title = Dieses Skript löschen?
script-delete-meaning = Das Skript <strong>{ $name }</strong> wird sofort gelöscht, mit seinen Versionen und dem Verlauf seiner Läufe. Ein laufender Lauf wird abgebrochen. Bereits angenommene E-Mails werden noch gesendet. Das lässt sich nicht rückgängig machen.
script-delete-button = Skript löschen

versions-title = Versionen von { $name }
versions-lead = Jede Änderung des Quelltexts bleibt erhalten. Eine frühere Version kann wieder die neueste werden.
versions-newest = neueste
versions-saved = { $at } von { $by }
versions-changes =
    { $added ->
        [one] 1 Zeile neu
       *[other] { $added } Zeilen neu
    }, { $removed ->
        [one] 1 entfernt
       *[other] { $removed } entfernt
    }
version-title = Version { $number }
version-restore = Diese zur neuesten Version machen
version-changes = Änderungen seit Version { $before }
version-first = Die erste Version
version-lines = Geänderte Zeilen
version-added = neu:
version-removed = entfernt:
version-source = Vollständiger Quelltext
