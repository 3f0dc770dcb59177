//! The texts of this crate: faults of scripts, schedules, tables and files, refused calls, and why a run failed.

mail::texts! {
    // Faults of scripts.
    script_name_empty();
    script_name_too_long(limit);
    script_name_control_character();
    script_name_taken(name);
    script_too_many(limit);
    script_source_too_long(size, limit);
    script_source_nul();
    script_limit_out_of_range(limit);
    script_webhook_key_invalid(count, limit);

    // Input of a run.
    script_input_too_large(size, limit);
    script_input_too_deep(limit);
    script_input_not_json(line, column, value);
    script_input_incomplete();
    script_input_not_serializable(cause);

    // Schedules. `value` is what was entered, quoted.
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
    table_too_many_cells(limit);
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
    table_json_boolean();
    table_json_number();
    table_json_string();
    table_json_list();
    table_json_object();
    separator_semicolon();
    separator_tab();
    separator_bar();
    separator_comma();

    // Why a run, a dry run or a change was refused; `value` is what was entered, quoted.
    script_runs_waiting(count);
    script_dry_run_busy();
    script_dry_run_busy_person();
    script_dry_run_busy_server();
    script_limit_not_a_number(value);
    file_none_chosen();

    // Who caused a message.
    origin_script_by(script, version, actor);
    origin_script_schedule(script, version);
    origin_script_webhook(script, version);
    origin_dry_run();

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

    // Refused calls of `sendEmail`.
    script_value_type(expected, given);
    script_value_lone_surrogate();
    script_value_not_base64(value);
    script_value_data_url(value);
    script_key_similar(given, known);
    script_key_unknown(given, known);
    script_attachment_without_name();
    script_attachment_content();
    script_attachment_content_missing(name);
    script_attachment_content_several(name);
    script_list_too_long(count, limit);
    script_call_too_large(limit);
    script_expected_string();
    script_expected_address();
    script_expected_address_or_object();
    script_expected_attachments();
    script_expected_attachment();
    script_expected_calendar();
    script_given_nothing();
    script_given_string(value);
    script_given_number(value);
    script_given_list(value);
    script_given_object(value);
    script_given_function();
    script_recipient_not_allowed(recipient);
    script_recipient_not_of_key(recipient);
    script_sender_not_of_key(sender);
    script_workspace_not_approved(recipient);
    script_run_limit(limit, used, left);
    script_key_reused(id);
    script_disk_full();
    script_disk_low();
    script_run_unreadable();
    script_mail_not_stored();
    script_run_ended();
    script_mail_unknown(id);
    script_file_unknown(name);
    script_no_answer();

    // Exceptions of host functions that a script did not catch.
    script_send_email_argument(given);
    script_email_status_argument(given);
    script_file_argument(given);
    script_format_date_argument(given);
    script_format_number_argument(given);
    script_format_option(given);
    script_format_language(value);
    script_format_style(value);
    script_format_decimals(limit, value);
    script_number_not_finite(value);
    script_function_not_offered(name, instead);

    // Why a run failed. `message` and `value` are what the script threw.
    script_error(message);
    script_threw_value(value);
    script_promise_pending();
    script_memory_limit(limit);
    script_memory_limit_here(limit);
    script_input_memory_limit(limit);
    script_sandbox_crash();
    script_cpu_limit(seconds);
    script_cpu_limit_here(seconds);
    script_time_limit(seconds);
    script_time_limit_here(seconds);
    script_call_depth();
    script_host_call_limit(limit);
    script_input_unreadable(cause);
    script_engine_failed(cause);
    script_sandbox_not_started(cause);
    script_sandbox_protocol();
    script_sandbox_killed();
    script_sandbox_no_result(status);
}
