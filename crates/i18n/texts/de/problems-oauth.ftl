# Probleme mit OAuth 2.0, die bei jedem Anbieter gleich sind.
# `event` ist der Satz, der sagt, was geschehen ist, und den Server zitiert.

problem_token_server_unavailable =
    .what = { $event }
    .meaning = Der Anmeldedienst des Anbieters ist überlastet oder hat ein vorübergehendes Problem.
    .remedy = Zunächst ist nichts zu tun: owlpost versucht es automatisch erneut. Dauert es Stunden, sehen Sie auf der Statusseite des Anbieters nach.

problem_token_server_unavailable_throttled =
    .what = { $event }
    .meaning = Der Anbieter hat zu viele Anfragen erhalten und bittet zu warten.
    .remedy = Zunächst ist nichts zu tun: owlpost versucht es automatisch erneut. Dauert es Stunden, sehen Sie auf der Statusseite des Anbieters nach.

problem_token_server_unavailable_consent =
    .what = { $event }
    .meaning = Der Anmeldedienst des Anbieters ist überlastet oder hat ein vorübergehendes Problem. Es wurde nichts verbunden, und die aktiven Einstellungen sind unverändert.
    .remedy = Warten Sie einige Minuten und stimmen Sie dann noch einmal zu: owlpost wiederholt eine Zustimmung nicht. Dauert es Stunden, sehen Sie auf der Statusseite des Anbieters nach.

problem_token_server_unavailable_revocation =
    .what = { $event }
    .meaning = Der Anbieter ist überlastet oder hat ein vorübergehendes Problem. In owlpost ist die Zustimmung entfernt, beim Anbieter steht sie vielleicht noch.
    .remedy = Entfernen Sie den Zugriff der Anwendung in den Kontoeinstellungen beim Anbieter: owlpost wiederholt die Anfrage nicht.

problem_token_server_unreachable =
    .what = { $event }
    .meaning = Von { $server } kam keine vollständige Antwort: das Netz, das DNS oder eine Firewall verhindert es, oder der Server ist ausgefallen.
    .remedy = owlpost versucht es automatisch erneut. Dauert es an, prüfen Sie, ob dieser Rechner { $server } auf Port { $port } erreicht und ob eine Firewall die Verbindung blockiert.
    .once = Prüfen Sie, ob dieser Rechner { $server } auf Port { $port } erreicht und ob eine Firewall die Verbindung blockiert.

problem_token_server_unreachable_consent =
    .what = { $event }
    .meaning = Von { $server } kam keine vollständige Antwort: das Netz, das DNS oder eine Firewall verhindert es, oder der Server ist ausgefallen. Es wurde nichts verbunden, und die aktiven Einstellungen sind unverändert.
    .remedy = Prüfen Sie, ob dieser Rechner { $server } auf Port { $port } erreicht und ob eine Firewall die Verbindung blockiert, und stimmen Sie dann noch einmal zu: owlpost wiederholt eine Zustimmung nicht.

problem_token_server_unreachable_revocation =
    .what = { $event }
    .meaning = Von { $server } kam auf Port { $port } keine vollständige Antwort. In owlpost ist die Zustimmung entfernt, beim Anbieter steht sie vielleicht noch.
    .remedy = Entfernen Sie den Zugriff der Anwendung in den Kontoeinstellungen beim Anbieter: owlpost wiederholt die Anfrage nicht.

problem_ca_certificate_unreadable =
    .what = { $event }
    .meaning = Die Zertifikate, denen vertraut werden soll, lassen sich nicht lesen.
    .remedy = Fügen Sie das CA-Zertifikat noch einmal ein, im PEM-Format, von BEGIN CERTIFICATE bis END CERTIFICATE.

problem_token_url_not_https =
    .what = { $event }
    .meaning = Geheimer Clientschlüssel und Token würden unverschlüsselt gesendet, deshalb wurde nichts gesendet.
    .remedy = Verwenden Sie die https-Adresse des Token-Endpunkts.

