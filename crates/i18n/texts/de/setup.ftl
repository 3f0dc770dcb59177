# Der erste Administrator und Workspace.

setup-title = owlpost einrichten
setup-lead = Legen Sie den ersten Administrator an. In einer Minute können Sie eine Test-E-Mail senden.
setup-refused = Es wurde nichts gespeichert
setup-email = Ihre E-Mail-Adresse
setup-email-hint = Mit ihr melden Sie sich an, und sie wird für Test-E-Mails vorgeschlagen.
setup-password = Passwort
setup-password-hint = Mindestens 12 Zeichen. Gut sind einige Wörter, die nur Sie so zusammenstellen würden.
setup-workspace = Name des Workspace
setup-workspace-hint = Meist der Name Ihrer Firma oder Ihres Teams. Er lässt sich später ändern.
setup-create = Administrator anlegen

setup-done = owlpost ist schon eingerichtet
setup-done-meaning = Es gibt einen Administrator, deshalb gilt der Einrichtungslink nicht mehr.
setup-sign-in = Anmelden

setup-wrong-link = Dieser Einrichtungslink funktioniert nicht
setup-wrong-link-meaning = Er ist unvollständig, oder er gehört zu einem früheren Start des Servers. Jeder Start ohne Administrator gibt einen neuen Link aus, und nur der neueste gilt.
setup-wrong-link-remedy = Kopieren Sie den ganzen Link aus der neuesten Ausgabe des Servers und öffnen Sie ihn. Ist kein Browser verfügbar, bewirkt <code>owlpost setup</code> auf dem Server dasselbe.
