# Zugriffstoken und Zustimmungen: Ablehnungen aller Anbieter.

# delivery/trouble/token/mod

# delivery/trouble/token/answer

# delivery/oauth/service_account
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
sentence-oauth-the-private-key-is-not-whole = der private Schlüssel ist unvollständig
sentence-oauth-the-private-key-is-no-rsa = der private Schlüssel ist kein RSA-Schlüssel mit mindestens 2048 Bits
sentence-oauth-the-private-key-does-not-sign = der private Schlüssel kann nicht signieren
