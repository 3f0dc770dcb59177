# An- und abmelden.

sign-in-title = Anmelden
sign-in-refused = Sie sind nicht angemeldet
sign-in-email = E-Mail
sign-in-password = Passwort
sign-in-ended = Sie waren nicht mehr angemeldet, deshalb wurde nichts gespeichert. Melden Sie sich an und senden Sie es noch einmal.
sign-in-out = Sie sind abgemeldet.
sign-in-no-account = <strong>Es gibt noch kein Konto.</strong> Der Server hat beim Start einen Einrichtungslink ausgegeben. Öffnen Sie diesen Link, um den ersten Administrator anzulegen.
sign_in_wrong = E-Mail oder Passwort ist falsch. Prüfen Sie beides; im Passwort zählen Groß- und Kleinbuchstaben.
sign_in_too_many = Es gab zu viele Versuche, deshalb ist die Anmeldung für eine Weile gesperrt. Versuchen Sie es { $wait } wieder.
sign-in-reset = Ihr neues Passwort ist gesetzt. Melden Sie sich damit an. Alle angemeldeten Geräte wurden abgemeldet.
sign-in-deleted = Ihr Konto ist gelöscht.
sign-in-forgotten = Passwort vergessen?
sign-in-sign-up = Konto anlegen
