# Die E-Mail-Einstellungen: Fehler, Warnungen, Vorlagen, Fristen, Zustimmungen und Token.

# server/config/host
sentence-settings-is-a-url-write-the-host = `{ $text }` ist eine URL: schreiben Sie nur den Hostnamen, ohne `{ $scheme }://`: `{ $rest }`
sentence-settings-holds-a-port-write-here-and = `{ $text }` enthält einen Port: schreiben Sie hier `{ $host }` und { $port } als Port
sentence-settings-is-an-email-address-write-the = `{ $text }` ist eine E-Mail-Adresse: schreiben Sie den Namen des Mailservers
sentence-settings-is-neither-a-host-name-nor = `{ $text }` ist weder ein Hostname noch eine IP-Adresse: schreiben Sie einen wie `smtp.example.com` oder `192.0.2.7`

# server/settings/check/faults
sentence-settings-this-holds-a-line-break-or = hier steht ein Zeilenumbruch oder ein anderes Steuerzeichen: schreiben Sie alles in eine Zeile
sentence-settings-this-is-longer-than-bytes-write = das ist länger als { $most } Bytes: schreiben Sie etwas Kürzeres
sentence-settings-is-no-whole-number-from-to = `{ $text }` ist keine ganze Zahl von { $least } bis { $most }

# server/settings/check/mod
sentence-settings-a-from-address-is-needed-write = eine Absenderadresse wird gebraucht: tragen Sie die Adresse ein, von der E-Mails gesendet werden
sentence-settings-entries-allow-a-domain-rather-than = { $count } Einträge: erlauben Sie lieber eine Domain als mehr als { $most }
sentence-settings-is-neither-an-address-nor-a = `{ $text }` ist weder eine Adresse noch eine Domain: schreiben Sie `sales@example.com` oder `example.com`
sentence-settings-is-no-method-choose-builtin-password = `{ $text }` ist keine Methode: wählen Sie `builtin`, `password` oder `oauth`
sentence-settings-the-holds-a-line-break-paste =
    { $what ->
        [password] das Passwort enthält einen Zeilenumbruch: fügen Sie es noch einmal ohne ihn ein
       *[other] der geheime Clientschlüssel enthält einen Zeilenumbruch: fügen Sie ihn noch einmal ohne diesen ein
    }
sentence-settings-the-is-longer-than-bytes-paste =
    { $what ->
        [password] das Passwort ist länger als { $most } Bytes: fügen Sie nur das Passwort ein
       *[other] der geheime Clientschlüssel ist länger als { $most } Bytes: fügen Sie nur den Schlüssel ein
    }
sentence-settings-is-no-security-choose-implicit-tls = `{ $text }` ist keine Sicherheit: wählen Sie `implicit_tls`, `starttls` oder `none`