problem_token_url_wrong =
    .what = { $event }
    .meaning = Unter dieser Adresse antwortet kein Token-Endpunkt. Weiterleitungen wird nicht gefolgt, denn ein Geheimnis darf nur an die Adresse gesendet werden, für die es eingegeben wurde.
    .remedy = Prüfen Sie die Token-URL in der Dokumentation des Anbieters (token_endpoint in seiner openid-configuration), und bei Microsoft 365 den Mandanten.

problem_token_answer_unreadable =
    .what = { $event }
    .meaning = Die Antwort ist nicht die eines Token-Endpunkts. Vielleicht hat ein Proxy oder eine Firewall geantwortet, oder die URL ist die einer Webseite.
    .remedy = owlpost versucht es automatisch erneut. Dauert es an, prüfen Sie die Token-URL, und ob ein Proxy oder eine Firewall anstelle des Anbieters antwortet.
    .once = Prüfen Sie die Token-URL, und ob ein Proxy oder eine Firewall anstelle des Anbieters antwortet.

problem_token_answer_unreadable_consent =
    .what = { $event }
    .meaning = Die Antwort ist nicht die eines Token-Endpunkts. Vielleicht hat ein Proxy oder eine Firewall geantwortet, oder die URL ist die einer Webseite. Es wurde nichts verbunden.
    .remedy = Prüfen Sie die Token-URL, und ob ein Proxy oder eine Firewall anstelle des Anbieters antwortet, und stimmen Sie dann noch einmal zu: owlpost wiederholt eine Zustimmung nicht.

problem_token_answer_unreadable_revocation =
    .what = { $event }
    .meaning = Die Antwort ist nicht die eines Widerrufsendpunkts. In owlpost ist die Zustimmung entfernt, beim Anbieter steht sie vielleicht noch.
    .remedy = Entfernen Sie den Zugriff der Anwendung in den Kontoeinstellungen beim Anbieter: owlpost wiederholt die Anfrage nicht.

problem_token_unusable =
    .what = { $event }
    .meaning = Der Anbieter hat ein Token erteilt, das kein Bearer-Token ist (RFC 6750); Mailserver nehmen nur solche an.
    .remedy = Prüfen Sie die Registrierung der Anwendung beim Anbieter: sie muss Bearer-Token erhalten, die nicht an einen Schlüssel gebunden sind (DPoP oder Mutual TLS).

problem_token_refused =
    .what = { $event }
    .meaning = Der Anbieter hat die Anfrage aus einem Grund abgelehnt, den owlpost nicht kennt.
    .remedy = Vergleichen Sie Client-ID, geheimen Clientschlüssel, Bereiche (Scopes) und Weiterleitungs-URL mit der Registrierung beim Anbieter. Schlagen Sie die Fehlermeldung des Anbieters in seiner Dokumentation nach.

problem_app_grant_refused =
    .what = { $event }
    .meaning = Der Anbieter nimmt die Zugangsdaten der Anwendung nicht an oder erlaubt ihr nicht, für { $mailbox } zu handeln.
    .remedy = Prüfen Sie den Schlüssel oder den geheimen Clientschlüssel, die Berechtigungen der Anwendung und die Absenderadresse.

problem_consent_failed =
    .what = { $event }
    .meaning = Der Anbieter hat die Anmeldung aus einem Grund beendet, den owlpost nicht kennt.
    .remedy = Wählen Sie „Noch einmal zustimmen“. Schlägt es wieder fehl, schlagen Sie die Fehlermeldung des Anbieters in seiner Dokumentation nach.

problem_client_secret_missing =
    .what = { $event }
    .meaning = App-only-Zugriff verlangt einen geheimen Clientschlüssel oder einen Schlüssel, und keiner ist gesetzt.
    .remedy = Tragen Sie den geheimen Clientschlüssel ein, oder wählen Sie die Zugriffsart, bei der sich jemand mit dem Postfach anmeldet.

