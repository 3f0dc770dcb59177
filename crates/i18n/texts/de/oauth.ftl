# Anbieter von OAuth 2.0: Registrierung einer Anwendung, Weiterleitungs-URLs, Schlüsseldateien von Dienstkonten (crate `oauth`).

provider_custom_name = Der Anbieter

provider_custom_register = Registrieren Sie owlpost in der Verwaltung Ihres Anbieters als vertraulichen Client (Webanwendung).
provider_custom_client_id = Die Client-ID, die der Anbieter der Anwendung zugewiesen hat.
provider_custom_client_secret = Der geheime Clientschlüssel, den der Anbieter der Anwendung zugewiesen hat. Lassen Sie das Feld leer, wenn es ein öffentlicher Client ist, der nur PKCE verwendet.
provider_custom_redirect_url = Fügen Sie diese URL den Weiterleitungs-URIs der Anwendung hinzu (auch Callback-URLs genannt).
provider_custom_app_grant = Erlauben Sie der Anwendung das Verfahren „Client Credentials“ mit dem Bereich (Scope), den Ihr SMTP-Server verlangt.
provider_custom_app_sender = Erlauben Sie der Anwendung, auf dem SMTP-Server mit der Absenderadresse zu senden.

provider_google_register = Öffnen Sie in der Google Cloud Console (console.cloud.google.com) „APIs & Dienste“, „Anmeldedaten“, und wählen Sie „Anmeldedaten erstellen“, „OAuth-Client-ID“, „Webanwendung“. Wählen Sie unter „Zielgruppe“ nach Möglichkeit den Nutzertyp „Intern“: Zustimmungen zu einer externen App im Status „Test“ enden nach sieben Tagen. Fügen Sie unter „Datenzugriff“ den Bereich (Scope) hinzu. Um über die API zu senden, aktivieren Sie unter „APIs & Dienste“, „Bibliothek“ die Gmail API.
provider_google_client_id = Endet auf .apps.googleusercontent.com.
provider_google_client_secret = Google zeigt den geheimen Clientschlüssel nur einmal, beim Erstellen. Ist er verloren, erstellen Sie auf der Seite des Clients mit „Clientschlüssel hinzufügen“ einen neuen.
provider_google_redirect_url = Fügen Sie diese URL unter „Autorisierte Weiterleitungs-URIs“ des OAuth-Clients ein, nicht unter „Autorisierte JavaScript-Quellen“.
provider_google_app_key = Erstellen Sie in der Google Cloud Console ein Dienstkonto („IAM & Verwaltung“, „Dienstkonten“) und dafür einen Schlüssel vom Typ JSON.
provider_google_app_key_and_api = Aktivieren Sie in der Google Cloud Console die Gmail API („APIs & Dienste“, „Bibliothek“), und erstellen Sie ein Dienstkonto („IAM & Verwaltung“, „Dienstkonten“) und dafür einen Schlüssel vom Typ JSON.
provider_google_app_delegation = Öffnen Sie in der Google Admin-Konsole „Sicherheit“, „Zugriffs- und Datenkontrolle“, „API-Steuerung“, „Domainweite Delegierung verwalten“, und wählen Sie „Neu hinzufügen“. Die Client-ID ist die eindeutige ID („Unique ID“) des Dienstkontos (client_id in seiner Schlüsseldatei).
provider_google_app_scope = Tragen Sie als OAuth-Bereich { $scope } ein und wählen Sie „Autorisieren“.

