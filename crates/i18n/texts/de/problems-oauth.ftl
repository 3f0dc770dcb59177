# Probleme mit OAuth 2.0, die bei jedem Anbieter gleich sind.
# `event` ist der Satz, der sagt, was geschehen ist, und den Server zitiert.

problem_token_server_unavailable =
    .what = { $event }
    .meaning = Der Anmeldedienst des Anbieters ist überlastet oder hat selbst eine Störung.
    .remedy = Zunächst ist nichts zu tun: owlpost versucht es automatisch erneut. Dauert es Stunden, sehen Sie auf der Statusseite des Anbieters nach.

problem_token_server_unavailable_throttled =
    .what = { $event }
    .meaning = Der Anbieter hat zu viele Anfragen erhalten und bittet zu warten.
    .remedy = Zunächst ist nichts zu tun: owlpost versucht es automatisch erneut. Dauert es Stunden, sehen Sie auf der Statusseite des Anbieters nach.

problem_token_server_unavailable_consent =
    .what = { $event }
    .meaning = Der Anmeldedienst des Anbieters ist überlastet oder hat selbst eine Störung. Es wurde nichts verbunden, und die geltenden Einstellungen sind unverändert.
    .remedy = Warten Sie einige Minuten und stimmen Sie dann noch einmal zu: owlpost wiederholt eine Zustimmung nicht. Dauert es Stunden, sehen Sie auf der Statusseite des Anbieters nach.

problem_token_server_unavailable_revocation =
    .what = { $event }
    .meaning = Der Anbieter ist überlastet oder hat selbst eine Störung. In owlpost ist die Zustimmung entfernt, beim Anbieter steht sie vielleicht noch.
    .remedy = Entfernen Sie den Zugriff der Anwendung in den Kontoeinstellungen beim Anbieter: owlpost wiederholt die Anfrage nicht.

problem_token_server_unreachable =
    .what = { $event }
    .meaning = Von { $server } kam keine ganze Antwort: das Netz, der Namensdienst oder eine Firewall steht im Weg, oder der Server ist ausgefallen.
    .remedy = owlpost versucht es automatisch erneut. Dauert es an, prüfen Sie, ob dieser Rechner { $server } auf Port { $port } erreicht und ob eine Firewall das zulassen muss.
    .once = Prüfen Sie, ob dieser Rechner { $server } auf Port { $port } erreicht und ob eine Firewall das zulassen muss.

problem_token_server_unreachable_consent =
    .what = { $event }
    .meaning = Von { $server } kam keine ganze Antwort: das Netz, der Namensdienst oder eine Firewall steht im Weg, oder der Server ist ausgefallen. Es wurde nichts verbunden, und die geltenden Einstellungen sind unverändert.
    .remedy = Prüfen Sie, ob dieser Rechner { $server } auf Port { $port } erreicht und ob eine Firewall das zulassen muss, und stimmen Sie dann noch einmal zu: owlpost wiederholt eine Zustimmung nicht.

problem_token_server_unreachable_revocation =
    .what = { $event }
    .meaning = Von { $server } kam auf Port { $port } keine ganze Antwort. In owlpost ist die Zustimmung entfernt, beim Anbieter steht sie vielleicht noch.
    .remedy = Entfernen Sie den Zugriff der Anwendung in den Kontoeinstellungen beim Anbieter: owlpost wiederholt die Anfrage nicht.

problem_ca_certificate_unreadable =
    .what = { $event }
    .meaning = Die Zertifikate, denen vertraut werden soll, lassen sich nicht lesen.
    .remedy = Fügen Sie das CA-Zertifikat noch einmal ein, im PEM-Format, von BEGIN CERTIFICATE bis END CERTIFICATE.

problem_token_url_not_https =
    .what = { $event }
    .meaning = Geheimer Clientschlüssel und Token gingen unverschlüsselt durch das Netz, deshalb wurde nichts gesendet.
    .remedy = Verwenden Sie die https-Adresse des Token-Endpunkts.

