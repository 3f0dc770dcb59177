//! The limits of a message, each with its reason.

/// Maximum bytes of a rendered message: 25 MB, which Google and most providers accept (SIZE, RFC 1870). In a message,
/// files are more than a third larger (base64, RFC 2045 §6.8).
pub const MESSAGE_BYTES: usize = 25_000_000;

/// Maximum recipients of one message: Microsoft 365's highest setting, and ten times the minimum of RFC 5321
/// §4.5.3.1.8.
pub const RECIPIENTS: usize = 1_000;

/// Maximum addresses in Reply-To: replies go to one or two; more would be a mailing list.
pub const REPLY_TO: usize = 10;

/// Maximum characters of a subject: the length of a line (RFC 5322 §2.1.1); mail clients show about 70.
pub const SUBJECT_CHARS: usize = 998;

/// Maximum attachments of one message: more files belong in an archive.
pub const ATTACHMENTS: usize = 100;

/// Maximum octets of the name of an attachment: the limit of file systems (NAME_MAX).
pub const FILE_NAME_OCTETS: usize = 255;

/// Maximum octets of a media type with its parameters: type and subtype have at most 127 each (RFC 6838 §4.2), and it
/// fits on a line.
pub const MEDIA_TYPE_OCTETS: usize = 255;

/// Maximum octets of a content id: it fits on one line with the field name and its brackets.
pub const CONTENT_ID_OCTETS: usize = 200;

/// Maximum custom header fields: with the limit of their values they stay below 256 KiB, the largest header that
/// Exchange accepts.
pub const HEADERS: usize = 50;

/// Maximum octets of the name of a header field: with its colon it fits on a line (RFC 5322 §2.1.1).
pub const HEADER_NAME_OCTETS: usize = 76;

/// Maximum octets of the value of a header field: References of about fifty messages.
pub const HEADER_VALUE_OCTETS: usize = 4_000;

/// Maximum octets of a word in a header value: lines can be folded only at spaces, and have at most 998 octets (RFC
/// 5322 §2.1.1) including the field name.
pub const HEADER_WORD_OCTETS: usize = 900;

/// Maximum octets of a gap between two words of a header value: the gap is written on the next line with the word after
/// it.
pub const HEADER_GAP_OCTETS: usize = 60;

/// Maximum octets of a line of a message, without its CRLF (RFC 5322 section 2.1.1).
pub const LINE_OCTETS: usize = 998;

/// Maximum size of the header of a submitted message, in bytes: 256 kB, just below the maximum of Exchange.
pub const SUBMITTED_HEADER_BYTES: usize = 256_000;

/// Maximum header fields of a submitted message: fifty relays and a mailing list with its signatures add far fewer.
pub const SUBMITTED_HEADER_FIELDS: usize = 1_000;

/// Maximum Received fields of a submitted message: with more of them it is in a loop (RFC 5321 section 6.3).
pub const RECEIVED_FIELDS: usize = 100;

/// Maximum Received fields that this server has added to a submitted message before. A message comes back once, where
/// another server on its way sends it on through this one; in a loop it comes back each time.
pub const OWN_RECEIVED_FIELDS: usize = 3;

/// Maximum faults that one check returns: enough to correct a list, and still readable.
pub const FAULTS: usize = 100;
