# Das eigene Konto.

account-title = Ihr Konto
account-refused = Es wurde nichts geändert
account-profile = Name und Sprache
account-name = Ihr Name
account-language = Sprache
account-language-browser = Die Sprache des Browsers
account-language-hint = Für diese Seiten und für die E-Mails, die Sie von diesem Server erhalten.
account-save = Speichern
account-saved = Gespeichert.
account-password-title = Passwort
account-current = Ihr bisheriges Passwort
account-password-meaning = Alle anderen Geräte werden abgemeldet, und Sie erhalten eine E-Mail über die Änderung.
account-password-button = Passwort ändern
account-password-changed = Ihr Passwort ist geändert. Alle anderen Geräte sind abgemeldet.
account-address-title = E-Mail-Adresse
account-new-address = Neue E-Mail-Adresse
account-new-address-hint = An diese Adresse wird ein Link gesendet. Ihre Adresse ändert sich, wenn Sie ihn öffnen; die alte Adresse wird benachrichtigt.
account-address-button = Link senden
account-address-asked = Sehen Sie im Postfach der neuen Adresse nach: Der Link in der E-Mail ändert Ihre Adresse.
account-address-changed = Ihre Adresse ist geändert. Melden Sie sich ab jetzt mit der neuen an.
account-leave-title = Überall abmelden, Konto löschen
account-everywhere-meaning = Beendet jede Sitzung Ihres Kontos, auch diese: etwa auf einem verlorenen oder fremden Gerät.
account-everywhere-button = Überall abmelden
account-delete-link = Konto löschen …
account-delete-title = Konto löschen?
account-delete-meaning = Das Konto <strong>{ $email }</strong> und seine Mitgliedschaften werden sofort gelöscht. Angenommene E-Mails werden noch gesendet. Das lässt sich nicht rückgängig machen.
account-delete-button = Konto löschen
account-not-deleted = Das Konto wurde nicht gelöscht
account-keep = Abbrechen
account_last_administrator = Das ist der letzte Administrator dieses Servers. Machen Sie zuerst ein anderes Konto zum Administrator, unter Konfiguration → Konten.
account_only_administrator = Sie sind der einzige Administrator von: { $workspaces }. Geben Sie dort zuerst einem anderen Mitglied die Rolle Administrator, oder löschen Sie den Workspace.
account_too_many = Zu viele Versuche. Das ist vorübergehend gesperrt. Versuchen Sie es { $wait } erneut.
account_password_missing = geben Sie Ihr Passwort ein: Sie haben es vor mehr als 15 Minuten zuletzt eingegeben

# Vor einer Handlung, die Rechte gibt oder ändert, wie E-Mails versendet werden.
step-up-title = Passwort eingeben
step-up-meaning = Sie haben Ihr Passwort vor mehr als 15 Minuten zuletzt eingegeben. Diese Änderung gibt Rechte oder betrifft den Versand, deshalb fragt owlpost noch einmal danach.
step-up-password = Ihr owlpost-Passwort
step-up-section = Vor dem Speichern
step-up-hint = Sie haben es vor mehr als 15 Minuten zuletzt eingegeben; zum Speichern wird es gebraucht.
step-up-button = Weiter
step-up-refused = Es wurde nichts geändert
