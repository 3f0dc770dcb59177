# Probleme von owlpost selbst, und einer neueren Version.

problem_unknown =
    .what = { $description }
    .meaning = Diese Version von owlpost kennt dieses Problem nicht; eine neuere Version hat es festgehalten.
    .remedy = Installieren Sie wieder die neuere Version, um die Erklärung zu sehen.

problem_mailbox_not_kept =
    .what = { $event }
    .meaning = Der Datenordner oder die Datenbank konnte nicht geschrieben werden. Die Nachricht bleibt in der Warteschlange, nichts geht verloren.
    .remedy = Prüfen Sie das Protokoll des Servers und den freien Speicherplatz; owlpost versucht es automatisch erneut.

problem_attempt_too_long =
    .what = Der Mailserver hielt die Sitzung { $minutes } Minuten lang offen, ohne sie abzuschließen.
    .meaning = Der Server ist überlastet oder fehlerhaft. Ist die Nachricht möglicherweise trotzdem angekommen, so ist sie gekennzeichnet.
    .remedy = owlpost versucht es automatisch erneut. Geschieht das oft, fragen Sie den Betreiber des Servers.

problem_attempt_gave_way =
    .what = Der Mailserver schloss die Sitzung nicht ab, und eine dringende E-Mail wartete darauf.
    .meaning = Der Server braucht für diese Nachricht lange, oft weil der Server des Empfängers langsam ist. Die Nachricht ist nicht angekommen.
    .remedy = owlpost versucht es automatisch erneut. Mit mehr erlaubten Verbindungen werden andere E-Mails währenddessen gesendet.

problem_attempt_faulty =
    .what = Der Versuch endete durch einen Fehler in owlpost.
    .meaning = Weder die Nachricht noch der Mailserver ist die Ursache. Die Nachricht ist möglicherweise trotzdem angekommen.
    .remedy = owlpost versucht es automatisch erneut. Bitte melden Sie den Fehler mit den Zeilen aus dem Protokoll des Servers.

problem_arrival_uncertain =
    .what = Die Nachricht wurde { $times }-mal vollständig übertragen, und jedes Mal ging die Antwort des Mailservers verloren.
    .meaning = Der Empfänger hat sie möglicherweise erhalten, auch mehrfach, oder gar nicht.
    .remedy = owlpost sendet sie nicht automatisch erneut. Fragen Sie den Empfänger; ist sie nicht angekommen, wählen Sie „Erneut senden“.

problem_interrupted =
    .what = owlpost wurde beendet, während dieser Test gesendet wurde.
    .meaning = Er ist möglicherweise angekommen. Ein Test wird nicht automatisch wiederholt.
    .remedy = Senden Sie den Test noch einmal.
