# E-Mail-Einstellungen: wie E-Mails den Server verlassen, gewählt, ausprobiert und gespeichert; die früheren Versionen.

settings-title = E-Mail-Einstellungen
settings-lead = Wie dieser Server E-Mails sendet.
settings-to-versions = Frühere Versionen
settings-save = Speichern
settings-discard = Verwerfen
settings-unsaved = Noch nicht gespeichert
settings-secret-kept = gespeichert
settings-what-to-do = Was zu tun ist:

# Was gerade geschehen ist.
settings-welcome = <strong>owlpost ist eingerichtet, und Sie sind angemeldet.</strong> E-Mails werden bereits über den Dienst unten gesendet. Prüfen Sie das mit einer Test-E-Mail.
settings-welcome-mailbox = <strong>owlpost ist eingerichtet, und Sie sind angemeldet.</strong> Noch wird nichts gesendet: E-Mails bleiben im <a href="/mailbox">Postfach</a> auf diesem Server, bis Sie hier einen Mailserver verbinden.
settings-saved-mailbox = <strong>Gespeichert.</strong> Diese Einstellungen sind jetzt aktiv als <a href="/configuration/email-settings/versions">Version { $number }</a>. E-Mails bleiben von jetzt an im <a href="/mailbox">Postfach</a> und werden nicht gesendet.
settings-saved = <strong>Gespeichert.</strong> Diese Einstellungen sind jetzt aktiv als <a href="/configuration/email-settings/versions">Version { $number }</a>. Wartende E-Mails werden damit gesendet.
settings-connected = <strong>Verbunden.</strong> E-Mails werden jetzt über dieses Postfach gesendet. Prüfen Sie das mit einer Test-E-Mail.
settings-not-saved = Es wurde noch nichts gespeichert
settings-test-refused = Der Test wurde nicht gestartet
settings-filled-preset = Host, Port und Sicherheit für { $provider } sind eingetragen. Benutzername: { $username }. { $hint }
settings-filled-none = Wählen Sie zuerst einen Anbieter und dann „Eintragen“.
settings-filled-server =
    Port { $port } { $security ->
        [implicit_tls] mit implizitem TLS
        [starttls] mit STARTTLS
       *[none] ohne Verschlüsselung
    } ist eingetragen. Testen Sie die Verbindung, und speichern Sie dann.
settings-filled-api = Die API des Anbieters ist ausgewählt. Speichern Sie, und stimmen Sie den nötigen Berechtigungen zu. Bis dahin werden E-Mails wie bisher gesendet.
settings-fix-server =
    Port { $port } { $security ->
        [implicit_tls] mit implizitem TLS
        [starttls] mit STARTTLS
       *[none] ohne Verschlüsselung
    } verwenden
settings-fix-api = Über die API des Anbieters senden
settings_page_unencrypted = Das Passwort würde unverschlüsselt übertragen. Wählen Sie implizites TLS oder STARTTLS, oder setzen Sie dieses Häkchen.
settings_page_test_recipient_missing = Geben Sie die Adresse ein, an die die Test-E-Mail gehen soll.

# Der Stand.
settings-status = Status
settings-state-not-verified = Nicht geprüft
settings-state-mailbox = Bewahrt E-Mails hier auf
settings-state-verified = Geprüft
settings-state-failing = Gestört
settings-state-not-accepting = Nimmt keine E-Mails an
settings-state-consent-needed = Zustimmung nötig
settings-state-since = seit { $at }
settings-sends-as = Absender
settings-last-success = Letzter Erfolg
settings-no-success = Noch keiner
settings-nothing-sent = Es wird nichts gesendet
settings-waiting = Noch zu senden
settings-waiting-nothing = Nichts
settings-waiting-messages =
    { $count ->
        [one] 1 Nachricht
       *[other] { $count } Nachrichten
    }
settings-on-hold =
    { $count ->
        [one] 1 zurückgehalten
       *[other] { $count } zurückgehalten
    }

