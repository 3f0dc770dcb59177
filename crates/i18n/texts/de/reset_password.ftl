# Ein neues Passwort nach einem vergessenen.

reset-title = Passwort vergessen?
reset-refused = Es wurde keine E-Mail gesendet
reset-lead = Geben Sie die Adresse ein, mit der Sie sich anmelden. Sie erhalten einen Link, mit dem Sie ein neues Passwort setzen.
reset-button = Link senden
reset-back = Zurück zur Anmeldung

reset-sent-title = Sehen Sie in Ihrem Postfach nach
reset-sent-meaning = Wenn ein Konto diese Adresse hat, ist eine E-Mail mit einem Link dorthin unterwegs. Der Link gilt eine Stunde.
