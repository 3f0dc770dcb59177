# E-Mail-Passwörter: womit Programme einer Person per SMTP senden.

mail-passwords-title = E-Mail-Passwörter
mail-passwords-lead = Ein Programm, Drucker oder Scanner von Ihnen sendet E-Mails über diesen Server (SMTP) mit einem eigenen E-Mail-Passwort.
mail-passwords-none-yet = Noch keine E-Mail-Passwörter
mail-passwords-none-yet-hint = Legen Sie unten für jedes Programm, das E-Mails sendet, ein eigenes an. Dann können Sie eines löschen, ohne die anderen Programme zu beeinträchtigen.
mail-passwords-none = Dieses Konto hat keine E-Mail-Passwörter.
mail-passwords-made = Angelegt am { $time }
mail-passwords-never-used = Nie verwendet
mail-passwords-back = Zurück zu Ihrem Konto

# Was in einem Programm einzutragen ist.
mail-passwords-server-title = Im Programm einzutragen
mail-passwords-server = Server (SMTP)
mail-passwords-port = Port und Sicherheit
mail-passwords-port-tls = { $port }, SSL/TLS
mail-passwords-port-starttls = { $port }, STARTTLS
mail-passwords-port-local = { $port }, unverschlüsselt, nur auf dem Server selbst
mail-passwords-user = Benutzername
mail-passwords-user-any = beliebig, zum Beispiel Ihre E-Mail-Adresse
mail-passwords-senders = Absender (From)
mail-passwords-senders-hint = Ein Administrator kann weitere Absender erlauben.
mail-passwords-reach-all = Ihre Programme können an alle senden.
mail-passwords-reach-accounts = Ihre Programme können an Personen mit einem Konto auf diesem Server senden und an diejenigen, denen Skripte eines freigegebenen Workspace von Ihnen schreiben dürfen.
mail-passwords-off = Die Einlieferung per SMTP ist auf diesem Server ausgeschaltet. Ein Administrator kann sie einschalten.

# Das Formular eines neuen.
mail-passwords-new = Neues E-Mail-Passwort
mail-passwords-refused = Es wurde kein E-Mail-Passwort angelegt
mail-passwords-name = Programm
mail-passwords-name-hint = Was es verwendet, zum Beispiel Scanner im Flur. Der Postausgang zeigt diesen Namen.
mail-passwords-limits-hint = Ein leeres Feld bedeutet keine eigene Grenze. Grenzen sind später nicht änderbar: legen Sie dann ein neues E-Mail-Passwort an.
mail-passwords-last-day-hint = Es funktioniert bis zum Ende dieses Tages (UTC).
mail-passwords-own-senders-hint = Adressen und Domains aus den oben genannten, die dieses Programm verwenden darf.
mail-passwords-rewrites-from-hint = Die E-Mail wird mit dem eingestellten From gesendet, das gewünschte wird Reply-To. Sonst wird sie abgelehnt.
mail-passwords-recipients-hint = Adressen und Domains, an die damit gesendet werden darf.
mail-passwords-networks-hint = Netze, aus denen es verwendet werden darf, etwa 192.0.2.0/24.
mail-passwords-make = E-Mail-Passwort anlegen

# Das eben angelegte.
mail-passwords-ready = Das E-Mail-Passwort „{ $name }“ ist bereit
mail-passwords-copy = E-Mail-Passwort kopieren

mail-passwords-quota-hint = Sie gelten für alle Ihre E-Mail-Passwörter zusammen. Jeder Empfänger in to, cc und bcc zählt. Ein E-Mail-Passwort zu löschen setzt nichts zurück.

# Eines löschen.
mail-passwords-delete = Löschen
mail-passwords-delete-title = Dieses E-Mail-Passwort löschen?
mail-passwords-delete-meaning = Das Programm, das „{ $name }“ verwendet, wird sofort abgewiesen. E-Mails, die es vorher eingeliefert hat, werden noch gesendet. Das lässt sich nicht rückgängig machen.
mail-passwords-delete-it = E-Mail-Passwort löschen
mail-passwords-deleted = Das E-Mail-Passwort wurde gelöscht. Das Programm, das es verwendet hat, wird jetzt abgewiesen.

# Die Seite des eigenen Kontos.
account-mail-passwords-meaning = Für Programme und Geräte, die in Ihrem Namen E-Mails per SMTP senden.
account-mail-passwords-link = E-Mail-Passwörter verwalten

# Die Seite eines Kontos, für Administratoren.
accounts-one-title = Konto
accounts-back = Zurück zu allen Konten
accounts-mail-passwords-hint = Diese Person legt sie an. Sie können eines löschen; sein Programm wird dann sofort abgewiesen.
accounts-sending-title = Was seine E-Mail-Passwörter senden dürfen
accounts-sending-hint = Solange kein Workspace dieser Person freigegeben ist, erreichen sie nur Konten dieses Servers.
accounts-senders = Weitere Absender
accounts-senders-hint = Adressen und Domains, eine pro Zeile, neben { $sender }. Die E-Mail-Einstellungen müssen sie ebenfalls erlauben.
accounts-quota-recipient = E-Mails pro Empfänger und Stunde
