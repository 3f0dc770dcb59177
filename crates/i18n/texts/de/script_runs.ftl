# Läufe von Skripten, Probeläufe und die E-Mails beider.

runs-title = Läufe von { $name }
runs-none = Dieses Skript ist noch nicht gelaufen
runs-none-hint = Wählen Sie auf der Seite des Skripts „Ausführen“, oder richten Sie einen Zeitplan oder einen Webhook ein.
runs-none-viewer = Hier erscheinen seine Läufe.
runs-mails-refused =
    { $count ->
        [one] 1 E-Mail
       *[other] { $count } E-Mails
    }, { $refused } abgelehnt
run-title = Lauf von { $name }
run-heading = Lauf vom { $at }
run-waiting = Wartend
run-waiting-meaning = Der Lauf ist gespeichert und beginnt, sobald Kapazität frei ist.
run-running = Läuft
run-running-meaning = Das Skript läuft. Die E-Mails, die es bisher gesendet hat, werden bereits zugestellt.
run-finished = Beendet
run-finished-meaning = Das Skript lief bis zum Ende.
run-failed = Fehlgeschlagen
run-failed-meaning = Das Skript lief nicht bis zum Ende. E-Mails, die es vorher gesendet hat, werden zugestellt.
run-cancelled = Abgebrochen
run-cancelled-meaning = Jemand hat den Lauf abgebrochen. E-Mails, die er vorher gesendet hat, werden zugestellt.
run-interrupted = Unterbrochen
run-interrupted-meaning = Der Server wurde während des Laufs beendet. Angenommene E-Mails werden zugestellt. Der Lauf wird nicht automatisch wiederholt, weil er schon etwas gesendet hatte und niemand eine E-Mail doppelt erhalten soll; prüfen Sie seine E-Mails, bevor Sie ihn wiederholen.
run-late = verspätet
run-late-meaning = Der Server lief nicht, als dieser Lauf fällig war.
run-by-hand = manuell, { $who }
run-by-file = mit einer Datei, { $who }
run-by-schedule = nach Zeitplan
run-by-webhook = per Webhook
run-by-key = per API, Schlüssel „{ $name }“
run-by-api = per API, { $who }
run-of-version = Version { $version }
run-refresh = Neu laden
run-cancel = Lauf abbrechen
run-cancel-done = Der Lauf ist beendet.
run-cancel-asked = Der Lauf wird abgebrochen.
run-again = Noch einmal ausführen
run-ask-title = Ausführen und wirklich senden?
run-ask-meaning = Version { $version } von { $name } wird jetzt ausgeführt und sendet wirklich E-Mails. Gesendete E-Mails lassen sich nicht zurückholen.
run-ask-rows =
    { $count ->
        [0] Die Tabelle hat keine Zeilen.
        [one] Die Tabelle hat 1 Zeile.
       *[other] Die Tabelle hat { $count } Zeilen.
    }
run-ask-no-rows = Die Eingabe enthält keine Tabelle.
run-ask-tried =
    { $count ->
        [0] Im Probelauf dieser Version mit dieser Eingabe entstand keine E-Mail.
        [one] Im Probelauf dieser Version mit dieser Eingabe entstand 1 E-Mail.
       *[other] Im Probelauf dieser Version mit dieser Eingabe entstanden { $count } E-Mails.
    }
run-ask-tried-otherwise = Diese Version wurde mit einer anderen Eingabe ausprobiert. Sie kann in einem Lauf bis zu { $limit } E-Mails senden.
run-ask-not-tried = Diese Version wurde noch nicht ausprobiert: Ein Probelauf zeigt ihre E-Mails, ohne sie zu senden. Sie kann in einem Lauf bis zu { $limit } E-Mails senden.
run-ask-before =
    { $count ->
        [0] Der frühere Lauf hat keine E-Mail gesendet.
        [one] Der frühere Lauf hat 1 E-Mail gesendet; sie wird noch einmal gesendet, wenn sie keinen Schlüssel hat.
       *[other] Der frühere Lauf hat { $count } E-Mails gesendet; sie werden noch einmal gesendet, wenn sie keinen Schlüssel haben.
    }
run-ask-button = Ausführen und senden
run-not-started = Es wurde kein Lauf gestartet
run-to-editor = Zum Skript
run-input-gone = Die Eingabe dieses Laufs war groß und ist nicht mehr gespeichert. Wählen Sie die Datei auf der Seite des Skripts noch einmal.
run-fault = Warum der Lauf fehlschlug
run-fault-at = Zeile { $line }, Spalte { $column }
run-open-line = Zeile { $line } im Editor öffnen
run-other-version = Das Skript wurde seither geändert; die Zeile kann verschoben sein.
run-facts = Einzelheiten
run-trigger = Gestartet
run-version = Version
run-waited = Wartezeit
run-took = Dauer
run-ended = Ende
run-mails = Angenommene E-Mails
run-refused = Abgelehnte Aufrufe
run-rows = bisher { $mails ->
        [one] 1 E-Mail
       *[other] { $mails } E-Mails
    }, { $rows ->
        [one] 1 Zeile
       *[other] { $rows } Zeilen
    } in der Eingabe
run-rows-given =
    { $rows ->
        [one] Die Eingabe hatte 1 Zeile.
       *[other] Die Eingabe hatte { $rows } Zeilen.
    }
run-deliveries = Zustände der Zustellung nach Empfängern:
run-calls = E-Mails
run-calls-refused = Abgelehnte Aufrufe
run-calls-all = Alle Aufrufe anzeigen
run-no-calls = Bisher keine.
run-sent-nothing = Der Lauf hat keine E-Mail gesendet.
run-none-refused = Es wurde kein Aufruf abgelehnt.
run-first = Anfang
run-more = Weitere
run-console = Konsole
run-console-all =
    { $count ->
        [one] 1 frühere Zeile anzeigen
       *[other] { $count } frühere Zeilen anzeigen
    }
run-console-empty = Das Skript hat nichts geschrieben.
run-console-cut = Das Skript hat mehr geschrieben, als gespeichert wird.
run-script-states = Der Lauf ist jetzt: #
console-warn = Warnung:
console-error = Fehler:

mail-refused = Abgelehnt
mail-line = Zeile { $line }
mail-repeated = Der Schlüssel wurde schon verwendet: Das ist die frühere E-Mail, sie wurde nicht noch einmal gesendet.
mail-run = Lauf
mail-run-of = Lauf von { $name }
mail-script = Skript
mail-call = Aufruf
mail-envelope = Würde gesendet an
mail-text-lead = Dass Sie sie lesen, wird im Audit-Protokoll vermerkt.

dry-title = Probelauf
dry-lead = Es wurde nichts gesendet oder gespeichert. Diese Vorschau ist 15 Minuten lang verfügbar.
dry-back = Zurück zum Skript
dry-well = Das Skript läuft bis zum Ende.
dry-accepted = E-Mails, die gesendet würden
dry-mails = E-Mails
dry-no-mails = Das Skript würde keine E-Mail senden.
dry-more =
    { $count ->
        [one] Ein weiterer Aufruf ist nicht aufgeführt.
       *[other] { $count } weitere Aufrufe sind nicht aufgeführt.
    }
dry-mail-lead = Diese E-Mail wurde nicht gesendet.
