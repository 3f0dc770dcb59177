# Ein Konto anlegen.

sign-up-title = Konto anlegen
sign-up-refused = Es wurde noch kein Konto angelegt
sign-up-lead = Wir senden Ihnen eine E-Mail mit einem Link, der zeigt, dass die Adresse Ihnen gehört.
sign-up-email = Ihre E-Mail-Adresse
sign-up-email-hint = Damit melden Sie sich an.
sign-up-name = Ihr Name
sign-up-name-hint = Ihn sehen die Menschen, mit denen Sie arbeiten. Er darf leer bleiben.
sign-up-password = Passwort
sign-up-password-hint = Mindestens 12 Zeichen. Gut sind ein paar Wörter, die nur Sie so zusammenstellen würden.
sign-up-button = Konto anlegen
sign-up-has-account = Sie haben ein Konto? Anmelden

sign-up-closed-title = Konten gibt es hier auf Einladung
sign-up-closed-meaning = Auf diesem Server kann man sich nicht selbst registrieren. Bitten Sie jemanden, der damit arbeitet, Sie einzuladen; der Link in dieser E-Mail legt Ihr Konto an.

sign-up-sent-title = Sehen Sie in Ihr Postfach
sign-up-sent-meaning = Wir haben eine E-Mail an die Adresse gesendet, die Sie eingegeben haben. Öffnen Sie den Link darin innerhalb von 24 Stunden, um abzuschließen.

letter-not-there = Nach ein paar Minuten noch nichts da? Sehen Sie im Spam-Ordner nach und prüfen Sie, ob Sie die Adresse richtig eingegeben haben.
letters_too_many = Es wurden zu viele E-Mails angefordert, deshalb wird eine Weile keine mehr gesendet. Versuchen Sie es { $wait } wieder.
