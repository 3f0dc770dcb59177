# Die Seite System-E-Mails.

letters-title = System-E-Mails
letters-lead = Alle E-Mails, die owlpost selbst formuliert, in jeder seiner Sprachen. Gesendet wird jede in der Sprache der Person, die sie liest.
letters-language = Sprache der E-Mail
letters-subject = Betreff
letters-html = Wie die meisten sie sehen
letters-frame = Die E-Mail als HTML
letters-text = Als reiner Text
letters-made-up = Namen, Adressen und Links sind für diese Seite erfunden, mit Zeichen, die leicht falsch dargestellt werden.

letters-invitation = Einladung
letters-invitation-purpose = Lädt jemanden in einen Workspace ein, mit oder ohne Konto.
letters-password-reset = Neues Passwort
letters-password-reset-purpose = Bringt den Link, über den ein vergessenes Passwort ersetzt wird.
letters-validation = Konto bestätigen
letters-validation-purpose = Bringt den Link, über den jemand nach der Registrierung zeigt, dass die Adresse die eigene ist.
letters-account-exists = Konto gibt es schon
letters-account-exists-purpose = Geht an Personen, die sich noch einmal registrieren, damit die Seite Fremden nichts über Konten verrät.
letters-address-change = Neue Adresse bestätigen
letters-address-change-purpose = Geht an die neue Adresse, bevor ein Konto sie erhält.
letters-address-changed = Adresse geändert
letters-address-changed-purpose = Sagt der alten Adresse, dass das Konto jetzt eine andere hat.
letters-password-changed = Passwort geändert
letters-password-changed-purpose = Meldet der Person, der das Konto gehört, jede Änderung, und was zu tun ist, wenn es jemand anders war.
letters-test = Test-E-Mail
letters-test-purpose = Kommt von „Test-E-Mail senden“ und sagt, welchen Weg sie nahm.
letters-alarm = Versand geht weiter
letters-alarm-purpose = Meldet Administratoren eine Unterbrechung von mindestens 15 Minuten, sobald sie vorbei ist.
letters-ending = Etwas läuft bald ab
letters-ending-purpose = Erinnert Administratoren 30, 7 und 1 Tag, bevor ein Client-Secret oder eine Zustimmung abläuft.
