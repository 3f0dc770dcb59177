# Die Briefe: jede E-Mail, die owlpost selbst formuliert. Alles ist reiner Text; HTML macht das Layout.

letter-greeting = Guten Tag,
letter-greeting-name = Guten Tag { $name },
letter-when = Zeitpunkt
letter-by-hand = Wenn die Schaltfläche nicht funktioniert, kopieren Sie diese Adresse in Ihren Browser:
letter-settings-link = Zu den E-Mail-Einstellungen
letter-link-works = Dieser Link gilt { $lasting }, bis zum { $until }.
letter-minutes =
    { $count ->
        [one] 1 Minute
       *[other] { $count } Minuten
    }
letter-hours =
    { $count ->
        [one] 1 Stunde
       *[other] { $count } Stunden
    }
letter-days =
    { $count ->
        [one] 1 Tag
       *[other] { $count } Tage
    }

# { $inviter } ist ein Name oder eine Adresse. Namen, die alles sein können, stehen in „Anführungszeichen“.
letter-invitation-subject = { $inviter } lädt Sie zu { $workspace } ein
letter-invitation-subject-workspace = Einladung zu { $workspace }
letter-invitation-subject-inviter = { $inviter } lädt Sie ein
letter-invitation-subject-bare = Sie sind eingeladen
letter-invitation-heading = Einladung zu „{ $workspace }“
letter-invitation-heading-bare = Sie sind eingeladen
letter-invitation-lead = { $inviter } lädt Sie ein, „{ $workspace }“ beizutreten.
letter-invitation-lead-workspace = Sie sind eingeladen, „{ $workspace }“ beizutreten.
letter-invitation-lead-inviter = { $inviter } lädt Sie ein, beizutreten.
letter-invitation-lead-bare = Jemand lädt Sie ein, beizutreten, und hat dafür diese Adresse angegeben.
letter-invitation-admin = Als Administrator sehen und ändern Sie dort alles und bestimmen, wer Mitglied ist.
letter-invitation-editor = Als Bearbeiter sehen und ändern Sie dort alles, nur nicht, wer Mitglied ist.
letter-invitation-viewer = Als Leser sehen Sie dort alles, können aber nichts ändern.
letter-invitation-button = Einladung ansehen
letter-invitation-ignore = Wenn Sie nicht beitreten möchten oder nicht wissen, wer Sie einlädt, ignorieren Sie diese E-Mail; dann geschieht nichts. Geben Sie den Link nicht weiter: Er ist nur für Sie bestimmt.
letter-invitation-foot = Sie erhalten diese E-Mail, weil jemand Ihre Adresse in eine Einladung eingetragen hat.

letter-reset-subject = Neues Passwort wählen
letter-reset-heading = Neues Passwort wählen
letter-reset-lead = Jemand, vermutlich Sie selbst, hat für Ihr Konto ein neues Passwort angefordert. Über diesen Link wählen Sie es.
letter-reset-button = Neues Passwort wählen
letter-reset-ignore = Wenn Sie es nicht waren, ignorieren Sie diese E-Mail: Ihr Passwort bleibt, wie es ist. Geben Sie den Link nicht weiter; wer ihn hat, kann Ihr Passwort bestimmen.
letter-reset-foot = Sie erhalten diese E-Mail, weil mit Ihrer Adresse ein neues Passwort angefordert wurde.

letter-validation-subject = E-Mail-Adresse bestätigen
letter-validation-heading = Bestätigen Sie Ihre E-Mail-Adresse
letter-validation-lead = Jemand, vermutlich Sie selbst, hat sich mit dieser Adresse registriert. Über diesen Link bestätigen Sie, dass sie Ihnen gehört; danach ist Ihr Konto bereit.
letter-validation-button = Adresse bestätigen
letter-validation-ignore = Wenn Sie es nicht waren, ignorieren Sie diese E-Mail: Das Konto bleibt dann unbestätigt.
letter-validation-foot = Sie erhalten diese E-Mail, weil Ihre Adresse bei einer Registrierung angegeben wurde.

letter-account-exists-subject = Sie haben bereits ein Konto
letter-account-exists-heading = Sie haben bereits ein Konto
letter-account-exists-lead = Jemand, vermutlich Sie selbst, wollte sich mit dieser Adresse registrieren. Zu ihr gibt es schon ein Konto; deshalb wurde nichts geändert und kein neues angelegt.
letter-account-exists-button = Anmelden
letter-account-exists-forgotten = Wenn Sie Ihr Passwort nicht mehr wissen, können Sie ein neues wählen.
letter-account-exists-reset = Neues Passwort wählen
letter-account-exists-ignore = Wenn Sie es nicht waren, ignorieren Sie diese E-Mail: Wer auch immer es war, hat nicht erfahren, dass Sie ein Konto haben.
letter-account-exists-foot = Sie erhalten diese E-Mail, weil Ihre Adresse bei einer Registrierung angegeben wurde.

letter-address-change-subject = Neue E-Mail-Adresse bestätigen
letter-address-change-heading = Bestätigen Sie Ihre neue E-Mail-Adresse
letter-address-change-lead = Jemand, vermutlich Sie selbst, hat angefordert, die Adresse eines Kontos in { $address } zu ändern. Über diesen Link bestätigen Sie, dass sie Ihnen gehört; bis dahin behält das Konto seine alte.
letter-address-change-button = Neue Adresse bestätigen
letter-address-change-ignore = Wenn Sie es nicht waren, ignorieren Sie diese E-Mail: Dann wird nichts geändert.
letter-address-change-foot = Sie erhalten diese E-Mail, weil Ihre Adresse als neue Adresse eines Kontos angegeben wurde.

