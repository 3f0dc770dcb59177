# Wie ein Skript von selbst startet und wie viel es senden darf.

triggers-title = Start und Grenzen von { $name }
triggers-saved = Gespeichert.
triggers-schedule = Zeitplan, Zeitzone und Sprache
triggers-schedule-hint = Mit einem Zeitplan startet das Skript von selbst. War der Server zu dieser Zeit aus, startet es einmal, sobald er wieder läuft, und der Lauf ist als verspätet gekennzeichnet.
triggers-no-schedule = Dieses Skript hat keinen Zeitplan. Es startet von Hand oder per Webhook.
triggers-next = Es startet als Nächstes (Zeitzone { $zone }):
triggers-not-saved = Dieser Zeitplan ist noch nicht gespeichert.
triggers-presets = Übliche Zeitpläne:
preset-hourly = jede Stunde
preset-daily = jeden Tag um 8
preset-weekdays = werktags um 8
preset-monday = jeden Montag um 8
preset-monthly = am Ersten jedes Monats um 8
triggers-cron = Wann
triggers-cron-hint = Fünf Felder: Minute, Stunde, Tag, Monat, Wochentag (cron). Leeren Sie das Feld, um den Zeitplan zu beenden.
triggers-zone = Zeitzone
triggers-zone-hint = Für den Zeitplan und für Daten in E-Mails, etwa Europe/Berlin.
triggers-language = Sprache von Daten und Zahlen
triggers-language-hint = Was formatDate und formatNumber nehmen, wenn das Skript keine nennt.
triggers-save = Speichern
triggers-look = Nächste Zeiten zeigen

schedule-daily = Jeden Tag um { $time } Uhr ({ $zone })
schedule-weekdays = Montag bis Freitag um { $time } Uhr ({ $zone })
schedule-hourly = Jede Stunde, { $minute ->
        [0] zur vollen Stunde
        [one] eine Minute nach der vollen Stunde
       *[other] { $minute } Minuten nach der vollen Stunde
    }
schedule-expression = Nach dem Ausdruck { $cron } ({ $zone })

triggers-hook = Webhook
triggers-hook-hint = Ein anderes Programm startet das Skript über eine geheime Adresse. Was es dorthin sendet, ist die Eingabe des Skripts.
triggers-no-hook = Dieses Skript hat keinen Webhook.
triggers-hook-since = Der Webhook gilt seit { $at }. Seine Adresse wird zur Sicherheit nicht noch einmal gezeigt.
triggers-hook-make = Webhook anlegen
triggers-hook-rotate = Neue Adresse anlegen
triggers-hook-rotate-hint = Eine neue Adresse beendet die bisherige sofort.
triggers-hook-end = Webhook entfernen
triggers-hook-ended = Der Webhook ist entfernt. Seine Adresse gilt nicht mehr.
triggers-hook-made = Die Adresse des Webhooks
triggers-hook-once = Kopieren Sie sie jetzt: Sie wird nur dieses eine Mal gezeigt. Wer sie kennt, kann das Skript starten.
triggers-hook-copy = Adresse kopieren
triggers-hook-try = Zum Ausprobieren:
triggers-hook-example = Beispiel für einen Aufruf
triggers-hook-copy-example = Beispiel kopieren
triggers-hook-more = Was ein Aufruf enthalten darf
triggers-hook-input = JSON (<code>Content-Type: application/json</code>) oder ein Formular wird zu <code>input</code>. Die Antwort kommt sofort, mit dem Status 202 und der Kennung des Laufs.
triggers-hook-key = Mit dem Header <code>Idempotency-Key</code> startet derselbe Aufruf nur einen Lauf, sooft er sich innerhalb von sieben Tagen wiederholt. Nehmen Sie etwas, das den Anlass benennt, etwa die Bestellnummer.

triggers-limits = Grenzen
triggers-limits-hint = Sie verhindern, dass ein Fehler im Skript Menschen mit E-Mails überhäuft. Was über einer Grenze liegt, wird abgelehnt, und der Lauf sagt das.
triggers-per-run = E-Mails in einem Lauf
triggers-per-hour = E-Mails in einer Stunde
triggers-per-day = E-Mails an einem Tag
triggers-per-recipient = E-Mails an denselben Empfänger in einer Stunde
triggers-limits-change = Grenzen ändern
triggers-limits-default = Bleibt ein Feld leer, gilt die übliche Grenze.
triggers-limits-save = Grenzen speichern
