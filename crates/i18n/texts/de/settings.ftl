# E-Mail-Einstellungen (Crate `settings`) und Hostnamen (Crate `config`): Fehler, Warnungen, Vorlagen, Ablaufdaten.
# `value` ist die Eingabe, in Anführung und in einer Zeile.

host_url = { $value } ist eine URL: schreiben Sie nur den Hostnamen { $host }, ohne { $scheme }
host_with_port = { $value } enthält einen Port: schreiben Sie hier { $host } und { $port } in das Feld für den Port
host_email_address = { $value } ist eine E-Mail-Adresse: schreiben Sie den Namen des Mailservers
host_invalid = { $value } ist weder ein Hostname noch eine IP-Adresse: schreiben Sie einen wie smtp.example.com oder 192.0.2.7

settings_control_character = der Wert enthält einen Zeilenumbruch oder ein anderes Steuerzeichen: schreiben Sie ihn in eine Zeile
settings_value_too_long = der Wert ist länger als { $limit } Bytes: kürzen Sie ihn
settings_number_out_of_range = { $value } ist keine ganze Zahl von { $minimum } bis { $maximum }
settings_from_missing = eine Absenderadresse ist erforderlich: tragen Sie die Adresse ein, von der E-Mails gesendet werden
settings_allowed_too_many = die Liste hat { $count } Einträge, und höchstens { $limit } sind erlaubt: erlauben Sie eine Domain statt einzelner Adressen
settings_allowed_invalid = { $value } ist weder eine Adresse noch eine Domain: schreiben Sie sales@example.com oder example.com
settings_method_unknown = unbekannter Versandweg { $value }: wählen Sie `builtin`, `password` oder `oauth`
settings_waiting_mail_unknown = unbekannte Wahl { $value } für wartende E-Mails: wählen Sie `hold`, `deliver` oder `cancel`
settings_security_unknown = unbekannter Wert { $value } für die Sicherheit: wählen Sie `implicit_tls`, `starttls` oder `none`
settings_mail_server_missing = ein Mailserver ist erforderlich: tragen Sie seinen Namen ein, etwa smtp.example.com

settings_password_missing = das Passwort fehlt: geben Sie es ein, oder lassen Sie den Benutzernamen leer, wenn der Server keine Anmeldung verlangt
settings_password_without_username = zu einem Passwort gehört ein Benutzername: tragen Sie einen ein, oder lassen Sie beides leer
settings_password_line_break = das Passwort enthält einen Zeilenumbruch: fügen Sie es noch einmal ohne ihn ein
settings_password_too_long = das Passwort ist länger als { $limit } Bytes: fügen Sie nur das Passwort ein
settings_password_without_tls = das Passwort würde unverschlüsselt übertragen: wählen Sie `implicit_tls` oder `starttls`, oder bestätigen Sie das Risiko mit `allow_insecure_password`
settings_password_destination_changed = geben Sie das Passwort neu ein: Host, Port, Sicherheit, Benutzername oder CA-Zertifikat wurde seit dem Speichern geändert, und ein gespeichertes Passwort wird nie an ein anderes Ziel gesendet
settings_secret_masked = das sind die Zeichen, die für ein verborgenes Geheimnis stehen, nicht das Geheimnis selbst: geben Sie das Geheimnis ein, oder lassen Sie das Feld leer, um das gespeicherte zu behalten
settings_ehlo_loopback = { $value } wird von vielen Servern abgelehnt: tragen Sie den öffentlichen Namen dieses Rechners ein, oder lassen Sie das Feld leer
settings_mechanism_unknown = unbekanntes Anmeldeverfahren { $value }: wählen Sie `plain`, `login` oder `cram-md5`, oder lassen Sie das Feld leer
settings_certificate_too_long = das Zertifikat ist länger als { $limit } kB: fügen Sie nur das Zertifikat der Zertifizierungsstelle ein
settings_certificate_private_key = der Text enthält einen privaten Schlüssel: fügen Sie nur das Zertifikat ein, und halten Sie den Schlüssel geheim
settings_certificate_invalid = der Text ist kein Zertifikat im PEM-Format: fügen Sie ihn von -----BEGIN CERTIFICATE----- bis -----END CERTIFICATE----- ein

