# Läufe von Skripten, Probeläufe und die E-Mails beider.

runs-title = Läufe von { $name }
runs-none = Dieses Skript ist noch nicht gelaufen
runs-none-hint = Wählen Sie „Ausführen“ auf der Seite des Skripts, oder geben Sie ihm einen Zeitplan oder einen Webhook.
runs-none-viewer = Hier erscheinen seine Läufe.
runs-mails-refused =
    { $count ->
        [one] 1 E-Mail
       *[other] { $count } E-Mails
    }, { $refused } abgelehnt
run-title = Ein Lauf von { $name }
run-heading = Lauf vom { $at }
run-waiting = Wartend
run-waiting-meaning = Der Lauf ist gespeichert und beginnt, sobald ein Platz frei ist.
run-running = Läuft
run-running-meaning = Das Skript arbeitet. Was es bisher gesendet hat, ist schon unterwegs.
run-finished = Beendet
run-finished-meaning = Das Skript lief bis zum Ende.
run-failed = Fehlgeschlagen
run-failed-meaning = Das Skript lief nicht bis zum Ende. Was es vorher gesendet hat, wird zugestellt.
run-cancelled = Abgebrochen
run-cancelled-meaning = Jemand hat den Lauf angehalten. Was er vorher gesendet hat, wird zugestellt.
run-interrupted = Unterbrochen
run-interrupted-meaning = Der Server wurde während des Laufs beendet. Angenommene E-Mails werden zugestellt. Der Lauf beginnt nicht automatisch noch einmal, weil er schon etwas gesendet hatte und niemand eine E-Mail doppelt bekommen soll; sehen Sie sich seine E-Mails an, bevor Sie ihn wiederholen.
run-late = verspätet
run-late-meaning = Der Server war aus, als dieser Lauf an der Reihe war.
run-by-hand = von Hand, { $who }
run-by-file = mit einer Datei, { $who }
run-by-schedule = nach Zeitplan
run-by-webhook = per Webhook
run-by-key = per API, Schlüssel „{ $name }“
run-of-version = Version { $version }
run-refresh = Neu laden
run-cancel = Lauf abbrechen
run-cancel-done = Der Lauf ist beendet.
run-cancel-asked = Der Lauf wird angehalten.
run-again = Noch einmal ausführen
run-not-started = Es wurde kein Lauf gestartet
run-to-editor = Zum Skript
run-input-gone = Die Eingabe dieses Laufs war groß und ist nicht mehr aufbewahrt. Wählen Sie die Datei auf der Seite des Skripts noch einmal.
run-fault = Warum der Lauf fehlschlug
run-fault-at = Zeile { $line }, Spalte { $column }
run-open-line = Zeile { $line } im Editor öffnen
run-other-version = Das Skript wurde seither geändert; die Zeile kann jetzt eine andere sein.
run-facts = Angaben
run-trigger = Gestartet
run-version = Version
run-waited = Wartezeit
run-took = Dauer
run-ended = Ende
run-mails = Angenommene E-Mails
run-refused = Abgelehnte Aufrufe
run-rows = bisher { $mails } E-Mails, { $rows ->
        [one] 1 Zeile
       *[other] { $rows } Zeilen
    } in der Eingabe
run-rows-given =
    { $rows ->
        [one] Die Eingabe hatte 1 Zeile.
       *[other] Die Eingabe hatte { $rows } Zeilen.
    }
run-deliveries = Was daraus wurde, nach Empfängern:
run-calls = E-Mails
run-calls-refused = Abgelehnte Aufrufe
run-calls-all = Alle Aufrufe zeigen
run-no-calls = Bisher keine.
run-sent-nothing = Der Lauf hat keine gesendet.
run-none-refused = Es wurde keiner abgelehnt.
run-first = Anfang
run-more = Weitere
run-console = Konsole
run-console-all =
    { $count ->
        [one] Die Zeile davor zeigen
       *[other] Die { $count } Zeilen davor zeigen
    }
run-console-empty = Es wurde nichts geschrieben.
run-console-cut = Es wurde mehr geschrieben, als aufbewahrt wird.
run-script-states = Der Lauf ist jetzt: #
console-warn = Warnung:
console-error = Fehler:

mail-refused = Abgelehnt
mail-line = Zeile { $line }
mail-repeated = Der Schlüssel wurde schon benutzt: Das ist die E-Mail von damals, sie wurde nicht noch einmal gesendet.
mail-run = Lauf
mail-run-of = Lauf von { $name }
mail-script = Skript
mail-call = Aufruf
mail-envelope = Ginge an
mail-text-lead = Dass Sie sie lesen, steht im Audit-Protokoll.

dry-title = Probelauf
dry-lead = Es wurde nichts gesendet und nichts gespeichert. Was Sie hier sehen, ist nach 15 Minuten weg.
dry-back = Zurück zum Skript
dry-well = Das Skript läuft bis zum Ende.
dry-accepted = E-Mails, die gesendet würden
dry-mails = Seine E-Mails
dry-no-mails = Das Skript würde keine E-Mail senden.
dry-more =
    { $count ->
        [one] Ein weiterer Aufruf ist nicht aufgeführt.
       *[other] { $count } weitere Aufrufe sind nicht aufgeführt.
    }
dry-mail-lead = Diese E-Mail wurde nicht gesendet.