# Ein Wechsel zum eingebauten Postfach, während E-Mails warten.
settings-waiting-question =
    { $count ->
        [one] E-Mails an 1 Empfänger warten auf den Versand
       *[other] E-Mails an { $count } Empfänger warten auf den Versand
    }
settings-waiting-meaning = Es wurde noch nichts gespeichert. Das eingebaute Postfach sendet nichts. Wählen Sie, was mit den E-Mails geschieht, die vor dem Wechsel angenommen wurden.
settings-waiting-hold = Zurückhalten
settings-waiting-hold-hint = Sie warten und werden gesendet, sobald wieder ein Mailserver verbunden ist.
settings-waiting-deliver = Ins Postfach zustellen
settings-waiting-deliver-hint = Sie bleiben auf diesem Server. Sie können sie später an einen Mailserver freigeben.
settings-waiting-cancel = Versand abbrechen
settings-waiting-cancel-hint = Sie werden nicht gesendet. Einzelne Nachrichten können Sie im Postausgang erneut versuchen.
settings-waiting-go-on = Speichern
settings-waiting-back = Abbrechen

on-hold-title = Zurückgehaltene E-Mails
on-hold-none = Es sind keine E-Mails zurückgehalten.
on-hold-meaning =
    { $count ->
        [one] E-Mails an 1 Empfänger wurden für einen Mailserver angenommen und sind zurückgehalten, weil das eingebaute Postfach aktiv ist. Sie werden gesendet, sobald wieder ein Mailserver verbunden ist.
       *[other] E-Mails an { $count } Empfänger wurden für einen Mailserver angenommen und sind zurückgehalten, weil das eingebaute Postfach aktiv ist. Sie werden gesendet, sobald wieder ein Mailserver verbunden ist.
    }
on-hold-choices = Sie können auch jetzt entscheiden:
on-hold-deliver =
    { $count ->
        [one] Ins Postfach zustellen (1)
       *[other] Ins Postfach zustellen ({ $count })
    }
on-hold-cancel =
    { $count ->
        [one] Versand abbrechen (1)
       *[other] Versand abbrechen ({ $count })
    }
on-hold-list = Wartende E-Mails anzeigen
on-hold-delivered = Die zurückgehaltenen E-Mails gehen ins Postfach.
on-hold-cancelled = Der Versand der zurückgehaltenen E-Mails ist abgebrochen.
settings-expires-next = Läuft als Nächstes ab
settings-expires-nothing = Nichts
settings-mailbox = Postfach
settings-mailbox-connected = Verbunden als <strong>{ $account }</strong> seit { $since }, zuletzt erneuert { $renewed }
settings-mailbox-unnamed = Verbunden mit <strong>einem Postfach, das der Anbieter nicht genannt hat</strong>, seit { $since }, zuletzt erneuert { $renewed }
settings-mailbox-lost = Nicht mehr verbunden
settings-mailbox-lost-of = Nicht mehr verbunden ({ $account }, seit { $since })
settings-reconnect = Neu verbinden
settings-disconnect = Trennen
settings-disconnect-ask = Das Postfach trennen? E-Mails warten, bis wieder eines verbunden ist.
settings-endings = Was demnächst abläuft und was zu tun ist
settings-ending-over = abgelaufen am { $at }
settings-ending-ends = <strong>{ $title } läuft ab am { $at }.</strong>
settings-ending-ended = <strong>{ $title } ist abgelaufen am { $at }.</strong>
settings-last-error = Letzter Fehler