settings_provider_missing = ein Anbieter ist erforderlich: wählen Sie `google`, `microsoft` oder `custom`
settings_provider_unknown = unbekannter Anbieter { $value }: wählen Sie `google`, `microsoft` oder `custom`
settings_grant_unknown = unbekannte Zugriffsart { $value }: wählen Sie `mailbox` oder `app`
settings_send_through_unknown = unbekannter Wert { $value }: wählen Sie `smtp` oder `api`
settings_client_id_missing = die Client-ID fehlt: kopieren Sie sie von dem Client, den Sie bei { $provider } registriert haben
settings_client_secret_missing = der geheime Clientschlüssel fehlt: { $provider } zeigt ihn einmal, wenn er erzeugt wird
settings_client_secret_line_break = der geheime Clientschlüssel enthält einen Zeilenumbruch: fügen Sie ihn noch einmal ohne diesen ein
settings_client_secret_too_long = der geheime Clientschlüssel ist länger als { $limit } Bytes: fügen Sie nur den Schlüssel ein
settings_client_secret_destination_changed = geben Sie den geheimen Clientschlüssel neu ein: Anbieter, Client-ID, Mandant, ein Endpunkt, der Mailserver oder sein CA-Zertifikat wurde seit dem Speichern geändert, und weder ein gespeichertes Geheimnis noch ein Zugriffstoken wird je an ein anderes Ziel gesendet
settings_client_secret_expiry_invalid = { $value } ist kein Datum: schreiben Sie es wie 2027-11-30
settings_service_account_key_missing = der Schlüssel des Dienstkontos fehlt: fügen Sie die vollständige Schlüsseldatei (JSON) ein, die Google für das Konto erzeugt hat
settings_service_account_key_too_long = der Schlüssel ist länger als { $limit } kB: fügen Sie nur die Schlüsseldatei ein
settings_tenant_missing = der Mandant fehlt: wenn sich niemand anmeldet, braucht Microsoft das Verzeichnis; tragen Sie dessen ID oder Domain ein, etwa example.onmicrosoft.com
settings_tenant_invalid = { $value } ist kein Mandant: tragen Sie die ID des Verzeichnisses (etwa 8eaef023-2b34-4da1-9baa-8bc8c9d6a490) oder dessen Domain ein, oder lassen Sie das Feld leer
settings_authorize_url_missing = die URL der Zustimmungsseite fehlt: in der Dokumentation des Anbieters heißt sie Autorisierungsendpunkt (authorization endpoint)
settings_token_url_missing = die URL des Token-Endpunkts fehlt: kopieren Sie sie aus der Dokumentation des Anbieters
settings_oauth_mail_server_missing = ein Mailserver ist erforderlich: tragen Sie den Namen des SMTP-Servers ein, der die Token des Anbieters annimmt
settings_access_token_without_tls = das Zugriffstoken würde unverschlüsselt übertragen: wählen Sie `starttls` oder `implicit_tls`
settings_endpoint_too_long = die URL ist länger als { $limit } Bytes: kopieren Sie sie aus der Dokumentation des Anbieters
settings_endpoint_invalid = { $value } ist nicht die URL eines Endpunkts: sie beginnt mit https:// und einem Host; http:// ist nur für diesen Rechner erlaubt
settings_endpoint_fragment = { $value } enthält ein `#`: kopieren Sie die URL aus der Dokumentation des Anbieters
settings_endpoint_control_character = { $value } enthält das Zeichen { $character }, etwa einen Zeilenumbruch: entfernen Sie es
settings_endpoint_login = die URL enthält vor dem Host einen Benutzernamen oder ein Passwort: entfernen Sie beides bis einschließlich `@`
settings_scope_invalid = { $value } ist kein Bereich (Scope): schreiben Sie die Bereiche so, wie der Anbieter sie nennt, durch Leerzeichen getrennt
settings_bearer_mechanism_unknown = unbekanntes Anmeldeverfahren { $value }: wählen Sie `xoauth2` oder `oauthbearer`, oder lassen Sie das Feld leer
settings_client_authentication_unknown = { $value } ist keine Art, einen geheimen Clientschlüssel zu senden. Verwenden Sie client_secret_basic oder client_secret_post, oder lassen Sie das Feld leer.
settings_issuer_invalid = { $value } ist kein Aussteller. Ein Aussteller ist eine https-URL ohne Abfrage und Fragment, etwa https://login.example.com/realms/mail.
settings_issuer_unreachable = { $url } konnte nicht abgerufen werden: { $reason }. Prüfen Sie den Aussteller, oder geben Sie die Endpunkte selbst an.
settings_issuer_not_found = Unter { $url } gibt es keine Metadaten eines Anbieters (HTTP { $status }). Prüfen Sie den Aussteller, oder geben Sie die Endpunkte selbst an.
settings_issuer_incomplete = { $url } nennt keinen Token-Endpunkt mit https. Prüfen Sie den Aussteller, oder geben Sie die Endpunkte selbst an.
settings_issuer_other = Die Metadaten unter { $url } gehören zum Aussteller { $value }. Geben Sie den Aussteller genau so an, wie der Anbieter ihn schreibt.

