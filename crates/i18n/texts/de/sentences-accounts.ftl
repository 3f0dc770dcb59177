# Fehler bei Konten, Passwörtern, Schlüsseln und der Einrichtung.

sentence-accounts-the-input-has-faults = die Eingabe enthält Fehler
sentence-accounts-an-administrator-exists-already = es gibt schon einen Administrator
sentence-accounts-the-setup-link-is-not-valid = der Einrichtungslink ist nicht gültig
sentence-accounts-email-or-password-is-wrong = E-Mail oder Passwort ist falsch
sentence-accounts-too-many-tries-again-in-s = zu viele Versuche; wieder in { $seconds } s
sentence-accounts-origin-sign-up = Registrierung
sentence-accounts-origin-reset = Passwort vergessen
sentence-accounts-origin-password = Passwortänderung