# Der Versandweg.
settings-method-builtin = owlpost-E-Mail-Dienst
settings-method-builtin-hint = Funktioniert ohne Konfiguration.
settings-method-password = Benutzername und Passwort
settings-method-password-hint = Jeder SMTP-Server: der Ihres Unternehmens, Ihres Anbieters oder eines Versanddienstes.
settings-method-oauth = OAuth 2.0
settings-method-oauth-hint = Google, Microsoft 365 und andere, die eine Anmeldung statt eines Passworts verlangen.
settings-builtin-mailbox = E-Mails bleiben im Postfach auf diesem Server und verlassen ihn nicht. Das ist zum Ausprobieren und für Schulungen gedacht. <a href="/mailbox">Postfach öffnen</a>
settings-builtin-relay = E-Mails werden über <strong>{ $host }</strong> gesendet; den der Betreiber dieses Servers konfiguriert hat. Sie werden echten Empfängern zugestellt.
settings-builtin-operator = Der Betreiber legt diesen Dienst in der Konfigurationsdatei fest. Gesendet wird von { $sender }.

# Benutzername und Passwort.
settings-server = SMTP-Server
settings-server-hint = Der Server, der Ihre E-Mails annimmt und den Empfängern zustellt.
settings-preset = Für einen bekannten Anbieter ausfüllen <span class="optional">(optional)</span>
settings-preset-choose = Anbieter wählen
settings-preset-fill = Eintragen
settings-preset-hint = Trägt Host, Port und Sicherheit ein. Sie können sie danach ändern.
settings-host-hint = DNS-Name oder IP-Adresse, zum Beispiel smtp.example.com.
settings-implicit-tls = Implizites TLS (Port 465)
settings-implicit-tls-hint = Vom ersten Byte an verschlüsselt. Die beste Wahl, wenn der Server es anbietet.
settings-starttls = STARTTLS (Port 587)
settings-starttls-hint = Beginnt unverschlüsselt und muss vor der Anmeldung zu TLS wechseln. Gelingt das nicht, wird nichts gesendet.
settings-no-encryption = Keine (Port 25, nicht empfohlen)
settings-no-encryption-hint = Nichts ist verschlüsselt. Nur für einen Server auf diesem Rechner oder in Ihrem eigenen Netz.
settings-login = Anmeldung
settings-login-hint = Lassen Sie beides leer, wenn der Server keine Anmeldung verlangt.
settings-username-of = Für { $provider }: { $username }.
settings-password-saved-hint = Ein Passwort ist gespeichert und wird nie wieder angezeigt: Lassen Sie das Feld leer, um es zu behalten. Ändern sich Host, Port, Sicherheit, Benutzername oder CA-Zertifikat, muss es neu eingegeben werden.
settings-password-remove = Das gespeicherte Passwort entfernen
settings-password-hint = Nach dem Speichern ist dieses Feld leer: Das Passwort wird verschlüsselt gespeichert und nie wieder angezeigt.
settings-insecure = Das Passwort trotzdem unverschlüsselt senden
settings-insecure-hint = Dann kann es jeder auf dem Weg zum Server mitlesen. Nicht nötig, wenn der Server auf diesem Rechner läuft.

# OAuth 2.0: der Anbieter.
settings-provider-hint = E-Mails werden über ein Postfach bei diesem Anbieter gesendet. owlpost erfährt dessen Passwort nie: Der Anbieter gewährt einen Zugriff, der sich widerrufen lässt.
settings-provider-custom = Ein anderer Anbieter
settings-provider-google-hint = Gmail und Google Workspace.
settings-provider-microsoft-hint = Exchange Online, mit einem Geschäfts-, Schul- oder Unikonto.
settings-provider-custom-hint = Jeder OAuth-2.0-Server mit einem SMTP-Server, der seine Token annimmt.
settings-grant-mailbox = Mit dem Postfach anmelden
settings-grant-mailbox-hint = Sie melden sich einmal beim Anbieter an und erlauben owlpost zu senden. Das ist der übliche Weg.
settings-grant-app = Nur die Anwendung (App-only)
settings-grant-app-hint = Niemand meldet sich an: Ein Administrator der Organisation erlaubt der Anwendung selbst zu senden.
settings-through-smtp-google = Google gewährt dies nur zusammen mit vollem Zugriff auf das Postfach.
settings-through-smtp-microsoft = Für das Postfach muss „Authentifiziertes SMTP“ eingeschaltet sein.
settings-through-api-hint = Braucht nur die Berechtigung zu senden.
settings-register = owlpost beim Anbieter registrieren
settings-redirect-url-hint = Aus der öffentlichen URL dieses Servers gebildet. Registrieren Sie genau diese URL.
settings-copy = Kopieren

