# Was die Anmeldung bei einem Anbieter verlangt: Teil der Abhilfe bei einer abgelehnten Anmeldung. Ganze Sätze.

login_rule_gmail = Gmail nimmt über SMTP kein gewöhnliches Passwort an. Erzeugen Sie ein App-Passwort (Google-Konto, Sicherheit, Bestätigung in zwei Schritten, App-Passwörter) und tragen Sie es hier ein, mit der vollständigen Adresse als Benutzername; oder verbinden Sie sich mit OAuth 2.0.
login_rule_gmail_relay = Das Relay nimmt die vollständige Adresse und ein App-Passwort eines Nutzers von Google Workspace an, oder ganz ohne Anmeldung eine IP-Adresse, die in der Admin-Konsole unter Gmail, Routing, SMTP-Relay-Dienst eingetragen ist.
login_rule_outlook_com = Outlook.com, Hotmail und Live nehmen über SMTP keine Passwörter mehr an. Verbinden Sie sich mit OAuth 2.0, oder senden Sie über einen anderen Anbieter.
login_rule_yahoo = Yahoo und AOL nehmen über SMTP kein gewöhnliches Passwort an. Erzeugen Sie in den Sicherheitseinstellungen des Kontos ein App-Passwort und tragen Sie es hier ein, mit der vollständigen Adresse als Benutzername.
login_rule_icloud = iCloud Mail nimmt über SMTP kein gewöhnliches Passwort an. Erzeugen Sie auf account.apple.com unter „Anmelden & Sicherheit“ ein app-spezifisches Passwort und tragen Sie es hier ein, mit der iCloud-Mail-Adresse als Benutzername.
login_rule_ses = Verwenden Sie die SMTP-Zugangsdaten, die die SES-Konsole unter „SMTP settings“ erzeugt. Sie sind nicht die AWS-Zugriffsschlüssel und gelten nur in der Region, in der sie erzeugt wurden; der Host muss der dieser Region sein.
login_rule_mailgun = Verwenden Sie die SMTP-Zugangsdaten der Absenderdomain, etwa postmaster@mg.example.com, nicht das Passwort des Mailgun-Kontos. Domains in der EU-Region benutzen smtp.eu.mailgun.org.
login_rule_sendgrid = Der Benutzername ist das Wort apikey, das Passwort ein API-Schlüssel mit dem Recht zu senden. Beschränkt das Konto die IP-Adressen, fügen Sie die dieses Rechners hinzu.
login_rule_postmark = Benutzername und Passwort sind beide das „Server API token“, oder „Access Key“ und „Secret Key“ eines SMTP-Tokens des Streams.
login_rule_brevo = Verwenden Sie die SMTP-Anmeldung, die unter „SMTP & API“ steht, und als Passwort einen SMTP-Schlüssel. Das Passwort des Kontos und API-Schlüssel taugen nicht.
login_rule_mailjet = Der Benutzername ist der API-Schlüssel (API Key), das Passwort der geheime Schlüssel (Secret Key) des Kontos.
login_rule_sparkpost = Der Benutzername ist SMTP_Injection, das Passwort ein API-Schlüssel mit dem Recht „Send via SMTP“. Konten in der EU benutzen smtp.eu.sparkpostmail.com.
login_rule_mandrill = Das Passwort ist ein API-Schlüssel von Mailchimp Transactional, nicht das Passwort des Kontos; der Benutzername kann beliebig sein.
login_rule_resend = Der Benutzername ist das Wort resend, das Passwort ein API-Schlüssel.
login_rule_smtp_user = Verwenden Sie den SMTP-Benutzer und sein Passwort, die in der Verwaltung des Anbieters unter SMTP stehen; die Anmeldung des Kontos taugt nicht.
login_rule_smtp_credentials = Verwenden Sie die SMTP-Zugangsdaten, die die Konsole des Anbieters für einen Benutzer erzeugt, mit ihrem langen Benutzernamen; die Anmeldung an der Konsole taugt nicht. Der Host muss der derselben Region sein.
login_rule_mailtrap = Zum Senden ist der Benutzername das Wort api oder smtp@mailtrap.io und das Passwort ein API-Token; für eine Sandbox gelten die Zugangsdaten, die bei ihr stehen.
login_rule_socketlabs = Der Benutzername ist die ID des Servers, das Passwort das SMTP-Passwort dieses Servers.
login_rule_scaleway = Der Benutzername ist die ID des Projekts, das Passwort der geheime Schlüssel eines API-Schlüssels mit Rechten für Transactional Email.
login_rule_plunk = Der Benutzername ist das Wort plunk, das Passwort der geheime API-Schlüssel des Projekts.
login_rule_forwardemail = Der Benutzername ist die vollständige Adresse des Alias, das Passwort eines, das für diesen Alias erzeugt wurde.
login_rule_azure = Verwenden Sie den SMTP-Benutzernamen, der mit einer Entra-Anwendung verknüpft ist, und als Passwort den geheimen Clientschlüssel der Anwendung.
login_rule_zeptomail = Der Benutzername ist das Wort emailapikey, das Passwort das Token des Mail Agent.
login_rule_zoho = Der Host muss der des Rechenzentrums sein, in dem das Konto liegt: smtp.zoho.com, smtp.zoho.eu, smtp.zoho.in, smtp.zoho.com.au oder smtp.zoho.jp; Adressen einer eigenen Domain benutzen smtppro.zoho mit derselben Endung. Bei einem zweiten Faktor ist das Passwort ein anwendungsspezifisches Passwort.
login_rule_fastmail = Fastmail nimmt über SMTP kein gewöhnliches Passwort an. Erzeugen Sie unter Settings, Privacy & Security ein App-Passwort und tragen Sie es hier ein, mit der vollständigen Adresse als Benutzername.
login_rule_proton = Erzeugen Sie in den Einstellungen unter IMAP/SMTP ein SMTP-Token für eine Adresse einer eigenen Domain und tragen Sie es hier ein, mit dieser Adresse als Benutzername.
login_rule_proton_bridge = Verwenden Sie Benutzername und Passwort, die Bridge für das Postfach anzeigt; das Passwort des Proton-Kontos taugt nicht.
login_rule_gmx = GMX und WEB.DE lehnen jede Anmeldung über SMTP ab, bis sie freigegeben ist: in den Einstellungen des Postfachs unter „POP3/IMAP Abruf“. Bei einem zweiten Faktor ist ein anwendungsspezifisches Passwort nötig. Der Benutzername ist die vollständige Adresse.
login_rule_complete_address = Der Benutzername ist die vollständige Adresse des Postfachs, das Passwort das des Postfachs, nicht das des Kundenkontos.
login_rule_tonline = Tragen Sie das Passwort für E-Mail-Programme ein, das im Kundencenter festgelegt wird; das Passwort für die Webseite taugt nicht. Der Benutzername ist die vollständige Adresse.
login_rule_infomaniak = Der Benutzername ist die vollständige Adresse, das Passwort eines, das in der Verwaltung des Postfachs für ein Gerät erzeugt wurde.
login_rule_mailbox_org = Der Benutzername ist die vollständige Adresse. Bei einem zweiten Faktor erzeugen Sie in den Einstellungen ein Anwendungspasswort.
login_rule_china = Das Passwort ist ein Autorisierungscode, den die Einstellungen des Postfachs erzeugen, wenn POP3/SMTP eingeschaltet wird; das gewöhnliche Passwort taugt nicht.
login_rule_alibaba = Der Benutzername ist die vollständige Absenderadresse, das Passwort das SMTP-Passwort, das in der Konsole für diese Adresse festgelegt wurde.
login_rule_yandex = Erzeugen Sie im Yandex-Konto ein App-Passwort für E-Mail und tragen Sie es hier ein. Erlauben Sie in den Einstellungen des Postfachs den Zugriff durch E-Mail-Programme.
login_rule_mailru = Mail.ru nimmt über SMTP kein gewöhnliches Passwort an. Erzeugen Sie unter „Sicherheit“ ein App-Passwort und tragen Sie es hier ein, mit der vollständigen Adresse als Benutzername.
login_rule_naver = Schalten Sie POP3/SMTP in den Einstellungen des Postfachs ein. Bei zweistufiger Bestätigung tragen Sie ein Anwendungspasswort ein.
login_rule_comcast = Erlauben Sie in den Sicherheitseinstellungen des Xfinity-Postfachs den Zugriff durch Dritte („third party access“), und tragen Sie dann Benutzername und Passwort neu ein.
login_rule_seznam = Der Benutzername ist die vollständige Adresse. Bei einem zweiten Faktor ist ein App-Passwort nötig.

# Was statt der üblichen Abhilfe zu tun ist, wo ein Test mehr weiß.
advice_change_works = Port { $port } mit { $security } wurde ausprobiert und funktioniert: übernehmen Sie diese Änderung.
advice_no_port_answers = Auch die anderen üblichen Ports ({ $ports }) antworten bei { $host } nicht, der Hostname ist also wahrscheinlich falsch: vergleichen Sie ihn mit der Dokumentation des Anbieters. Stimmt er, läuft der Server nicht, oder eine Firewall sperrt ausgehende E-Mails dieses Rechners.
advice_no_port_works = Die üblichen Verbindungen von Port und Sicherheit wurden ausprobiert und funktionieren auch nicht ({ $ports }). Vergleichen Sie den Hostnamen mit der Dokumentation des Anbieters, und fragen Sie dann den Administrator des Servers.
port_with_security = { $port } { $security }
advice_test_again = Ein Test wird nicht automatisch wiederholt: testen Sie in einigen Minuten noch einmal. Bleibt das Problem, fragen Sie den Administrator des Servers oder den Anbieter.
