# How a script starts by itself, and how much it may send.

triggers-title = Start and limits of { $name }
triggers-saved = Saved.
triggers-schedule = Schedule, time zone and language
triggers-schedule-hint = With a schedule the script starts by itself. If the server was down at that time, it starts once when the server is back, and the run is marked as late.
triggers-no-schedule = This script has no schedule. It starts by hand or by webhook.
triggers-next = It starts next (time zone { $zone }):
triggers-not-saved = This schedule is not saved yet.
triggers-presets = Usual schedules:
preset-hourly = every hour
preset-daily = every day at 8
preset-weekdays = on weekdays at 8
preset-monday = every Monday at 8
preset-monthly = on the first of each month at 8
triggers-cron = When
triggers-cron-hint = Five fields: minute, hour, day, month, day of the week (cron). Leave it empty to end the schedule.
triggers-zone = Time zone
triggers-zone-hint = Of the schedule and of dates in mails, such as Europe/Berlin.
triggers-language = Language of dates and numbers
triggers-language-hint = What formatDate and formatNumber use where the script names none.
triggers-save = Save
triggers-look = Show next times

schedule-daily = Every day at { $time } ({ $zone })
schedule-weekdays = From Monday to Friday at { $time } ({ $zone })
schedule-hourly = Every hour, { $minute ->
        [0] on the hour
        [one] one minute past
       *[other] { $minute } minutes past
    }
schedule-expression = By the expression { $cron } ({ $zone })

triggers-hook = Webhook
triggers-hook-hint = Another program starts the script by posting to a secret address. What it posts is the script's input.
triggers-no-hook = This script has no webhook.
triggers-hook-since = The webhook works since { $at }. For safety its address is not shown again.
triggers-hook-make = Make webhook
triggers-hook-rotate = Make a new address
triggers-hook-rotate-hint = A new address ends the one before at once.
triggers-hook-end = Take webhook away
triggers-hook-ended = The webhook is taken away. Its address no longer works.
triggers-hook-made = The address of the webhook
triggers-hook-once = Copy it now: it is shown this once. Whoever knows it can start the script.
triggers-hook-copy = Copy address
triggers-hook-try = To try it:
triggers-hook-example = Example of a call
triggers-hook-copy-example = Copy example
triggers-hook-more = What a call may hold
triggers-hook-input = JSON (<code>Content-Type: application/json</code>) or a form becomes <code>input</code>. The answer comes at once, with status 202 and the id of the run.
triggers-hook-key = With the header <code>Idempotency-Key</code> the same call starts one run, however often it is repeated within seven days. Take something that names the occasion, such as the number of the order.

triggers-limits = Limits
triggers-limits-hint = They keep a mistake in the script from flooding people with mail. A mail above a limit is refused, and the run says so.
triggers-per-run = Mails in one run
triggers-per-hour = Mails in an hour
triggers-per-day = Mails in a day
triggers-per-recipient = Mails to the same recipient in an hour
triggers-limits-change = Change limits
triggers-limits-default = Left empty, the usual limit counts.
triggers-limits-save = Save limits
