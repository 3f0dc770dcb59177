//! The subject as people read it, for lists: encoded words (RFC 2047) and UTF-8 (RFC 6532), whatever a stranger wrote.

use mail_parser::parsers::MessageStream;

use crate::limits;

/// As much of the value is read: what lists show fits into it many times, and reading stays fast.
const READ_OCTETS: usize = 8 * 1024;

/// Decodes the value of a Subject field. Control characters become spaces, a long subject is truncated.
pub(super) fn decoded(value: &[u8]) -> String {
    let mut value: Vec<u8> = value.iter().take(READ_OCTETS).copied().collect();
    value.extend_from_slice(b"\r\n");
    let text = MessageStream::new(&value).parse_unstructured();
    let text = text.as_text().unwrap_or_default();
    let visible = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let text: String = visible.take(limits::SUBJECT_CHARS).collect();
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoded_words_and_utf8_are_decoded_and_nothing_breaks_a_list() {
        for (value, expected) in [
            (&b" Invoice 42"[..], "Invoice 42"),
            (b" =?utf-8?Q?M=C3=BCnzen?=", "Münzen"),
            (b" =?iso-8859-1?Q?M=FCnzen?= =?utf-8?B?4oKs?=", "Münzen€"),
            ("\u{20}Grüße\r\n aus Köln".as_bytes(), "Grüße aus Köln"),
            (b" =?utf-8?Q?a=0D=0ABcc:_eve=40example.com=00?=", "a  Bcc: eve@example.com"),
            (b"", ""),
            (b" \r\n ", ""),
            (b" =?utf-8?Q?", "=?utf-8?Q?"),
        ] {
            assert_eq!(decoded(value), expected, "{value:?}");
        }
        assert_eq!(decoded(&[b'x'; 100_000]).len(), limits::SUBJECT_CHARS);
    }
}
