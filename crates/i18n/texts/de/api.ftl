# Fehlerantworten der API: Titel, Erklärungen und die Fehler, die nur die API findet (crate `api`).

problem_malformed = Fehlerhafte Anfrage
problem_unauthorized = API-Schlüssel erforderlich
problem_missing_scope = Fehlende Berechtigung
problem_not_found = Nicht gefunden
problem_method_not_allowed = Methode nicht erlaubt
problem_timeout = Zeitüberschreitung der Anfrage
problem_wrong_state = Der Zustand der Nachricht lässt das nicht zu
problem_idempotency_key_reused = Idempotenzschlüssel bereits verwendet
problem_text_gone = Inhalt nicht mehr gespeichert
problem_damaged = Gespeicherte Daten sind beschädigt
problem_last_administrator = Letzter Administrator des Workspace
problem_invitation_ended = Einladung nicht mehr offen
problem_overtaken = Es gibt eine neuere Version
problem_precondition_failed = Inzwischen geändert
problem_run_ended = Der Lauf ist beendet
problem_too_large = Anfrage zu groß
problem_unsupported_media_type = Medientyp nicht unterstützt
problem_faults = Ungültige Anfrage
problem_network_not_allowed = Netz nicht erlaubt
problem_quota_exceeded = Kontingent erschöpft
problem_too_many = Zu viele Anfragen
problem_internal = Interner Serverfehler
problem_unavailable = Dienst nicht verfügbar
problem_full = Nicht genügend Speicherplatz