settings_consent_missing = noch hat niemand diesen Werten zugestimmt: speichern Sie sie und stimmen Sie zuerst zu; bis dahin werden E-Mails wie bisher gesendet
settings_secret_sealed_for_other_destination = das gespeicherte Geheimnis lässt sich für dieses Ziel nicht entschlüsseln, weil die Konfiguration oder die Datenbank bearbeitet wurde oder beschädigt ist: geben Sie es neu ein

settings_microsoft_without_implicit_tls = Microsoft 365 nimmt E-Mails mit STARTTLS auf Port 587 an. Implizites TLS unterstützt es nicht.
settings_port_without_implicit_tls = Port { $port } beginnt in der Regel ohne TLS. Implizites TLS verwendet gewöhnlich Port 465.
settings_port_without_starttls = Port 465 beginnt in der Regel mit TLS. STARTTLS verwendet gewöhnlich Port 587.
settings_port_with_implicit_tls = Port 465 beginnt in der Regel mit TLS. Eine Verbindung ohne TLS schlägt dort fehl.
settings_mail_without_tls = Alle E-Mails werden unverschlüsselt übertragen, und jeder auf dem Netzweg kann sie lesen. Wählen Sie TLS, wenn der Server es unterstützt.
settings_password_and_mail_without_tls = Das Passwort und alle E-Mails werden unverschlüsselt übertragen, und jeder auf dem Netzweg kann sie lesen. Wählen Sie TLS, wenn der Server es unterstützt.
settings_microsoft_password_login_ends = Microsoft 365 schaltet die Anmeldung mit Passwort über SMTP ab Ende Dezember 2026 standardmäßig ab. Ein Administrator des Mandanten kann sie vorerst wieder einschalten. Die dauerhafte Lösung ist OAuth 2.0, der dritte Versandweg oben.

settings_consent_expires = Die Zustimmung
settings_consent_expires_meaning = { $provider } hat diese Zustimmung befristet. Wählen Sie „Neu verbinden“ und stimmen Sie noch einmal zu, bevor sie endet.
settings_consent_expires_testing = { $provider } beendet sie, weil das Projekt des Clients im Status „Test“ ist: Zustimmungen zu solchen Projekten gelten 7 Tage. Veröffentlichen Sie die App (OAuth-Zustimmungsbildschirm, App veröffentlichen) oder stellen Sie sie auf „Intern“. Wählen Sie dann „Neu verbinden“ und stimmen Sie noch einmal zu; eine frühere Zustimmung behält ihre 7 Tage.
settings_refresh_token_expires = Das Aktualisierungstoken, wenn es nicht benutzt wird
settings_refresh_token_expires_meaning = { $provider } macht ein Aktualisierungstoken ungültig, das nicht benutzt wird. owlpost erneuert es jede Woche, sodass sich dieses Datum automatisch verschiebt, solange der Server läuft.
settings_client_secret_expires = Der geheime Clientschlüssel
settings_client_secret_expires_meaning = Von da an verweigert { $provider } die Erneuerung des Zugriffs, und es werden keine E-Mails mehr gesendet. Erzeugen Sie bei { $provider } einen neuen Schlüssel, tragen Sie ihn mit seinem neuen Datum als geheimen Clientschlüssel ein und speichern Sie. Eine neue Zustimmung ist nicht nötig.