# server/settings/check/oauth
sentence-settings-a-provider-is-needed-choose-google = ein Anbieter wird gebraucht: wählen Sie `google`, `microsoft` oder `custom`
sentence-settings-the-service-accounts-key-is-missing = der Schlüssel des Dienstkontos fehlt: fügen Sie die ganze Schlüsseldatei (JSON) ein, die Google für das Konto erzeugt hat
sentence-settings-the-client-id-is-missing-copy = die Client-ID fehlt: kopieren Sie sie von dem Client, den Sie bei { $name } registriert haben
sentence-settings-the-client-secret-is-missing-shows = der geheime Clientschlüssel fehlt: { $name } zeigt ihn, wenn er erzeugt wird
sentence-settings-the-tenant-is-missing-without-a = der Mandant fehlt: ohne eine Person, die sich anmeldet, muss Microsoft wissen, welches Verzeichnis gemeint ist; tragen Sie dessen ID oder Domain ein, etwa `example.onmicrosoft.com`
sentence-settings-the-address-of-the-consent-page = die Adresse der Zustimmungsseite fehlt: in der Dokumentation des Anbieters heißt sie Autorisierungsendpunkt (authorization endpoint)
sentence-settings-the-address-of-the-token-endpoint = die Adresse des Token-Endpunkts fehlt: sie steht in der Dokumentation des Anbieters
sentence-settings-a-mail-server-is-needed-write = ein Mailserver wird gebraucht: tragen Sie den Namen des SMTP-Servers ein, der die Token des Anbieters annimmt
sentence-settings-the-access-token-would-travel-unencrypted = das Zugriffstoken ginge unverschlüsselt über die Leitung: wählen Sie `starttls` oder `implicit_tls`
sentence-settings-type-the-client-secret-again-provider = geben Sie den geheimen Clientschlüssel neu ein: Anbieter, Client-ID, Mandant oder Token-Endpunkt wurde seit dem Speichern geändert, und ein gespeichertes Geheimnis geht nie an ein anderes Ziel
sentence-settings-longer-than-kib-paste-the-key = länger als { $most } KiB: fügen Sie nur die Schlüsseldatei ein
sentence-settings-longer-than-bytes-copy-the-address = länger als { $most } Bytes: kopieren Sie die Adresse aus der Dokumentation des Anbieters
sentence-settings-is-no-address-of-an-endpoint = `{ $text }` ist keine Adresse eines Endpunkts: sie beginnt mit https:// und einem Host; http:// gilt nur für diesen Rechner
sentence-settings-holds-a-copy-the-address-from = `{ $text }` enthält ein `#`: kopieren Sie die Adresse aus der Dokumentation des Anbieters
sentence-settings-is-no-scope-write-names-as = `{ $text }` ist kein Bereich (Scope): schreiben Sie die Namen wie der Anbieter, mit Leerzeichen dazwischen
sentence-settings-is-no-provider-choose-google-microsoft = `{ $text }` ist kein Anbieter: wählen Sie `google`, `microsoft` oder `custom`
sentence-settings-is-no-grant-choose-mailbox-or = `{ $text }` ist keine Zugriffsart: wählen Sie `mailbox` oder `app`
sentence-settings-takes-no-mail-choose-smtp-or = `{ $text }` nimmt keine E-Mails an: wählen Sie `smtp` oder `api`
sentence-settings-is-no-login-mechanism-choose-xoauth2 = `{ $text }` ist kein Anmeldeverfahren: wählen Sie `xoauth2` oder `oauthbearer`, oder lassen Sie es leer
sentence-settings-is-no-tenant-write-the-directorys = `{ $text }` ist kein Mandant: tragen Sie die ID des Verzeichnisses ein (etwa 8eaef023-2b34-4da1-9baa-8bc8c9d6a490) oder dessen Domain, oder lassen Sie es leer
sentence-settings-is-no-date-write-it-like = `{ $text }` ist kein Datum: schreiben Sie es wie 2027-11-30

# server/settings/check/password
sentence-settings-the-password-would-travel-unencrypted-choose = das Passwort ginge unverschlüsselt über die Leitung: wählen Sie `implicit_tls` oder `starttls`, oder bestätigen Sie das Risiko mit `allow_insecure_password`
sentence-settings-a-password-without-a-username-write = ein Passwort ohne Benutzernamen: tragen Sie den Benutzernamen ein, oder lassen Sie beides leer
sentence-settings-type-the-password-again-host-port = geben Sie das Passwort neu ein: Host, Port, Sicherheit oder Benutzername wurde seit dem Speichern geändert, und ein gespeichertes Passwort geht nie an ein anderes Ziel
sentence-settings-is-refused-by-many-servers-write = `{ $text }` wird von vielen Servern abgelehnt: tragen Sie den Namen dieses Rechners ein, wie andere ihn kennen, oder lassen Sie es leer
sentence-settings-longer-than-kib-paste-the-cas = länger als { $most } KiB: fügen Sie nur das Zertifikat der Zertifizierungsstelle ein
sentence-settings-this-holds-a-private-key-paste = hier steht ein privater Schlüssel: fügen Sie nur das Zertifikat ein, und lassen Sie den Schlüssel dort, wo er hingehört
sentence-settings-this-is-no-certificate-in-pem = das ist kein Zertifikat im PEM-Format: fügen Sie den Text von -----BEGIN CERTIFICATE----- bis -----END CERTIFICATE----- ein
sentence-settings-a-mail-server-is-needed-write-its = ein Mailserver wird gebraucht: tragen Sie seinen Namen ein, etwa `smtp.example.com`
sentence-settings-the-password-is-missing-type-it = das Passwort fehlt: geben Sie es ein, oder lassen Sie den Benutzernamen leer, wenn der Server keine Anmeldung verlangt

