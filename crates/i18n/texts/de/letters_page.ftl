# Die Seite System-E-Mails.

letters-title = System-E-Mails
letters-lead = Alle E-Mails, die owlpost selbst formuliert, in jeder seiner Sprachen. Jede wird in der Sprache des Empfängers gesendet.
letters-language = Sprache der E-Mail
letters-subject = Betreff
letters-html = Wie die meisten Empfänger sie sehen
letters-frame = Die E-Mail als HTML
letters-text = Reiner Text
letters-made-up = Namen, Adressen und Links auf dieser Seite sind Beispiele, mit Zeichen, die oft falsch dargestellt werden.

letters-invitation = Einladung
letters-invitation-purpose = Lädt jemanden in einen Workspace ein, mit oder ohne Konto.
letters-password-reset = Neues Passwort
letters-password-reset-purpose = Enthält den Link, mit dem ein vergessenes Passwort ersetzt wird.
letters-validation = Konto bestätigen
letters-validation-purpose = Enthält den Link, der die Adresse eines neuen Kontos bestätigt.
letters-account-exists = Konto besteht bereits
letters-account-exists-purpose = Wird gesendet, wenn sich jemand ein zweites Mal registriert, damit die Seite nichts über Konten verrät.
letters-address-change = Neue Adresse bestätigen
letters-address-change-purpose = Wird an die neue Adresse gesendet, bevor das Konto sie verwendet.
letters-address-changed = Adresse geändert
letters-address-changed-purpose = Teilt der alten Adresse mit, dass das Konto eine neue hat.
letters-password-changed = Passwort geändert
letters-password-changed-purpose = Teilt dem Inhaber des Kontos jede Änderung mit und sagt, was zu tun ist, wenn es jemand anders war.
letters-test = Test-E-Mail
letters-test-purpose = Wird von „Test-E-Mail senden“ gesendet und sagt, wie sie gesendet wurde.
letters-alarm = Versand geht weiter
letters-alarm-purpose = Benachrichtigt Administratoren nach einer Unterbrechung von mindestens 15 Minuten.
letters-storage = Problem mit dem Speicher
letters-storage-purpose = Benachrichtigt Administratoren, wenn die Festplatte voll ist oder gespeicherte Daten beschädigt sind.
letters-ending = Bevorstehender Ablauf
letters-ending-purpose = Erinnert Administratoren 30 Tage, 7 Tage und 1 Tag, bevor ein geheimer Clientschlüssel oder eine Zustimmung abläuft.
