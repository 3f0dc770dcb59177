# Zugriffstoken und Zustimmungen: Ablehnungen aller Anbieter.

# delivery/trouble/bearer
sentence-oauth-the-server-does-not-accept-the = Der Server nimmt das Zugriffstoken nicht an, obwohl es neu ist. In der Regel umfasst die Zustimmung das Senden über SMTP nicht, oder das angemeldete Postfach ist nicht { $login }.
sentence-oauth-check-that-is-the-mailbox-that = Prüfen Sie, ob { $login } das angemeldete Postfach ist und die Berechtigung zum Senden erteilt wurde, und wählen Sie dann „Neu verbinden“.
sentence-oauth-smtp-auth-is-switched-off-for = SMTP AUTH ist für die ganze Organisation abgeschaltet. Microsoft verlangt es auch dort, wo kein Passwort benutzt wird.
sentence-oauth-send-through-microsoft-graph-instead-which = Senden Sie stattdessen über Microsoft Graph, das es nicht braucht; oder lassen Sie einen Exchange-Administrator Set-CASMailbox -Identity { $login } -SmtpClientAuthenticationDisabled $false ausführen, was es nur für dieses Postfach einschaltet (für alle: Set-TransportConfig -SmtpClientAuthenticationDisabled $false). Das dauert bis zu einer Stunde.
sentence-oauth-smtp-auth-is-switched-off-for-this = SMTP AUTH ist für dieses Postfach abgeschaltet. Microsoft verlangt es auch dort, wo kein Passwort benutzt wird.
sentence-oauth-send-through-microsoft-graph-instead-which-does = Senden Sie stattdessen über Microsoft Graph, das es nicht braucht; oder lassen Sie einen Exchange-Administrator Set-CASMailbox -Identity { $login } -SmtpClientAuthenticationDisabled $false ausführen, oder haken Sie „Authentifiziertes SMTP“ für das Postfach an (Microsoft 365 Admin Center, „Benutzer“, „E-Mail“, „E-Mail-Apps verwalten“). Das dauert bis zu einer Stunde.
sentence-oauth-a-policy-of-the-organisation-security = Eine Richtlinie der Organisation (Sicherheitsstandards oder bedingter Zugriff) lässt diese Anmeldung nicht durch.
sentence-oauth-ask-the-administrator-of-the-tenant = Bitten Sie den Administrator des Mandanten, die Anwendung für { $login } durchzulassen, oder verwenden Sie den Zugriff ohne Benutzer, den Richtlinien für Personen nicht betreffen.
sentence-oauth-microsoft-does-not-accept-the-access = Microsoft nimmt das Zugriffstoken für { $login } nicht an. So antwortet es, wenn in der Zustimmung SMTP.Send fehlt, wenn sich ein anderes Postfach angemeldet hat, wenn das Postfach keine Lizenz hat und, bei Zugriff ohne Benutzer, wenn der Dienstprinzipal kein Recht am Postfach hat.
sentence-oauth-check-in-this-order-that-is = Prüfen Sie in dieser Reihenfolge: ob { $login } das angemeldete Postfach ist; ob SMTP.Send unter den Berechtigungen ist (bei Zugriff ohne Benutzer: SMTP.SendAsApp mit Administratorzustimmung, New-ServicePrincipal mit der Objekt-ID der Unternehmensanwendung, und Add-MailboxPermission); ob „Authentifiziertes SMTP“ angehakt ist. Wählen Sie dann „Neu verbinden“, oder senden Sie über Microsoft Graph.
sentence-oauth-the-server-does-not-accept-the-access = Der Server nimmt das Zugriffstoken für { $login } nicht an: es ist abgelaufen, die Zustimmung wurde widerrufen, oder sie umfasst diesen Server nicht. Der SMTP-Server von Google nimmt nur den Bereich (Scope) https://mail.google.com/ an.
sentence-oauth-choose-reconnect-and-consent-again-with = Wählen Sie „Neu verbinden“ und stimmen Sie mit { $login } noch einmal zu, ohne ein Kästchen abzuwählen; oder senden Sie über die API des Anbieters.
sentence-oauth-the-server-offers-no-login-on = Der Server bietet auf dieser Verbindung keine Anmeldung an. Viele bieten sie erst nach TLS an.
sentence-oauth-choose-starttls-or-implicit-tls-and = Wählen Sie STARTTLS oder implizites TLS, und prüfen Sie, ob der Server der des Anbieters ist.
sentence-oauth-without-tls-everybody-on-the-way = Ohne TLS könnte jeder auf dem Weg das Zugriffstoken lesen, deshalb wurde es nicht gesendet.
sentence-oauth-choose-starttls-or-implicit-tls = Wählen Sie STARTTLS oder implizites TLS.
sentence-oauth-the-server-takes-no-login-with = Der Server nimmt keine Anmeldung mit einem Zugriffstoken an, wie sie eingestellt ist: er bietet weder XOAUTH2 noch OAUTHBEARER an, oder nicht das gewählte.
sentence-oauth-set-the-login-method-to-the = Stellen Sie das Anmeldeverfahren auf das beste angebotene. Nimmt der Server nur Passwörter an, wählen Sie „Benutzername und Passwort“ als Verbindungsmethode.
sentence-oauth-the-mailboxs-name-or-the-access = Der Name des Postfachs oder das Zugriffstoken enthält ein Zeichen, das keine Anmeldung übertragen kann.
sentence-oauth-check-the-from-email-if-it = Prüfen Sie die Absenderadresse. Stimmt sie, taugen die Token des Anbieters nicht für SMTP.
sentence-oauth-choose-the-other-login-method-xoauth2 = Wählen Sie das andere Anmeldeverfahren, XOAUTH2 oder OAUTHBEARER, wo der Anbieter die Wahl lässt.

