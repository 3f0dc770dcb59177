//! The texts of this crate: faults of scripts, schedules, tables and files, refused calls, and why a run failed.

mail::texts! {
    // A script's own fields.
    script_name_empty();
    script_name_too_long(limit);
    script_name_control_character();
    script_name_taken(name);
    script_too_many(limit);
    script_source_too_long(size, limit);
    script_source_nul();
    script_limit_out_of_range(limit);
    script_recipients_too_many(count, limit);
    script_recipient_invalid(value);
    script_webhook_key_invalid(count, limit);

    // Input of a run.
    script_input_too_large(size, limit);
    script_input_too_deep(limit);
    script_input_not_json(line, column, value);
    script_input_incomplete();
    script_input_not_serializable(cause);

    // Schedules. `value` is what was typed, quoted.
    schedule_empty();
    schedule_too_long(limit);
    schedule_name_unknown(value);
    schedule_field_count(value, count);
    schedule_minute_invalid(value);
    schedule_hour_invalid(value);
    schedule_day_invalid(value);
    schedule_month_invalid(value);
    schedule_weekday_invalid(value);
    schedule_never_fires(value);
    schedule_time_zone_missing();
    schedule_time_zone_unknown(value);
    schedule_time_zone_similar(value, similar);

    // Uploaded tables.
    table_file_too_large(size, limit);
    table_file_empty();
    table_input_too_large(limit);
    table_too_many_rows(limit);
    table_not_text(kind);
    table_kind_archive();
    table_kind_workbook();
    table_kind_pdf();
    table_kind_image();
    table_control_character(line);
    table_encoding_unknown(line);
    table_too_many_columns(count, limit);
    table_column_twice(first, second, name);
    table_header_missing(line, address);
    table_column_name_too_long(name, limit);
    table_row_too_long(line, count, columns, separator);
    table_quote_open(line);
    table_row_unreadable(line);
    table_without_rows();
    table_json_invalid(line, column);
    table_json_without_rows(example);
    table_json_rows_empty();
    table_json_row_not_object(number, kind, example);
    table_json_rows_not_list(kind, example);
    table_json_not_list(kind, example);
    table_too_many_keys(limit);
    json_boolean();
    json_number();
    json_string();
    json_list();
    json_object();
    separator_semicolon();
    separator_tab();
    separator_bar();
    separator_comma();

    // What was recognised in a table.
    table_separated_by_semicolons();
    table_separated_by_tabs();
    table_separated_by_bars();
    table_separated_by_commas();
    table_one_column();
    table_encoding(encoding);
    table_is_json();
    table_rows_read(count);
    table_short_rows(count);
    table_column_without_name(name);

    // Files of a workspace.
    file_too_large(name, size, limit);
    file_too_many(limit);
    file_workspace_full(name, size, limit);
}