request_faults = { $count ->
    [one] Ein Feld ist ungültig (siehe errors). Es wurde nichts gesendet oder gespeichert. Berichtigen Sie es, und senden Sie die Anfrage erneut.
   *[other] { $count } Felder sind ungültig (siehe errors). Es wurde nichts gesendet oder gespeichert. Berichtigen Sie sie, und senden Sie die Anfrage erneut.
}
request_without_api_key = Die Anfrage enthält keinen API-Schlüssel. Senden Sie ihn im Header „Authorization: Bearer owl_…“. Ein Administrator erstellt Schlüssel unter Konfiguration, API-Schlüssel.
request_api_key_expired = Der API-Schlüssel „{ $key }“ ist abgelaufen. Es wurde nichts ausgeführt. Bitten Sie einen Administrator um einen neuen Schlüssel.
request_network_not_allowed = Der API-Schlüssel „{ $key }“ funktioniert nicht von der Adresse { $client } aus. Es wurde nichts ausgeführt. Rufen Sie aus einem seiner Netze auf, oder bitten Sie einen Administrator um einen anderen Schlüssel.
request_limited_key = Der API-Schlüssel „{ $key }“ hat Grenzen und kann deshalb weder Schlüssel anlegen noch Nachrichten erneut senden. Verwenden Sie einen Schlüssel ohne Grenzen.
request_sender_not_allowed = { $sender } gehört nicht zu den Absendern dieses API-Schlüssels: lassen Sie `from` weg, oder bitten Sie einen Administrator um einen anderen Schlüssel
request_recipient_not_allowed = { $recipient } gehört nicht zu den Empfängern dieses API-Schlüssels: bitten Sie einen Administrator um einen anderen Schlüssel
request_api_key_unknown = Diesen API-Schlüssel gibt es nicht: er wurde falsch eingegeben oder gelöscht. Prüfen Sie, ob er vollständig ist (owl_ und 43 Buchstaben und Ziffern), oder erstellen Sie einen neuen.
request_scope_missing = Der API-Schlüssel „{ $name }“ hat die Berechtigung { $scope } nicht. Verwenden Sie einen Schlüssel, der sie hat, oder erstellen Sie einen: die Berechtigungen eines vorhandenen Schlüssels lassen sich nicht ändern.
request_quota_exceeded = Es wurde nichts gesendet: { $reason }.
request_too_many = Es gab in kurzer Zeit zu viele Anfragen. Es wurde nichts ausgeführt. Versuchen Sie es in { $seconds ->
    [one] einer Sekunde
   *[other] { $seconds } Sekunden
} erneut (siehe Header Retry-After).
request_failed = Die Anfrage ist an einem Fehler in owlpost gescheitert; das Protokoll des Servers enthält die Einzelheiten. Es wurde nichts teilweise ausgeführt. Senden Sie die Anfrage erneut, mit einem Idempotenzschlüssel, wenn sie E-Mails sendet.
request_path_unknown = Die API hat keinen Pfad { $path }. GET /api/v1/openapi.json beschreibt alle Pfade.
request_method_unsupported = { $path } unterstützt die Methode { $method } nicht. Der Header Allow nennt die unterstützten Methoden.
request_path_invalid_encoding = Der Pfad enthält Bytes, die kein gültiges UTF-8 sind. Prüfen Sie die ID darin.
request_id_invalid = „{ $value }“ ist keine gültige ID. IDs sehen so aus: 01890a5d-ac96-774b-bcce-b302099a8057.
request_version_number_invalid = „{ $value }“ ist keine Versionsnummer. Versionen werden ab 1 gezählt.
request_without_content_type = Die Anfrage hat keinen Content-Type, hier wird aber nur JSON angenommen. Senden Sie den Header „Content-Type: application/json“.
request_content_type_unsupported = Der Content-Type ist „{ $value }“, hier wird aber nur JSON angenommen. Senden Sie den Header „Content-Type: application/json“.
request_content_type_not_message = Der Content-Type ist „{ $value }“, hier werden aber nur fertige Nachrichten angenommen. Senden Sie den Header „Content-Type: message/rfc822“.
request_content_encoding_unsupported = Das Content-Encoding ist „{ $value }“, komprimierte Inhalte werden aber nicht angenommen. Senden Sie den Inhalt unkomprimiert, ohne den Header Content-Encoding.
request_body_incomplete = Der Inhalt der Anfrage brach vorzeitig ab. Es wurde nichts ausgeführt. Senden Sie die Anfrage erneut.
request_body_timeout = { $seconds ->
    [one] Der Inhalt der Anfrage war nach einer Sekunde nicht vollständig.
   *[other] Der Inhalt der Anfrage war nach { $seconds } Sekunden nicht vollständig.
} Es wurde nichts ausgeführt. Senden Sie die Anfrage erneut.
request_body_stalled = { $seconds ->
    [one] Vom Inhalt der Anfrage kam eine Sekunde lang nichts mehr an.
   *[other] Vom Inhalt der Anfrage kam { $seconds } Sekunden lang nichts mehr an.
} Es wurde nichts ausgeführt. Senden Sie die Anfrage erneut.
request_body_too_large = Der Inhalt der Anfrage ist größer als { $limit } MB; mehr ist hier nicht zulässig. { $remedy }
request_body_remedy_check = Prüfen Sie, was gesendet wird: Anfragen an diese Adresse sind viel kleiner.
request_body_remedy_attachments = Senden Sie kleinere Anhänge oder Links darauf: eine Nachricht darf höchstens 25 MB haben.
request_body_remedy_file = Speichern Sie eine kleinere Datei, oder senden Sie einen Link darauf.
request_body_remedy_run = Geben Sie dem Skript weniger Daten auf einmal: die Eingabe darf höchstens 8 MB haben.
request_body_remedy_webhook = Senden Sie nur, was das Skript braucht, oder einen Link darauf.
request_body_not_json = Der Inhalt der Anfrage ist kein gültiges JSON: „{ $reason }“. Berichtigen Sie ihn, und senden Sie die Anfrage erneut.
request_memory_full = Es werden zu viele Inhalte, Dateien oder Downloads gleichzeitig übertragen, mit diesem API-Schlüssel, von dieser Adresse oder insgesamt. Es wurde nichts ausgeführt. Versuchen Sie es in einigen Sekunden erneut.
request_disk_low = Der Datenträger des Servers ist fast voll, deshalb werden nur dringende E-Mails angenommen. Es wurde nichts gesendet oder gespeichert. Schaffen Sie Platz, und senden Sie die Anfrage dann erneut.
request_disk_full = Der Datenträger mit der Datenbank ist voll, deshalb kann nichts angenommen werden. Bereits angenommene E-Mails bleiben erhalten und werden gesendet. Schaffen Sie auf dem Server Platz, und senden Sie die Anfrage erneut.
request_disk_failed = Der Datenträger mit der Datenbank ist ausgefallen, der Server wird zur Wiederherstellung neu gestartet. Es wurde nichts gespeichert. Versuchen Sie es in Kürze erneut.
request_read_only = Der Datenordner des Servers ist schreibgeschützt, deshalb kann nichts gespeichert werden. Machen Sie ihn beschreibbar, und senden Sie die Anfrage erneut.
request_shutting_down = Der Server wird heruntergefahren. Es wurde nichts gespeichert. Versuchen Sie es in Kürze erneut.
request_resource_unknown = Es gibt keine Ressource mit dieser ID; vielleicht wurde sie gelöscht. Prüfen Sie, ob die ID vollständig ist.
request_message_unknown = Es gibt keine Nachricht mit dieser ID. Prüfen Sie, ob sie vollständig ist. GET /api/v1/messages listet alle Nachrichten auf.
request_message_content_deleted = Von dieser Nachricht ist nur noch das Protokoll vorhanden; ihr Inhalt wurde nach Ablauf der Aufbewahrungsfrist gelöscht. Erstellen Sie die Nachricht dort erneut, wo sie herkam.
request_message_damaged = Die gespeicherten Daten der Nachricht { $id } können nicht gelesen werden. Andere Nachrichten sind nicht betroffen. Erstellen Sie die Nachricht dort erneut, wo sie herkam, und führen Sie auf dem Server „owlpost check --deep“ aus.
request_settings_version_unknown = Die E-Mail-Einstellungen haben keine Version mit dieser Nummer. GET /api/v1/email-settings/versions listet alle Versionen auf.
release_without_server = Es ist kein Mailserver verbunden: Das eingebaute Postfach ist aktiv. Wählen Sie zuerst eine Verbindung in den E-Mail-Einstellungen.
release_nothing = Von dieser Nachricht lässt sich nichts freigeben: Sie liegt nicht im Postfach, wurde schon freigegeben, ist ein Test, oder ihr Link ist abgelaufen.
release_too_many = höchstens { $limit } Nachrichten auf einmal: geben Sie die übrigen mit einem weiteren Aufruf frei
release_ids_or_all = geben Sie entweder an, welche Nachrichten (`ids`), oder `"all": true`
request_consent_not_needed = Die zuletzt gespeicherten E-Mail-Einstellungen brauchen keine Zustimmung. Wählen Sie OAuth 2.0 mit Anmeldung, und speichern Sie.
request_consent_link_ended = Der Link zu dieser Zustimmung wurde schon geöffnet, ist älter als eine Stunde, oder die Einstellungen wurden seither gespeichert. Starten Sie die Zustimmung erneut.
request_consent_without_question = Zu dieser Zustimmung gibt es keine offene Frage: die Einstellungen wurden seitdem geändert, oder die Frage ist beantwortet.
request_last_administrator = Das ist der letzte Administrator des Workspace. Geben Sie zuerst einem anderen Mitglied die Rolle admin, oder löschen Sie den Workspace.
request_file_unknown = Der Workspace hat keine Datei mit diesem Namen. GET /api/v1/workspaces/{"{"}id{"}"}/files listet alle Dateien auf; Groß- und Kleinschreibung wird unterschieden.
request_workspace_unknown = Es gibt keinen Workspace mit dieser ID. GET /api/v1/workspaces listet alle Workspaces auf.
request_member_unknown = Kein Mitglied dieses Workspace hat diese Konto-ID. GET /api/v1/workspaces/{"{"}id{"}"}/members listet alle Mitglieder auf.
request_api_key_id_unknown = Es gibt keinen API-Schlüssel mit dieser ID. GET /api/v1/api-keys listet alle Schlüssel auf.
request_mail_password_id_unknown = Es gibt kein E-Mail-Passwort mit dieser ID. GET /api/v1/mail-passwords listet alle auf.
request_account_id_unknown = Es gibt kein Konto mit dieser ID. GET /api/v1/accounts listet alle Konten auf.
request_invitation_unknown = Keine Einladung dieses Workspace hat diese ID. GET /api/v1/workspaces/{"{"}id{"}"}/invitations listet alle Einladungen auf.
request_invitation_accepted = Die Einladung wurde angenommen, die eingeladene Person ist Mitglied. Ändern oder entfernen Sie stattdessen das Mitglied.
request_invitation_revoked = Die Einladung wurde zurückgezogen. Wenn das ein Versehen war, laden Sie die Adresse erneut ein.
request_script_unknown = Es gibt kein Skript mit dieser ID. GET /api/v1/scripts listet alle Skripte auf.
request_script_version_unknown = Das Skript hat keine Version mit dieser Nummer. GET /api/v1/scripts/{"{"}id{"}"}/versions listet alle Versionen auf.
request_script_overtaken = { $person } hat inzwischen Version { $version } gespeichert, deshalb wurde nichts geändert. Lesen Sie sie, übernehmen Sie Ihre Änderung, und senden Sie die Anfrage erneut mit "based_on": { $version }.
request_version_overtaken = Inzwischen wurde Version { $version } gespeichert, deshalb wurde nichts geändert. Lesen Sie sie, übernehmen Sie Ihre Änderung, und senden Sie die Anfrage erneut mit If-Match: "{ $version }".
request_if_match_invalid = { $value } ist nicht der ETag einer Version: senden Sie ihn so, wie er in der Antwort stand, etwa "3", oder lassen Sie den Header weg
request_run_unknown = Es gibt keinen Lauf mit dieser ID: sie wurde falsch eingegeben, oder das Skript wurde gelöscht. GET /api/v1/scripts/{"{"}id{"}"}/runs listet die Läufe eines Skripts auf.
request_run_ended = Der Lauf ist bereits beendet. Nachrichten, die er gesendet hat, lassen sich einzeln abbrechen, solange sie warten: POST /api/v1/messages/{"{"}id{"}"}/cancel.
request_run_key_reused = Dieser Idempotenzschlüssel wurde für den Lauf { $run } mit anderem Inhalt verwendet. Es wurde nichts gestartet. Verwenden Sie für eine neue Anfrage einen neuen Schlüssel, oder wiederholen Sie den ursprünglichen Inhalt.
request_runs_waiting = { $count ->
    [one] Ein Lauf dieses Skripts wartet bereits,
   *[other] { $count } Läufe dieses Skripts warten bereits,
} deshalb wurde kein weiterer gestartet. Versuchen Sie es erneut, wenn einige beendet sind. Wenn sie nicht gewünscht sind, brechen Sie sie ab, oder löschen Sie das Skript.
request_dry_run_busy = In diesem Workspace laufen andere Probeläufe. Es wurde nichts ausgeführt. Versuchen Sie es gleich noch einmal: Je Workspace läuft nur ein Probelauf gleichzeitig.
request_dry_run_busy_caller = Es laufen andere Probeläufe desselben Aufrufers. Es wurde nichts ausgeführt. Versuchen Sie es gleich noch einmal: Je Aufrufer laufen höchstens zwei Probeläufe gleichzeitig.
request_dry_run_busy_server = Der Server ist mit anderen Probeläufen ausgelastet, und dieser konnte nicht innerhalb von 5 Sekunden beginnen. Es wurde nichts ausgeführt. Versuchen Sie es gleich noch einmal.

