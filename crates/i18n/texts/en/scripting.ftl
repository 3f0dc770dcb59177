# Scripts, schedules, tables and files; refused calls; why a run failed (crate `scripting`).

script_name_empty = the script has no name: enter one, such as Invoices
script_name_too_long = the name of the script is longer than { $limit } characters: shorten it
script_name_control_character = the name of the script contains a control character, such as a line break: remove it
script_name_taken = a script of this workspace is already called “{ $name }”: choose another name
script_too_many = the workspace already has { $limit } scripts, the maximum: delete one that is no longer needed
script_source_too_long = the script has { $size } bytes, and at most { $limit } are allowed: pass data as input or as a file instead
script_source_nul = the script contains a NUL character: remove it
script_limit_out_of_range = a limit is a number from 1 to { $limit }: leave the field empty for the default
script_webhook_key_invalid = an idempotency key has 1 to { $limit } printable characters: this one has { $count }

script_input_too_large = the input has { $size } bytes as JSON, and at most { $limit } are allowed
script_input_too_deep = the input nests more than { $limit } lists or objects: make it flatter
script_input_not_json = the input is not valid JSON: line { $line }, column { $column } cannot be read, in { $value }; write names and strings in double quotes
script_input_incomplete = the input ends too early: a bracket or a quotation mark is not closed
script_input_not_serializable = the input cannot be written as JSON: { $cause }

schedule_empty = the schedule is empty: write minute, hour, day, month and day of the week, such as 0 8 * * MON-FRI for 08:00 on weekdays
schedule_too_long = the schedule is longer than { $limit } characters: write lists as steps or ranges, such as */5
schedule_name_unknown = unknown schedule { $value }: write @hourly, @daily, @weekly, @monthly or @yearly
schedule_field_count = { $value } has { $count ->
        [one] one field
       *[other] { $count } fields
    } instead of five: write minute, hour, day, month and day of the week, such as 0 8 * * MON-FRI for 08:00 on weekdays
schedule_minute_invalid = { $value } is not a valid minute: write 0 to 59, `*` for every minute, a list such as 0,30, or a step such as */15
schedule_hour_invalid = { $value } is not a valid hour: write 0 to 23, `*` for every hour, a list such as 8,17, or a range such as 8-17
schedule_day_invalid = { $value } is not a valid day of the month: write 1 to 31, `*` for every day, a list such as 1,15, or a range such as 1-7
schedule_month_invalid = { $value } is not a valid month: write 1 to 12 or JAN to DEC, `*` for every month, or a range such as APR-SEP
schedule_weekday_invalid = { $value } is not a valid day of the week: write 1 to 7 or MON to SUN, `*` for every day, or a range such as MON-FRI
schedule_never_fires = { $value } never occurs: no month has such a day; write one that exists, such as 0 8 28 2 *
schedule_time_zone_missing = the time zone is missing: write one such as Europe/Berlin or UTC
schedule_time_zone_unknown = unknown time zone { $value }: write one such as Europe/Berlin or UTC
schedule_time_zone_similar = unknown time zone { $value }: did you mean { $similar }?

