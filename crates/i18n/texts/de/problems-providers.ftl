# Probleme mit OAuth 2.0 bei Google und Microsoft.
# `event` ist der Satz, der sagt, was geschehen ist, und den Server zitiert.

problem_delegation_missing =
    .what = { $event }
    .meaning = Das Dienstkonto hat keine domainweite Delegierung für den Bereich (Scope) { $scopes }, oder sie wurde vor weniger als einem Tag erteilt und hat noch nicht alle Server von Google erreicht.
    .remedy = Öffnen Sie in der Google Admin-Konsole „Sicherheit“, „Zugriffs- und Datenkontrolle“, „API-Steuerung“, „Domainweite Delegierung verwalten“, „Neu hinzufügen“. Fügen Sie { $delegation_id } als Client-ID und { $scopes } als OAuth-Bereich ein, wählen Sie „Autorisieren“, und versuchen Sie es in einigen Minuten noch einmal.

problem_client_unknown_google =
    .what = { $event }
    .meaning = Google kennt { $client } nicht: sie enthält einen Tippfehler, oder der OAuth-Client wurde gelöscht. Google löscht Clients, die monatelang nicht benutzt werden.
    .remedy = Öffnen Sie in der Google Cloud Console „APIs & Dienste“, „Anmeldedaten“. Kopieren Sie von dort Client-ID und Clientschlüssel des OAuth-Clients, oder erzeugen Sie einen neuen, und wählen Sie dann „Neu verbinden“.

problem_client_secret_wrong_google =
    .what = { $event }
    .meaning = Google nimmt den geheimen Clientschlüssel für { $client } nicht an: er enthält einen Tippfehler, gehört zu einem anderen Client, oder wurde deaktiviert, als ein neuer erzeugt wurde.
    .remedy = Öffnen Sie in der Google Cloud Console „APIs & Dienste“, „Anmeldedaten“ und den OAuth-Client. Fügen Sie einen Clientschlüssel hinzu, tragen Sie ihn hier ein, und wählen Sie „Neu verbinden“.

problem_service_account_key_refused =
    .what = { $event }
    .meaning = Google kennt den Schlüssel nicht, mit dem die Anfrage signiert wurde: er wurde gelöscht oder deaktiviert.
    .remedy = Öffnen Sie in der Google Cloud Console „IAM & Verwaltung“, „Dienstkonten“, das Konto, „Schlüssel“. Fügen Sie einen Schlüssel vom Typ JSON hinzu und fügen Sie seine Datei hier ein.

problem_clock_wrong =
    .what = { $event }
    .meaning = Die Anfrage enthält die Uhrzeit dieses Rechners, die zu weit von der von Google abweicht.
    .remedy = Stellen Sie die Uhr des Rechners, auf dem owlpost läuft, am besten mit NTP, und testen Sie dann noch einmal.

problem_mailbox_unknown =
    .what = { $event }
    .meaning = Das Dienstkonto darf für die Nutzer Ihres Google Workspace handeln, und { $mailbox } gehört nicht dazu. Eine Gruppe oder ein Alias genügt nicht; auch kein Konto bei gmail.com.
    .remedy = Verwenden Sie als Absenderadresse die Hauptadresse eines Nutzers Ihres Google Workspace, oder berichtigen Sie den Schlüssel des Dienstkontos.

problem_consent_needed_google_session_control =
    .what = { $event }
    .meaning = Eine Regel Ihres Google Workspace (Sitzungssteuerung) verlangt vom Inhaber des Postfachs, sich in Abständen neu anzumelden.
    .remedy = Wählen Sie „Neu verbinden“ und melden Sie sich mit dem Postfach an. Um das dauerhaft zu vermeiden, lassen Sie einen Administrator des Google Workspace die App in der Admin-Konsole als vertrauenswürdig einstufen und vertrauenswürdige Apps von der Sitzungssteuerung ausnehmen, oder verwenden Sie ein Dienstkonto.

problem_consent_needed_google_account_gone =
    .what = { $event }
    .meaning = Das Google-Konto, das zugestimmt hat, ist gelöscht oder gesperrt.
    .remedy = Lassen Sie einen Administrator des Google Workspace das Konto wiederherstellen, oder wählen Sie „Neu verbinden“ und melden Sie sich mit einem anderen Postfach an.

problem_consent_needed_google =
    .what = { $event }
    .meaning = Google hat die Zustimmung beendet. Das geschieht, wenn der Inhaber oder ein Administrator sie widerruft, wenn das Passwort des Postfachs geändert wird, wenn sie sechs Monate nicht benutzt wird, sieben Tage nach der Zustimmung zu einer App im Status „Test“, und wenn dasselbe Konto mehr als 100-mal zugestimmt hat.
    .remedy = Wählen Sie „Neu verbinden“ und melden Sie sich mit dem Postfach an. Geschieht es alle sieben Tage: öffnen Sie in der Google Cloud Console „Google Auth Platform“, „Zielgruppe“, wählen Sie „App veröffentlichen“, und dann noch einmal „Neu verbinden“.

