# Cron expressions and time zones of schedules.

# server/scripts/schedule
sentence-schedules-the-schedule-is-empty = der Zeitplan ist leer: schreiben Sie Minute, Stunde, Tag, Monat und Wochentag, { $cause-example }
sentence-schedules-the-schedule-is-too-long = der Zeitplan hat mehr als { $most } Zeichen: schreiben Sie Listen als Schritte oder Bereiche, etwa */5
sentence-schedules-is-no-schedule = { $value } ist kein Zeitplan: schreiben Sie @hourly, @daily, @weekly, @monthly oder @yearly
sentence-schedules-has-one-field = { $value } hat nur ein Feld statt fünf: schreiben Sie Minute, Stunde, Tag, Monat und Wochentag, { $cause-example }
sentence-schedules-has-fields = { $value } hat { $count } Felder statt fünf: schreiben Sie Minute, Stunde, Tag, Monat und Wochentag, { $cause-example }
sentence-schedules-cannot-be-read-as = { $value } lässt sich nicht als { $cause } lesen: { $cause-remedy }
sentence-schedules-never-comes = { $value } tritt nie ein: kein Monat hat einen solchen Tag; schreiben Sie einen, den es gibt, etwa 0 8 28 2 *
sentence-schedules-example = etwa 0 8 * * MON-FRI für werktags um 08:00 Uhr
sentence-schedules-the-minute = Minute
sentence-schedules-the-hour = Stunde
sentence-schedules-the-day-of-the-month = Tag des Monats
sentence-schedules-the-month = Monat
sentence-schedules-the-day-of-the-week = Wochentag
sentence-schedules-write-minutes = schreiben Sie 0 bis 59, `*` für jede, eine Liste wie 0,30 oder einen Schritt wie */15
sentence-schedules-write-hours = schreiben Sie 0 bis 23, `*` für jede, eine Liste wie 8,17 oder einen Bereich wie 8-17
sentence-schedules-write-days = schreiben Sie 1 bis 31, `*` für jeden, eine Liste wie 1,15 oder einen Bereich wie 1-7
sentence-schedules-write-months = schreiben Sie 1 bis 12 oder JAN bis DEC, `*` für jeden, oder einen Bereich wie APR-SEP
sentence-schedules-write-days-of-the-week = schreiben Sie 1 bis 7 oder MON bis SUN, `*` für jeden, oder einen Bereich wie MON-FRI
sentence-schedules-the-time-zone-is-missing = die Zeitzone fehlt: schreiben Sie eine, { $cause-example }
sentence-schedules-is-no-time-zone = { $value } ist keine Zeitzone: schreiben Sie eine, { $cause-example }
sentence-schedules-is-no-time-zone-nearest = { $value } ist keine Zeitzone; meinten Sie { $nearest }?
sentence-schedules-example-time-zone = etwa Europe/Berlin oder UTC
