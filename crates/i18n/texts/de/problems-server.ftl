# Probleme von owlpost selbst, und einer neueren Version.

problem_unknown =
    .what = { $description }
    .meaning = Diese Version von owlpost kennt dieses Problem nicht; eine neuere Version hat es festgehalten.
    .remedy = Installieren Sie wieder die neuere Version, um die Erklärung zu sehen.

problem_mailbox_not_kept =
    .what = { $event }
    .meaning = Der Datenordner oder die Datenbank konnte nicht geschrieben werden. Die Nachricht bleibt in der Warteschlange, nichts geht verloren.
    .remedy = Prüfen Sie das Protokoll des Servers und den freien Speicherplatz; owlpost versucht es automatisch erneut.
    .once = Prüfen Sie das Protokoll des Servers und den freien Speicherplatz.

problem_attempt_too_long =
    .what = Der Mailserver hielt die Sitzung { $minutes } Minuten lang offen, ohne sie abzuschließen.
    .meaning = Der Server ist überlastet oder fehlerhaft. Ist die Nachricht möglicherweise trotzdem angekommen, so ist sie gekennzeichnet.
    .remedy = owlpost versucht es automatisch erneut. Geschieht das oft, fragen Sie den Betreiber des Servers.
    .once = Geschieht das oft, fragen Sie den Betreiber des Servers.

problem_attempt_gave_way =
    .what = Der Mailserver schloss die Sitzung nicht ab, und eine dringende E-Mail wartete darauf.
    .meaning = Der Server braucht für diese Nachricht lange, oft weil der Server des Empfängers langsam ist. Die Nachricht ist nicht angekommen.
    .remedy = owlpost versucht es automatisch erneut. Mit mehr erlaubten Verbindungen werden andere E-Mails währenddessen gesendet.
    .once = Mit mehr erlaubten Verbindungen werden andere E-Mails währenddessen gesendet.

problem_attempt_stopped =
    .what = owlpost wurde beendet, bevor der Mailserver die Nachricht bestätigt hat.
    .meaning = Die Nachricht wurde übertragen, aber die Antwort des Mailservers ist nicht bekannt. Sie ist also möglicherweise angekommen.
    .remedy = owlpost versucht es nach dem nächsten Start automatisch erneut.
    .once = Fragen Sie den Empfänger, bevor Sie die Nachricht erneut senden.

problem_attempt_faulty =
    .what = Der Versuch endete durch einen Fehler in owlpost.
    .meaning = Weder die Nachricht noch der Mailserver ist die Ursache. Die Nachricht ist möglicherweise trotzdem angekommen.
    .remedy = owlpost versucht es automatisch erneut. Bitte melden Sie den Fehler mit den Zeilen aus dem Protokoll des Servers.
    .once = Bitte melden Sie den Fehler mit den Zeilen aus dem Protokoll des Servers.

problem_arrival_uncertain =
    .what =
        { $times ->
            [one] Die Nachricht wurde vollständig übertragen, und die Antwort des Mailservers ging verloren.
           *[other] Die Nachricht wurde { $times }-mal vollständig übertragen, und jedes Mal ging die Antwort des Mailservers verloren.
        }
    .meaning = Der Empfänger hat sie möglicherweise erhalten, auch mehrfach, oder gar nicht.
    .remedy = owlpost sendet sie nicht automatisch erneut. Fragen Sie den Empfänger; ist sie nicht angekommen, wählen Sie „Noch einmal senden“.

problem_disk_full =
    .what = Die Festplatte mit der Datenbank ist voll, deshalb werden keine neuen E-Mails angenommen.
    .meaning = Bereits angenommene E-Mails bleiben erhalten und werden weiter gesendet; dafür ist Speicherplatz reserviert.
    .remedy = Schaffen Sie auf dem Server Platz. owlpost nimmt dann automatisch wieder E-Mails an, ein Neustart ist nicht nötig.

problem_disk_low =
    .what = Auf dem Datenträger der Datenbank sind nur { $free } MB frei, deshalb werden keine E-Mails von Skripten und der API angenommen.
    .meaning = Einladungen, Passwort-Links und Hinweise werden weiter angenommen, auch wenn weniger als { $floor } MB frei sind. Bereits angenommene E-Mails werden gesendet.
    .remedy = Schaffen Sie Platz auf dem Server, oder ändern Sie limits.free_disk_mb. owlpost nimmt E-Mails automatisch wieder an; ein Neustart ist nicht nötig.

problem_disk_read_only =
    .what = Die Festplatte mit der Datenbank ist schreibgeschützt, deshalb werden keine neuen E-Mails angenommen.
    .meaning = Bereits angenommene E-Mails bleiben erhalten. Da nichts gespeichert werden kann, ist möglicherweise auch der Versand unterbrochen.
    .remedy = Prüfen Sie Systemprotokoll und Festplatte des Servers und machen Sie den Datenordner wieder beschreibbar.

problem_message_unreadable =
    .what = Die gespeicherte Nachricht ist nicht lesbar: Ihr Text fehlt oder ist beschädigt.
    .meaning = Sie wurde nicht gesendet und wird nicht erneut versucht. Andere Nachrichten sind nicht betroffen.
    .remedy = Senden Sie die Nachricht an ihrer Quelle noch einmal. Beenden Sie den Server und führen Sie „owlpost check --deep“ aus; meldet der Befehl Schäden, stellen Sie eine Sicherung wieder her.

problem_stored_messages_unreadable =
    .what = { $count ->
        [one] Eine gespeicherte Nachricht ist nicht lesbar und wurde beiseitegelegt: { $last }.
       *[other] { $count } gespeicherte Nachrichten sind nicht lesbar und wurden beiseitegelegt, zuletzt { $last }.
    }
    .meaning = Sie wurden nicht gesendet. Andere Nachrichten werden wie gewohnt gesendet.
    .remedy = Öffnen Sie sie im Postausgang und senden Sie sie an ihrer Quelle noch einmal. Beenden Sie den Server und führen Sie „owlpost check --deep“ aus; meldet der Befehl Schäden, stellen Sie eine Sicherung wieder her.

problem_stored_schedules_unreadable =
    .what = { $count ->
        [one] Der Zeitplan eines Skripts ist nicht lesbar und wurde abgeschaltet: { $last }.
       *[other] Die Zeitpläne von { $count } Skripten sind nicht lesbar und wurden abgeschaltet, zuletzt { $last }.
    }
    .meaning = Sie starten nicht mehr automatisch. Andere Zeitpläne sind nicht betroffen.
    .remedy = Speichern Sie den Zeitplan neu. Beenden Sie den Server und führen Sie „owlpost check --deep“ aus; meldet der Befehl Schäden, stellen Sie eine Sicherung wieder her.

problem_stored_runs_unreadable =
    .what = { $count ->
        [one] Ein wartender Lauf eines Skripts ist nicht lesbar und wurde als fehlgeschlagen beendet: { $last }.
       *[other] { $count } wartende Läufe von Skripten sind nicht lesbar und wurden als fehlgeschlagen beendet, zuletzt { $last }.
    }
    .meaning = Sie haben nichts gesendet. Andere Läufe sind nicht betroffen.
    .remedy = Starten Sie sie noch einmal. Beenden Sie den Server und führen Sie „owlpost check --deep“ aus; meldet der Befehl Schäden, stellen Sie eine Sicherung wieder her.

problem_interrupted =
    .what = owlpost wurde beendet, während dieser Test gesendet wurde.
    .meaning = Er ist möglicherweise angekommen. Ein Test wird nicht automatisch wiederholt.
    .remedy = Senden Sie den Test noch einmal.