provider_microsoft_register = Öffnen Sie im Microsoft Entra Admin Center (entra.microsoft.com) „App-Registrierungen“, „Neue Registrierung“. „Nur Konten in diesem Organisationsverzeichnis“ genügt. Öffnen Sie dann „API-Berechtigungen“, „Berechtigung hinzufügen“. Für SMTP: „Von meiner Organisation verwendete APIs“, Office 365 Exchange Online, „Delegierte Berechtigungen“, SMTP.Send. Für die API: Microsoft Graph, „Delegierte Berechtigungen“, Mail.Send.
provider_microsoft_client_id = Die „Anwendungs-ID (Client)“ auf der Seite „Übersicht“ der Registrierung, nicht die Objekt-ID.
provider_microsoft_client_secret = „Zertifikate & Geheimnisse“, „Neuer geheimer Clientschlüssel“: kopieren Sie den „Wert“, nicht die „Geheime ID“. Er wird nur einmal angezeigt und gilt höchstens 24 Monate; notieren Sie das Ablaufdatum.
provider_microsoft_redirect_url = Öffnen Sie „Authentifizierung“, „Plattform hinzufügen“, „Web“, und tragen Sie diese URL als Umleitungs-URI ein. Die Plattformen „Single-Page-Anwendung“ und „Mobil“ eignen sich nicht.
provider_microsoft_app_smtp_permission = Öffnen Sie im Microsoft Entra Admin Center „App-Registrierungen“, die App, „API-Berechtigungen“, „Berechtigung hinzufügen“, „Von meiner Organisation verwendete APIs“, Office 365 Exchange Online, „Anwendungsberechtigungen“, SMTP.SendAsApp, und wählen Sie dann „Administratorzustimmung erteilen“. Diese Berechtigung ist nicht nötig, wenn Sie die Anwendungsrolle aus Schritt 3 zuweisen.
provider_microsoft_app_service_principal = Führen Sie in der Exchange Online PowerShell New-ServicePrincipal -AppId <Client-ID> -ObjectId <Objekt-ID> aus. Verwenden Sie die Objekt-ID der Unternehmensanwendung („Unternehmensanwendungen“, die App, „Übersicht“), nicht die der Registrierung.
provider_microsoft_app_mailbox = Gewähren Sie ihr Zugriff auf das Postfach: Add-MailboxPermission -Identity <Postfach> -User <Objekt-ID> -AccessRights FullAccess. Enger gefasst geht es mit der Anwendungsrolle Application SMTP.SendAsApp, deren Geltungsbereich nur dieses Postfach enthält.
provider_microsoft_app_authenticated_smtp = Öffnen Sie im Microsoft 365 Admin Center den Benutzer, „E-Mail“, „E-Mail-Apps verwalten“, und wählen Sie „Authentifiziertes SMTP“ aus.
provider_microsoft_app_graph_permission = Öffnen Sie im Microsoft Entra Admin Center „App-Registrierungen“, die App, „API-Berechtigungen“, „Berechtigung hinzufügen“, Microsoft Graph, „Anwendungsberechtigungen“, Mail.Send, und wählen Sie dann „Administratorzustimmung erteilen“.
provider_microsoft_app_one_mailbox = Mit dieser Berechtigung kann die App mit jedem Postfach der Organisation senden. Um nur ein Postfach zu erlauben, fügen Sie die Berechtigung nicht hinzu, sondern führen Sie in der Exchange Online PowerShell New-ServicePrincipal mit der Objekt-ID der Unternehmensanwendung aus und weisen ihr die Anwendungsrolle Application Mail.Send mit einem Geltungsbereich zu.

provider_without_api = dieser Anbieter hat keine Mail-API, die owlpost unterstützt (nur Google und Microsoft 365 haben eine): senden Sie über SMTP