webhook_unknown = Es gibt keinen Webhook mit dieser Adresse: sie wurde falsch eingegeben, ersetzt oder entfernt. Es wurde nichts gestartet. Kopieren Sie die Adresse dort erneut, wo sie erstellt wurde.
webhook_method_unsupported = Das ist die Adresse eines Webhooks. Er nimmt POST mit JSON oder einem Formular als Inhalt an. Das Öffnen im Browser startet nichts.
webhook_without_content_type = Die Anfrage hat keinen Content-Type, ein Webhook nimmt aber nur „application/json“ oder „application/x-www-form-urlencoded“ an. Senden Sie den Header Content-Type.
webhook_content_type_unsupported = Der Content-Type ist „{ $value }“, ein Webhook nimmt aber nur „application/json“ oder „application/x-www-form-urlencoded“ an. Senden Sie den Header Content-Type.
webhook_json_as_form = Der Inhalt ist JSON, der Content-Type aber „application/x-www-form-urlencoded“, die Voreinstellung von Programmen wie curl. Es wurde nichts gestartet. Senden Sie den Header „Content-Type: application/json“.
webhook_form_charset_unknown = Der Zeichensatz „{ $charset }“ des Formulars ist unbekannt. Senden Sie das Formular in UTF-8.
webhook_form_not_in_charset = Das Formular enthält „{ $value }“; das ist kein Text in { $charset }. Senden Sie das Formular in UTF-8, oder nennen Sie seinen Zeichensatz im Content-Type.
webhook_form_too_many_fields = Das Formular hat { $count } Felder; zulässig sind höchstens { $limit }. Senden Sie nur, was das Skript braucht, oder einen Link darauf.

