# Ein Konto anlegen.

sign-up-title = Konto anlegen
sign-up-refused = Es wurde kein Konto angelegt
sign-up-lead = Sie erhalten eine E-Mail mit einem Link, der Ihre Adresse bestätigt.
sign-up-email = Ihre E-Mail-Adresse
sign-up-email-hint = Damit melden Sie sich an.
sign-up-name = Ihr Name
sign-up-name-hint = Andere Mitglieder Ihrer Workspaces sehen ihn. Optional.
sign-up-password = Passwort
sign-up-password-hint = Mindestens 12 Zeichen. Gut sind ein paar Wörter, die nur Sie so zusammenstellen würden.
sign-up-button = Konto anlegen
sign-up-has-account = Sie haben schon ein Konto? Anmelden

sign-up-closed-title = Konten werden nur auf Einladung angelegt
sign-up-closed-meaning = Die Registrierung ist auf diesem Server abgeschaltet. Bitten Sie einen Benutzer, Sie einzuladen; der Link in der E-Mail legt Ihr Konto an.

sign-up-sent-title = Sehen Sie in Ihrem Postfach nach
sign-up-sent-meaning = An die angegebene Adresse wurde eine E-Mail gesendet. Öffnen Sie den Link darin innerhalb von 24 Stunden, um die Registrierung abzuschließen.

letter-not-there = Nach einigen Minuten keine E-Mail? Sehen Sie im Spam-Ordner nach, und prüfen Sie die eingegebene Adresse.
letters_too_many = Es wurden zu viele E-Mails angefordert, deshalb wird vorübergehend keine mehr gesendet. Versuchen Sie es { $wait } erneut.