# server/settings/mod
sentence-settings-the-email-settings-have-faults = die E-Mail-Einstellungen enthalten Fehler
sentence-settings-no-version-has-this-number = keine Version hat diese Nummer
sentence-settings-a-stored-secret-of-the-email = ein gespeichertes Geheimnis der E-Mail-Einstellungen lässt sich nicht öffnen: es wurde für ein anderes Ziel versiegelt, oder die Datenbank wurde von Hand geändert oder ist beschädigt. Es wurde nichts damit gesendet. Spielen Sie eine Sicherung des Datenordners zurück
sentence-settings-nobody-has-consented-to-these-values = noch hat niemand diesen Werten zugestimmt: speichern Sie sie und stimmen Sie zuerst zu; bis dahin gehen E-Mails wie bisher hinaus
sentence-settings-what-is-stored-cannot-be-opened = was gespeichert ist, lässt sich für dieses Ziel nicht öffnen, weil die Konfiguration oder die Datenbank von Hand geändert wurde oder beschädigt ist: geben Sie es neu ein
sentence-settings-is-no-login-mechanism-choose-plain = `{ $text }` ist kein Anmeldeverfahren: wählen Sie `plain`, `login` oder `cram-md5`, oder lassen Sie es leer

# server/settings/forecast
sentence-settings-the-consent = Die Zustimmung
sentence-settings-the-refresh-token-if-it-is = Das Aktualisierungstoken, wenn es nicht benutzt wird
sentence-settings-forgets-a-refresh-token-that-nobody = { $name } vergisst ein Aktualisierungstoken, das niemand benutzt. owlpost erneuert es jede Woche, sodass sich dieses Datum von selbst verschiebt, solange der Server läuft.
sentence-settings-the-client-secret = Der geheime Clientschlüssel
sentence-settings-from-then-on-refuses-to-renew = Von da an verweigert { $name } die Erneuerung des Zugriffs, und keine E-Mail geht mehr hinaus. Erzeugen Sie bei { $name } einen neuen Schlüssel, tragen Sie ihn mit seinem neuen Datum als geheimen Clientschlüssel ein und speichern Sie; niemand muss noch einmal zustimmen.
sentence-settings-ends-it-because-the-project-that = { $name } beendet sie, weil das Projekt des Clients im Status „Test“ ist: Zustimmungen zu solchen Projekten gelten 7 Tage. Veröffentlichen Sie die App (OAuth-Zustimmungsbildschirm, App veröffentlichen) oder stellen Sie sie auf „Intern“, wählen Sie dann „Neu verbinden“ und stimmen Sie noch einmal zu; eine frühere Zustimmung behält ihre 7 Tage.
sentence-settings-limited-this-consent-in-time-choose = { $name } hat diese Zustimmung befristet. Wählen Sie „Neu verbinden“ und stimmen Sie noch einmal zu, bevor sie endet.