problem_token_url_wrong =
    .what = { $event }
    .meaning = Unter dieser Adresse antwortet kein Token-Endpunkt. Weiterleitungen wird nicht gefolgt, denn ein Geheimnis darf nicht an eine andere Adresse gehen als die, für die es gegeben wurde.
    .remedy = Prüfen Sie die Token-URL in der Dokumentation des Anbieters (token_endpoint in seiner openid-configuration), und bei Microsoft 365 den Mandanten.

problem_token_answer_unreadable =
    .what = { $event }
    .meaning = Die Antwort ist nicht die eines Token-Endpunkts. Etwas auf dem Weg hat stattdessen geantwortet, oder die Adresse ist die einer Seite für Menschen.
    .remedy = owlpost versucht es automatisch erneut. Dauert es an, prüfen Sie die Token-URL, und ob ein Proxy oder eine Firewall anstelle des Anbieters antwortet.
    .once = Prüfen Sie die Token-URL, und ob ein Proxy oder eine Firewall anstelle des Anbieters antwortet.

problem_token_answer_unreadable_consent =
    .what = { $event }
    .meaning = Die Antwort ist nicht die eines Token-Endpunkts. Etwas auf dem Weg hat stattdessen geantwortet, oder die Adresse ist die einer Seite für Menschen. Es wurde nichts verbunden.
    .remedy = Prüfen Sie die Token-URL, und ob ein Proxy oder eine Firewall anstelle des Anbieters antwortet, und stimmen Sie dann noch einmal zu: owlpost wiederholt eine Zustimmung nicht.

problem_token_answer_unreadable_revocation =
    .what = { $event }
    .meaning = Die Antwort ist nicht die eines Widerrufsendpunkts. In owlpost ist die Zustimmung entfernt, beim Anbieter steht sie vielleicht noch.
    .remedy = Entfernen Sie den Zugriff der Anwendung in den Kontoeinstellungen beim Anbieter: owlpost wiederholt die Anfrage nicht.

problem_token_unusable =
    .what = { $event }
    .meaning = Der Anbieter hat etwas gewährt, das kein Bearer-Token ist (RFC 6750), und Mailserver nehmen nichts anderes an.
    .remedy = Prüfen Sie die Registrierung der Anwendung beim Anbieter: er muss einfache Bearer-Zugriffstoken ausgeben, keine an einen Schlüssel gebundenen (DPoP oder Mutual TLS).

problem_token_refused =
    .what = { $event }
    .meaning = Der Anbieter hat die Anfrage aus einem Grund abgelehnt, den owlpost nicht kennt.
    .remedy = Vergleichen Sie Client-ID, geheimen Clientschlüssel, Bereiche (Scopes) und Weiterleitungs-URL mit der Registrierung beim Anbieter. Die Worte des Anbieters oben lassen sich in seiner Dokumentation nachschlagen.

problem_app_grant_refused =
    .what = { $event }
    .meaning = Der Anbieter nimmt nicht an, womit sich die Anwendung ausweist, oder lässt sie nicht für { $mailbox } handeln.
    .remedy = Prüfen Sie den Schlüssel oder das Geheimnis, was die Anwendung darf, und die Absenderadresse.

problem_consent_failed =
    .what = { $event }
    .meaning = Der Anbieter hat die Anmeldung aus einem Grund beendet, den owlpost nicht kennt.
    .remedy = Wählen Sie noch einmal „Verbinden“. Endet es genauso, schlagen Sie die Worte des Anbieters oben in seiner Dokumentation nach.

problem_client_secret_missing =
    .what = { $event }
    .meaning = Eine Anwendung, die ohne eine Person handelt, weist sich mit einem geheimen Clientschlüssel oder einem Schlüssel aus, und keiner ist gesetzt.
    .remedy = Tragen Sie den geheimen Clientschlüssel ein, oder wählen Sie die Zugriffsart, bei der sich jemand mit dem Postfach anmeldet.