# delivery/trouble/token/mod
sentence-oauth-the-provider = Der Anbieter
sentence-oauth-the-client-id = die Client-ID { $id }
sentence-oauth-the-client-id-again = die Client-ID
sentence-oauth-that-was-asked-for = laut Anfrage
sentence-oauth-the-service-accounts-unique-id = die eindeutige ID („Unique ID“) des Dienstkontos
sentence-oauth-the-from-address = die Absenderadresse
sentence-oauth-did-not-give-the-consent = { $cause-who } hat die Zustimmung nicht gegeben: { $cause }.
sentence-oauth-did-not-give-the-consent-now = { $cause-who } hat die Zustimmung derzeit nicht gegeben: { $cause }.
sentence-oauth-did-not-complete-the-sign-in = { $cause-who } hat die Anmeldung nicht abgeschlossen: { $cause }.
sentence-oauth-did-not-complete-the-sign-in-now = { $cause-who } hat die Anmeldung derzeit nicht abgeschlossen: { $cause }.
sentence-oauth-did-not-renew-the-access = { $cause-who } hat den Zugriff nicht erneuert: { $cause }.
sentence-oauth-did-not-renew-the-access-now = { $cause-who } hat den Zugriff derzeit nicht erneuert: { $cause }.
sentence-oauth-did-not-give-the-application-access = { $cause-who } hat der Anwendung keinen Zugriff gegeben: { $cause }.
sentence-oauth-did-not-give-the-application-access-now = { $cause-who } hat der Anwendung derzeit keinen Zugriff gegeben: { $cause }.
sentence-oauth-did-not-revoke-the-access = { $cause-who } hat den Zugriff nicht widerrufen: { $cause }.
sentence-oauth-did-not-revoke-the-access-now = { $cause-who } hat den Zugriff derzeit nicht widerrufen: { $cause }.
sentence-oauth-the-project-is-in-testing-its = Das Projekt ist im Status „Test“: seine Zustimmungen enden nach 7 Tagen, benutzt oder nicht.
sentence-oauth-in-the-google-cloud-console-open = Öffnen Sie in der Google Cloud Console „Google Auth Platform“, „Zielgruppe“, und wählen Sie „App veröffentlichen“ (oder stellen Sie die App auf „Intern“). Wählen Sie dann „Neu verbinden“: frühere Zustimmungen behalten ihre 7 Tage.

