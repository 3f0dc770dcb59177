# An- und abmelden.

sign-in-title = Anmelden
sign-in-refused = Sie sind nicht angemeldet
sign-in-email = E-Mail
sign-in-password = Passwort
sign-in-ended = Ihre Sitzung war beendet, deshalb wurde Ihre Eingabe nicht gespeichert. Melden Sie sich an und senden Sie sie noch einmal.
sign-in-out = Sie sind abgemeldet.
sign-in-no-account = <strong>Es gibt noch kein Konto.</strong> Der Server hat beim Start einen Einrichtungslink ausgegeben. Öffnen Sie diesen Link, um den ersten Administrator anzulegen.
sign_in_wrong = E-Mail oder Passwort ist falsch. Prüfen Sie beides; beim Passwort wird Groß- und Kleinschreibung unterschieden.
sign_in_too_many = Zu viele Versuche. Die Anmeldung ist vorübergehend gesperrt. Versuchen Sie es { $wait } erneut.
sign-in-reset = Ihr neues Passwort ist gesetzt. Melden Sie sich damit an. Alle anderen Geräte wurden abgemeldet.
sign-in-deleted = Ihr Konto ist gelöscht.
sign-in-forgotten = Passwort vergessen?
sign-in-sign-up = Konto anlegen
