# How a script is started automatically, and how much it may send.

triggers-title = Triggers and limits of { $name }
triggers-saved = Saved.
triggers-schedule = Schedule, time zone and language
triggers-schedule-hint = With a schedule, the script starts automatically. If the server was not running at the scheduled time, the script starts once as soon as the server is back, and the run is marked as late.
triggers-no-schedule = This script has no schedule. It is started manually or by webhook.
triggers-next = Next start times (time zone { $zone }):
triggers-not-saved = This schedule is not saved yet.
triggers-presets = Common schedules:
preset-hourly = every hour
preset-daily = every day at 8
preset-weekdays = on weekdays at 8
preset-monday = every Monday at 8
preset-monthly = on the first of each month at 8
triggers-cron = Schedule
triggers-cron-hint = Five fields: minute, hour, day, month, day of the week (cron). Leave it empty to remove the schedule.
triggers-zone = Time zone
triggers-zone-hint = Used for the schedule and for dates in emails, such as Europe/Berlin.
triggers-language = Language of dates and numbers
triggers-language-hint = Used by formatDate and formatNumber if the script does not specify a language.
triggers-save = Save
triggers-look = Show next times

schedule-daily = Every day at { $time } ({ $zone })
schedule-weekdays = Monday to Friday at { $time } ({ $zone })
schedule-hourly = Every hour, { $minute ->
        [0] on the hour
        [one] one minute past the hour
       *[other] { $minute } minutes past the hour
    }
schedule-expression = Cron expression { $cron } ({ $zone })

triggers-hook = Webhook
triggers-hook-hint = Another program starts the script with a POST request to a secret URL. The body of the request is the input of the script.
triggers-no-hook = This script has no webhook.
triggers-hook-since = The webhook has been active since { $at }. For security, its URL is not shown again.
triggers-hook-make = Create webhook
triggers-hook-rotate = Create a new URL
triggers-hook-rotate-hint = The previous URL stops working immediately.
triggers-hook-end = Remove webhook
triggers-hook-rotate-title = Create a new URL for this webhook?
triggers-hook-rotate-meaning = The current URL of { $name } stops working immediately: every program that uses it receives 404 until it has the new URL, and what it reports in the meantime is lost.
triggers-hook-end-title = Remove this webhook?
triggers-hook-end-meaning = The URL of { $name } stops working immediately and permanently: every program that uses it receives 404.
triggers-hook-calls =
    { $count ->
        [0] It started none of the last { $runs } runs.
        [one] It started 1 of the last { $runs } runs.
       *[other] It started { $count } of the last { $runs } runs.
    }
triggers-hook-ended = The webhook was removed. Its URL no longer works.
triggers-hook-made = URL of the webhook
triggers-hook-once = Copy it now: it is shown only once. Anyone who knows it can start the script.
triggers-hook-copy = Copy URL
triggers-hook-try = Try it:
triggers-hook-example = Example request
triggers-hook-copy-example = Copy example
triggers-hook-more = What a request can contain
triggers-hook-input = JSON (<code>Content-Type: application/json</code>) or a form becomes <code>input</code>. The response is sent immediately, with status 202 and the ID of the run.
triggers-hook-key = With the header <code>Idempotency-Key</code>, the same request starts only one run, no matter how often it is repeated within seven days. Use a value that identifies the event, such as the order number.

triggers-limits = Limits
triggers-limits-hint = They limit how many recipients a mistake in the script can reach. Each recipient counts, in to, cc and bcc. Emails above a limit are refused, and the run reports it. The workspace has limits of its own, for all its scripts.
triggers-per-run = Recipients per run
triggers-per-hour = Recipients per hour
triggers-per-day = Recipients per day
triggers-per-recipient = Emails per recipient and hour
triggers-limits-change = Change limits
triggers-limits-default = Leave a field empty to use the default.
triggers-limits-save = Save limits