problem_account_outside_organization_google =
    .what = { $event }
    .meaning = Die App ist intern: nur Konten des Google Workspace, dem sie gehört, können zustimmen, und ein anderes wurde gewählt.
    .remedy = Verbinden Sie sich noch einmal und melden Sie sich mit einem Postfach dieses Google Workspace an; oder stellen Sie in der Google Cloud Console unter „Google Auth Platform“ die „Zielgruppe“ auf „Extern“ und veröffentlichen Sie die App.

problem_admin_approval_needed_google =
    .what = { $event }
    .meaning = Der Google Workspace lässt für diesen Bereich (Scope) nur Apps zu, denen sein Administrator vertraut.
    .remedy = Lassen Sie einen Administrator in der Google Admin-Konsole „Sicherheit“, „Zugriffs- und Datenkontrolle“, „API-Steuerung“, „App-Zugriff verwalten“ öffnen und { $client } als „Vertrauenswürdig“ hinzufügen, und verbinden Sie sich dann noch einmal.

problem_redirect_url_unknown_google =
    .what = { $event }
    .meaning = Die Weiterleitungs-URL ist für { $client } nicht registriert. Sie muss genau übereinstimmen: https, Host, Pfad und ein Schrägstrich am Ende.
    .remedy = Kopieren Sie die OAuth-Weiterleitungs-URL von dieser Seite. Öffnen Sie in der Google Cloud Console „APIs & Dienste“, „Anmeldedaten“, den OAuth-Client, und fügen Sie sie unter „Autorisierte Weiterleitungs-URIs“ ein. Das wirkt nach einigen Minuten.

problem_browser_refused =
    .what = { $event }
    .meaning = Google zeigt seine Zustimmungsseite nur in gewöhnlichen Browsern, nicht innerhalb anderer Anwendungen.
    .remedy = Öffnen Sie owlpost in einem gewöhnlichen Browser, etwa Firefox oder Chrome, und verbinden Sie sich von dort.

problem_token_server_unavailable_google =
    .what = { $event }
    .meaning = Google hat zu viele Anfragen dieses Projekts gesehen.
    .remedy = Es ist nichts zu tun: owlpost versucht es automatisch erneut.

problem_client_secret_wrong_microsoft =
    .what = { $event }
    .meaning = Der geheime Clientschlüssel ist falsch. Meist wurde die „Geheime ID“ statt des Werts eingefügt, oder ein Schlüssel einer anderen Anwendung.
    .remedy = Öffnen Sie im Microsoft Entra Admin Center „App-Registrierungen“, die App, „Zertifikate & Geheimnisse“, „Neuer geheimer Clientschlüssel“, und fügen Sie den „Wert“ hier ein. Der „Wert“ wird nur gezeigt, wenn der Schlüssel erzeugt wird.

problem_client_secret_expired =
    .what = { $event }
    .meaning = Der geheime Clientschlüssel ist abgelaufen; solche Schlüssel gelten höchstens 24 Monate.
    .remedy = Öffnen Sie im Microsoft Entra Admin Center „App-Registrierungen“, die App, „Zertifikate & Geheimnisse“, „Neuer geheimer Clientschlüssel“. Fügen Sie den „Wert“ hier ein, und tragen Sie das neue Datum für die Erinnerung ein.

problem_client_secret_missing_microsoft =
    .what = { $event }
    .meaning = Die App ist als Webanwendung registriert, und solche weisen sich mit einem geheimen Clientschlüssel aus.
    .remedy = Öffnen Sie im Microsoft Entra Admin Center „App-Registrierungen“, die App, „Zertifikate & Geheimnisse“, „Neuer geheimer Clientschlüssel“, und fügen Sie den „Wert“ hier ein.

problem_platform_wrong =
    .what = { $event }
    .meaning = Die Weiterleitungs-URL ist für eine andere Plattform registriert: „Single-Page-Anwendung“ oder „Mobilgerät- und Desktopanwendungen“. owlpost ist eine Webanwendung.
    .remedy = Öffnen Sie im Microsoft Entra Admin Center „App-Registrierungen“, die App, „Authentifizierung“. Entfernen Sie die Weiterleitungs-URL von der anderen Plattform, wählen Sie „Plattform hinzufügen“, „Web“, fügen Sie sie dort ein, und wählen Sie „Neu verbinden“.

problem_client_unknown_microsoft =
    .what = { $event }
    .meaning = Der Mandant hat keine aktive Anwendung für { $client }: die Client-ID ist falsch (etwa wurde die Objekt-ID eingefügt), oder der Mandant ist ein anderer als der der Anwendung.
    .remedy = Öffnen Sie im Microsoft Entra Admin Center „App-Registrierungen“, die App, „Übersicht“. Kopieren Sie von dort „Anwendungs-ID (Client)“ und „Verzeichnis-ID (Mandant)“.

