# Cron expressions and time zones of schedules.

# server/scripts/schedule
sentence-schedules-the-schedule-is-empty = the schedule is empty: write minute, hour, day, month and day of the week, { $cause-example }
sentence-schedules-the-schedule-is-too-long = the schedule has more than { $most } characters: write lists as steps or ranges, such as */5
sentence-schedules-is-no-schedule = { $value } is no schedule: write @hourly, @daily, @weekly, @monthly or @yearly
sentence-schedules-has-one-field = { $value } has one field instead of five: write minute, hour, day, month and day of the week, { $cause-example }
sentence-schedules-has-fields = { $value } has { $count } fields instead of five: write minute, hour, day, month and day of the week, { $cause-example }
sentence-schedules-cannot-be-read-as = { $value } cannot be read as { $cause }: { $cause-remedy }
sentence-schedules-never-comes = { $value } never comes: no month has such a day; write one that exists, such as 0 8 28 2 *
sentence-schedules-example = such as 0 8 * * MON-FRI for 08:00 on weekdays
sentence-schedules-the-minute = the minute
sentence-schedules-the-hour = the hour
sentence-schedules-the-day-of-the-month = the day of the month
sentence-schedules-the-month = the month
sentence-schedules-the-day-of-the-week = the day of the week
sentence-schedules-write-minutes = write 0 to 59, `*` for each, a list such as 0,30, or a step such as */15
sentence-schedules-write-hours = write 0 to 23, `*` for each, a list such as 8,17, or a range such as 8-17
sentence-schedules-write-days = write 1 to 31, `*` for each, a list such as 1,15, or a range such as 1-7
sentence-schedules-write-months = write 1 to 12 or JAN to DEC, `*` for each, or a range such as APR-SEP
sentence-schedules-write-days-of-the-week = write 1 to 7 or MON to SUN, `*` for each, or a range such as MON-FRI
sentence-schedules-the-time-zone-is-missing = the time zone is missing: write one { $cause-example }
sentence-schedules-is-no-time-zone = { $value } is no time zone: write one { $cause-example }
sentence-schedules-is-no-time-zone-nearest = { $value } is no time zone; did you mean { $nearest }?
sentence-schedules-example-time-zone = such as Europe/Berlin or UTC