preset_username_address = die vollständige Adresse
preset_ses_username = der SMTP-Benutzername, der in der SES-Konsole erzeugt wird
preset_ses_hint = Ersetzen Sie REGION, zum Beispiel durch eu-central-1. SMTP-Zugangsdaten sind nicht die Zugriffsschlüssel des Kontos. Die Absenderadresse muss eine bestätigte Identität sein.
preset_brevo_username = der SMTP-Login, der unter „SMTP & API“ steht
preset_brevo_hint = Das Passwort ist ein SMTP-Schlüssel, nicht das Passwort des Kontos.
preset_fastmail_hint = Das Passwort ist ein App-Passwort mit Zugriff auf SMTP.
preset_gmail_hint = Das Passwort ist ein App-Passwort, für das die Bestätigung in zwei Schritten nötig ist. Gmail ersetzt eine andere Absenderadresse durch die des Kontos, wenn sie nicht unter „Senden als“ eingerichtet ist.
preset_gmail_relay_username = leer, wenn das Relay diesen Rechner an seiner IP-Adresse erkennt; sonst die vollständige Adresse
preset_gmail_relay_hint = Ein Administrator schaltet das Relay in der Google Admin-Konsole ein. Es sendet mit jeder Adresse der Domain.
preset_icloud_username = die vollständige Adresse bei iCloud Mail
preset_icloud_hint = Das Passwort ist ein anwendungsspezifisches Passwort.
preset_ionos_hint = Konten in anderen Ländern verwenden die Domain des Landes, zum Beispiel smtp.ionos.de.
preset_mailgun_username = der SMTP-Benutzer der sendenden Domain, zum Beispiel postmaster@mg.example.com
preset_mailgun_hint = Domains in der EU-Region verwenden smtp.eu.mailgun.org.
preset_mailjet_username = der API-Schlüssel
preset_mailjet_hint = Das Passwort ist der geheime Schlüssel. Die Absenderadresse muss ein bestätigter Absender oder in einer bestätigten Domain sein.
preset_microsoft365_username = die vollständige Adresse eines lizenzierten Postfachs
preset_microsoft365_hint = Für das Postfach muss „Authentifiziertes SMTP“ eingeschaltet sein. Die Anmeldung mit Passwort über SMTP ist ab Ende Dezember 2026 standardmäßig abgeschaltet.
preset_ovh_hint = Für Postfächer von MX Plan. Email Pro und Exchange haben eigene Servernamen, die im Kundencenter stehen.
preset_postmark_username = das API-Token des Servers
preset_postmark_hint = Das Passwort ist dasselbe Token. Die Absenderadresse muss eine bestätigte Sender Signature oder in einer bestätigten Domain sein.
preset_sendgrid_username = das Wort apikey
preset_sendgrid_hint = Das Passwort ist ein API-Schlüssel mit der Berechtigung zum Senden. Die Absenderadresse muss ein bestätigter Absender oder in einer bestätigten Domain sein.
preset_yahoo_hint = Das Passwort ist ein App-Passwort.
preset_zoho_hint = Konten in der EU verwenden smtp.zoho.eu; eigene Domains mit bezahltem Tarif verwenden smtppro.zoho.com. Mit Zwei-Faktor-Authentifizierung ist das Passwort ein anwendungsspezifisches.
