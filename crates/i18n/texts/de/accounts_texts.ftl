# Konten, Workspaces, API-Schlüssel und Links (Crates `accounts` und `tickets`): Fehler, Akteure, Rollen, Audit-Einträge.

account_name_too_long = Ihr Name hat mehr als { $limit } Zeichen: kürzen Sie ihn
account_name_control_character = Ihr Name enthält ein Steuerzeichen, etwa einen Zeilenumbruch: entfernen Sie es
account_name_bidirectional_character = Ihr Name enthält ein unsichtbares Zeichen, das die Schreibrichtung ändert: entfernen Sie es
inviter_name_too_long = der Name der einladenden Person hat mehr als { $limit } Zeichen: kürzen Sie ihn
inviter_name_control_character = der Name der einladenden Person enthält ein Steuerzeichen, etwa einen Zeilenumbruch: entfernen Sie es
inviter_name_bidirectional_character = der Name der einladenden Person enthält ein unsichtbares Zeichen, das die Schreibrichtung ändert: entfernen Sie es
workspace_name_empty = der Workspace hat keinen Namen: tragen Sie einen ein, etwa den Namen Ihrer Organisation
workspace_name_too_long = der Name des Workspace hat mehr als { $limit } Zeichen: kürzen Sie ihn
workspace_name_control_character = der Name des Workspace enthält ein Steuerzeichen, etwa einen Zeilenumbruch: entfernen Sie es
workspace_name_bidirectional_character = der Name des Workspace enthält ein unsichtbares Zeichen, das die Schreibrichtung ändert: entfernen Sie es
workspace_limit = Sie verwalten bereits { $limit } Workspaces, das Maximum: löschen Sie einen, der nicht mehr gebraucht wird
sign_up_domain_invalid = { $value } ist keine Domain: geben Sie eine an, zum Beispiel example.com
sign_up_domains_missing = Es ist keine Domain angegeben: geben Sie mindestens eine an, zum Beispiel example.com
sign_up_domains_too_many = Es sind { $count } Domains angegeben, höchstens { $limit } sind möglich: entfernen Sie einige
password_too_short = das Passwort hat { $count } Zeichen: verwenden Sie mindestens { $minimum }, etwa vier Wörter, die nichts miteinander zu tun haben
password_too_long = das Passwort ist länger als { $limit } Bytes: verwenden Sie ein kürzeres
password_easily_guessed = das Passwort ist leicht zu erraten: verwenden Sie ein anderes, etwa vier Wörter, die nichts miteinander zu tun haben
password_wrong = das Passwort ist falsch: prüfen Sie es, Groß- und Kleinschreibung wird unterschieden
api_key_without_scopes = der Schlüssel hat keine Berechtigungen: wählen Sie mindestens eine von { $scopes }
api_key_name_empty = der Schlüssel hat keinen Namen: tragen Sie einen ein, der sagt, wer ihn benutzt, etwa „Shop“
api_key_name_too_long = der Name des Schlüssels hat mehr als { $limit } Zeichen: kürzen Sie ihn
api_key_name_control_character = der Name des Schlüssels enthält ein Steuerzeichen, etwa einen Zeilenumbruch: entfernen Sie es
api_key_limit = es gibt bereits { $limit } Schlüssel, das Maximum: löschen Sie einen, der nicht benutzt wird
api_key_name_taken = ein anderer Schlüssel heißt bereits „{ $name }“: wählen Sie einen anderen Namen, oder löschen Sie zuerst jenen Schlüssel
mail_password_name_empty = das E-Mail-Passwort hat keinen Namen: tragen Sie einen ein, der sagt, was es verwendet, etwa „Scanner“
mail_password_name_too_long = der Name hat mehr als { $limit } Zeichen: kürzen Sie ihn
mail_password_name_control_character = der Name enthält ein Steuerzeichen, etwa einen Zeilenumbruch: entfernen Sie es
mail_password_name_bidirectional_character = der Name enthält ein unsichtbares Zeichen, das die Schreibrichtung ändert: entfernen Sie es
mail_password_name_taken = ein anderes E-Mail-Passwort dieses Kontos heißt bereits „{ $name }“: wählen Sie einen anderen Namen, oder löschen Sie zuerst jenes
mail_password_limit = dieses Konto hat { $limit } E-Mail-Passwörter, das Maximum: löschen Sie eines, das nicht verwendet wird

actor_account = { $email }
actor_api_key = API-Schlüssel „{ $name }“
actor_anonymous = unbekannt
actor_operator = Betreiber des Servers ({ $command })
actor_anonymous_with_address = { $email }

role_admin = Administrator
role_editor = Bearbeiter
role_viewer = Leser

