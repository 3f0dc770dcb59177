# Hinweise und Ablehnungen der einzelnen Anbieter von OAuth 2.0.

# delivery/oauth/providers/custom
sentence-providers-register-owlpost-as-a-confidential-client = Registrieren Sie owlpost in der Verwaltung Ihres Anbieters als vertraulichen Client (eine Webanwendung).
sentence-providers-the-client-id-that-the-provider = Die Client-ID, die der Anbieter der Anwendung gegeben hat.
sentence-providers-the-client-secret-that-the-provider = Der geheime Clientschlüssel, den der Anbieter der Anwendung gegeben hat. Lassen Sie ihn leer für einen öffentlichen Client, der sich allein mit PKCE ausweist.
sentence-providers-paste-this-url-where-the-provider = Fügen Sie diese URL dort ein, wo der Anbieter die Weiterleitungs-URIs der Anwendung auflistet (auch Callback-URLs genannt).
sentence-providers-allow-the-application-the-client-credentials = Erlauben Sie der Anwendung die Zugriffsart Client Credentials, mit dem Bereich (Scope), den Ihr SMTP-Server verlangt.
sentence-providers-allow-the-application-to-send-as = Erlauben Sie der Anwendung am SMTP-Server, mit der Absenderadresse zu senden.

# delivery/oauth/providers/google
sentence-providers-in-the-google-admin-console-open = Öffnen Sie in der Google Admin-Konsole „Sicherheit“, „Zugriffs- und Datenkontrolle“, „API-Steuerung“, „Domainweite Delegierung verwalten“, und wählen Sie „Neu hinzufügen“. Die Client-ID ist die eindeutige ID („Unique ID“) des Dienstkontos (client_id in seiner Schlüsseldatei).
sentence-providers-in-the-google-cloud-console-console = Öffnen Sie in der Google Cloud Console (console.cloud.google.com) „APIs & Dienste“, „Anmeldedaten“, und wählen Sie „Anmeldedaten erstellen“, „OAuth-Client-ID“, „Webanwendung“. Wählen Sie unter „Zielgruppe“ wenn möglich den Nutzertyp „Intern“: Zustimmungen zu einer externen App im Status „Test“ enden nach sieben Tagen. Fügen Sie unter „Datenzugriff“ den Bereich (Scope) hinzu, und schalten Sie für das Senden über die API unter „APIs & Dienste“, „Bibliothek“ die Gmail API ein.
sentence-providers-ends-in-apps-googleusercontent-com = Endet auf .apps.googleusercontent.com.
sentence-providers-google-shows-the-client-secret-once = Google zeigt den geheimen Clientschlüssel nur einmal, wenn er erzeugt wird. Ein verlorener wird auf der Seite des Clients mit „Clientschlüssel hinzufügen“ ersetzt.
sentence-providers-paste-this-url-into-authorized-redirect = Fügen Sie diese URL unter „Autorisierte Weiterleitungs-URIs“ des OAuth-Clients ein, nicht unter „Autorisierte JavaScript-Quellen“.
sentence-providers-in-the-google-cloud-console-make = Erzeugen Sie in der Google Cloud Console ein Dienstkonto („IAM & Verwaltung“, „Dienstkonten“) und dafür einen Schlüssel vom Typ JSON.
sentence-providers-as-oauth-scope-enter-https-mail = Tragen Sie als OAuth-Bereich https://mail.google.com/ ein und wählen Sie „Autorisieren“.
sentence-providers-in-the-google-cloud-console-switch = Schalten Sie in der Google Cloud Console die Gmail API ein („APIs & Dienste“, „Bibliothek“), und erzeugen Sie ein Dienstkonto („IAM & Verwaltung“, „Dienstkonten“) und dafür einen Schlüssel vom Typ JSON.
sentence-providers-as-oauth-scope-enter-https-www = Tragen Sie als OAuth-Bereich https://www.googleapis.com/auth/gmail.send ein und wählen Sie „Autorisieren“.

