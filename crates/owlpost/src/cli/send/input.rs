//! A whole message from standard input, made fit for the server without a change to what its program wrote.
//!
//! Line ends become CRLF, as RFC 5322 asks. What is missing is added on top, where no signature covers it: From if `-f`
//! names one, the empty line between header and body, and what declares text that is not ASCII. The server adds the rest.

use std::io::{BufRead, Read};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::failure::{Exit, Failure};

/// Maximum bytes read from standard input: more than a message may have.
pub(super) const INPUT_BYTES: u64 = 40_000_000;
/// Octets of a name in one encoded word, which has at most 75 characters (RFC 2047 section 2).
const ENCODED_WORD_OCTETS: usize = 42;

/// What ends a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InputEnd {
    /// The end of the input.
    EndOfFile,
    /// That, or a line that is a single dot.
    Dot,
}

/// A message without From gets this one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Author {
    pub(super) name: Option<String>,
    pub(super) address: String,
}

/// A message with CRLF line ends.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Finished {
    pub(super) bytes: Vec<u8>,
    /// It has a field Idempotency-Key.
    pub(super) has_key: bool,
}

/// Reads a message.
///
/// # Errors
/// [`Exit::Io`]; [`Exit::Data`] if it is too large, or has text in a character set that nobody can know.
pub(super) fn read(input: &mut dyn BufRead, end: InputEnd, author: Option<&Author>) -> Result<Finished, Failure> {
    complete(read_lines(input, end)?, author)
}

fn read_lines(input: &mut dyn BufRead, end: InputEnd) -> Result<Vec<u8>, Failure> {
    let mut input = input.take(INPUT_BYTES + 1);
    let (mut bytes, mut line) = (Vec::new(), Vec::new());
    loop {
        line.clear();
        let read = input.read_until(b'\n', &mut line).map_err(|error| unreadable(&error))?;
        let text = line.strip_suffix(b"\n").map_or(&line[..], |text| text.strip_suffix(b"\r").unwrap_or(text));
        if read == 0 || (end == InputEnd::Dot && text == b".") {
            break;
        }
        bytes.extend_from_slice(text);
        if line.ends_with(b"\n") {
            bytes.extend_from_slice(b"\r\n");
        }
        if input.limit() == 0 {
            return Err(too_large());
        }
    }
    Ok(bytes)
}

/// Standard input cannot be read.
pub(super) fn unreadable(error: &std::io::Error) -> Failure {
    Failure::new(
        Exit::Io,
        format!("standard input cannot be read: {error}"),
        "Nothing was sent.",
        "Give the text with --text or --text-file, or pipe it in.",
    )
}

/// Standard input has more than a message may have.
pub(super) fn too_large() -> Failure {
    Failure::new(
        Exit::Data,
        format!("standard input has more than {} MB", INPUT_BYTES / 1_000_000),
        "Nothing was sent: a message may have at most 25 MB.",
        "Send smaller attachments, or links to them.",
    )
}

/// Adds what is missing to a message with CRLF line ends.
///
/// # Errors
/// [`Exit::Data`] for text in a character set that nobody can know.
pub(super) fn complete(bytes: Vec<u8>, author: Option<&Author>) -> Result<Finished, Failure> {
    let bytes = without_mailbox_line(&bytes);
    let header = Header::of(bytes);
    let mut added = Vec::new();
    if let Some(author) = author.filter(|_| !header.has("from")) {
        added.extend_from_slice(format!("From: {}\r\n", author.written()).as_bytes());
    }
    let body = &bytes[header.end..];
    if !body.is_ascii() && !header.has("content-type") {
        let charset = charset(body)?;
        for (name, value) in [
            ("MIME-Version", "1.0".to_owned()),
            ("Content-Type", format!("text/plain; charset={charset}")),
            ("Content-Transfer-Encoding", "8bit".to_owned()),
        ] {
            if !header.has(&name.to_ascii_lowercase()) {
                added.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
            }
        }
    }
    let has_key = header.has("idempotency-key");
    let separator: &[u8] = if header.lacks_separator { b"\r\n" } else { b"" };
    Ok(Finished { bytes: [&added, &bytes[..header.end], separator, body].concat(), has_key })
}

