# Scripts, schedules, tables and files; refused calls; why a run failed (crate `scripting`).

script_name_empty = the script has no name: enter one, such as Invoices
script_name_too_long = the name of the script is longer than { $limit } characters: shorten it
script_name_control_character = the name of the script contains a control character, such as a line break: remove it
script_name_taken = a script of this workspace is already called “{ $name }”: choose another name
script_too_many = the workspace already has { $limit } scripts, the maximum: delete one that is no longer needed
script_source_too_long = the script has { $size } bytes, and at most { $limit } are allowed: pass data as input or as a file instead
script_source_nul = the script contains a NUL character: remove it
script_limit_out_of_range = a limit is a number from 1 to { $limit }: leave the field empty for the default
script_recipients_too_many = the list has { $count } entries, and at most { $limit } are allowed: allow whole domains instead
script_recipient_invalid = { $value } is neither an address nor a domain: write `ann@example.com` or `example.com`
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
json_boolean = true or false
json_number = a number
json_string = a string
json_list = a list
json_object = an object
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