# OAuth 2.0: was der Anbieter ausgegeben hat.
settings-client = Zugangsdaten des Anbieters
settings-client-id-hint = Manche Anbieter nennen sie Anwendungs-ID. Sie ist nicht geheim.
settings-client-secret-saved-hint = Ein geheimer Clientschlüssel ist gespeichert und wird nie wieder angezeigt: Lassen Sie das Feld leer, um ihn zu behalten. Ändern sich Anbieter, Client-ID, Mandant oder, bei einem anderen Anbieter, ein Endpunkt oder der Mailserver, muss er neu eingegeben werden.
settings-client-secret-remove = Den gespeicherten geheimen Clientschlüssel entfernen
settings-client-secret-hint = Der Wert, nicht die ID daneben. Nach dem Speichern ist dieses Feld leer: Der Schlüssel wird verschlüsselt gespeichert und nie wieder angezeigt.
settings-client-secret-expires-hint = Optional. Sie werden 30 Tage, 7 Tage und 1 Tag vorher erinnert.
settings-tenant-hint = Die ID oder Domain des Verzeichnisses Ihrer Organisation bei Microsoft (Tenant), zum Beispiel example.onmicrosoft.com. Optional, wenn sich jemand anmeldet, es sei denn, die Anwendung ist nur für eine Organisation registriert; für „Nur die Anwendung (App-only)“ erforderlich.
settings-service-account-saved = Der Schlüssel von <strong>{ $account }</strong> ist gespeichert und wird nie wieder angezeigt. Lassen Sie das Feld leer, um ihn zu behalten.
settings-service-account-hint = Die vollständige JSON-Datei, die Google für das Dienstkonto erstellt hat. Fügen Sie ihren Text ein, oder wählen Sie die Datei.
settings-service-account-file = Schlüsseldatei wählen

# OAuth 2.0: ein Anbieter, den owlpost nicht kennt.
settings-custom = Endpunkte und Mailserver
settings-custom-hint = Diese Werte finden Sie in der Dokumentation des Anbieters. Nennt sie einen Aussteller (Issuer), genügt er für die Endpunkte.
settings-custom-authorize-url-hint = Der Autorisierungsendpunkt (authorization endpoint), zum Beispiel https://login.example.com/authorize.
settings-custom-token-url-hint = Zum Beispiel https://login.example.com/token.
settings-custom-issuer-hint = Zum Beispiel https://login.example.com/realms/mail. Endpunkte, die Sie leer lassen, werden beim Speichern aus seiner openid-configuration übernommen.
settings-client-authentication-found = Herausfinden
settings-client-authentication-basic = HTTP Basic (client_secret_basic)
settings-client-authentication-body = Im Inhalt der Anfrage (client_secret_post)
settings-custom-revoke-url-hint = Optional. Wird aufgerufen, wenn Sie die Verbindung trennen.
settings-custom-scopes-hint = Angeforderte Bereiche (Scopes), durch Leerzeichen getrennt. Fügen Sie openid email hinzu, wenn der Anbieter sie unterstützt, damit diese Seite zeigen kann, wer sich angemeldet hat, und offline_access, wenn der Anbieter es für dauerhaften Zugriff verlangt.
settings-custom-host-hint = Der Server, der E-Mails mit diesen Token annimmt.
settings-custom-port = Port
settings-custom-port-hint = Leer lassen für den üblichen Port.
settings-custom-security = Sicherheit
settings-custom-no-encryption = Keine (nur auf diesem Rechner)
settings-custom-mechanism = Anmeldeverfahren
settings-custom-certificate = CA-Zertifikat des Anbieters
settings-custom-certificate-hint = Das Zertifikat der Zertifizierungsstelle (CA), die die Zertifikate dieser Server signiert hat. Nur nötig, wenn es keine öffentliche ist. Fügen Sie den Text ein, der mit -----BEGIN CERTIFICATE----- beginnt.

