//! The limits of a message, each with its reason.

/// Largest rendered message, in bytes: 25 MB, which Google and most providers accept (SIZE, RFC 1870). Files grow by
/// more than a third in a message (base64, RFC 2045 §6.8).
pub const MESSAGE_BYTES: usize = 25_000_000;

/// Most recipients of one message: Microsoft 365's highest setting, and ten times the minimum of RFC 5321 §4.5.3.1.8.
pub const RECIPIENTS: usize = 1_000;

/// Most addresses in Reply-To: replies go to one or two; more would be a mailing list.
pub const REPLY_TO: usize = 10;

/// Longest subject, in characters: it fits on one line of a message (RFC 5322 §2.1.1); mail clients show about 70.
pub const SUBJECT_CHARS: usize = 998;

/// Most attachments of one message: more files belong in an archive.
pub const ATTACHMENTS: usize = 100;

/// Longest name of an attachment, in octets: the limit of file systems (NAME_MAX).
pub const FILE_NAME_OCTETS: usize = 255;

/// Longest media type with its parameters, in octets: each half has at most 127 (RFC 6838 §4.2), and it stays on a line.
pub const MEDIA_TYPE_OCTETS: usize = 255;

/// Longest content id, in octets: it stays on one line of a header with its name and brackets.
pub const CONTENT_ID_OCTETS: usize = 200;

/// Most custom header fields: with the limit of their values they stay below 256 KiB, the largest header that
/// Exchange accepts.
pub const HEADERS: usize = 50;

/// Longest name of a header field: with its colon it fits on a line (RFC 5322 §2.1.1).
pub const HEADER_NAME_OCTETS: usize = 76;

/// Longest value of a header field, in octets: a thread's References of about fifty messages.
pub const HEADER_VALUE_OCTETS: usize = 4_000;

/// Longest word in a header value, in octets: lines can be folded only at spaces, and have at most 998 octets (RFC
/// 5322 §2.1.1) including the header's name.
pub const HEADER_WORD_OCTETS: usize = 900;

/// Longest gap between two words of a header value, in octets: it is written on the next line with the word after it.
pub const HEADER_GAP_OCTETS: usize = 60;

/// Longest line of a message, in octets without its CRLF (RFC 5322 section 2.1.1).
pub const LINE_OCTETS: usize = 998;

/// Largest header of a submitted message, in bytes: 256 kB, just below the largest that Exchange accepts.
pub const SUBMITTED_HEADER_BYTES: usize = 256_000;

/// Most header fields of a submitted message: what fifty relays and a mailing list with its signatures add stays far below.
pub const SUBMITTED_HEADER_FIELDS: usize = 1_000;

/// Most faults that one check returns: enough to correct a list, and still readable.
pub const FAULTS: usize = 100;