/// Without the first line of a file in the format mbox, as Postfix does.
fn without_mailbox_line(bytes: &[u8]) -> &[u8] {
    let mut rest = bytes;
    while rest.starts_with(b"From ") || rest.starts_with(b">From ") {
        rest = line_end(rest).map_or(&[], |end| &rest[end..]);
    }
    rest
}

/// After the first CRLF.
fn line_end(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|byte| *byte == b'\n').map(|at| at + 1)
}

/// Which fields there are, and where they end.
#[derive(Debug, Default)]
struct Header {
    /// In lower case.
    names: Vec<String>,
    /// Where the empty line or the body begins.
    end: usize,
    /// The body follows without an empty line.
    lacks_separator: bool,
}

impl Header {
    /// Everything up to a line that is empty or no field.
    fn of(bytes: &[u8]) -> Self {
        let mut header = Self::default();
        while header.end < bytes.len() {
            let rest = &bytes[header.end..];
            let line = &rest[..line_end(rest).unwrap_or(rest.len())];
            if line == b"\r\n" {
                return header;
            }
            match field_name(line) {
                Some(name) => header.names.push(name),
                None if !header.names.is_empty() && (line[0] == b' ' || line[0] == b'\t') => {}
                None => {
                    header.lacks_separator = true;
                    return header;
                }
            }
            header.end += line.len();
        }
        header
    }

    fn has(&self, name: &str) -> bool {
        self.names.iter().any(|found| found == name)
    }
}

/// The name before the colon, in lower case. White space before the colon is a fault that the server reports.
fn field_name(line: &[u8]) -> Option<String> {
    let end = line.iter().position(|byte| *byte == b':')?;
    let name = std::str::from_utf8(&line[..end]).ok()?.trim_end_matches([' ', '\t']);
    (!name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic())).then(|| name.to_ascii_lowercase())
}

/// The character set of a text that does not name it: UTF-8, or Latin-1, which has no control characters above 127.
fn charset(body: &[u8]) -> Result<&'static str, Failure> {
    if std::str::from_utf8(body).is_ok() {
        Ok("utf-8")
    } else if !body.iter().any(|byte| (0x80..0xa0).contains(byte)) {
        Ok("iso-8859-1")
    } else {
        Err(Failure::new(
            Exit::Data,
            "the text is neither UTF-8 nor Latin-1, and no Content-Type names its character set",
            "Nothing was sent, because the reader would see wrong characters.",
            "Write the field Content-Type with its charset, or convert the text to UTF-8, for example with iconv.",
        ))
    }
}

impl Author {
    /// The value of From.
    fn written(&self) -> String {
        let name: String = self.name.iter().flat_map(|name| name.chars()).filter(|c| !c.is_control()).collect();
        match name.trim() {
            "" => self.address.clone(),
            name if name.is_ascii() => {
                format!("\"{}\" <{}>", name.replace('\\', "\\\\").replace('"', "\\\""), self.address)
            }
            name => format!("{} <{}>", encoded_words(name), self.address),
        }
    }
}