# server/settings/warnings
sentence-settings-microsoft-365-takes-mail-over-starttls = Microsoft 365 nimmt E-Mails über STARTTLS auf Port 587 an und hat kein implizites TLS.
sentence-settings-port-begins-without-tls-as-a = Port { $port } beginnt in der Regel ohne TLS; implizites TLS hat gewöhnlich Port 465.
sentence-settings-port-465-begins-with-tls-as = Port 465 beginnt in der Regel mit TLS; STARTTLS hat gewöhnlich Port 587.
sentence-settings-port-465-begins-with-tls-as-a = Port 465 beginnt in der Regel mit TLS; ohne TLS wird dort nichts verstanden.
sentence-settings-the-password-and-every-mail-travel = Das Passwort und jede E-Mail gehen
sentence-settings-every-mail-travels = Jede E-Mail geht
sentence-settings-unencrypted-everybody-on-the-way-can = { $cause } unverschlüsselt über die Leitung: jeder auf dem Weg kann mitlesen. Wählen Sie eine Sicherheit, wenn der Server eine hat.
sentence-settings-microsoft-365-turns-off-password-login = Microsoft 365 schaltet die Anmeldung mit Passwort über SMTP ab Ende Dezember 2026 in der Voreinstellung ab. Ein Administrator des Mandanten kann sie vorerst wieder einschalten; OAuth 2.0, die dritte Verbindungsmethode oben, ist der Weg, der bleibt.

# server/settings/presets
sentence-settings-the-smtp-user-name-made-in = der SMTP-Benutzername, der in der SES-Konsole erzeugt wird
sentence-settings-replace-region-for-example-with-eu = Ersetzen Sie REGION, zum Beispiel durch eu-central-1. SMTP-Zugangsdaten sind nicht die Zugriffsschlüssel des Kontos. Die Absenderadresse muss eine bestätigte Identität sein.
sentence-settings-the-smtp-login-shown-under-smtp = der SMTP-Login, der unter „SMTP & API“ steht
sentence-settings-the-password-is-an-smtp-key = Das Passwort ist ein SMTP-Schlüssel, nicht das Passwort des Kontos.
sentence-settings-the-whole-address = die ganze Adresse
sentence-settings-the-password-is-an-app-password = Das Passwort ist ein App-Passwort mit Zugriff auf SMTP.
sentence-settings-gmail-with-app-password = Gmail mit App-Passwort
sentence-settings-the-password-is-an-app-password-which = Das Passwort ist ein App-Passwort, für das die Bestätigung in zwei Schritten nötig ist. Gmail ersetzt eine andere Absenderadresse durch die des Kontos, wenn sie nicht unter „Senden als“ eingerichtet ist.
sentence-settings-google-workspace-smtp-relay = SMTP-Relay von Google Workspace
sentence-settings-empty-where-the-relay-knows-this = leer, wenn das Relay diesen Rechner an seiner IP-Adresse erkennt; sonst die ganze Adresse
sentence-settings-an-administrator-turns-the-relay-on = Ein Administrator schaltet das Relay in der Google Admin-Konsole ein. Es sendet mit jeder Adresse der Domain.
sentence-settings-the-whole-icloud-mail-address = die ganze Adresse bei iCloud Mail
sentence-settings-the-password-is-an-app-specific = Das Passwort ist ein anwendungsspezifisches Passwort.
sentence-settings-accounts-in-other-countries-have-the = Bei Konten anderer Länder steht der Name des Landes, zum Beispiel smtp.ionos.de.
sentence-settings-the-smtp-user-of-the-sending = der SMTP-Benutzer der sendenden Domain, zum Beispiel postmaster@mg.example.com
sentence-settings-domains-in-the-eu-region-use = Domains in der EU-Region verwenden smtp.eu.mailgun.org.
sentence-settings-the-api-key = der API-Schlüssel
sentence-settings-the-password-is-the-secret-key = Das Passwort ist der geheime Schlüssel. Die Absenderadresse muss ein bestätigter Absender oder in einer bestätigten Domain sein.
sentence-settings-the-whole-address-of-a-licensed = die ganze Adresse eines lizenzierten Postfachs
sentence-settings-authenticated-smtp-must-be-on-for = Für das Postfach muss „Authentifiziertes SMTP“ eingeschaltet sein. Die Anmeldung mit Passwort über SMTP ist ab Ende Dezember 2026 in der Voreinstellung aus.
sentence-settings-mx-plan-mailboxes-email-pro-and = Postfächer von MX Plan; Email Pro und Exchange haben eigene Servernamen, die im Kundencenter stehen.
sentence-settings-the-servers-api-token = das API-Token des Servers
sentence-settings-the-password-is-the-same-token = Das Passwort ist dasselbe Token. Die Absenderadresse muss eine bestätigte Sender Signature oder in einer bestätigten Domain sein.
sentence-settings-the-word-apikey = das Wort apikey
sentence-settings-the-password-is-an-api-key = Das Passwort ist ein API-Schlüssel mit der Berechtigung zum Senden. Die Absenderadresse muss ein bestätigter Absender oder in einer bestätigten Domain sein.
sentence-settings-the-password-is-an-app-password-again = Das Passwort ist ein App-Passwort.
sentence-settings-accounts-in-the-eu-use-smtp = Konten in der EU verwenden smtp.zoho.eu; eigene Domains mit bezahltem Tarif verwenden smtppro.zoho.com. Mit Anmeldung in zwei Schritten ist das Passwort ein anwendungsspezifisches.