# delivery/trouble/token/answer
sentence-oauth-quoted = „{ $said }“
sentence-oauth-http = { $cause } (HTTP { $status })
sentence-oauth-an-answer-without-an-explanation = eine Antwort ohne Erklärung
sentence-oauth-for-the-providers-support = Für den Support des Anbieters: { $identifiers }.

# delivery/trouble/token/rules
sentence-oauth-nothing-at-first-it-is-tried = Zunächst nichts: es wird von selbst noch einmal versucht. Dauert es Stunden, sehen Sie auf der Statusseite des Anbieters nach.
sentence-oauth-the-providers-sign-in-service-is = Der Anmeldedienst des Anbieters ist überlastet oder hat selbst eine Störung.
sentence-oauth-the-provider-has-seen-too-many = Der Anbieter hat in letzter Zeit zu viele Anfragen gesehen und bittet zu warten.
sentence-oauth-no-whole-answer-came-from-the = Von { $server } kam keine ganze Antwort: das Netz, der Namensdienst oder eine Firewall steht im Weg, oder der Server ist ausgefallen.
sentence-oauth-it-is-tried-again-by-itself = Es wird von selbst noch einmal versucht. Dauert es an, prüfen Sie, ob dieser Rechner { $server } auf Port 443 erreicht und ob eine Firewall das zulassen muss.
sentence-oauth-the-certificates-that-are-to-be = Die Zertifikate, denen vertraut werden soll, lassen sich nicht lesen.
sentence-oauth-paste-the-ca-certificate-again-as = Fügen Sie das CA-Zertifikat noch einmal ein, im PEM-Format, von BEGIN CERTIFICATE bis END CERTIFICATE.
sentence-oauth-client-secret-and-tokens-would-travel = Geheimer Clientschlüssel und Token gingen unverschlüsselt durch das Netz, deshalb wurde nichts gesendet.
sentence-oauth-use-the-https-address-of-the = Verwenden Sie die https-Adresse des Token-Endpunkts.
sentence-oauth-no-token-endpoint-answers-at-this = Unter dieser Adresse antwortet kein Token-Endpunkt. Weiterleitungen wird nicht gefolgt, denn ein Geheimnis darf nicht an eine andere Adresse gehen als die, für die es gegeben wurde.
sentence-oauth-check-the-token-url-in-the = Prüfen Sie die Token-URL in der Dokumentation des Anbieters (token_endpoint in seiner openid-configuration), und bei Microsoft 365 den Mandanten.
sentence-oauth-the-answer-is-not-that-of = Die Antwort ist nicht die eines Token-Endpunkts. Etwas auf dem Weg hat stattdessen geantwortet, oder die Adresse ist die einer Seite für Menschen.
sentence-oauth-it-is-tried-again-by-itself-if = Es wird von selbst noch einmal versucht. Dauert es an, prüfen Sie die Token-URL, und ob ein Proxy oder eine Firewall anstelle des Anbieters antwortet.
sentence-oauth-the-provider-granted-something-that-is = Der Anbieter hat etwas gewährt, das kein Bearer-Token ist (RFC 6750), und Mailserver nehmen nichts anderes an.
sentence-oauth-check-the-applications-registration-at-the = Prüfen Sie die Registrierung der Anwendung beim Anbieter: er muss einfache Bearer-Zugriffstoken ausgeben, keine an einen Schlüssel gebundenen (DPoP oder Mutual TLS).
sentence-oauth-the-provider-refused-the-request-for = Der Anbieter hat die Anfrage aus einem Grund abgelehnt, den owlpost nicht kennt.
sentence-oauth-compare-client-id-client-secret-scopes = Vergleichen Sie Client-ID, geheimen Clientschlüssel, Bereiche (Scopes) und Weiterleitungs-URL mit der Registrierung beim Anbieter. Die Worte des Anbieters oben lassen sich in seiner Dokumentation nachschlagen.
sentence-oauth-the-provider-does-not-accept-what = Der Anbieter nimmt nicht an, womit sich die Anwendung ausweist, oder lässt sie nicht für { $cause } handeln.
sentence-oauth-check-the-key-or-the-secret = Prüfen Sie den Schlüssel oder das Geheimnis, was die Anwendung darf, und die Absenderadresse.
sentence-oauth-the-provider-ended-the-sign-in = Der Anbieter hat die Anmeldung aus einem Grund beendet, den owlpost nicht kennt.
sentence-oauth-choose-connect-again-if-it-ends = Wählen Sie noch einmal „Verbinden“. Endet es genauso, schlagen Sie die Worte des Anbieters oben in seiner Dokumentation nach.
sentence-oauth-an-application-that-acts-without-a = Eine Anwendung, die ohne eine Person handelt, weist sich mit einem geheimen Clientschlüssel oder einem Schlüssel aus, und keiner ist gesetzt.
sentence-oauth-type-the-client-secret-or-choose = Tragen Sie den geheimen Clientschlüssel ein, oder wählen Sie die Zugriffsart, bei der sich jemand mit dem Postfach anmeldet.
sentence-oauth-the-request-has-to-be-signed = Die Anfrage muss mit dem Schlüssel des Dienstkontos signiert werden, und dieser lässt sich nicht lesen.
sentence-oauth-paste-the-whole-key-file-again = Fügen Sie die ganze Schlüsseldatei noch einmal ein. Wurde sie bearbeitet, erzeugen Sie einen neuen Schlüssel: öffnen Sie in der Google Cloud Console „IAM & Verwaltung“, „Dienstkonten“, das Konto, „Schlüssel“, „Schlüssel hinzufügen“, Typ JSON.
sentence-oauth-whoever-signed-in-chose-cancel-or = Wer sich angemeldet hat, wählte „Abbrechen“ oder darf das nicht gewähren.
sentence-oauth-choose-connect-again-sign-in-with = Wählen Sie noch einmal „Verbinden“, melden Sie sich mit dem Postfach an, von dem die E-Mails kommen sollen, und erlauben Sie, worum gebeten wird. War auf der Seite von einem Administrator die Rede, lassen Sie die Anwendung zuerst von einem freigeben.
sentence-oauth-the-provider-wants-a-person-to = Der Anbieter will, dass sich eine Person anmeldet, weil sich Regeln oder Berechtigungen geändert haben.
sentence-oauth-choose-reconnect-and-sign-in-with = Wählen Sie „Neu verbinden“ und melden Sie sich mit dem Postfach an.
sentence-oauth-the-sign-in-took-too-long = Die Anmeldung dauerte zu lange, oder ihre Antwort wurde zweimal benutzt: sie gilt einige Minuten und nur einmal.
sentence-oauth-choose-connect-again-and-go-through = Wählen Sie noch einmal „Verbinden“ und gehen Sie erneut durch die Seite des Anbieters, ohne sie neu zu laden.
sentence-oauth-the-permission-has-ended-it-was = Die Erlaubnis ist zu Ende: sie wurde widerrufen, zu lange nicht benutzt, oder das Passwort des Postfachs wurde geändert.
sentence-oauth-the-provider-does-not-accept-with = Der Anbieter nimmt { $cause } mit diesem geheimen Clientschlüssel nicht an: eines von beiden ist falsch, oder der Schlüssel ist abgelaufen.
sentence-oauth-copy-the-client-id-from-the = Kopieren Sie die Client-ID aus der Registrierung beim Anbieter, erzeugen Sie dort einen neuen geheimen Clientschlüssel, und tragen Sie beides hier ein.
sentence-oauth-the-application-is-registered-but-not = Die Anwendung ist registriert, aber nicht für diese Art, Zugriff zu erhalten; oder der Zugriff wurde einer anderen Anwendung gewährt.
sentence-oauth-at-the-provider-register-it-as = Registrieren Sie sie beim Anbieter als Webanwendung mit den Zugriffsarten Autorisierungscode und Aktualisierungstoken, oder mit der Zugriffsart Client Credentials für den Zugriff ohne eine Person. Verbinden Sie sich dann noch einmal.
sentence-oauth-the-application-may-not-ask-for = Die Anwendung darf den Bereich (Scope) { $cause } nicht anfordern, oder der Anbieter kennt ihn nicht.
sentence-oauth-add-the-scope-to-the-application = Fügen Sie den Bereich (Scope) der Anwendung beim Anbieter hinzu, oder berichtigen Sie die Bereiche hier; verbinden Sie sich dann noch einmal.
sentence-oauth-the-redirect-url-is-not-registered = Die Weiterleitungs-URL ist für { $cause } nicht registriert, Buchstabe für Buchstabe.
sentence-oauth-copy-the-oauth-redirect-url-from = Kopieren Sie die OAuth-Weiterleitungs-URL von dieser Seite und fügen Sie sie dort ein, wo der Anbieter die Weiterleitungs-URIs der Anwendung auflistet.
sentence-oauth-the-provider-does-not-understand-the = Der Anbieter versteht die Anfrage nicht. Oft wurde ein Wert mit Leerzeichen oder nur zum Teil eingefügt, oder die Weiterleitungs-URL ist nicht die registrierte.
sentence-oauth-type-client-id-and-client-secret = Geben Sie Client-ID und geheimen Clientschlüssel neu ein, vergleichen Sie die Weiterleitungs-URL mit der registrierten, und verbinden Sie sich noch einmal.