table_file_too_large = the file has { $size } MB, and at most { $limit } MB are allowed: leave out columns that the script does not use, or split it
table_file_empty = the file is empty: the first row names the columns, and each further row is one email
table_input_too_large = with the column names repeated in every row the table takes more than { $limit } MB: leave out columns that the script does not use, shorten their names, or split the file
table_too_many_rows = the table has more than { $limit } rows: split the file, and start a run for each part
table_not_text = the file is { $kind }: save the table as “CSV UTF-8”, in Excel with “Save as”, and upload that
table_kind_archive = a workbook or an archive
table_kind_workbook = a workbook
table_kind_pdf = a PDF document
table_kind_image = an image
table_control_character = line { $line } contains characters that do not occur in text: save the table as “CSV UTF-8”
table_encoding_unknown = line { $line } contains characters that cannot be read: the file is neither UTF-8 nor Windows-1252; save it as “CSV UTF-8”
table_too_many_cells = the table has more than { $limit } cells, empty ones included: delete empty columns and rows, or split the file, and start a run for each part
table_too_many_columns = the table has { $count } columns, and at most { $limit } are allowed: leave out those that the script does not use
table_column_twice = columns { $first } and { $second } are both called { $name }: give each its own name, so that the script uses the right one
table_header_missing = line { $line } contains the address { $address } where the column names belong: add a first row above it, such as email;name
table_column_name_too_long = the column name { $name } is longer than { $limit } characters: shorten it
table_row_too_long = line { $line } has { $count } cells, but the header has { $columns }: put a cell that contains { $separator } in quotes, or name the further columns in the header
table_quote_open = the row at line { $line } opens a quote that is not closed: close it, and write a quote within a cell twice
table_row_unreadable = line { $line } cannot be read as a row of cells: save the table as “CSV UTF-8”
table_without_rows = the table has a header but no rows: each row below the header is one email
table_json_invalid = line { $line } is not valid JSON from character { $column } on: look for a missing or surplus comma, quote or bracket
table_json_without_rows = the file contains an object without `rows`: write the rows as a list, as in { $example }
table_json_rows_empty = the list has no rows: each object in it is one email
table_json_row_not_object = row { $number } is { $kind }: each row must be an object, as in { $example }
table_json_rows_not_list = `rows` is { $kind }: write the rows as a list of objects, as in { $example }
table_json_not_list = the file contains { $kind }: write the rows as a list of objects, as in { $example }
table_too_many_keys = the rows have more than { $limit } different keys: leave out those that the script does not use
table_json_boolean = true or false
table_json_number = a number
table_json_string = a string
table_json_list = a list
table_json_object = an object
separator_semicolon = a semicolon
separator_tab = a tab
separator_bar = a vertical bar
separator_comma = a comma

table_separated_by_semicolons = the cells are separated by semicolons
table_separated_by_tabs = the cells are separated by tabs
table_separated_by_bars = the cells are separated by vertical bars
table_separated_by_commas = the cells are separated by commas
table_one_column = the table has one column
table_encoding = the encoding of the text is { $encoding }
table_is_json = the file is JSON
table_rows_read = { $count ->
        [one] 1 row was read
       *[other] { $count } rows were read
    }
table_short_rows = { $count ->
        [one] 1 row is shorter than the header: its missing cells are empty
       *[other] { $count } rows are shorter than the header: their missing cells are empty
    }
table_column_without_name = a column has no name in the header and is called { $name }

file_too_large = { $name } has { $size } MB, and at most { $limit } MB are allowed: store a smaller file, or send a link to it
file_too_many = the workspace already has { $limit } files, the maximum: delete one that no script needs
file_workspace_full = with { $name } the files of the workspace would have { $size } MB, and at most { $limit } MB are allowed: delete some that no script needs

script_value_type = expected { $expected }, got { $given }
script_value_lone_surrogate = the string contains half a character (a lone surrogate), which cannot be sent in an email
script_value_not_base64 = “{ $value }” is not Base64
script_value_data_url = “{ $value }” is not Base64: remove everything up to the comma
script_key_similar = unknown key with { $given }; did you mean { $known }?
script_key_unknown = unknown key with { $given }; the keys are { $known }
script_attachment_without_name = an attachment needs a name, such as "list.csv"
script_attachment_content = an attachment has exactly one of content (a string), base64 and file
script_attachment_content_missing = “{ $name }” has no content: give it one of content (a string), base64 and file
script_attachment_content_several = “{ $name }” has several contents: give it one of content (a string), base64 and file
script_list_too_long = the list has { $count } entries, and at most { $limit } are read
script_call_too_large = the call is larger than { $limit } MB with its texts and attachments: attach large files by name, file("…")
script_expected_string = a string
script_expected_address = an address as a string
script_expected_address_or_object = an address as a string, or an object with email
script_expected_attachments = [file("…")] or [{"{"} name, content {"}"}]
script_expected_calendar = iCalendar text or {"{"} content, method {"}"}
script_expected_attachment = file("…"), {"{"} name, content {"}"} or {"{"} name, base64 {"}"}
script_given_nothing = nothing
script_given_string = the string “{ $value }”
script_given_number = the number { $value }
script_given_list = the list { $value }
script_given_object = the object { $value }
script_given_function = a function
script_recipient_not_allowed = { $recipient } is not among the recipients that scripts of this workspace may write to: an administrator of the workspace may add it
script_recipient_not_of_key = { $recipient } is not among the recipients of the API key that started this run: start the run with another key, or by hand
script_sender_not_of_key = { $sender } is not among the senders of the API key that started this run: leave `from` out, or start the run with another key
script_workspace_not_approved = { $recipient } has no confirmed account on this server, and this workspace is not approved for sending to others: ask an administrator of this server to approve it
script_run_limit = a run of this script may send to { $limit } recipients: { $used } are used and { $left } are left. An administrator can raise the limit
script_key_reused = this key was used for another email ({ $id }): use a different key for each email
script_disk_full = the server's disk is full, so the email was not accepted: tell an administrator, and send it again when there is space
script_disk_low = the server's disk is almost full, so mail of scripts is not accepted: tell an administrator, and send it again when there is space
script_run_unreadable = the stored run or its script is damaged: start the run again; if that fails as well, restore a backup
script_mail_not_stored = the server could not store the email: send it again later
script_run_ended = the run has ended
script_mail_unknown = no script of this workspace sent an email with the id “{ $id }”
script_file_unknown = this workspace has no file “{ $name }”: upload it under Files, or list the names with files()
script_no_answer = the server could not answer: try again later