fn encoded_words(text: &str) -> String {
    let mut words = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = (0..=ENCODED_WORD_OCTETS.min(rest.len())).rev().find(|at| rest.is_char_boundary(*at)).unwrap_or(0);
        let (word, after) = rest.split_at(end);
        words.push(format!("=?utf-8?B?{}?=", STANDARD.encode(word)));
        rest = after;
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finished(text: &[u8]) -> String {
        let finished = read(&mut &text[..], InputEnd::EndOfFile, None).expect("a message");
        String::from_utf8_lossy(&finished.bytes).into_owned()
    }

    #[test]
    fn line_ends_become_crlf_and_nothing_else_changes() {
        assert_eq!(finished(b"To: a\nX:  b \r\n\n\t.\n..\n.\nend"), "To: a\r\nX:  b \r\n\r\n\t.\r\n..\r\n.\r\nend");
        assert_eq!(finished(b"To: a\n\nbare\rCR\n"), "To: a\r\n\r\nbare\rCR\r\n", "the server reports it");
        assert_eq!(finished(b""), "");
    }

    #[test]
    fn a_single_dot_ends_the_message_unless_it_may_not() {
        let text = b"To: a\r\n\r\nx\n..\n.\r\nnot read";
        let read = read(&mut &text[..], InputEnd::Dot, None).expect("a message");
        assert_eq!(read.bytes, b"To: a\r\n\r\nx\r\n..\r\n");
    }

    #[test]
    fn a_missing_end_of_the_header_is_added() {
        assert_eq!(finished(b"Hello\nTo: a\n"), "\r\nHello\r\nTo: a\r\n");
        assert_eq!(
            finished(b"Subject: x\n y\nHello: \nhow are you\n"),
            "Subject: x\r\n y\r\nHello: \r\n\r\nhow are you\r\n"
        );
        assert_eq!(finished(b" Hello\n"), "\r\n Hello\r\n");
        assert_eq!(finished(b"From ann Mon Nov 30\n>From bob\nTo: a\n\nFrom here\n"), "To: a\r\n\r\nFrom here\r\n");
        assert_eq!(finished(b"Subject : x\n\n"), "Subject : x\r\n\r\n", "the server reports it");
    }

    #[test]
    fn text_that_is_not_ascii_is_declared_unless_it_is_already() {
        let declared = |charset: &str| {
            format!(
                "MIME-Version: 1.0\r\nContent-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n"
            )
        };
        assert_eq!(finished("To: a\n\nGrüße\n".as_bytes()), format!("{}To: a\r\n\r\nGrüße\r\n", declared("utf-8")));
        let latin = read(&mut &b"To: a\n\nGr\xfc\xdfe\n"[..], InputEnd::EndOfFile, None).expect("a message").bytes;
        assert!(latin.starts_with(declared("iso-8859-1").as_bytes()) && latin.ends_with(b"\r\n\r\nGr\xfc\xdfe\r\n"));
        let own = b"content-type: text/plain; charset=koi8-r\r\n\r\n\xf0\x80\r\n";
        assert_eq!(read(&mut &own[..], InputEnd::EndOfFile, None).expect("a message").bytes, own);
        let refused = read(&mut &b"To: a\n\n\x93x\xfc\x94\n"[..], InputEnd::EndOfFile, None).expect_err("unknown");
        assert_eq!(refused.exit(), Exit::Data);
    }

    #[test]
    fn from_is_added_only_where_it_is_missing() {
        let with = |name: Option<&str>, text: &[u8]| {
            let author = Author { name: name.map(str::to_owned), address: "a@example.com".to_owned() };
            let finished = read(&mut &text[..], InputEnd::EndOfFile, Some(&author)).expect("a message");
            String::from_utf8(finished.bytes).expect("text")
        };
        assert_eq!(with(None, b"from: b\n\n"), "from: b\r\n\r\n");
        assert_eq!(with(None, b"To: b\n\n"), "From: a@example.com\r\nTo: b\r\n\r\n");
        assert_eq!(with(Some("A \"B\"\r\nX: y"), b"\n"), "From: \"A \\\"B\\\"X: y\" <a@example.com>\r\n\r\n");
        assert_eq!(with(Some("Jörg"), b"\n"), "From: =?utf-8?B?SsO2cmc=?= <a@example.com>\r\n\r\n");
    }

    #[test]
    fn a_key_of_the_message_is_seen() {
        let has_key = |text: &[u8]| read(&mut &text[..], InputEnd::EndOfFile, None).expect("a message").has_key;
        assert!(has_key(b"To: a\nidempotency-key: x\n\n") && !has_key(b"To: a\n\nIdempotency-Key: x\n"));
    }
}
