# Probleme von Zustimmungen und ihren Token in owlpost (Crate `settings`).

problem_consent_superseded =
    .what = Die E-Mail-Einstellungen wurden während der Anmeldung beim Anbieter noch einmal gespeichert.
    .meaning = Die Zustimmung galt einer früheren Version und wurde deshalb nicht verwendet. Die aktiven Einstellungen sind unverändert.
    .remedy = Öffnen Sie die E-Mail-Einstellungen, prüfen Sie die gespeicherten Einstellungen, und stimmen Sie noch einmal zu.

problem_consent_answer_incomplete =
    .what = Der Anbieter hat Sie ohne Ergebnis zurückgeleitet.
    .meaning = Die Antwort enthielt weder eine Zustimmung noch einen Fehler. Möglicherweise wurde die Adresse abgeschnitten.
    .remedy = Stimmen Sie noch einmal zu. Bleibt das Problem bestehen, prüfen Sie, ob die Weiterleitungs-URL genau so registriert ist, wie die Seite sie zeigt.

problem_scope_missing =
    .what = Die Zustimmung umfasst das Senden von E-Mails nicht: { $scopes } fehlt.
    .meaning = Auf der Zustimmungsseite des Anbieters wurde ein Kästchen nicht angehakt, oder die Berechtigung ist für diesen Client nicht eingerichtet. Ohne sie kann keine E-Mail gesendet werden, deshalb wurde nichts verbunden.
    .remedy = Wählen Sie die Berechtigungen noch einmal, und haken Sie auf der Seite von { $provider } jedes Kästchen an. Gibt es keines für das Senden von E-Mails, fügen Sie dem registrierten Client die Berechtigung hinzu.

problem_refresh_token_missing =
    .what = Der Anbieter hat keine dauerhafte Zustimmung erteilt.
    .meaning = Die Antwort enthielt kein Aktualisierungstoken, das Senden würde innerhalb einer Stunde enden. Es wurde nichts verbunden.
    .remedy = Prüfen Sie beim Anbieter, ob der Client Aktualisierungstoken erhalten kann; viele verlangen den Bereich (Scope) offline_access. Stimmen Sie dann noch einmal zu.

problem_refresh_token_missing_google =
    .what = Der Anbieter hat keine dauerhafte Zustimmung erteilt.
    .meaning = Die Antwort enthielt kein Aktualisierungstoken, das Senden würde innerhalb einer Stunde enden. Es wurde nichts verbunden.
    .remedy = Entfernen Sie den Zugriff der App unter myaccount.google.com/permissions, und stimmen Sie dann noch einmal zu.

problem_refresh_token_missing_microsoft =
    .what = Der Anbieter hat keine dauerhafte Zustimmung erteilt.
    .meaning = Die Antwort enthielt kein Aktualisierungstoken, das Senden würde innerhalb einer Stunde enden. Es wurde nichts verbunden.
    .remedy = Prüfen Sie, ob die registrierte Anwendung zur Plattform „Web“ gehört, und stimmen Sie dann noch einmal zu.

problem_consent_needed_disconnected =
    .what = Das Postfach ist getrennt.
    .meaning = owlpost hat für diese Einstellungen keine Zustimmung des Anbieters, deshalb kann keine E-Mail gesendet werden.
    .remedy = Wählen Sie auf der Seite „E-Mail-Einstellungen“ „Neu verbinden“ und stimmen Sie zu. Bis dahin bleiben E-Mails in der Warteschlange, nichts geht verloren.

problem_consent_needed_unusable =
    .what = Die gespeicherte Zustimmung kann nicht mehr verwendet werden.
    .meaning = Sie galt für einen anderen Token-Endpunkt oder Client, weil die Konfigurationsdatei seitdem geändert wurde, oder die Datenbank ist beschädigt. Es wurde nichts damit gesendet.
    .remedy = Wählen Sie auf der Seite „E-Mail-Einstellungen“ „Neu verbinden“ und stimmen Sie noch einmal zu; oder stellen Sie die früheren Endpunkte wieder her.

problem_consent_faulty =
    .what = Die Zustimmung konnte durch einen Fehler in owlpost nicht übernommen werden.
    .meaning = Weder Sie noch der Anbieter sind die Ursache. Die aktiven Einstellungen sind unverändert.
    .remedy = Stimmen Sie noch einmal zu. Bitte melden Sie den Fehler mit den Zeilen aus dem Protokoll des Servers.

problem_client_secret_needed =
    .what = Der gespeicherte geheime Clientschlüssel oder Schlüssel kann nicht mehr verwendet werden.
    .meaning = Er wurde mit einem verlorenen Hauptschlüssel verworfen oder für einen anderen Token-Endpunkt gespeichert, weil die Konfigurationsdatei seitdem geändert wurde, oder die Datenbank ist beschädigt. Es wurde nichts damit gesendet.
    .remedy = Tragen Sie ihn auf der Seite „E-Mail-Einstellungen“ neu ein und speichern Sie; oder stellen Sie die früheren Endpunkte wieder her.

problem_password_needed =
    .what = Das Passwort des Mailservers ist nicht mehr gespeichert.
    .meaning = Es wurde mit einem verlorenen Hauptschlüssel verworfen. Ohne Passwort verbindet sich owlpost nicht, weil der Server die E-Mails endgültig ablehnen könnte. Bis dahin bleiben E-Mails in der Warteschlange, nichts geht verloren.
    .remedy = Tragen Sie das Passwort auf der Seite „E-Mail-Einstellungen“ ein und speichern Sie.

problem_token_not_read =
    .what = Die gespeicherte Zustimmung des Anbieters konnte nicht gelesen werden.
    .meaning = Die Datenbank antwortet nicht wie erwartet; der Grund steht im Protokoll des Servers.
    .remedy = Prüfen Sie das Protokoll des Servers und seinen Datenträger. owlpost versucht es automatisch erneut.
    .once = Prüfen Sie das Protokoll des Servers und seinen Datenträger.

problem_token_not_stored =
    .what = Das erneuerte Token konnte nicht gespeichert werden.
    .meaning = Ein Token, das vor dem Speichern verwendet wird, könnte bei einem Absturz verloren gehen; bis es gespeichert ist, wird keine E-Mail gesendet.
    .remedy = Schaffen Sie auf dem Datenträger des Servers Platz, oder prüfen Sie sein Protokoll. Das Token wird dann automatisch gespeichert und verwendet.

problem_token_not_stored_disk_full =
    .what = Das erneuerte Token konnte nicht gespeichert werden, weil der Datenträger voll ist.
    .meaning = Ein Token, das vor dem Speichern verwendet wird, könnte bei einem Absturz verloren gehen; bis es gespeichert ist, wird keine E-Mail gesendet.
    .remedy = Schaffen Sie auf dem Datenträger des Servers Platz, oder prüfen Sie sein Protokoll. Das Token wird dann automatisch gespeichert und verwendet.

problem_token_faulty =
    .what = Das Zugriffstoken konnte durch einen Fehler in owlpost nicht erneuert werden.
    .meaning = Weder der Anbieter noch die Einstellungen sind die Ursache.
    .remedy = owlpost versucht es automatisch erneut. Bitte melden Sie den Fehler mit den Zeilen aus dem Protokoll des Servers.
    .once = Bitte melden Sie den Fehler mit den Zeilen aus dem Protokoll des Servers.