# Absender und Kopien.
settings-sender = Absender
settings-from-email-hint = Einladungen und alle anderen E-Mails werden von dieser Adresse gesendet. Der Server muss Ihnen das erlauben.
settings-other-sender = Ein anderes Postfach meldet sich an und darf mit dieser Adresse senden
settings-other-sender-hint = Für einen Alias oder ein gemeinsames Postfach. Setzen Sie das Häkchen nicht, wenn sich das Postfach der Absenderadresse selbst anmeldet; ist es ein anderes, werden Sie gefragt.
settings-saving-consents = Beim Speichern öffnet sich die Seite des Anbieters in einem eigenen Fenster, in dem Sie sich anmelden und zustimmen. Bis dahin werden E-Mails wie bisher gesendet.
settings-copies = Kopien
settings-bcc-hint = Optional. Diese Adresse erhält eine Blindkopie jeder E-Mail, die Skripte mit sendEmail() senden, und auf Wunsch (unter „Erweitert“) auch der E-Mails über API und SMTP. Nie von Einladungen, E-Mails zum Zurücksetzen des Passworts oder Kontobestätigungen.

# Erweitert.
settings-advanced = Erweitert <span class="soft">– Namen, weitere Absender, Begrüßung, Zertifikate, Sendegrenzen</span>
settings-names = Namen und Adressen
settings-from-name-hint = Wird neben der Absenderadresse angezeigt.
settings-reply-to-hint = Wohin Antworten gehen. Leer lassen für die Absenderadresse.
settings-allowed-hint = Adressen oder ganze Domains, von denen ein Skript, ein API-Aufruf oder ein Programm über SMTP senden darf, eine je Zeile. Jede andere gewünschte Adresse wird stattdessen zur Antwortadresse (Reply-To); über SMTP wird sie abgelehnt.
settings-bcc-also = Die automatische Blindkopie gilt auch für
settings-bcc-also-api = E-Mails, die über die REST-API gesendet werden
settings-bcc-also-submission = E-Mails, die andere Programme über SMTP einliefern
settings-conversation = SMTP-Sitzung
settings-ehlo = Name in der Begrüßung (EHLO)
settings-ehlo-hint = Manche Server, etwa das Relay von Gmail, weisen eine Begrüßung ohne echten Hostnamen ab. Leer lassen für { $name }.
settings-mechanism-best = Automatisch: das stärkste
settings-mechanism-hint = Ändern Sie es nur, wenn Ihr Anbieter ein bestimmtes Anmeldeverfahren verlangt.
settings-certificate = CA-Zertifikat
settings-certificate-hint = Das Zertifikat der Zertifizierungsstelle (CA), die das Zertifikat des Servers signiert hat. Nur nötig, wenn es keine öffentliche ist. Fügen Sie den Text ein, der mit -----BEGIN CERTIFICATE----- beginnt.
settings-pace = Sendegrenzen
settings-pace-hint = Wie schnell E-Mails gesendet werden. Lassen Sie ein Feld leer, damit die bekannte Grenze Ihres Anbieters gilt, falls es eine gibt.

