# Faults of drafts: addresses, attachments, headers.

# mail/address/display_name
sentence-mail-the-name-is-empty-write-one = the name is empty: write one, or leave it out
sentence-mail-holds-a-tab-or-line-separator = { $value } holds a tab or line separator: use blanks
sentence-mail-is-longer-than-characters-shorten-the = { $value } is longer than { $most } characters: shorten the name
sentence-mail-opens-a-double-quote-that-is = { $value } opens a double quote that is not closed
sentence-mail-holds-a-comment-in-parentheses-put = { $value } holds a comment in parentheses: put it in double quotes
sentence-mail-holds-put-the-name-in-double = { $value } holds `{ $char }`: put the name in double quotes
sentence-mail-starts-a-group-list-its-addresses = { $value } starts a group: list its addresses one by one, without the name and colon before them

# mail/address/domain
sentence-mail-has-nothing-after-the-write-a = { $value } has nothing after the @: write a domain such as example.com
sentence-mail-holds-a-comment-in-parentheses-leave = { $value } holds a comment in parentheses: leave it out, or write Name <ann@example.com>
sentence-mail-has-a-blank-after-the-leave = { $value } has a blank after the @: leave it out, and separate addresses by commas
sentence-mail-ends-with-a-dot-leave-it = { $value } ends with a dot: leave it out
sentence-mail-has-a-dot-first-or-twice = { $value } has a dot first or twice in a row after the @: leave it out
sentence-mail-has-a-domain-that-cannot-exist = { $value } has a domain that cannot exist: its labels hold letters, digits and inner hyphens, at most 63 octets each and 253 in all (RFC 1123)
sentence-mail-has-an-ip-address-after-the = { $value } has an IP address after the @: put it in brackets, @[{ $domain }]
sentence-mail-has-a-domain-that-ends-in = { $value } has a domain that ends in a number: write a domain such as example.com
sentence-mail-has-no-ip-address-in-its = { $value } has no IP address in its brackets: write [192.0.2.1] or [IPv6:2001:db8::1]

# mail/address/list
sentence-mail-is-a-link-leave-out-mailto = { $value } is a link: leave out `mailto:`
sentence-mail-does-not-end-with-the-that = { $value } does not end with the > that closes the address: write Name <ann@example.com>

# mail/address/local_part
sentence-mail-has-nothing-before-the-write-the = { $value } has nothing before the @: write the name of the mailbox there, as in ann@example.com
sentence-mail-holds-before-the-which-some-mail = { $value } holds `=?` before the @, which some mail software takes for an encoded word (RFC 2047) and turns into another address: such an address is not written to
sentence-mail-has-more-than-64-octets-before = { $value } has more than 64 octets before the @, the most that RFC 5321 allows: check it for a slip
sentence-mail-has-a-blank-before-the-leave = { $value } has a blank before the @: leave it out
sentence-mail-has-a-character-before-the-that = { $value } has a character before the @ that may only stand there in double quotes: leave it out, or write "…"@example.com
sentence-mail-has-a-dot-first-last-or = { $value } has a dot first, last or twice in a row before the @: leave it out, or put that part in double quotes, "a..b"@example.com
sentence-mail-has-a-tab-before-the-leave = { $value } has a tab before the @: leave it out
sentence-mail-holds-a-character-that-is-not = { $value } holds a character that is not seen, often copied along from a page: type the address anew
sentence-mail-holds-u-fffd-the-mark-of = { $value } holds U+FFFD, the mark of a text read in the wrong encoding: type the address anew

# mail/address/mod
sentence-mail-is-longer-than-octets-no-mail = { $value } is longer than { $most } octets: no mail server takes such an address
sentence-mail-the-address-is-empty-write-one = the address is empty: write one such as ann@example.com
sentence-mail-opens-a-double-quote-that-is-not = { $value } opens a double quote that is not closed: add the closing quote
sentence-mail-has-more-than-one-separate-addresses = { $value } has more than one @: separate addresses by commas
sentence-mail-has-no-write-an-address-such = { $value } has no @: write an address such as ann@example.com, and put a name that holds a comma or semicolon in double quotes
sentence-mail-has-something-between-the-closing-quote = { $value } has something between the closing quote and the @: leave it out
sentence-mail-holds-a-line-break-separate-addresses = { $value } holds a line break: separate addresses by commas
sentence-mail-holds-the-control-character-u-leave = { $value } holds the control character U+{ $code }: leave it out