audit_name = { $name }
audit_change = { $before } → { $after }
audit_member = { $email }, { $workspace }
audit_role_change = { $email }, { $workspace }: { $before } → { $after }
audit_invitation = { $email } → { $workspace }: { $role }
audit_membership = { $workspace }: { $role }
audit_api_key = { $name } ({ $scopes })
audit_mail_password = { $name } ({ $email })
audit_account_sending = { $limits }; { $count ->
    [0] keine weiteren Absender
   *[other] weitere Absender: { $senders }
}
audit_settings_version = Version { $version } ({ $destination })
audit_settings_restored = Version { $from } → { $version } ({ $destination })
audit_consent = { $provider } ({ $account })
audit_master_key = { $from } → { $to }, { $secrets ->
        [one] 1 gespeichertes Geheimnis verworfen
       *[other] { $secrets } gespeicherte Geheimnisse verworfen
    }
audit_mail_outbox = Nachricht im Postausgang { $id }
audit_mail_mailbox = Nachricht im Postfach { $id }
audit_mail_released =
    { $messages ->
        [one] 1 E-Mail, { $recipients ->
            [one] 1 Empfänger
           *[other] { $recipients } Empfänger
        }
       *[other] { $messages } E-Mails, { $recipients ->
            [one] 1 Empfänger
           *[other] { $recipients } Empfänger
        }
    }
audit_on_hold_delivered =
    { $recipients ->
        [one] Ins Postfach: 1 Empfänger
       *[other] Ins Postfach: { $recipients } Empfänger
    }
audit_on_hold_cancelled =
    { $recipients ->
        [one] Abgebrochen: 1 Empfänger
       *[other] Abgebrochen: { $recipients } Empfänger
    }
audit_script_change = { $changes }
audit_script_version = Version { $version }
audit_script_schedule = Zeitplan { $cron } { $time_zone }
audit_script_without_schedule = kein Zeitplan
audit_script_limits = Grenzen { $per_run } je Lauf, { $per_hour } je Stunde, { $per_day } je Tag, { $per_recipient } je Empfänger
audit_script_recipients = { $workspace }: { $recipients }
audit_script_recipients_unlimited = { $workspace }: alle
audit_workspace_quota = { $workspace }: { $hour } Empfänger pro Stunde, { $day } pro Tag, { $recipient } E-Mails an einen Empfänger pro Stunde, { $waiting } MB wartende E-Mails
allowed_list_too_long = die Liste hat { $count } Einträge, und höchstens { $limit } sind erlaubt: erlauben Sie stattdessen ganze Domains
allowed_entry_invalid = { $value } ist weder eine Adresse noch eine Domain: schreiben Sie `anna@example.com` oder `example.com`
api_key_limit_out_of_range = eine Grenze liegt zwischen 1 und { $limit }; lassen Sie sie weg, wenn es keine geben soll
api_key_network_invalid = { $value } ist kein Netz: schreiben Sie eines wie 192.0.2.0/24 oder 2001:db8::1
api_key_networks_too_many = die Liste hat { $count } Netze, und höchstens { $limit } sind erlaubt: schreiben Sie größere Netze
api_key_expiry_past = dieser Zeitpunkt ist vorbei: wählen Sie einen späteren
api_key_expiry_invalid = { $value } ist kein Datum: schreiben Sie eines wie 2027-03-31
api_key_number_invalid = { $value } ist keine ganze Zahl: schreiben Sie eine wie 500
quota_limit_too_high = eine Grenze ist höchstens { $limit }
audit_file = { $name }, { $workspace }

invitation_already_sent = diese Adresse ist bereits eingeladen: senden Sie die Einladung aus der Liste noch einmal, oder ziehen Sie sie zurück
invitation_of_member = diese Adresse gehört einem Mitglied: ändern Sie die Rolle in der Liste der Mitglieder
address_change_to_same = das ist bereits Ihre Adresse: geben Sie eine andere ein
address_change_taken = inzwischen hat ein anderes Konto diese Adresse: wählen Sie eine andere

origin_sign_up = Registrierung
origin_password_reset = Zurücksetzen des Passworts
origin_password_change = Änderung des Passworts
invitation_not_open = Diese Einladung ist nicht mehr offen: Sie wurde inzwischen angenommen oder zurückgezogen.
invitation_quota = zurzeit kann keine Einladung gesendet werden: { $reason }
invitation_limit_unapproved = dieser Workspace ist noch nicht zum Senden freigegeben, und vorher sind höchstens { $limit } Einladungen möglich: bitten Sie einen Administrator dieses Servers um die Freigabe
sign_up_domain_not_admitted = Mit Adressen von { $domain } kann man sich hier nicht registrieren: verwenden Sie eine andere Adresse, oder bitten Sie um eine Einladung