# delivery/oauth/providers/microsoft
sentence-providers-in-the-microsoft-entra-admin-center = Öffnen Sie im Microsoft Entra Admin Center (entra.microsoft.com) „App-Registrierungen“, „Neue Registrierung“. „Nur Konten in diesem Organisationsverzeichnis“ genügt. Öffnen Sie dann „API-Berechtigungen“, „Berechtigung hinzufügen“: für SMTP „Von meiner Organisation verwendete APIs“, Office 365 Exchange Online, „Delegierte Berechtigungen“, SMTP.Send; für die API Microsoft Graph, „Delegierte Berechtigungen“, Mail.Send.
sentence-providers-application-client-id-on-the-registrations = Die „Anwendungs-ID (Client)“ auf der Seite „Übersicht“ der Registrierung, nicht die Objekt-ID.
sentence-providers-certificates-secrets-new-client-secret-copy = „Zertifikate & Geheimnisse“, „Neuer geheimer Clientschlüssel“: kopieren Sie den „Wert“, nicht die „Geheime ID“. Er wird einmal gezeigt und gilt höchstens 24 Monate; notieren Sie, wann er abläuft.
sentence-providers-directory-tenant-id-on-the-registrations = Die „Verzeichnis-ID (Mandant)“ auf der Seite „Übersicht“ der Registrierung, oder die Domain des Mandanten. Nötig, wenn die Registrierung nur für eine Organisation gilt, und immer ohne ein angemeldetes Postfach.
sentence-providers-open-authentication-add-a-platform-web = Öffnen Sie „Authentifizierung“, „Plattform hinzufügen“, „Web“, und fügen Sie diese URL als Umleitungs-URI ein. „Single-Page-Anwendung“ und „Mobil“ eignen sich nicht.
sentence-providers-in-the-microsoft-entra-admin-center-open = Öffnen Sie im Microsoft Entra Admin Center „App-Registrierungen“, die App, „API-Berechtigungen“, „Berechtigung hinzufügen“, „Von meiner Organisation verwendete APIs“, Office 365 Exchange Online, „Anwendungsberechtigungen“, SMTP.SendAsApp, und wählen Sie dann „Administratorzustimmung erteilen“. Mit der Rolle des letzten Schritts ist diese Berechtigung nicht nötig.
sentence-providers-in-exchange-online-powershell-new-serviceprincipal = In der Exchange Online PowerShell: New-ServicePrincipal -AppId <Client-ID> -ObjectId <Objekt-ID>. Die Objekt-ID ist die der Unternehmensanwendung („Unternehmensanwendungen“, die App, „Übersicht“), nicht die der Registrierung.
sentence-providers-give-it-the-mailbox-add-mailboxpermission = Geben Sie ihr das Postfach: Add-MailboxPermission -Identity <Postfach> -User <Objekt-ID> -AccessRights FullAccess. Oder, enger gefasst, weisen Sie ihr die Anwendungsrolle Application SMTP.SendAsApp mit einem Geltungsbereich von nur diesem Postfach zu.
sentence-providers-in-the-microsoft-365-admin-centre = Öffnen Sie im Microsoft 365 Admin Center den Benutzer, „E-Mail“, „E-Mail-Apps verwalten“, und haken Sie „Authentifiziertes SMTP“ an.
sentence-providers-in-the-microsoft-entra-admin-center-open-app = Öffnen Sie im Microsoft Entra Admin Center „App-Registrierungen“, die App, „API-Berechtigungen“, „Berechtigung hinzufügen“, Microsoft Graph, „Anwendungsberechtigungen“, Mail.Send, und wählen Sie dann „Administratorzustimmung erteilen“.
sentence-providers-that-lets-the-app-send-as = Damit kann die App mit jedem Postfach der Organisation senden. Um nur dieses zu erlauben, lassen Sie die Berechtigung weg, führen Sie in der Exchange Online PowerShell New-ServicePrincipal mit der Objekt-ID der Unternehmensanwendung aus, und weisen Sie ihr die Anwendungsrolle Application Mail.Send mit einem Geltungsbereich zu.