problem_tenant_unknown =
    .what = { $event }
    .meaning = Microsoft kennt diesen Mandanten nicht, oder der Mandant hat kein aktives Abonnement.
    .remedy = Öffnen Sie im Microsoft Entra Admin Center „App-Registrierungen“, die App, „Übersicht“, und kopieren Sie die „Verzeichnis-ID (Mandant)“ in das Feld „Mandant“.

problem_tenant_needed =
    .what = { $event }
    .meaning = Die App ist nur für eine Organisation registriert, sodass der allgemeine Mandant nicht genügt.
    .remedy = Öffnen Sie im Microsoft Entra Admin Center „App-Registrierungen“, die App, „Übersicht“, und kopieren Sie die „Verzeichnis-ID (Mandant)“ in das Feld „Mandant“.

problem_account_outside_organization_microsoft =
    .what = { $event }
    .meaning = Das Konto gibt es in diesem Mandanten nicht: ein anderes Konto wurde gewählt, oder der Mandant ist ein anderer als der des Postfachs.
    .remedy = Verbinden Sie sich noch einmal und melden Sie sich mit einem Postfach der Organisation an, oder berichtigen Sie den Mandanten.

problem_admin_approval_needed_microsoft_app =
    .what = { $event }
    .meaning = Die Anwendung ist im Mandanten nicht eingerichtet: kein Administrator hat ihr zugestimmt.
    .remedy = Öffnen Sie im Microsoft Entra Admin Center „App-Registrierungen“, die App, „API-Berechtigungen“, und wählen Sie „Administratorzustimmung erteilen“; testen Sie dann noch einmal.

problem_admin_approval_needed_microsoft =
    .what = { $event }
    .meaning = Niemand hat dieser Anwendung für dieses Postfach zugestimmt, und die Organisation lässt das nur einen Administrator tun.
    .remedy = Lassen Sie einen Administrator im Microsoft Entra Admin Center „Unternehmensanwendungen“, die App, „Berechtigungen“ öffnen und „Administratorzustimmung erteilen“ wählen; wählen Sie dann „Neu verbinden“.

problem_consent_refused_microsoft =
    .what = { $event }
    .meaning = Wer sich angemeldet hat, hat abgelehnt, dass owlpost E-Mails sendet.
    .remedy = Wählen Sie „Noch einmal zustimmen“ und nehmen Sie auf der Seite von Microsoft an.

problem_consent_needed_microsoft_refused =
    .what = { $event }
    .meaning = Wer sich angemeldet hat, hat abgelehnt, dass owlpost E-Mails sendet.
    .remedy = Wählen Sie „Noch einmal zustimmen“ und nehmen Sie auf der Seite von Microsoft an.

problem_consent_needed_microsoft_admin_approval =
    .what = { $event }
    .meaning = Niemand hat dieser Anwendung für dieses Postfach zugestimmt, und die Organisation lässt das nur einen Administrator tun.
    .remedy = Lassen Sie einen Administrator im Microsoft Entra Admin Center „Unternehmensanwendungen“, die App, „Berechtigungen“ öffnen und „Administratorzustimmung erteilen“ wählen; wählen Sie dann „Neu verbinden“.

problem_account_not_assigned =
    .what = { $event }
    .meaning = Die Anwendung verlangt eine Zuweisung, und dieses Konto ist ihr nicht zugewiesen.
    .remedy = Öffnen Sie im Microsoft Entra Admin Center „Unternehmensanwendungen“, die App, „Benutzer und Gruppen“, und fügen Sie das Postfach hinzu; oder stellen Sie unter „Eigenschaften“ „Zuweisung erforderlich“ auf „Nein“. Verbinden Sie sich dann noch einmal.

problem_consent_needed_microsoft =
    .what = { $event }
    .meaning = Die Zustimmung ist beendet: sie wurde 90 Tage nicht benutzt, ein Administrator hat das Passwort zurückgesetzt oder die Sitzungen widerrufen, oder eine Richtlinie begrenzt, wie lange eine Anmeldung gilt.
    .remedy = Wählen Sie „Neu verbinden“ und melden Sie sich mit dem Postfach an. Beendet eine Richtlinie (Anmeldehäufigkeit) sie immer wieder, lassen Sie das Postfach ausnehmen, oder verwenden Sie den App-only-Zugriff, der keine Anmeldung braucht.

problem_consent_needed_microsoft_second_factor =
    .what = { $event }
    .meaning = Die Organisation verlangt bei dieser Anmeldung jetzt einen zweiten Faktor (MFA), den nur eine Person eingeben kann.
    .remedy = Wählen Sie „Neu verbinden“, melden Sie sich mit dem Postfach an und geben Sie den zweiten Faktor ein. App-only-Zugriff braucht keinen.

