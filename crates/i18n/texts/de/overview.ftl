# Wie der Versand läuft und was jemand tut, der neu ist.

overview-title = Übersicht
overview-unapproved =
    { $count ->
        [one] 1 Workspace wartet auf Ihre Freigabe, bevor er an andere senden kann.
       *[other] { $count } Workspaces warten auf Ihre Freigabe, bevor sie an andere senden können.
    }
overview-unapproved-link = Anzeigen
overview-lead = Der Zustand des Versands, und was als Nächstes zu tun ist.
overview-sending = Versand
overview-since = seit { $time }
overview-sends-as = Absender
overview-last-success = Letzter Erfolg
overview-no-success = Noch keiner

# Die Zahlen; jede führt zu ihren Nachrichten.
overview-messages = Nachrichten
overview-waiting = Noch zu senden
overview-sent = In 7 Tagen gesendet
overview-kept = In 7 Tagen hier aufbewahrt
overview-unsuccessful = In 7 Tagen ohne Erfolg

overview-steps = Erste Schritte
overview-step-done = (erledigt)
overview-step-test = Eine Test-E-Mail senden
overview-step-test-hint-mailbox = Das funktioniert sofort. Das eingebaute Postfach bewahrt sie auf diesem Server auf.
overview-step-test-hint = Sie wird über die aktive Verbindung gesendet.
overview-step-test-button = E-Mail-Einstellungen öffnen
overview-step-connect = Versandweg wählen
overview-step-connect-hint = Verbinden Sie Ihren SMTP-Server, damit E-Mails echte Empfänger erreichen.
overview-step-connect-button = Wählen
overview-step-key = Einen API-Schlüssel anlegen
overview-step-key-hint = Andere Programme senden damit E-Mails.
overview-step-key-button = Schlüssel anlegen
overview-step-program = Aus einem Programm senden
overview-step-program-hint = Die Seite mit dem neuen Schlüssel zeigt einen Befehl, den Sie kopieren können.
overview-step-program-button = Anleitung ansehen

overview-failures = Zuletzt ohne Erfolg
overview-latest = Neueste Nachrichten
overview-all = Alle Nachrichten