# Ausprobieren.
settings-test = Testen
settings-test-hint = Verwendet die Werte oben, auch wenn sie noch nicht gespeichert sind. Beide Tests verwenden denselben Code wie echte E-Mails.
settings-test-email = Test-E-Mail senden
settings-test-connection = Verbindung testen
settings-test-connection-hint = <em>Verbindung testen</em> meldet sich an, sendet aber nichts.
settings-test-steps = Schritte
settings-test-waiting = { $stage }: seit { $seconds } s keine Antwort. Auch echte E-Mails warten bis zu { $limit } s.
settings-test-to-mailbox = Die Test-E-Mail liegt im Postfach
settings-test-to-mailbox-meaning = Sie wurde auf diesem Server gespeichert und hat ihn nicht verlassen, wie alle E-Mails dieses Dienstes.
settings-test-mailbox-ready = Das Postfach auf diesem Server ist bereit
settings-test-mailbox-ready-meaning = E-Mails dieses Dienstes werden dort gespeichert und verlassen den Server nicht.
settings-test-connection-works = Die Verbindung funktioniert: { $connection }, in { $ms } ms
settings-test-connection-works-meaning = Es wurde nichts gesendet. Ob der Server E-Mails von Ihrer Absenderadresse annimmt, zeigt nur eine Test-E-Mail.
settings-test-accepted = Angenommen von { $connection } in { $ms } ms
settings-test-accepted-meaning = Der Server hat die Verantwortung für die E-Mail übernommen. Das beweist nicht, dass sie den Posteingang erreicht: Sehen Sie dort nach, auch im Spam-Ordner.
settings-test-read = Im Postfach lesen
settings-test-apply = Diese Abhilfe übernehmen: { $fix }
settings-test-to-field = Zum Feld „{ $field }“
settings-transcript = SMTP-Mitschrift
settings-transcript-hint = C ist dieser Server, S der andere. Die Mitschrift enthält kein Passwort und kann an andere weitergegeben werden, die helfen.
settings-transcript-label = Mitschrift
settings-transcript-copy = Mitschrift kopieren

# Die Schritte eines Versuchs.
settings-stage-resolve = Die Adresse des Servers finden
settings-stage-connect = Mit dem Server verbinden
settings-stage-tls = Die Verbindung verschlüsseln (TLS)
settings-stage-greeting = Begrüßungen austauschen (EHLO)
settings-stage-login = Anmelden
settings-stage-mail-from = Absenderadresse senden (MAIL FROM)
settings-stage-rcpt-to = Empfängeradresse senden (RCPT TO)
settings-stage-data = Nachricht senden (DATA)
settings-stage-done = erledigt
settings-stage-failed = fehlgeschlagen
settings-stage-fast = unter 1 ms
settings-stage-ms = { $ms } ms

# Was email-settings.js sagt. Den Namen der Datei setzt es selbst ein.
settings-script-port = Port { $port }
settings-script-unreachable = Der Server war nicht zu erreichen. Prüfen Sie Ihre Verbindung, und versuchen Sie es noch einmal. Ihre Eingaben sind noch da.
settings-script-steps = Schritte des Tests
settings-script-working = Läuft …
settings-script-broke-off = Die Verbindung zu diesem Server ist abgebrochen, deshalb ist das Ergebnis des Tests nicht bekannt. Der Postausgang zeigt, was mit der E-Mail geschehen ist.
settings-script-stop = Nicht länger warten
settings-script-stopped = Sie warten nicht länger. Der Test läuft ohne diese Seite weiter, bis er endet oder ein Zeitlimit erreicht; was mit einer Test-E-Mail geschehen ist, zeigt der Postausgang.
settings-script-key-too-large = Diese Datei ist zu groß für einen Schlüssel.
settings-script-key-filled = { $file } ist eingetragen

