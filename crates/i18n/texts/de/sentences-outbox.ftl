# Postausgang, Annahme, Versand und Postfach: Ablehnungen, Bemerkungen, abgebrochene Versuche.

# outbox/stored
sentence-outbox-owlpost-stopped-while-this-test-was = owlpost wurde beendet, während dieser Test gesendet wurde.
sentence-outbox-it-may-have-arrived-or-not = Er kann angekommen sein oder auch nicht. Ein Test wird nicht von selbst noch einmal versucht.
sentence-outbox-send-the-test-once-more = Senden Sie den Test noch einmal.

# server/intake/mod
sentence-outbox-the-message-has-faults = die Nachricht enthält Fehler
sentence-outbox-no-room-to-store-mail-the = kein Platz, um E-Mails zu speichern: die Festplatte ist voll
sentence-outbox-key-of-blanks = { $value } enthält nur Leerzeichen: schreiben Sie einen Schlüssel wie `rechnung-42`
sentence-outbox-an-idempotency-key-has-1-to = ein Idempotenzschlüssel hat 1 bis { $most } druckbare Zeichen; dieser hat { $length }

# server/intake/policy
sentence-outbox-it-became-reply-to = sie wurde zu Reply-To
sentence-outbox-it-was-left-out-because-a = sie entfiel, weil ein Reply-To angegeben war
sentence-outbox-the-asked-from-is-not-on = Die gewünschte Absenderadresse { $address } steht nicht auf der Liste der erlaubten Absender: { $cause }, und die E-Mail kommt von { $own }.

# server/dispatch/attempt
sentence-outbox-the-mail-server-kept-the-conversation = Der Mailserver hielt das Gespräch { $minutes } Minuten lang in Gang, ohne zu einem Ende zu kommen.
sentence-outbox-it-is-overloaded-or-broken-the = Er ist überlastet oder defekt. Die Nachricht kann trotzdem angekommen sein.
sentence-outbox-the-message-is-tried-again-by = Die Nachricht wird von selbst noch einmal versucht; fragen Sie den Betreiber des Servers, wenn es oft geschieht.
sentence-outbox-the-attempt-ended-by-a-fault = Der Versuch endete durch einen Fehler von owlpost.
sentence-outbox-neither-the-message-nor-the-mail = Weder die Nachricht noch der Mailserver ist schuld. Die Nachricht kann trotzdem angekommen sein.
sentence-outbox-the-message-is-tried-again-by-itself = Die Nachricht wird von selbst noch einmal versucht. Bitte melden Sie den Fehler mit den Zeilen aus dem Protokoll des Servers.

# server/dispatch/trial
sentence-outbox-kept-in-the-local-mailbox-no = im lokalen Postfach abgelegt; kein Server ist beteiligt

# delivery/methods/mailbox
sentence-outbox-the-built-in-service-could-not = Der eingebaute Dienst konnte die Nachricht nicht ablegen: { $reason }.
sentence-outbox-the-data-folder-or-database-could = In den Datenordner oder die Datenbank konnte nicht geschrieben werden; die Nachricht wartet, und nichts geht verloren.
sentence-outbox-look-at-the-servers-log-and = Sehen Sie im Protokoll des Servers nach und prüfen Sie, ob auf der Festplatte Platz ist; die Nachricht wird von selbst noch einmal versucht.
sentence-outbox-not-kept = nicht abgelegt: { $reason }
sentence-outbox-kept-in-the-mailbox = im Postfach abgelegt
sentence-outbox-mailbox-built-in = Postfach (eingebaut)

# server/settings/email_settings
sentence-outbox-the-local-mailbox = das lokale Postfach
