# Faults of drafts: addresses, display names, content, attachments, header fields (crate `mail`).
# `value` is what was typed, quoted and on one line.

address_empty = the address is empty: write one such as ann@example.com
address_line_break = { $value } contains a line break: separate addresses by commas
address_control_character = { $value } contains the control character U+{ $code_point }: remove it
address_open_quote = { $value } opens a double quote that is not closed: add the closing quote
address_several_at_signs = { $value } has more than one @: separate addresses by commas
address_one_only = this field accepts one address, and { $value } contains several: write one of them
address_with_name = this field accepts only an address, and { $value } contains more: write { $address }
address_without_at = { $value } has no @: write an address such as ann@example.com, and put a name that contains a comma or semicolon in double quotes
address_after_quote = { $value } has characters between the closing quote and the @: remove them
address_too_long = { $value } is longer than { $limit } octets: no mail server accepts such an address
address_local_part_empty = { $value } has nothing before the @: write the name of the mailbox there, as in ann@example.com
address_local_part_encoded_word = { $value } contains `=?` before the @, which some mail software decodes as an encoded word (RFC 2047) into another address: owlpost does not send to such an address
address_local_part_too_long = { $value } has more than { $limit } octets before the @, the maximum of RFC 5321: check it for a typing error
address_local_part_comment = { $value } contains a comment in parentheses: remove it, or write Name <ann@example.com>
address_local_part_space = { $value } has a space before the @: remove it
address_local_part_tab = { $value } has a tab before the @: remove it
address_local_part_character = { $value } has a character before the @ that is only allowed in double quotes: remove it, or write "…"@example.com
address_local_part_dot = { $value } has a dot at the start, at the end or twice in a row before the @: remove it, or put that part in double quotes, "a..b"@example.com
address_invisible_character = { $value } contains the invisible character U+{ $code_point }, often copied from a web page: type the address again
address_replacement_character = { $value } contains U+FFFD, which results from text decoded with the wrong charset: type the address again
address_domain_empty = { $value } has nothing after the @: write a domain such as example.com
address_domain_comment = { $value } contains a comment in parentheses: remove it, or write Name <ann@example.com>
address_domain_space = { $value } has a space after the @: remove it, and separate addresses by commas
address_domain_final_dot = { $value } ends with a dot: remove it
address_domain_dot = { $value } has a dot at the start or twice in a row after the @: remove it
address_domain_invalid = { $value } has a domain that cannot exist: labels contain letters, digits and inner hyphens, at most 63 octets each and 253 in total (RFC 1123)
address_domain_ip_address = { $value } has an IP address after the @: put it in brackets, @[{ $domain }]
address_domain_numeric = { $value } has a domain that ends in a number: write a domain such as example.com
address_domain_literal = { $value } has no IP address in its brackets: write [192.0.2.1] or [IPv6:2001:db8::1]
address_mailto = { $value } is a link: remove `mailto:`
address_open_bracket = { $value } does not end with the > that closes the address: write Name <ann@example.com>
address_group = { $value } starts a group: list its addresses one by one, without the name and colon before them

display_name_empty = the name is empty: write one, or leave it out
display_name_separator = { $value } contains a tab or line separator: use spaces
display_name_too_long = { $value } is longer than { $limit } characters: shorten the name
display_name_open_quote = { $value } opens a double quote that is not closed: add the closing quote
display_name_comment = { $value } contains a comment in parentheses: put it in double quotes
display_name_character = { $value } contains `{ $character }`: put the name in double quotes

draft_several_from_addresses = { $value } contains { $count } addresses: write one
draft_too_many_reply_to = the field contains { $count } addresses: at most { $limit } are allowed
draft_without_recipient = the message has no recipient: write an address in `to`, `cc` or `bcc`
draft_too_many_recipients = the message has { $count } recipients: send it in parts of at most { $limit }
draft_subject_line_break = { $value } contains a line break: write the subject on one line
draft_subject_control_character = { $value } contains the control character U+{ $code_point }: replace it by a space
draft_subject_too_long = the subject has { $count } characters: shorten it to at most { $limit }
draft_empty = the message is empty: write `text` or `html`, or attach a file
draft_nul = the text contains a NUL character at octet { $offset }: remove it
draft_too_large = the message is { $size } MB, and the maximum is { $limit } MB; encoding makes files a third larger: send a link instead of large files
calendar_not_icalendar = this is not an iCalendar object (RFC 5545): write the text from BEGIN:VCALENDAR to END:VCALENDAR
calendar_method_unknown = { $value } is not a method of iCalendar objects (RFC 5546): use one of { $methods }
calendar_method_differs = the field is { $method }, but the object has METHOD:{ $written }: leave the field out, or use the same method in both
calendar_method_missing = the iCalendar object has no METHOD: set the field to one of { $methods }; REQUEST is an invitation

attachment_too_many = the message has { $count } attachments, and at most { $limit } are allowed: pack them into an archive
attachment_content_id_twice = another attachment already has the content ID { $value }: give each attachment its own
attachment_without_name = an attachment needs a file name: write one such as invoice.pdf
attachment_name_path = { $value } contains a path: write only the file name
attachment_name_control_character = { $value } contains the control character U+{ $code_point }: remove it
attachment_name_encoded_word = { $value } contains `=?`, the start of an encoded word: write the name as people will read it
attachment_name_too_long = { $value } is longer than { $limit } octets: shorten the name
attachment_content_id_invalid = { $value } is not a content id: write letters, digits, dots and hyphens, as in logo@example.com, without the brackets and `cid:`
media_type_invalid = { $value } is not a media type: write one such as application/pdf, or leave it out
media_type_not_attachable = { $value } cannot be attached as such: use application/octet-stream
media_type_parameter = { $value } has an invalid parameter: remove it, or write name=value as in text/csv; charset=utf-8

