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
sentence-accounts-the-workspaces-name-has-more-than = der Name des Workspace hat mehr als { $most } Zeichen; kürzen Sie ihn
sentence-accounts-the-workspaces-name-holds-a-control = der Name des Workspace enthält ein Steuerzeichen, etwa einen Zeilenumbruch; entfernen Sie es