# server/settings/oauth/flow
sentence-settings-the-email-settings-that-were-saved = die zuletzt gespeicherten E-Mail-Einstellungen brauchen keine Zustimmung: wählen Sie OAuth 2.0 mit Anmeldung, und speichern Sie
sentence-settings-nothing-is-asked-about-this-consent = zu dieser Zustimmung ist nichts gefragt: die Einstellungen wurden seither geändert, oder die Frage ist schon beantwortet

# server/settings/oauth/tokens
sentence-settings-the-stored-consent-cannot-be-used = Die gespeicherte Zustimmung lässt sich nicht mehr benutzen.
sentence-settings-it-was-given-for-another-token = Sie galt für einen anderen Token-Endpunkt oder Client, weil die Konfigurationsdatei seither geändert wurde, oder die Datenbank ist beschädigt. Es wurde nichts damit gesendet.
sentence-settings-choose-reconnect-on-the-page-email = Wählen Sie auf der Seite „E-Mail-Einstellungen“ „Neu verbinden“ und stimmen Sie noch einmal zu; oder stellen Sie die Endpunkte wieder auf das, was sie waren.
sentence-settings-the-stored-client-secret-or-key = Der gespeicherte geheime Clientschlüssel oder Schlüssel lässt sich nicht mehr benutzen.
sentence-settings-it-was-saved-for-another-token = Er wurde für einen anderen Token-Endpunkt gespeichert, weil die Konfigurationsdatei seither geändert wurde, oder die Datenbank ist beschädigt. Es wurde nichts damit gesendet.
sentence-settings-type-it-again-on-the-page = Geben Sie ihn auf der Seite „E-Mail-Einstellungen“ neu ein und speichern Sie; oder stellen Sie die Endpunkte wieder auf das, was sie waren.
sentence-settings-the-stored-consent-of-the-provider = Die gespeicherte Zustimmung des Anbieters konnte nicht gelesen werden.
sentence-settings-the-database-does-not-answer-as = Die Datenbank antwortet nicht, wie sie sollte; warum, steht im Protokoll des Servers.
sentence-settings-look-at-the-servers-log-and = Sehen Sie im Protokoll des Servers nach, und prüfen Sie seine Festplatte. Es wird von selbst noch einmal versucht.
sentence-settings-the-renewed-token-could-not-be = Das erneuerte Token konnte nicht gespeichert werden, weil die Festplatte voll ist.
sentence-settings-the-renewed-token-could-not-be-stored = Das erneuerte Token konnte nicht gespeichert werden.
sentence-settings-a-token-that-is-used-before = Ein Token, das vor dem Speichern benutzt wird, könnte beim nächsten Absturz verloren gehen, deshalb geht bis dahin keine E-Mail hinaus.
sentence-settings-free-space-on-the-servers-disk = Schaffen Sie Platz auf der Festplatte des Servers, oder sehen Sie in seinem Protokoll nach. Dann wird es von selbst gespeichert und benutzt.
sentence-settings-renewing-the-access-token-ended-by = Die Erneuerung des Zugriffstokens endete durch einen Fehler von owlpost.
sentence-settings-neither-the-provider-nor-the-settings = Weder der Anbieter noch die Einstellungen sind schuld.
sentence-settings-it-is-tried-again-by-itself = Es wird von selbst noch einmal versucht. Bitte melden Sie den Fehler mit den Zeilen aus dem Protokoll des Servers.

