# Konfiguration → Konten.

accounts-title = Konten
accounts-lead = Alle, die sich anmelden können. Administratoren des Servers sehen alle E-Mails, Einstellungen und Workspaces.
accounts-search = Konten suchen
accounts-sign-up = Registrierung
accounts-sign-up-label = Jeder darf ein Konto anlegen
accounts-sign-up-hint = Ein Konto kann nichts tun, bis seine Adresse bestätigt ist. Einladungen funktionieren in jedem Fall.
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
accounts-end-administrator = Als Administrator entfernen
accounts-make-title = Dieses Konto zum Administrator machen?
accounts-make-meaning = { $email } kann dann alle E-Mails lesen und Einstellungen, Konten und Workspaces ändern. Das Audit-Protokoll vermerkt es.
accounts-end-title = Diesen Administrator entfernen?
accounts-end-meaning = { $email } sieht E-Mails, Einstellungen und Konten dann nicht mehr. Das Konto und seine Workspaces bleiben. { $left ->
        [one] Es bleibt 1 Administrator.
       *[other] Es bleiben { $left } Administratoren.
    }
accounts-end-own-title = Sich selbst als Administrator entfernen?
accounts-end-own-meaning = Sie ({ $email }) sehen E-Mails, Einstellungen und Konten dann nicht mehr und können das nicht selbst rückgängig machen. { $left ->
        [one] Es bleibt 1 Administrator, der Ihnen das Recht wieder geben kann.
       *[other] Es bleiben { $left } Administratoren, die Ihnen das Recht wieder geben können.
    }
accounts-delete = Löschen
accounts-delete-title = Dieses Konto löschen?
accounts-deleted = Das Konto ist gelöscht.
account_not_validated = Die Adresse des Kontos ist noch nicht bestätigt. Zuerst muss der Inhaber den Link in der E-Mail öffnen.