problem_service_account_key_unreadable =
    .what = { $event }
    .meaning = Die Anfrage muss mit dem Schlüssel des Dienstkontos signiert werden, und dieser lässt sich nicht lesen.
    .remedy = Fügen Sie die ganze Schlüsseldatei noch einmal ein. Wurde sie bearbeitet, erzeugen Sie einen neuen Schlüssel: öffnen Sie in der Google Cloud Console „IAM & Verwaltung“, „Dienstkonten“, das Konto, „Schlüssel“, „Schlüssel hinzufügen“, Typ JSON.

problem_consent_refused =
    .what = { $event }
    .meaning = Wer sich angemeldet hat, wählte „Abbrechen“ oder darf die Berechtigungen nicht erteilen.
    .remedy = Wählen Sie „Noch einmal zustimmen“, melden Sie sich mit dem Postfach an, von dem gesendet werden soll, und nehmen Sie die Berechtigungen an. Nannte die Seite einen Administrator, lassen Sie die Anwendung zuerst von einem freigeben.

problem_consent_needed_interaction =
    .what = { $event }
    .meaning = Der Anbieter verlangt, dass sich eine Person anmeldet, weil sich Regeln oder Berechtigungen geändert haben.
    .remedy = Wählen Sie „Neu verbinden“ und melden Sie sich mit dem Postfach an.

problem_consent_needed_code_expired =
    .what = { $event }
    .meaning = Die Anmeldung dauerte zu lange, oder ihre Antwort wurde zweimal benutzt: sie gilt einige Minuten und nur einmal.
    .remedy = Wählen Sie „Noch einmal zustimmen“ und gehen Sie erneut durch die Seite des Anbieters, ohne sie neu zu laden.

problem_consent_needed =
    .what = { $event }
    .meaning = Die Zustimmung ist beendet: sie wurde widerrufen, zu lange nicht benutzt, oder das Passwort des Postfachs wurde geändert.
    .remedy = Wählen Sie „Neu verbinden“ und melden Sie sich mit dem Postfach an.

problem_client_refused =
    .what = { $event }
    .meaning = Der Anbieter nimmt { $client } mit diesem geheimen Clientschlüssel nicht an: eines von beiden ist falsch, oder der Schlüssel ist abgelaufen.
    .remedy = Kopieren Sie die Client-ID aus der Registrierung beim Anbieter, erzeugen Sie dort einen neuen geheimen Clientschlüssel, und tragen Sie beides hier ein.

problem_client_not_allowed =
    .what = { $event }
    .meaning = Die Anwendung ist registriert, aber nicht für diese Zugriffsart; oder der Zugriff wurde einer anderen Anwendung gewährt.
    .remedy = Registrieren Sie sie beim Anbieter als Webanwendung mit den Zugriffsarten Autorisierungscode und Aktualisierungstoken, oder mit der Zugriffsart Client Credentials für App-only-Zugriff. Verbinden Sie sich dann noch einmal.

problem_scope_refused =
    .what = { $event }
    .meaning = Die Anwendung darf den Bereich (Scope) { $scopes } nicht anfordern, oder der Anbieter kennt ihn nicht.
    .remedy = Fügen Sie den Bereich (Scope) der Anwendung beim Anbieter hinzu, oder berichtigen Sie die Bereiche hier; verbinden Sie sich dann noch einmal.

problem_redirect_url_unknown =
    .what = { $event }
    .meaning = Die Weiterleitungs-URL ist für { $client } nicht registriert. Sie muss genau übereinstimmen.
    .remedy = Kopieren Sie die OAuth-Weiterleitungs-URL von dieser Seite und fügen Sie sie dort ein, wo der Anbieter die Weiterleitungs-URIs der Anwendung auflistet.

problem_request_refused =
    .what = { $event }
    .meaning = Der Anbieter hält die Anfrage für ungültig. Oft wurde ein Wert mit Leerzeichen oder nur zum Teil eingefügt, oder die Weiterleitungs-URL ist nicht die registrierte.
    .remedy = Geben Sie Client-ID und geheimen Clientschlüssel neu ein, vergleichen Sie die Weiterleitungs-URL mit der registrierten, und verbinden Sie sich noch einmal.
