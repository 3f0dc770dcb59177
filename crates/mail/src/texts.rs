//! The texts of this crate: sizes, the faults of addresses, headers, attachments and drafts, and remarks on headers.

crate::texts! {
    // Sizes, written by `byte_size`.
    size_bytes(count);
    size_kilobytes(count);
    size_kilobytes_tenths(whole, tenth);
    size_megabytes(count);
    size_megabytes_tenths(whole, tenth);

    // Addresses; `value` is the given text, quoted.
    address_empty();
    address_line_break(value);
    address_control_character(value, code_point);
    address_open_quote(value);
    address_several_at_signs(value);
    address_one_only(value);
    address_with_name(value, address);
    address_without_at(value);
    address_after_quote(value);
    address_too_long(value, limit);
    address_local_part_empty(value);
    address_local_part_encoded_word(value);
    address_local_part_too_long(value, limit);
    address_local_part_comment(value);
    address_local_part_space(value);
    address_local_part_tab(value);
    address_local_part_character(value);
    address_local_part_dot(value);
    address_invisible_character(value, code_point);
    address_replacement_character(value);
    address_domain_empty(value);
    address_domain_comment(value);
    address_domain_space(value);
    address_domain_final_dot(value);
    address_domain_dot(value);
    address_domain_invalid(value);
    address_domain_ip_address(value, domain);
    address_domain_numeric(value);
    address_domain_literal(value);
    address_mailto(value);
    address_open_bracket(value);
    address_group(value);

    display_name_empty();
    display_name_separator(value);
    display_name_too_long(value, limit);
    display_name_open_quote(value);
    display_name_comment(value);
    display_name_character(value, character);

    // Recipients, subject and content of a draft.
    draft_several_from_addresses(value, count);
    draft_too_many_reply_to(count, limit);
    draft_without_recipient();
    draft_too_many_recipients(count, limit);
    draft_subject_line_break(value);
    draft_subject_control_character(value, code_point);
    draft_subject_too_long(count, limit);
    draft_empty();
    draft_nul(offset);
    draft_too_large(size, limit);

    calendar_not_icalendar();
    calendar_method_unknown(value, methods);
    calendar_method_differs(method, written);
    calendar_method_missing(methods);

    attachment_too_many(count, limit);
    attachment_content_id_twice(value);
    attachment_without_name();
    attachment_name_path(value);
    attachment_name_control_character(value, code_point);
    attachment_name_encoded_word(value);
    attachment_name_too_long(value, limit);
    attachment_content_id_invalid(value);
    media_type_invalid(value);
    media_type_not_attachable(value);
    media_type_parameter(value);

    header_too_many(count, limit);
    header_twice();
    header_name_invalid();
    header_name_too_long(limit);
    header_reserved(value, remedy);
    header_remedy_field(field);
    header_remedy_body_fields();
    header_remedy_receiving_server();
    header_remedy_relays();
    header_controls_provider(name);
    header_remedy_forwarded();
    header_value_line_break(value);
    header_value_control_character(value, code_point);
    header_value_empty();
    header_value_word_too_long(value, limit);
    header_value_too_long(limit);
    header_value_not_ascii(value, name);
    header_url_not_ascii(value);
    header_list_id_not_ascii(value);

    // Messages that a client made itself; `line` is the first one, `count` the number of lines.
    submitted_bare_cr(line, count);
    submitted_bare_lf(line, count);
    submitted_nul(line, count);
    submitted_line_too_long(line, count, limit);
    submitted_header_too_large(size, limit);
    submitted_too_many_fields(limit);
    submitted_field_malformed(line, value);
    submitted_mbox_line(line, value);
    submitted_folded_line_blank(line);
    submitted_field_not_utf8(line);
    submitted_field_repeated(name, line, second);
    submitted_from_missing();
    submitted_sender_missing(count);
    submitted_sender_unreadable(value);
    submitted_author_group(value);
    submitted_author_empty();
    submitted_needs_smtputf8(line);
    // `count` Received fields, `own` of them of this server.
    submitted_loop(count, own);
    submitted_address_ambiguous(value);
    submitted_without_recipient();

    // Remarks on header fields that were changed or left out.
    header_message_ids_changed(name, repaired, left_out);
    header_message_ids_unusable(name, value);
    header_message_id_replaced(value);
    header_date_replaced(value);
}
