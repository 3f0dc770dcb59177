# Probleme des Kontos beim Anbieter, an jeder Stelle.
# `event` ist der Satz, der sagt, was geschehen ist, und den Server zitiert.

problem_login_required_token =
    .what = { $event }
    .meaning = Der Server nimmt E-Mails nur nach einer Anmeldung an und hält diese Sitzung nicht für angemeldet, obwohl sich { $login } angemeldet hat. Meist darf das Postfach nicht über SMTP senden.
    .remedy = Prüfen Sie, ob „Authentifiziertes SMTP“ für { $login } eingeschaltet ist, und wählen Sie dann „Neu verbinden“; oder senden Sie über die API des Anbieters.

problem_account_suspended =
    .what = { $event }
    .meaning = Der Anbieter hat dieses Konto gesperrt oder eingeschränkt, oft wegen Beschwerden, Spam oder ungewöhnlicher Aktivität. Die E-Mail ist nicht die Ursache.
    .remedy = Melden Sie sich beim Anbieter mit dem Konto an, folgen Sie dem Link in der Antwort, wenn dort einer steht, und lassen Sie die Einschränkung aufheben. Klären Sie, warum es dazu kam, bevor wieder gesendet wird. Die E-Mails warten so lange.

problem_account_not_activated =
    .what = { $event }
    .meaning = Der Anbieter hat dieses Konto noch nicht zum Senden freigeschaltet. Die E-Mail ist nicht die Ursache.
    .remedy = Schalten Sie das Konto frei: bestätigen Sie die E-Mail des Anbieters, vervollständigen Sie die Angaben zum Konto, oder beantragen Sie die Freischaltung beim Support des Anbieters. Die E-Mails warten so lange.

problem_account_sandbox =
    .what = { $event }
    .meaning = Das Konto oder die Domain ist eine Sandbox: Sie sendet nur an freigegebene Adressen. Der Empfänger ist nicht die Ursache.
    .remedy = Richten Sie beim Anbieter Ihre eigene Domain ein und verlassen Sie die Sandbox oder den Testtarif; für einen Test nehmen Sie den Empfänger in die freigegebenen Adressen auf. Die E-Mails warten so lange.

problem_account_credits_used =
    .what = { $event }
    .meaning = Das Guthaben oder das bezahlte Kontingent des Kontos ist aufgebraucht. Benutzername, Passwort und E-Mail sind nicht die Ursache.
    .remedy = Kaufen Sie in der Verwaltung des Anbieters Guthaben nach, wählen Sie einen größeren Tarif oder begleichen Sie die offene Rechnung; oder warten Sie, bis der neue Zeitraum beginnt. Die E-Mails warten so lange.

problem_ehlo_name_refused_google =
    .what = { $event }
    .meaning = Google schließt die Verbindung wegen des Namens in EHLO: er ist kein öffentlicher Name von Ihnen. Der SMTP-Relay-Dienst weist außerdem Adressen ab, die nicht eingetragen sind.
    .remedy = Setzen Sie den EHLO-Namen in den erweiterten Einstellungen auf einen Namen Ihrer eigenen Domain, etwa mail.example.com. Tragen Sie die öffentliche IP-Adresse dieses Rechners in der Google-Admin-Konsole ein (Gmail, Routing, SMTP-Relay-Dienst), oder geben Sie Benutzername und App-Passwort an.

problem_relaying_denied_google =
    .what = { $event }
    .meaning = Das SMTP-Relay von Google kennt diesen Rechner nicht: weder seine IP-Adresse noch eine Anmeldung gehört zu Ihrem Google Workspace.
    .remedy = Fügen Sie in der Google-Admin-Konsole (Gmail, Routing, SMTP-Relay-Dienst) die öffentliche IP-Adresse dieses Rechners hinzu, und lassen Sie die Domain des Absenders zu. Ohne Google Workspace benutzen Sie smtp.gmail.com mit einem App-Passwort.