json_field_missing = fehlt
json_field_unknown = ist kein bekanntes Feld; verwenden Sie eines von { $known }
json_field_without_names = ist kein bekanntes Feld; entfernen Sie es
json_field_duplicate = kommt mehrmals vor; senden Sie es nur einmal
json_wrong_type = ist { $found }; erwartet wird { $expected }
json_value_unknown = „{ $value }“ ist kein bekannter Wert; verwenden Sie einen von { $known }
json_value_rejected = wird nicht angenommen: „{ $reason }“
json_string = der Text „{ $value }“
json_number = die Zahl { $value }
json_boolean = { $value }
json_null = null
json_array = ein Array
json_object = ein Objekt
json_other = ein Wert eines anderen Typs
json_any_string = ein Text
json_any_number = eine Zahl
json_any_integer = eine ganze Zahl von { $minimum } bis { $maximum }
json_any_boolean = true oder false
json_string_or_array = ein Text oder ein Array von Texten
json_number_or_string = eine Zahl
json_id = eine ID wie 01890a5d-ac96-774b-bcce-b302099a8057

value_not_in_range = „{ $value }“ ist keine ganze Zahl von { $minimum } bis { $maximum }; lassen Sie den Wert für { $default } weg
value_not_one_of = „{ $value }“ ist kein bekannter Wert; verwenden Sie einen von { $known }
value_not_a_time = „{ $value }“ ist kein Zeitpunkt im Format von RFC 3339 wie 2026-12-02T10:00:00Z
value_not_a_cursor = „{ $value }“ ist kein Cursor; verwenden Sie den Wert von `next` der vorigen Seite
value_not_an_id = „{ $value }“ ist keine ID wie 01890a5d-ac96-774b-bcce-b302099a8057
value_control_character = enthält ein Steuerzeichen, etwa einen Zeilenumbruch; entfernen Sie es
value_too_long = ist länger als { $limit } Zeichen; kürzen Sie den Text
envelope_notify_invalid = „{ $value }“ ist nicht bekannt; schreiben Sie never, oder einige von success, failure und delay, jedes einmal, mit Kommas getrennt
envelope_ret_invalid = „{ $value }“ ist nicht bekannt; schreiben Sie full oder hdrs
envelope_id_invalid = „{ $value }“ kann nicht verwendet werden; schreiben Sie druckbare ASCII-Zeichen, höchstens 100
header_repeated = der Header kommt mehrmals vor; senden Sie ihn nur einmal
header_not_ascii = enthält Bytes, die nicht ASCII sind; verwenden Sie Buchstaben und Ziffern
base64_invalid_character = ist kein gültiges Base64: ungültiges Zeichen bei Byte { $offset }; verwenden Sie das Standardalphabet (RFC 4648, Abschnitt 4)
base64_invalid_length = ist kein gültiges Base64: der Text ist unvollständig; kodieren Sie alle Bytes (RFC 4648, Abschnitt 4)
base64_data_url = ist eine data:-URL: senden Sie nur, was auf „base64,“ folgt
base64_invalid_padding = ist kein gültiges Base64: ungültige Auffüllung; verwenden Sie das Standardalphabet (RFC 4648, Abschnitt 4)
idempotency_key_empty = ist leer; lassen Sie ihn weg, oder senden Sie einen Schlüssel, den keine andere Nachricht hat
idempotency_keys_differ = ist „{ $key }“, der Header Idempotency-Key aber „{ $header }“; senden Sie nur einen davon
letter_recipient_count = enthält { $count } Adressen; der Link ist für eine Person, senden Sie deshalb jeder eine eigene E-Mail
link_empty = ist leer; schreiben Sie die Adresse, auf die die E-Mail verweist
link_space = enthält ein Leerzeichen oder ein Steuerzeichen; kodieren Sie solche Zeichen mit Prozentzeichen
link_not_absolute = „{ $value }“ ist keine absolute URL; schreiben Sie sie vollständig, mit https://
link_credentials = enthält vor dem Host einen Benutzernamen oder ein Passwort; entfernen Sie beides
link_insecure = beginnt mit http://, andere könnten den Link unterwegs mitlesen; verwenden Sie https://
link_scheme = beginnt mit „{ $value }:“, was in diesen E-Mails nicht erlaubt ist; verwenden Sie https://
expiry_past = { $value } liegt in der Vergangenheit; wählen Sie einen späteren Zeitpunkt
expiry_too_late = { $value } ist mehr als { $limit } Tage entfernt, das Maximum; wählen Sie einen früheren Zeitpunkt
script_id_differs = ist die ID eines anderen Skripts; lassen Sie sie weg, oder verwenden Sie den Pfad jenes Skripts
script_workspace_differs = ist ein anderer Workspace, und ein Skript kann nicht verschoben werden; lassen Sie das Feld weg, oder erstellen Sie das Skript dort
script_workspace_unknown = es gibt keinen Workspace mit dieser ID; verwenden Sie eine aus GET /api/v1/workspaces
script_cron_empty = ist leer; schreiben Sie, wann das Skript startet, etwa "0 8 * * MON-FRI", oder "schedule": null für keinen Zeitplan
script_time_zones_differ = ist „{ $schedule }“, time_zone aber „{ $script }“; ein Skript hat eine Zeitzone, senden Sie deshalb nur eine
script_webhook_not_a_switch = erwartet wird true für einen Webhook oder null für keinen
script_source_without_dry_run = ist nur bei Probeläufen erlaubt; ergänzen Sie "dry_run": true, oder speichern Sie den Quelltext zuerst mit PUT /api/v1/scripts/{"{"}id{"}"}
script_recipients_missing = fehlt; listen Sie Adressen und Domains auf, oder schreiben Sie null, um jeden Empfänger zu erlauben
script_recipients_empty = ist leer; listen Sie Adressen und Domains auf, oder schreiben Sie null, um jeden Empfänger zu erlauben
