# Wie ein Skript von selbst startet und wie viel es senden darf.

triggers-title = Auslöser und Grenzen von { $name }
triggers-saved = Gespeichert.
triggers-schedule = Zeitplan, Zeitzone und Sprache
triggers-schedule-hint = Mit einem Zeitplan startet das Skript automatisch. Lief der Server zur geplanten Zeit nicht, startet es einmal, sobald er wieder läuft, und der Lauf ist als verspätet gekennzeichnet.
triggers-no-schedule = Dieses Skript hat keinen Zeitplan. Es wird manuell oder per Webhook gestartet.
triggers-next = Nächste Startzeiten (Zeitzone { $zone }):
triggers-not-saved = Dieser Zeitplan ist noch nicht gespeichert.
triggers-presets = Übliche Zeitpläne:
preset-hourly = jede Stunde
preset-daily = jeden Tag um 8
preset-weekdays = werktags um 8
preset-monday = jeden Montag um 8
preset-monthly = am Ersten jedes Monats um 8
triggers-cron = Zeitplan
triggers-cron-hint = Fünf Felder: Minute, Stunde, Tag, Monat, Wochentag (cron). Lassen Sie das Feld leer, um den Zeitplan zu entfernen.
triggers-zone = Zeitzone
triggers-zone-hint = Gilt für den Zeitplan und für Datumsangaben in E-Mails, etwa Europe/Berlin.
triggers-language = Sprache von Datumsangaben und Zahlen
triggers-language-hint = Wird von formatDate und formatNumber verwendet, wenn das Skript keine Sprache angibt.
triggers-save = Speichern
triggers-look = Nächste Zeiten anzeigen

schedule-daily = Jeden Tag um { $time } Uhr ({ $zone })
schedule-weekdays = Montag bis Freitag um { $time } Uhr ({ $zone })
schedule-hourly = Jede Stunde, { $minute ->
        [0] zur vollen Stunde
        [one] eine Minute nach der vollen Stunde
       *[other] { $minute } Minuten nach der vollen Stunde
    }
schedule-expression = Cron-Ausdruck { $cron } ({ $zone })

triggers-hook = Webhook
triggers-hook-hint = Ein anderes Programm startet das Skript mit einer POST-Anfrage an eine geheime URL. Der Inhalt der Anfrage ist die Eingabe des Skripts.
triggers-no-hook = Dieses Skript hat keinen Webhook.
triggers-hook-since = Der Webhook ist seit { $at } aktiv. Aus Sicherheitsgründen wird seine URL nicht noch einmal angezeigt.
triggers-hook-make = Webhook anlegen
triggers-hook-rotate = Neue URL erzeugen
triggers-hook-rotate-hint = Die bisherige URL wird sofort ungültig.
triggers-hook-end = Webhook entfernen
triggers-hook-rotate-title = Neue URL für diesen Webhook erzeugen?
triggers-hook-rotate-meaning = Die bisherige URL von { $name } wird sofort ungültig: Jedes Programm, das sie verwendet, erhält 404, bis es die neue URL hat; was es in dieser Zeit meldet, geht verloren.
triggers-hook-end-title = Diesen Webhook entfernen?
triggers-hook-end-meaning = Die URL von { $name } wird sofort und endgültig ungültig: Jedes Programm, das sie verwendet, erhält 404.
triggers-hook-calls =
    { $count ->
        [0] Er hat keinen der letzten { $runs } Läufe gestartet.
        [one] Er hat 1 der letzten { $runs } Läufe gestartet.
       *[other] Er hat { $count } der letzten { $runs } Läufe gestartet.
    }
triggers-hook-ended = Der Webhook wurde entfernt. Seine URL ist nicht mehr gültig.
triggers-hook-made = URL des Webhooks
triggers-hook-once = Kopieren Sie sie jetzt: Sie wird nur dieses eine Mal angezeigt. Wer sie kennt, kann das Skript starten.
triggers-hook-copy = URL kopieren
triggers-hook-try = Zum Ausprobieren:
triggers-hook-example = Beispielanfrage
triggers-hook-copy-example = Beispiel kopieren
triggers-hook-more = Was eine Anfrage enthalten kann
triggers-hook-input = JSON (<code>Content-Type: application/json</code>) oder ein Formular wird zu <code>input</code>. Die Antwort kommt sofort, mit dem Status 202 und der ID des Laufs.
triggers-hook-key = Mit dem Header <code>Idempotency-Key</code> startet dieselbe Anfrage nur einen Lauf, auch wenn sie innerhalb von sieben Tagen wiederholt wird. Verwenden Sie einen Wert, der den Anlass bezeichnet, etwa die Bestellnummer.

triggers-limits = Grenzen
triggers-limits-hint = Sie begrenzen, wie viele Empfänger ein Fehler im Skript erreichen kann. Jeder Empfänger zählt, in to, cc und bcc. E-Mails über einer Grenze werden abgelehnt, und der Lauf meldet es. Der Workspace hat eigene Grenzen, für alle seine Skripte.
triggers-per-run = Empfänger pro Lauf
triggers-per-hour = Empfänger pro Stunde
triggers-per-day = Empfänger pro Tag
triggers-per-recipient = E-Mails pro Empfänger und Stunde
triggers-limits-change = Grenzen ändern
triggers-limits-default = Lassen Sie ein Feld leer, damit die Voreinstellung gilt.
triggers-limits-save = Grenzen speichern