problem_service_account_key_unreadable =
    .what = { $event }
    .meaning = Die Anfrage muss mit dem Schlüssel des Dienstkontos signiert werden, und dieser lässt sich nicht lesen.
    .remedy = Fügen Sie die ganze Schlüsseldatei noch einmal ein. Wurde sie bearbeitet, erzeugen Sie einen neuen Schlüssel: öffnen Sie in der Google Cloud Console „IAM & Verwaltung“, „Dienstkonten“, das Konto, „Schlüssel“, „Schlüssel hinzufügen“, Typ JSON.

problem_consent_refused =
    .what = { $event }
    .meaning = Wer sich angemeldet hat, wählte „Abbrechen“ oder darf das nicht gewähren.
    .remedy = Wählen Sie noch einmal „Verbinden“, melden Sie sich mit dem Postfach an, von dem die E-Mails kommen sollen, und erlauben Sie, worum gebeten wird. War auf der Seite von einem Administrator die Rede, lassen Sie die Anwendung zuerst von einem freigeben.

problem_consent_needed_interaction =
    .what = { $event }
    .meaning = Der Anbieter will, dass sich eine Person anmeldet, weil sich Regeln oder Berechtigungen geändert haben.
    .remedy = Wählen Sie „Neu verbinden“ und melden Sie sich mit dem Postfach an.

problem_consent_needed_code_expired =
    .what = { $event }
    .meaning = Die Anmeldung dauerte zu lange, oder ihre Antwort wurde zweimal benutzt: sie gilt einige Minuten und nur einmal.
    .remedy = Wählen Sie noch einmal „Verbinden“ und gehen Sie erneut durch die Seite des Anbieters, ohne sie neu zu laden.

problem_consent_needed =
    .what = { $event }
    .meaning = Die Erlaubnis ist zu Ende: sie wurde widerrufen, zu lange nicht benutzt, oder das Passwort des Postfachs wurde geändert.
    .remedy = Wählen Sie „Neu verbinden“ und melden Sie sich mit dem Postfach an.

problem_client_refused =
    .what = { $event }
    .meaning = Der Anbieter nimmt { $client } mit diesem geheimen Clientschlüssel nicht an: eines von beiden ist falsch, oder der Schlüssel ist abgelaufen.
    .remedy = Kopieren Sie die Client-ID aus der Registrierung beim Anbieter, erzeugen Sie dort einen neuen geheimen Clientschlüssel, und tragen Sie beides hier ein.

problem_client_not_allowed =
    .what = { $event }
    .meaning = Die Anwendung ist registriert, aber nicht für diese Art, Zugriff zu erhalten; oder der Zugriff wurde einer anderen Anwendung gewährt.
    .remedy = Registrieren Sie sie beim Anbieter als Webanwendung mit den Zugriffsarten Autorisierungscode und Aktualisierungstoken, oder mit der Zugriffsart Client Credentials für den Zugriff ohne eine Person. Verbinden Sie sich dann noch einmal.

problem_scope_refused =
    .what = { $event }
    .meaning = Die Anwendung darf den Bereich (Scope) { $scopes } nicht anfordern, oder der Anbieter kennt ihn nicht.
    .remedy = Fügen Sie den Bereich (Scope) der Anwendung beim Anbieter hinzu, oder berichtigen Sie die Bereiche hier; verbinden Sie sich dann noch einmal.

problem_redirect_url_unknown =
    .what = { $event }
    .meaning = Die Weiterleitungs-URL ist für { $client } nicht registriert, Buchstabe für Buchstabe.
    .remedy = Kopieren Sie die OAuth-Weiterleitungs-URL von dieser Seite und fügen Sie sie dort ein, wo der Anbieter die Weiterleitungs-URIs der Anwendung auflistet.

problem_request_refused =
    .what = { $event }
    .meaning = Der Anbieter versteht die Anfrage nicht. Oft wurde ein Wert mit Leerzeichen oder nur zum Teil eingefügt, oder die Weiterleitungs-URL ist nicht die registrierte.
    .remedy = Geben Sie Client-ID und geheimen Clientschlüssel neu ein, vergleichen Sie die Weiterleitungs-URL mit der registrierten, und verbinden Sie sich noch einmal.