problem_blocked_by_policy =
    .what = { $event }
    .meaning = Eine Richtlinie für bedingten Zugriff der Organisation verbietet diese Anmeldung: für diese Anwendung, dieses Konto, oder von der IP-Adresse dieses Rechners.
    .remedy = Öffnen Sie im Microsoft Entra Admin Center „Bedingter Zugriff“, „Richtlinien“, und nehmen Sie die Workloadidentität dieser Anwendung oder die Adresse dieses Rechners aus; testen Sie dann noch einmal.

problem_consent_needed_microsoft_policy =
    .what = { $event }
    .meaning = Eine Richtlinie für bedingten Zugriff der Organisation verbietet diese Anmeldung: für diese Anwendung, dieses Konto, oder von der IP-Adresse dieses Rechners.
    .remedy = Öffnen Sie im Microsoft Entra Admin Center die „Anmeldeprotokolle“, suchen Sie die Anmeldung und die Richtlinie, und nehmen Sie unter „Bedingter Zugriff“, „Richtlinien“ das Postfach oder die Adresse dieses Rechners aus. Wählen Sie dann „Neu verbinden“.

problem_consent_needed_microsoft_account_disabled =
    .what = { $event }
    .meaning = Das Konto, das zugestimmt hat, ist deaktiviert.
    .remedy = Öffnen Sie im Microsoft 365 Admin Center „Benutzer“, „Aktive Benutzer“, das Konto, und heben Sie die Anmeldesperre auf; wählen Sie dann „Neu verbinden“. Ein freigegebenes Postfach bleibt gesperrt: melden Sie sich mit einem Konto an, das in dessen Namen senden darf.

problem_resource_unknown =
    .what = { $event }
    .meaning = Der Mandant hat den Dienst nicht, zu dem der Bereich (Scope) { $scopes } gehört: der Mandant ist der falsche oder hat kein Exchange Online.
    .remedy = Prüfen Sie, ob der Mandant die Organisation des Postfachs ist und eine Lizenz mit Exchange Online hat.

problem_scope_refused_microsoft =
    .what = { $event }
    .meaning = Die Anwendung darf den Bereich (Scope) { $scopes } nicht anfordern: die Berechtigung ist für sie nicht aufgeführt.
    .remedy = Öffnen Sie im Microsoft Entra Admin Center „App-Registrierungen“, die App, „API-Berechtigungen“, „Berechtigung hinzufügen“. Für SMTP: Office 365 Exchange Online, SMTP.Send (delegiert) oder SMTP.SendAsApp (Anwendung). Für die API: Microsoft Graph, Mail.Send. Verbinden Sie sich dann noch einmal.

problem_redirect_url_unknown_microsoft =
    .what = { $event }
    .meaning = Die Weiterleitungs-URL ist für { $client } nicht registriert. Sie muss genau übereinstimmen.
    .remedy = Kopieren Sie die OAuth-Weiterleitungs-URL von dieser Seite. Öffnen Sie im Microsoft Entra Admin Center „App-Registrierungen“, die App, „Authentifizierung“, „Plattform hinzufügen“, „Web“, und fügen Sie sie dort ein.

problem_consent_needed_microsoft_code_expired =
    .what = { $event }
    .meaning = Die Anmeldung dauerte länger als zehn Minuten, oder ihre Antwort wurde zweimal benutzt.
    .remedy = Wählen Sie „Noch einmal zustimmen“ und gehen Sie erneut durch die Seite von Microsoft, ohne sie neu zu laden.

problem_token_server_unavailable_microsoft =
    .what = { $event }
    .meaning = Der Anmeldedienst von Microsoft ist überlastet oder hat ein vorübergehendes Problem.
    .remedy = Es ist nichts zu tun: owlpost versucht es automatisch erneut.

problem_request_refused_microsoft =
    .what = { $event }
    .meaning = Microsoft hält die Anfrage für ungültig. Oft wurde ein Wert mit Leerzeichen oder nur zum Teil eingefügt.
    .remedy = Geben Sie Client-ID, geheimen Clientschlüssel und Mandanten neu ein, und verbinden Sie sich noch einmal.

problem_consent_needed_testing =
    .what = { $event }
    .meaning = Das Projekt ist im Status „Test“: seine Zustimmungen enden nach 7 Tagen, auch wenn sie benutzt werden.
    .remedy = Öffnen Sie in der Google Cloud Console „Google Auth Platform“, „Zielgruppe“, und wählen Sie „App veröffentlichen“ (oder stellen Sie die App auf „Intern“). Wählen Sie dann „Neu verbinden“: frühere Zustimmungen enden weiterhin nach 7 Tagen.
