# Konfiguration → Konten.

accounts-title = Konten
accounts-lead = Alle, die sich anmelden können. Administratoren des Servers sehen alle E-Mails, Einstellungen und Workspaces.
accounts-search = Konten suchen
accounts-sign-up = Registrierung
accounts-sign-up-label = Wer ein Konto anlegen kann
accounts-sign-up-invitation = Nur auf Einladung
accounts-sign-up-invitation-hint = Administratoren von Workspaces laden Personen ein.
accounts-sign-up-domains = Adressen bestimmter Domains
accounts-sign-up-domains-hint = Wer eine Adresse einer dieser Domains hat, kann sich registrieren. Die Adresse muss bestätigt werden.
accounts-sign-up-open = Alle
accounts-sign-up-open-hint = Wer diese Website öffnen kann, kann sich registrieren. Die Adresse muss bestätigt werden.
accounts-domains = Domains
accounts-domains-hint = Eine pro Zeile, zum Beispiel example.com. Subdomains werden einzeln aufgeführt. Gilt nur bei „Adressen bestimmter Domains“.
accounts-approval = Workspaces, die auf Freigabe warten
accounts-approval-meaning = Bis Sie sie freigeben, können ihre Skripte nur an Konten dieses Servers senden.
accounts-approval-more =
    { $count ->
        [one] 1 weiterer Workspace wartet.
       *[other] { $count } weitere Workspaces warten.
    }
accounts-approve = Freigeben
accounts-approved = Der Workspace ist freigegeben. Seine Skripte können jetzt an alle senden.
accounts-withdraw = Freigabe entziehen
accounts-withdraw-title = Die Freigabe dieses Workspace entziehen?
accounts-withdraw-meaning = Skripte von { $name } können dann nur noch an Konten dieses Servers senden. Bereits angenommene E-Mails werden gesendet. Das Audit-Protokoll vermerkt es.
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