# server/settings/oauth/words
sentence-settings-the-email-settings-were-saved-again = Die E-Mail-Einstellungen wurden noch einmal gespeichert, während Sie beim Anbieter waren.
sentence-settings-the-consent-was-for-an-earlier = Die Zustimmung galt einer früheren Version und wurde deshalb nicht benutzt. Die geltenden Einstellungen sind unverändert.
sentence-settings-open-email-settings-look-at-what = Öffnen Sie die E-Mail-Einstellungen, sehen Sie nach, was jetzt gespeichert ist, und stimmen Sie noch einmal zu.
sentence-settings-the-provider-sent-you-back-without = Der Anbieter hat Sie ohne eine Antwort zurückgeschickt.
sentence-settings-neither-a-consent-nor-a-refusal = Mit Ihnen kam weder eine Zustimmung noch eine Ablehnung. Vielleicht wurde die Adresse unterwegs abgeschnitten.
sentence-settings-consent-again-if-it-stays-so = Stimmen Sie noch einmal zu. Bleibt es dabei, prüfen Sie, ob die Weiterleitungs-URL genau so registriert ist, wie die Seite sie zeigt.
sentence-settings-the-consent-does-not-cover-sending = Die Zustimmung umfasst das Senden von E-Mails nicht: { $scopes } fehlt.
sentence-settings-a-box-was-left-unticked-on = Auf der Zustimmungsseite des Anbieters blieb ein Kästchen leer, oder die Berechtigung ist für diesen Client nicht eingerichtet. Ohne sie kann keine E-Mail hinausgehen, deshalb wurde nichts verbunden.
sentence-settings-choose-permissions-again-and-tick-every = Wählen Sie die Berechtigungen noch einmal, und haken Sie auf der Seite von { $name } jedes Kästchen an. Gibt es dort keines für das Senden von E-Mails, fügen Sie die Berechtigung dem Client hinzu, den Sie registriert haben.
sentence-settings-remove-the-apps-access-under-myaccount = Entfernen Sie den Zugriff der App unter myaccount.google.com/permissions, und stimmen Sie dann noch einmal zu.
sentence-settings-check-that-the-registered-application-is = Prüfen Sie, ob die registrierte Anwendung von der Plattform „Web“ ist, und stimmen Sie dann noch einmal zu.
sentence-settings-check-at-the-provider-that-the = Prüfen Sie beim Anbieter, ob der Client Aktualisierungstoken erhalten darf; viele verlangen dafür den Bereich (Scope) offline_access. Stimmen Sie dann noch einmal zu.
sentence-settings-the-provider-gave-no-lasting-consent = Der Anbieter hat keine dauerhafte Zustimmung gegeben.
sentence-settings-it-answered-without-a-refresh-token = Er antwortete ohne Aktualisierungstoken, sodass das Senden binnen einer Stunde enden würde. Es wurde nichts verbunden.
sentence-settings-the-mailbox-is-disconnected = Das Postfach ist getrennt.
sentence-settings-owlpost-holds-no-consent-of-the = owlpost hat für diese Einstellungen keine Zustimmung des Anbieters, deshalb kann keine E-Mail hinausgehen.
sentence-settings-choose-reconnect-on-the-page-email-settings = Wählen Sie auf der Seite „E-Mail-Einstellungen“ „Neu verbinden“ und stimmen Sie zu. Die E-Mails warten so lange, und nichts geht verloren.
sentence-settings-taking-the-consent-in-ended-by = Die Annahme der Zustimmung endete durch einen Fehler von owlpost.
sentence-settings-neither-you-nor-the-provider-is = Weder Sie noch der Anbieter ist schuld. Die geltenden Einstellungen sind unverändert.
sentence-settings-consent-again-please-report-the-fault = Stimmen Sie noch einmal zu. Bitte melden Sie den Fehler mit den Zeilen aus dem Protokoll des Servers.
