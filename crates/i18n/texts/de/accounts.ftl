# Konfiguration → Konten.

accounts-title = Konten
accounts-lead = Alle, die sich anmelden können. Administratoren des Servers sehen alle E-Mails, Einstellungen und Workspaces.
accounts-sign-up = Registrierung
accounts-sign-up-label = Jeder darf ein Konto anlegen
accounts-sign-up-hint = Ein Konto kann nichts tun, bis seine Adresse bestätigt ist. Einladungen funktionieren so oder so.
accounts-administrator = Administrator
accounts-unconfirmed = nicht bestätigt
accounts-made = angelegt am { $at }
accounts-workspaces =
    { $count ->
        [0] in keinem Workspace
        [one] in 1 Workspace
       *[other] in { $count } Workspaces
    }
accounts-make-administrator = Zum Administrator machen
accounts-end-administrator = Administration beenden
accounts-delete = Löschen
accounts-delete-title = Dieses Konto löschen?
accounts-deleted = Das Konto ist gelöscht.
account_not_validated = Die Adresse des Kontos ist noch nicht bestätigt. Zuerst muss der Besitzer den Link in der E-Mail öffnen.
