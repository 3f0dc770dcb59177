# API-Schlüssel: womit andere Programme senden.

api-keys-title = API-Schlüssel
api-keys-lead = Andere Programme senden E-Mails mit einem Schlüssel statt mit einem Passwort.
api-keys-none-yet = Noch keine Schlüssel
api-keys-none-yet-hint = Legen Sie unten für jedes Programm, das E-Mails sendet, einen eigenen an. Dann können Sie einen löschen, ohne die anderen Programme zu beeinträchtigen.
api-keys-made = Angelegt am { $time } von { $by }
api-keys-last-used = Zuletzt verwendet am { $time }
api-keys-never-used = Nie verwendet
api-keys-described = Die ganze API ist unter <a href="/api/v1/openapi.json">/api/v1/openapi.json</a> beschrieben (OpenAPI, für Werkzeuge, die es lesen).

# Das Formular eines neuen Schlüssels.
api-keys-new = Neuer Schlüssel
api-keys-refused = Es wurde kein Schlüssel angelegt
api-keys-name = Name
api-keys-name-hint = Welches Programm ihn verwendet, zum Beispiel Shop. Der Postausgang zeigt diesen Namen.
api-keys-scopes = Berechtigungen
scope-messages-send = Nachrichten senden
scope-messages-send-hint = Über REST oder SMTP-Einlieferung; abbrechen, erneut versuchen, noch einmal senden, aus dem Postfach freigeben. Genügt für die meisten Programme.
scope-messages-read = Nachrichten lesen
scope-messages-read-hint = Jede Nachricht mit Inhalt und Verlauf sehen.
scope-provider-headers = Versanddienst steuern
scope-provider-headers-hint = Kopfzeilen wie X-SMTPAPI oder X-PM-Message-Stream senden, die Empfänger hinzufügen können. Nur zusammen mit „Nachrichten senden“.
scope-members = Workspaces verwalten
scope-members-hint = Workspaces anlegen, einladen, Rollen ändern, Mitglieder entfernen; festlegen, was Konten senden dürfen.
scope-scripts = Skripte ausführen
scope-scripts-hint = Skripte aller Workspaces schreiben, ändern und löschen, mit ihren Grenzen und Webhooks; Läufe starten und ansehen; Dateien speichern, die Skripte anhängen.
scope-settings = Einstellungen ändern
scope-settings-hint = E-Mail-Einstellungen, deren Tests und API-Schlüssel.
api-keys-make = Schlüssel anlegen

# Der eben angelegte Schlüssel.
api-keys-ready = Der Schlüssel „{ $name }“ ist bereit
api-keys-copy-now = Kopieren Sie ihn jetzt. Gespeichert wird nur ein Hash, deshalb kann er nicht noch einmal angezeigt werden.
api-keys-copy = Schlüssel kopieren
api-keys-try = Probieren Sie ihn aus
api-keys-example = Beispielaufruf
# Diese beiden stehen in einem Befehl: keine Anführungszeichen, kein Apostroph, kein Backslash.
api-keys-example-subject = Hallo
api-keys-example-text = Von owlpost gesendet.
api-keys-copy-example = Beispiel kopieren
api-keys-to-outbox = Danach im Postausgang nachsehen

# Einen löschen.
api-keys-delete = Löschen
api-keys-delete-title = API-Schlüssel löschen
api-keys-delete-question = Schlüssel „{ $name }“ löschen?
api-keys-delete-meaning = Programme, die ihn verwenden, werden sofort abgewiesen. E-Mails, die sie vorher eingeliefert haben, werden noch gesendet. Das lässt sich nicht rückgängig machen.
api-keys-delete-it = Schlüssel löschen
api-keys-keep = Abbrechen
api-keys-deleted = Der Schlüssel ist gelöscht. Programme, die ihn verwendet haben, werden ab jetzt abgewiesen.

# Grenzen eines Schlüssels.
api-keys-limits = Grenzen
api-keys-limits-hint = Ein leeres Feld bedeutet keine Grenze. Grenzen sind später nicht änderbar: legen Sie dann einen neuen Schlüssel an.
api-keys-calls = Aufrufe pro Minute
api-keys-last-day = Letzter Tag
api-keys-last-day-hint = Der Schlüssel funktioniert bis zum Ende dieses Tages (UTC).
api-keys-senders = Erlaubte Absender
api-keys-senders-hint = Adressen und Domains, die als Absender (From) erlaubt sind.
api-keys-rewrites-from = Nicht erlaubtes From ersetzen
api-keys-rewrites-from-hint = Für Nachrichten, die ein Programm selbst erstellt hat (SMTP, POST /messages/raw): Sie werden mit dem eingestellten Absender gesendet, und ihr eigener wird zur Antwortadresse (Reply-To). Sonst werden sie abgelehnt.
api-keys-recipients = Erlaubte Empfänger
api-keys-recipients-hint = Adressen und Domains, an die mit dem Schlüssel gesendet werden darf, etwa für Tests.
api-keys-networks = Erlaubte Netze
api-keys-networks-hint = Netze, aus denen der Schlüssel verwendet werden darf, etwa 192.0.2.0/24.
api-keys-expires = Läuft ab: { $time }
api-keys-limit-hour = Empfänger pro Stunde: { $value }
api-keys-limit-day = Empfänger pro Tag: { $value }
api-keys-limit-calls = Aufrufe pro Minute: { $value }
api-keys-limit-senders = Absender: { $value }
api-keys-limit-rewrites-from = ersetzt nicht erlaubtes From
api-keys-limit-recipients = Empfänger: { $value }
api-keys-limit-networks = Netze: { $value }