script_send_email_argument = sendEmail expects one object: sendEmail({"{"} to: "a@example.com", subject: "Hello", text: "Good morning" {"}"}); got { $given }
script_email_status_argument = emailStatus expects the id that sendEmail returned: emailStatus(sent.id); got { $given }
script_file_argument = file expects the name of a file of the workspace: file("terms.pdf"); got { $given }
script_format_date_argument = formatDate expects a Date, milliseconds or a date such as "2026-05-31", got { $given }
script_format_number_argument = formatNumber expects a number, got { $given }
script_format_option = language and style are strings, such as "de" and "long"; got { $given }
script_format_language = unknown language “{ $value }”: use "en" or "de"
script_format_style = unknown style “{ $value }”: use date, short, long, time or datetime
script_format_decimals = decimals range from 0 to { $limit }, got { $value }
script_number_not_finite = { $value } cannot be written as a number
script_function_not_offered = { $name } is not available in scripts: use { $instead }

script_error = { $message }
script_threw_value = the script threw “{ $value }”
script_promise_pending = the script is waiting for a promise that is never settled
script_memory_limit = the script needs more memory than a run may use ({ $limit } MB): process fewer rows at once, and keep less in lists and strings
script_memory_limit_here = the script needs more memory than a run may use ({ $limit } MB), at this line or after it: process fewer rows at once, and keep less in lists and strings
script_input_memory_limit = the input needs more memory than a run may use ({ $limit } MB): pass it in smaller parts
script_sandbox_crash = the script crashed its sandbox, most likely by using too much memory
script_cpu_limit = the script used more than { $seconds } s of processor time: look for an endless loop
script_cpu_limit_here = the script used more than { $seconds } s of processor time, at this line or in a loop that begins after it: look for an endless loop
script_time_limit = the script took longer than { $seconds } s
script_time_limit_here = the script took longer than { $seconds } s: it had reached this line, or a loop that begins after it
script_call_depth = the call stack is too deep: look for a function that calls itself endlessly
script_host_call_limit = the script made more than { $limit } calls for files, members or states, or for emails that were refused
script_input_unreadable = the input could not be read: { $cause }
script_engine_failed = the JavaScript engine could not be created: { $cause }
script_sandbox_not_started = the sandbox could not be started: { $cause }
script_sandbox_protocol = the sandbox violated its protocol and was stopped
script_sandbox_killed = the sandbox was killed by another process, perhaps because the machine ran out of memory
script_sandbox_no_result = the sandbox ended without a result ({ $status })

# Who caused a message.
origin_script_by = script "{ $script }" version { $version }, by { $actor }
origin_script_schedule = script "{ $script }" version { $version }, by schedule
origin_script_webhook = script "{ $script }" version { $version }, by webhook
origin_dry_run = dry run

# Why a run, a dry run or a change was refused.
script_runs_waiting =
    { $count ->
        [one] One run of this script is already waiting, the maximum. Wait until it has started, or cancel it.
       *[other] { $count } runs of this script are already waiting, the maximum. Wait until some have started, or cancel some.
    }
script_dry_run_busy = Other dry runs of this workspace are in progress, so the script was not tried. Your text is still here: try again in a moment.
script_dry_run_busy_person = Other dry runs that you started are in progress, so the script was not tried. Your text is still here: try again in a moment.
script_dry_run_busy_server = The server is busy with other dry runs, so the script was not tried. Your text is still here: try again in a moment.
script_limit_not_a_number = { $value } is not a whole number: enter one, or leave the field empty for the default
file_none_chosen = choose at least one file
