# Der Rahmen um jede Seite und Wörter, die viele Seiten teilen.

frame-skip = Zum Inhalt springen
frame-description = owlpost sendet die E-Mails einer Plattform: Einstellungen, Postausgang, Skripte und Einladungen.
frame-menu = Menü
frame-main = Hauptnavigation
frame-configuration = Konfiguration
frame-sign-out = Abmelden
frame-alarm-label = Der Versand ist unterbrochen
frame-alarm = Der Versand ist unterbrochen.
frame-alarm-meaning = Nachrichten warten und bleiben erhalten. Der Versand wird automatisch fortgesetzt, sobald die Verbindung wieder funktioniert.
frame-mailbox = E-Mails bleiben auf diesem Server und werden nicht gesendet: Es ist noch kein Mailserver verbunden.
frame-mailbox-administrator = E-Mails bleiben im <a href="/mailbox">Postfach</a> und werden nicht gesendet, bis Sie <a href="/configuration/email-settings">einen Mailserver verbinden</a>.
frame-storage-label = Problem mit dem Speicher
frame-proxy-label = Proxy, dem nicht vertraut wird
frame-proxy = Anfragen werden von { $address } weitergeleitet, das ist kein vertrauenswürdiger Proxy.
frame-proxy-meaning = Alle Personen dahinter teilen sich die Grenzen für Anmeldungen, Verbindungen und Übertragungen, und das Audit-Protokoll nennt den Proxy statt der Personen. Wenn es Ihr Proxy ist, tragen Sie sein Netz in der Konfiguration unter „trusted_proxies“ ein und starten Sie owlpost neu. Wenn nicht, lassen Sie nur Ihren Proxy auf diesen Port zugreifen.
frame-alarm-see-settings = Zu den E-Mail-Einstellungen
frame-error-title = Fehler: { $title }
frame-unmade = Die Seite konnte nicht erstellt werden. Der Grund steht im Protokoll des Servers.

frame-people = Personen

nav-workspaces = Workspaces
nav-account = Ihr Konto
nav-accounts = Konten
nav-overview = Übersicht
nav-outbox = Postausgang
nav-mailbox = Postfach
nav-email-settings = E-Mail-Einstellungen
nav-api-keys = API-Schlüssel
nav-audit-log = Audit-Protokoll
nav-letters = System-E-Mails

field-error = Fehler:

script-show = Zeigen
script-hide = Verbergen
script-show-what = { $what } zeigen
script-hide-what = { $what } verbergen
script-copied = Kopiert
script-select = Markiert: Strg+C drücken

wait_seconds =
    { $count ->
        [one] in 1 Sekunde
       *[other] in { $count } Sekunden
    }
wait_minutes =
    { $count ->
        [one] in 1 Minute
       *[other] in { $count } Minuten
    }