# Die Felder, wo sie neben anderen genannt werden.
settings-field-method = Versandweg
settings-field-host = SMTP-Hostname
settings-field-port = Port
settings-field-security = Sicherheit
settings-field-username = Benutzername
settings-field-password = Passwort
settings-field-insecure = Passwort ohne Verschlüsselung
settings-field-provider = E-Mail-Anbieter
settings-field-grant = Wer sich anmeldet
settings-field-send-through = Senden über
settings-field-redirect-url = OAuth-Weiterleitungs-URL
settings-field-client-id = Client-ID
settings-field-client-secret = Geheimer Clientschlüssel
settings-field-client-secret-expires = Geheimer Clientschlüssel läuft ab am
settings-field-tenant = Mandant
settings-field-service-account-key = Schlüssel des Dienstkontos
settings-field-authorize-url = Zustimmungsseite
settings-field-token-url = Token-Endpunkt
settings-field-issuer = Aussteller (issuer)
settings-field-client-authentication = So wird der geheime Clientschlüssel gesendet
settings-field-revoke-url = Widerrufsendpunkt
settings-field-scopes = Bereiche (Scopes)
settings-field-custom-host = SMTP-Server des Anbieters
settings-field-custom-port = Port des Anbieter-Servers
settings-field-custom-security = Sicherheit des Anbieter-Servers
settings-field-custom-mechanism = Anmeldeverfahren am Anbieter-Server
settings-field-custom-certificate = CA-Zertifikat des Anbieters
settings-field-from-email = Absenderadresse
settings-field-other-sender = Ein anderes Postfach meldet sich an
settings-field-bcc = Automatische Blindkopie (BCC)
settings-field-from-name = Absendername
settings-field-reply-to = Antwortadresse (Reply-To)
settings-field-allowed = Weitere Absender
settings-field-bcc-api = Automatische Blindkopie für API-E-Mails
settings-field-bcc-submission = Automatische Blindkopie für SMTP-Einlieferung
settings-field-ehlo = Name in der Begrüßung
settings-field-mechanism = Anmeldeverfahren
settings-field-certificate = CA-Zertifikat
settings-field-connections = Gleichzeitige Verbindungen
settings-field-per-minute = Nachrichten pro Minute
settings-field-per-day = Empfänger pro Tag
settings-field-per-message = Empfänger pro Nachricht
settings-field-idle = Ungenutzte Verbindungen behalten (Sekunden)
settings-field-idle-hint = Leer: 50 Sekunden. Weniger, wenn der Server ungenutzte Verbindungen früher schließt.
settings-field-kept-session-reply = Auf eine behaltene Verbindung warten (Sekunden)
settings-field-kept-session-reply-hint = Leer: 30 Sekunden. Eine behaltene Verbindung, die bis dahin nicht auf die nächste Nachricht antwortet, wird ersetzt.
settings-field-test-to = Empfänger der Test-E-Mail

# Die Versionen.
settings-versions-title = Versionen der E-Mail-Einstellungen
settings-versions-lead = Jede gespeicherte Version bleibt erhalten. Wiederherstellen macht eine Kopie einer früheren Version zur neuesten.
settings-versions-back = Zurück zu den E-Mail-Einstellungen
settings-versions-none = Es wurde noch nichts gespeichert
settings-versions-none-meaning = Seit dem ersten Start ist der owlpost-E-Mail-Dienst aktiv. Jedes Speichern der E-Mail-Einstellungen erscheint hier, mit wem und wann.
settings-version = Version { $number }
settings-version-in-force = Aktiv
settings-version-waits = Wartet auf Zustimmung
settings-version-saved = { $at }, von { $by }
settings-version-restore = Wiederherstellen<span class="visually-hidden"> von Version { $number }</span>
settings-version-unchanged = Nichts geändert
settings-version-changed = Geändert: { $fields }
settings-version-changed-more = Geändert: { $fields } und { $count } weitere
settings-version-changes = Was sich geändert hat<span class="visually-hidden"> in Version { $number }</span>
settings-version-field = Feld
settings-version-before = Vorher
settings-version-after = Nachher
settings-version-empty = leer

# Werte nebeneinander.
settings-value-yes = ja
settings-value-no = nein
settings-value-certificate = ein Zertifikat
settings-value-saved = gespeichert
settings-value-api = API des Anbieters
