# Was ein Versuch ohne Server zeigt.
stage_local_mailbox = im lokalen Postfach gespeichert; kein Server ist beteiligt
connection_unknown = unbekannt