# mail/draft/attachment
sentence-mail-attachments-are-too-many-at-most = { $count } attachments are too many: at most { $most } go with one message, so pack them into an archive
sentence-mail-names-another-attachment-already-give-each = { $value } names another attachment already: give each its own
sentence-mail-an-attachment-needs-a-file-name = an attachment needs a file name: write one such as invoice.pdf
sentence-mail-holds-a-path-write-the-file = { $value } holds a path: write the file name alone
sentence-mail-holds-the-start-of-an-encoded = { $value } holds `=?`, the start of an encoded word: write the name as it is to be read
sentence-mail-is-longer-than-octets-shorten-the = { $value } is longer than { $most } octets: shorten the name
sentence-mail-is-not-a-content-id-write = { $value } is not a content id: write letters, digits, dots and hyphens, as in logo@example.com, without the brackets and `cid:`

# mail/draft/check
sentence-mail-holds-addresses-at-most-are-allowed = holds { $count } addresses: at most { $most } are allowed
sentence-mail-holds-addresses-write-one = { $value } holds { $count } addresses: write one
sentence-mail-the-message-has-no-recipient-write = the message has no recipient: write an address in `to`, `cc` or `bcc`
sentence-mail-the-message-has-recipients-send-it = the message has { $count } recipients: send it in portions of at most { $most }
sentence-mail-holds-a-line-break-write-the = { $value } holds a line break: write the subject on one line
sentence-mail-holds-the-control-character-u-put = { $value } holds the control character U+{ $code }: put a blank in its place
sentence-mail-the-subject-has-characters-shorten-it = the subject has { $length } characters: shorten it to at most { $most }
sentence-mail-the-message-is-empty-write-text = the message is empty: write `text` or `html`, or attach a file
sentence-mail-holds-a-nul-character-at-octet = holds a NUL character at octet { $at }: leave it out
sentence-mail-the-message-has-mib-and-at = the message has { $size } MiB, and at most { $most } MiB can be sent, with files grown by a third in transport: send a link in place of large files
sentence-mail-headers-are-too-many-at-most = { $count } headers are too many: at most { $most } are allowed
sentence-mail-the-header-is-there-twice-write = the header is there twice: write it once

# mail/header_field
sentence-mail-a-header-name-holds-visible-ascii = a header name holds visible ASCII characters without blank and colon (RFC 5322 §2.2): write one such as X-Order
sentence-mail-the-header-name-is-longer-than = the header name is longer than { $most } characters: shorten it
sentence-mail-is-written-by-owlpost = { $value } is written by owlpost: { $cause }
sentence-mail-use-the-field-from = use the field `from`
sentence-mail-use-the-field-to = use the field `to`
sentence-mail-use-the-field-cc = use the field `cc`
sentence-mail-use-the-field-bcc = use the field `bcc`
sentence-mail-use-the-field-reply-to = use the field `reply_to`
sentence-mail-use-the-field-subject = use the field `subject`
sentence-mail-leave-it-out-each-message-gets = leave it out, each message gets its own
sentence-mail-leave-it-out-and-use-the = leave it out, and use the fields `text`, `html` and `attachments`
sentence-mail-leave-it-out-the-receiving-server = leave it out, the receiving server writes it
sentence-mail-leave-it-out-it-is-written = leave it out, it is written by the servers on the message's way
sentence-mail-leave-it-out-it-belongs-to = leave it out, it belongs to a message that is passed on
sentence-mail-holds-a-line-break-write-the-value = { $value } holds a line break: write the value on one line
sentence-mail-the-header-has-no-value-write = the header has no value: write one, or leave the header out
sentence-mail-goes-on-for-more-than-octets = { $value } goes on for more than { $most } octets without a blank, so that no line can hold it (RFC 5322 §2.1.1): shorten it
sentence-mail-the-value-is-longer-than-octets = the value is longer than { $most } octets: shorten it
sentence-mail-is-not-a-message-id-write = { $value } is not a message id: write ids in angle brackets with blanks between them, <id@example.com>

# mail/media_type
sentence-mail-is-not-a-media-type-write = { $value } is not a media type: write one such as application/pdf, or leave it out
sentence-mail-cannot-be-attached-as-such-use = { $value } cannot be attached as such: use application/octet-stream
sentence-mail-has-a-parameter-that-cannot-be = { $value } has a parameter that cannot be written: leave it out, or write name=value as in text/csv; charset=utf-8