letter-address-changed-subject = Die E-Mail-Adresse Ihres Kontos wurde geändert
letter-address-changed-heading = Die E-Mail-Adresse Ihres Kontos wurde geändert
letter-address-changed-lead = Ihr Konto hat jetzt eine andere E-Mail-Adresse. Von nun an melden Sie sich mit der neuen an, und E-Mails zum Konto werden dorthin gesendet.
letter-address-changed-old = Bisher
letter-address-changed-new = Von nun an
letter-address-changed-was-you = Wenn Sie es waren, ist nichts weiter zu tun.
letter-address-changed-not-you = Wenn Sie es nicht waren, wenden Sie sich sofort an einen Administrator dieses Servers: Jemand anders hat Zugriff auf Ihr Konto.
letter-address-changed-not-you-contact = Wenn Sie es nicht waren, wenden Sie sich sofort an { $contact }: Jemand anders hat Zugriff auf Ihr Konto.
letter-address-changed-foot = Dies ist die letzte E-Mail zu Ihrem Konto an diese Adresse.

letter-password-changed-subject = Ihr Passwort wurde geändert
letter-password-changed-heading = Ihr Passwort wurde geändert
letter-password-changed-by-hand = Jemand, der angemeldet war und das alte Passwort kannte, hat das Passwort Ihres Kontos geändert.
letter-password-changed-by-link = Für Ihr Konto wurde über einen Link, der an diese Adresse gesendet wurde, ein neues Passwort gewählt. Sie wurden überall abgemeldet.
letter-password-changed-was-you = Wenn Sie es waren, ist nichts weiter zu tun.
letter-password-changed-not-you = Wenn Sie es nicht waren, wählen Sie sofort ein neues Passwort: Damit werden alle abgemeldet. Ändern Sie danach auch das Passwort Ihres Postfachs, falls jemand anders Zugriff darauf hat.
letter-password-changed-link = Neues Passwort wählen
letter-password-changed-foot = Sie erhalten diese E-Mail bei jeder Änderung Ihres Passworts, damit niemand es ohne Ihr Wissen ändern kann.

letter-test-subject = Test-E-Mail von owlpost
letter-test-kept = Diese Test-E-Mail wurde hier gespeichert
letter-test-kept-lead = Sie liegt im Postfach auf Ihrem Server und hat ihn nicht verlassen.
letter-test-kept-note = So arbeitet der E-Mail-Dienst von owlpost, bis ein anderer Versandweg gewählt ist. Wählen Sie in den E-Mail-Einstellungen „Benutzername und Passwort“, um E-Mails an echte Empfänger zu senden.
letter-test-arrived = Diese Test-E-Mail hat Sie erreicht
letter-test-arrived-lead = Der Versand funktioniert.
letter-test-arrived-note = Dass ein Test ankommt, beweist nicht, dass jede E-Mail ankommt: Der Server eines Empfängers kann E-Mails trotzdem als Spam einstufen. Wenn diese im Spam-Ordner lag, prüfen Sie SPF, DKIM und DMARC der Absenderdomain. An diesen Einträgen erkennen andere Server, dass Ihr Server für die Domain senden darf.
letter-test-through = Gesendet über
letter-test-from = Absender
letter-test-asked-by = Angefordert von
letter-test-foot = Sie brauchen auf diese E-Mail nicht zu antworten. Sie wurde in den E-Mail-Einstellungen angefordert.

letter-alarm-subject = E-Mails werden wieder gesendet
letter-alarm-heading = E-Mails werden wieder gesendet
letter-alarm-lead = Der Versand war { $lasting } unterbrochen und läuft jetzt automatisch weiter.
letter-alarm-why = Grund
letter-alarm-since = Unterbrochen
letter-alarm-until = Läuft wieder seit
letter-alarm-waiting =
    { $count ->
        [0] Keine Nachricht musste warten.
        [one] 1 Nachricht hat gewartet. Sie blieb erhalten und wird jetzt gesendet.
       *[other] { $count } Nachrichten haben gewartet. Sie blieben erhalten und werden jetzt gesendet.
    }
letter-alarm-remedy = Einladungen und Passwort-Links, die inzwischen abgelaufen sind, wurden nicht gesendet; wer einen braucht, kann ihn neu anfordern. Tritt das Problem wieder auf, steht in den E-Mail-Einstellungen, was zu tun ist.
letter-alarm-foot = Sie erhalten diese E-Mail, weil Sie diesen Server verwalten. Sie wird nach jeder Unterbrechung von mindestens 15 Minuten gesendet, weil währenddessen keine E-Mail gesendet werden kann.

letter-storage-subject = Der Mailserver hat ein Problem mit seinem Speicher
letter-storage-heading = Ein Problem mit dem Speicher
letter-storage-since = Bemerkt
letter-storage-link = owlpost öffnen
letter-storage-foot = Sie erhalten diese E-Mail, weil Sie diesen Server verwalten. Sie wird gesendet, wenn die Festplatte voll ist oder beschädigte Daten gefunden werden, höchstens einmal am Tag für jedes Problem.

letter-ending-subject =
    { $count ->
        [one] { $title } für ausgehende E-Mails läuft in 1 Tag ab
       *[other] { $title } für ausgehende E-Mails läuft in { $count } Tagen ab
    }
letter-ending-subject-today = { $title } für ausgehende E-Mails läuft in weniger als einem Tag ab
letter-ending-lead = Davon hängen die ausgehenden E-Mails dieses Servers ab. Ablaufdatum ist der { $at }.
letter-ending-foot = Sie erhalten diese E-Mail, weil Sie diesen Server verwalten. Sie wird 30 Tage, 7 Tage und 1 Tag vorher gesendet; Sie brauchen nicht zu antworten.