redirect_url_invalid = „{ $url }“ ist keine gültige URL. Setzen Sie public_url auf die Adresse, unter der owlpost geöffnet wird, etwa https://mail.example.com.
redirect_url_without_host = { $provider } akzeptiert nur Weiterleitungs-URLs mit https und einem Hostnamen. Korrigieren Sie public_url.
redirect_url_too_long = { $provider } akzeptiert Weiterleitungs-URLs mit höchstens { $limit } Zeichen; diese hat { $count }. Verwenden Sie eine kürzere public_url.
redirect_url_characters = { $provider } akzeptiert in einer Weiterleitungs-URL die Zeichen { $characters } nicht. Verwenden Sie eine public_url ohne sie.
redirect_url_user = { $provider } akzeptiert in einer Weiterleitungs-URL keinen Benutzernamen. Entfernen Sie ihn aus public_url.
redirect_url_fragment = { $provider } akzeptiert in einer Weiterleitungs-URL kein Fragment (#). Entfernen Sie es aus public_url.
redirect_url_wildcard = { $provider } akzeptiert in einer Weiterleitungs-URL keinen Platzhalter (*). Verwenden Sie in public_url den vollständigen Hostnamen.
redirect_url_dot_segments = { $provider } akzeptiert in einer Weiterleitungs-URL kein /.. – entfernen Sie es aus public_url.
redirect_url_http_loopback = { $provider } akzeptiert http nur für den Namen localhost, nicht für { $host }. Verwenden Sie localhost in public_url, und öffnen Sie owlpost unter dieser Adresse.
redirect_url_http = { $provider } akzeptiert außer für localhost nur Weiterleitungs-URLs mit https. Richten Sie für owlpost ein Zertifikat ein, etwa mit einem Reverse-Proxy, und setzen Sie public_url auf die https-Adresse.
redirect_url_scheme = { $provider } akzeptiert Weiterleitungs-URLs mit https, nicht mit { $scheme }. Korrigieren Sie public_url.
redirect_url_ip_address = { $provider } akzeptiert in einer Weiterleitungs-URL keine IP-Adresse, und diese enthält { $host }. Geben Sie dem Rechner einen Namen in einer öffentlichen Domain, etwa mail.example.com, und setzen Sie public_url darauf. Der Name muss aus dem Internet nicht erreichbar sein.
redirect_url_private_name = { $provider } akzeptiert in einer Weiterleitungs-URL nur Hostnamen in einer öffentlichen Domain; { $host } ist ein privater Name. Geben Sie dem Rechner zusätzlich einen Namen in einer Ihrer Domains, etwa mail.example.com, und setzen Sie public_url darauf. Der Name darf auf eine interne Adresse zeigen und muss aus dem Internet nicht erreichbar sein.

service_account_key_not_json = das ist keine vollständige JSON-Datei: öffnen Sie die Schlüsseldatei des Dienstkontos in einem Texteditor und fügen Sie alles ein, von der ersten geschweiften Klammer bis zur letzten
service_account_key_without_field = in der Schlüsseldatei fehlt { $name }: erzeugen Sie in der Google Cloud Console einen neuen Schlüssel („IAM & Verwaltung“, „Dienstkonten“, das Konto, „Schlüssel“, „Schlüssel hinzufügen“, Typ JSON) und fügen Sie dessen Datei unverändert ein
service_account_key_incomplete = der private Schlüssel in der Schlüsseldatei ist unvollständig: erzeugen Sie in der Google Cloud Console einen neuen Schlüssel („IAM & Verwaltung“, „Dienstkonten“, das Konto, „Schlüssel“, „Schlüssel hinzufügen“, Typ JSON) und fügen Sie dessen Datei unverändert ein
service_account_key_not_rsa = der private Schlüssel in der Schlüsseldatei ist kein RSA-Schlüssel mit mindestens 2048 Bit: erzeugen Sie in der Google Cloud Console einen neuen Schlüssel („IAM & Verwaltung“, „Dienstkonten“, das Konto, „Schlüssel“, „Schlüssel hinzufügen“, Typ JSON) und fügen Sie dessen Datei unverändert ein
service_account_key_cannot_sign = mit dem privaten Schlüssel in der Schlüsseldatei kann nicht signiert werden: erzeugen Sie in der Google Cloud Console einen neuen Schlüssel („IAM & Verwaltung“, „Dienstkonten“, das Konto, „Schlüssel“, „Schlüssel hinzufügen“, Typ JSON) und fügen Sie dessen Datei unverändert ein
service_account_key_is_user_login = diese Datei enthält die Anmeldung einer Person, wie der Befehl gcloud sie speichert: fügen Sie die Schlüsseldatei eines Dienstkontos ein (Google Cloud Console, „IAM & Verwaltung“, „Dienstkonten“, das Konto, „Schlüssel“, „Schlüssel hinzufügen“, Typ JSON)
service_account_key_is_workload_identity = diese Datei konfiguriert Workload Identity Federation: fügen Sie die Schlüsseldatei eines Dienstkontos ein (Google Cloud Console, „IAM & Verwaltung“, „Dienstkonten“, das Konto, „Schlüssel“, „Schlüssel hinzufügen“, Typ JSON)
service_account_key_is_oauth_client = das ist die Datei eines OAuth-Clients, dessen Client-ID und geheimer Clientschlüssel bei der Anmeldung mit dem Postfach eigene Felder haben: fügen Sie die Schlüsseldatei eines Dienstkontos ein (Google Cloud Console, „IAM & Verwaltung“, „Dienstkonten“, das Konto, „Schlüssel“, „Schlüssel hinzufügen“, Typ JSON)
service_account_key_other_file = das ist nicht die Schlüsseldatei eines Dienstkontos: erzeugen Sie in der Google Cloud Console einen neuen Schlüssel („IAM & Verwaltung“, „Dienstkonten“, das Konto, „Schlüssel“, „Schlüssel hinzufügen“, Typ JSON) und fügen Sie dessen Datei unverändert ein
