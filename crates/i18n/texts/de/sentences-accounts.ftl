# Fehler bei Konten, Passwörtern, Schlüsseln und der Einrichtung.

# server/accounts/api_key
sentence-accounts-the-key-has-no-scopes-give = der Schlüssel hat keine Rechte; geben Sie ihm mindestens eines von { $all }
sentence-accounts-the-key-has-no-name-enter = der Schlüssel hat keinen Namen; tragen Sie einen ein, der sagt, wer ihn benutzt, etwa „Shop“
sentence-accounts-the-keys-name-has-more-than = der Name des Schlüssels hat mehr als { $most } Zeichen; kürzen Sie ihn
sentence-accounts-the-keys-name-holds-a-control = der Name des Schlüssels enthält ein Steuerzeichen, etwa einen Zeilenumbruch; entfernen Sie es
sentence-accounts-there-are-keys-already-which-is = es gibt schon { $most } Schlüssel, mehr sind nicht möglich; löschen Sie einen, der nicht benutzt wird
sentence-accounts-another-key-has-the-name-choose = ein anderer Schlüssel heißt schon „{ $name }“; wählen Sie einen anderen Namen, oder löschen Sie zuerst jenen Schlüssel

# server/accounts/mod
sentence-accounts-the-input-has-faults = die Eingabe enthält Fehler
sentence-accounts-an-administrator-exists-already = es gibt schon einen Administrator
sentence-accounts-the-setup-link-is-not-valid = der Einrichtungslink ist nicht gültig
sentence-accounts-email-or-password-is-wrong = E-Mail oder Passwort ist falsch
sentence-accounts-too-many-tries-again-in-s = zu viele Versuche; wieder in { $seconds } s

# server/accounts/password
sentence-accounts-the-password-has-characters-use-at = das Passwort hat { $count } Zeichen; verwenden Sie mindestens { $least }, etwa vier Wörter, die nichts miteinander zu tun haben
sentence-accounts-the-password-is-longer-than-bytes = das Passwort ist länger als { $most } Bytes; verwenden Sie ein kürzeres
sentence-accounts-the-password-is-among-the-first = das Passwort gehört zu den ersten, die ein Angreifer versucht; verwenden Sie ein anderes, etwa vier Wörter, die nichts miteinander zu tun haben

# server/accounts/setup
sentence-accounts-the-workspace-has-no-name-enter = der Workspace hat keinen Namen; tragen Sie einen ein, etwa den Namen Ihrer Organisation

# server/accounts/names
sentence-accounts-has-more-than-characters = { $cause } hat mehr als { $most } Zeichen; kürzen Sie ihn
sentence-accounts-holds-a-control-character = { $cause } enthält ein Steuerzeichen, etwa einen Zeilenumbruch; entfernen Sie es
sentence-accounts-holds-an-invisible-character = { $cause } enthält ein unsichtbares Zeichen, das die Schreibrichtung umkehrt; entfernen Sie es
sentence-accounts-your-name = Ihr Name
sentence-accounts-the-name-of-who-invites = der Name der einladenden Person
sentence-accounts-the-workspaces-name = der Name des Workspace

# server/accounts/profile
sentence-accounts-this-is-not-your-password = das ist nicht Ihr Passwort; prüfen Sie es, Groß- und Kleinbuchstaben zählen

# server/accounts/workspace
sentence-accounts-you-administer-workspaces-already = Sie verwalten schon { $most } Workspaces, mehr sind es nie; löschen Sie einen, den niemand braucht

# server/tickets
sentence-accounts-this-address-is-invited-already = diese Adresse ist schon eingeladen; senden Sie die Einladung aus der Liste erneut, oder ziehen Sie sie zurück
sentence-accounts-this-address-belongs-to-a-member = diese Adresse gehört schon einem Mitglied; ändern Sie die Rolle in der Liste der Mitglieder
sentence-accounts-this-is-your-address-already = das ist schon Ihre Adresse; geben Sie eine andere ein
sentence-accounts-another-account-has-this-address = inzwischen hat ein anderes Konto diese Adresse; wählen Sie eine andere
sentence-accounts-origin-sign-up = Registrierung
sentence-accounts-origin-reset = Passwort vergessen
sentence-accounts-origin-password = Passwortänderung