header_too_many = the message has { $count } header fields, and at most { $limit } are allowed
header_twice = the header field occurs twice: write it once
header_name_invalid = the name of a header field consists of visible ASCII characters without spaces and colons (RFC 5322 section 2.2): write one such as X-Order
header_name_too_long = the name of the header field is longer than { $limit } characters: shorten it
header_reserved = { $value } is written by owlpost: { $remedy }
header_remedy_field = use the field `{ $field }`
header_remedy_body_fields = leave it out, and use the fields `text`, `html` and `attachments`
header_remedy_receiving_server = leave it out, the receiving server writes it
header_controls_provider = { $name } controls the sending service and can add recipients: leave it out, or send with an API key that has the scope `messages:provider_headers`
header_remedy_relays = leave it out, the servers that relay the message write it
header_remedy_forwarded = leave it out, it belongs to forwarded messages
header_value_line_break = { $value } contains a line break: write the value on one line
header_value_control_character = { $value } contains the control character U+{ $code_point }: remove it
header_value_empty = the header field has no value: write one, or leave the field out
header_value_word_too_long = { $value } has more than { $limit } octets without a space and does not fit on one line (RFC 5322 section 2.1.1): shorten it
header_value_too_long = the value is longer than { $limit } octets: shorten it
header_value_not_ascii = { $value } contains characters that are not ASCII, which { $name } does not allow: remove them
header_url_not_ascii = { $value } contains characters that are not ASCII outside of a URL in angle brackets: write <https://example.com/…> and percent-encode the rest
header_list_id_not_ascii = the identifier in { $value } is not ASCII: write it as a domain name in angle brackets, News <news.example.com>

# Messages that a client made itself.
submitted_bare_cr = line { $line } ends with CR alone ({ $count ->
    [one] one line
   *[other] { $count } lines
 } in all): end every line with CRLF; mail servers read single CR in different ways
submitted_bare_lf = line { $line } ends with LF alone ({ $count ->
    [one] one line
   *[other] { $count } lines
 } in all): end every line with CRLF, for example with `unix2dos`; mail servers read single LF in different ways
submitted_nul = line { $line } contains a NUL octet ({ $count ->
    [one] one line
   *[other] { $count } lines
 } in all): remove it, or encode the part as base64
submitted_line_too_long = line { $line } has more than { $limit } octets ({ $count ->
    [one] one line
   *[other] { $count } lines
 } in all): fold header fields, and encode long lines of the text as quoted-printable or base64 (RFC 5322 section 2.1.1)
submitted_header_too_large = the header has { $size } kB, and at most { $limit } kB are accepted: put an empty line before the text, and leave out fields
submitted_too_many_fields = the header has more than { $limit } fields: put an empty line before the text, and leave out fields
submitted_field_malformed = line { $line } is not a header field: { $value }; write a name of visible ASCII characters, a colon without a space before it, and the value, or put an empty line before the text
submitted_mbox_line = line { $line } is the first line of an mbox file, not a header field: { $value }; leave it out
submitted_folded_line_blank = line { $line } continues a header field with white space only, which ends the header for some programs: leave it out
submitted_field_not_utf8 = the header field at line { $line } contains octets that are not UTF-8: encode the text as an encoded word (RFC 2047)
submitted_field_repeated = the field { $name } is at line { $line } and again at line { $second }: write it once (RFC 5322 section 3.6)
submitted_from_missing = the message has no field From: write one with the address of the author
submitted_sender_missing = From contains { $count } addresses: write one, or say in the field Sender which of them sends (RFC 5322 section 3.6.2)
submitted_sender_unreadable = { $value } is not one address: write one address in Sender
submitted_author_empty = the field is empty: write the address of the author
submitted_needs_smtputf8 = the header field at line { $line } contains characters outside ASCII, which needs the parameter SMTPUTF8 at MAIL: encode the text as an encoded word (RFC 2047)
submitted_loop = the message is in a loop: it has { $count } Received fields, { $own } of this server. Look for a server that sends it back here
submitted_author_group = { $value } is a group: write the address of the author
submitted_address_ambiguous = programs read different addresses in { $value }: write a name in quotation marks and the address in angle brackets, such as `"Ann" <ann@example.com>`
submitted_without_recipient = the message has no recipient: name one in the envelope, or in To, Cc or Bcc

header_message_ids_changed =
    In { $name }, { $repaired ->
        [one] { $repaired } identifier was
       *[other] { $repaired } identifiers were
    } repaired and { $left_out } left out, because they are not as RFC 5322 requires or too many.
header_message_ids_unusable = { $name } was left out, because { $value } contains no message identifier.
header_message_id_replaced = { $value } is not a message identifier, so the message got another Message-ID.
header_date_replaced = { $value } is not a valid RFC 5322 date, so Date was set to the time of acceptance.

# Sizes, in decimal units.
size_bytes =
    { $count ->
        [one] 1 byte
       *[other] { $count } bytes
    }
size_kilobytes = { $count } kB
size_kilobytes_tenths = { $whole }.{ $tenth } kB
size_megabytes = { $count } MB
size_megabytes_tenths = { $whole }.{ $tenth } MB