# delivery/oauth/granted
sentence-oauth-the-answer-holds-no-access-token = die Antwort enthält kein Zugriffstoken
sentence-oauth-the-token-it-gave-is-of = das gegebene Token ist von anderer Art als Bearer

# delivery/oauth/requests
sentence-oauth-there-is-nothing-to-prove-itself = es gibt nichts, womit sie sich ausweisen kann
sentence-oauth-no-registration-was-given = es wurde keine Registrierung angegeben

# delivery/oauth/service_account
sentence-oauth-the-private-key-is-not-whole = der private Schlüssel ist nicht vollständig
sentence-oauth-the-private-key-is-no-rsa = der private Schlüssel ist kein RSA-Schlüssel von 2048 Bits oder mehr
sentence-oauth-the-private-key-does-not-sign = der private Schlüssel signiert nicht
sentence-oauth-this-is-not-a-whole-json = Das ist keine vollständige JSON-Datei. Öffnen Sie die Schlüsseldatei des Dienstkontos mit einem Texteditor und fügen Sie alles ein, von der ersten geschweiften Klammer bis zur letzten.
sentence-oauth-the-key-file-has-no-make = In der Schlüsseldatei fehlt { $name }. Erzeugen Sie in der Google Cloud Console einen neuen Schlüssel („IAM & Verwaltung“, „Dienstkonten“, das Konto, „Schlüssel“, „Schlüssel hinzufügen“, Typ JSON) und fügen Sie seine Datei unverändert ein.
sentence-oauth-in-the-key-file-make-a = Zur Schlüsseldatei: { $cause }. Erzeugen Sie in der Google Cloud Console einen neuen Schlüssel („IAM & Verwaltung“, „Dienstkonten“, das Konto, „Schlüssel“, „Schlüssel hinzufügen“, Typ JSON) und fügen Sie seine Datei unverändert ein.
sentence-oauth-the-login-of-a-person-as = die Anmeldung einer Person, wie der Befehl gcloud sie speichert
sentence-oauth-a-configuration-for-workload-identity-federation = eine Konfiguration für Workload Identity Federation
sentence-oauth-the-file-of-an-oauth-client = die Datei eines OAuth-Clients, die zur Anmeldung mit dem Postfach gehört: seine Client-ID und sein geheimer Clientschlüssel haben eigene Felder
sentence-oauth-not-the-key-file-of-a = nicht die Schlüsseldatei eines Dienstkontos
sentence-oauth-this-is-paste-the-key-file = Das ist { $cause }. Fügen Sie die Schlüsseldatei eines Dienstkontos ein: öffnen Sie in der Google Cloud Console „IAM & Verwaltung“, „Dienstkonten“, das Konto, „Schlüssel“, „Schlüssel hinzufügen“, Typ JSON.

# delivery/oauth/providers/mod
sentence-oauth-only-google-and-microsoft-365-have = Nur Google und Microsoft 365 haben eine Mail-API, die owlpost kennt. Bei einem anderen Anbieter senden Sie über SMTP.

# delivery/oauth/providers/redirect
sentence-oauth-is-no-url-set-public-url = „{ $url }“ ist keine URL. Setzen Sie public_url auf die Adresse, unter der owlpost geöffnet wird, etwa https://mail.example.com.
sentence-oauth-takes-redirect-urls-with-https-and = { $cause-who } nimmt nur Weiterleitungs-URLs mit https und einem Hostnamen an. Berichtigen Sie public_url.
sentence-oauth-takes-redirect-urls-of-at-most = { $cause-who } nimmt Weiterleitungs-URLs von höchstens { $longest } Zeichen an, und diese hat { $length }. Verwenden Sie eine kürzere public_url.
sentence-oauth-takes-no-redirect-url-with-the = { $cause-who } nimmt keine Weiterleitungs-URL mit den Zeichen { $characters } an. Verwenden Sie eine public_url ohne sie.
sentence-oauth-takes-no-redirect-url-with-a = { $cause-who } nimmt keine Weiterleitungs-URL mit einem Benutzer vor dem Host an. Entfernen Sie ihn aus public_url.
sentence-oauth-takes-no-redirect-url-with-a-fragment = { $cause-who } nimmt keine Weiterleitungs-URL mit einem Fragment (#) an. Entfernen Sie es aus public_url.
sentence-oauth-takes-no-redirect-url-with-a-wildcard = { $cause-who } nimmt keine Weiterleitungs-URL mit einem Platzhalter (*) an. Schreiben Sie den ganzen Host in public_url.
sentence-oauth-takes-no-redirect-url-with-in = { $cause-who } nimmt keine Weiterleitungs-URL an, in der /.. steht. Entfernen Sie es aus public_url.
sentence-oauth-takes-http-for-localhost-by-name = { $cause-who } nimmt http nur für localhost beim Namen an, nicht für { $host }. Schreiben Sie stattdessen localhost in public_url, und öffnen Sie owlpost unter dieser Adresse.
sentence-oauth-takes-redirect-urls-with-https-only = { $cause-who } nimmt nur Weiterleitungs-URLs mit https an, außer für localhost. Geben Sie owlpost ein Zertifikat, etwa mit einem Reverse-Proxy davor, und setzen Sie public_url auf dessen https-Adresse.
sentence-oauth-takes-redirect-urls-with-https-not = { $cause-who } nimmt Weiterleitungs-URLs mit https an, nicht mit { $scheme }. Berichtigen Sie public_url.
sentence-oauth-takes-no-ip-address-in-a = { $cause-who } nimmt keine IP-Adresse in einer Weiterleitungs-URL an, und diese hat { $host }. Geben Sie dem Rechner einen Namen unter einer öffentlichen Domain, etwa mail.example.com (er muss aus dem Internet nicht erreichbar sein), und setzen Sie public_url darauf.
sentence-oauth-takes-only-hosts-under-a-public = { $cause-who } nimmt in einer Weiterleitungs-URL nur Hosts unter einer öffentlichen Domain an, und { $name } ist ein Name aus dem Intranet. Geben Sie dem Rechner auch einen Namen unter einer Ihrer Domains, etwa mail.example.com (er darf eine interne Adresse haben und muss aus dem Internet nicht erreichbar sein), und setzen Sie public_url darauf.
