//! From bytes to text: recognises the encoding of a file, and files that are not text. Only `table` uses it.
//!
//! UTF-8 with or without a byte order mark, UTF-16 with one (Excel's *Unicode Text*), otherwise Windows-1252, which
//! Excel writes as *CSV* in Western Europe. All line ends become `\n`, including those within cells.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use mail::Text;

use super::TableFault;
use crate::texts;

/// Returns the name of a kind of file.
type KindText = fn() -> Text;

/// First bytes of files that people upload instead of a table, with the kind of file.
const NOT_TEXT: [(&[u8], KindText); 4] = [
    (b"PK\x03\x04", texts::table_kind_archive),
    (b"\xD0\xCF\x11\xE0", texts::table_kind_workbook),
    (b"%PDF-", texts::table_kind_pdf),
    (b"\x89PNG", texts::table_kind_image),
];

/// Bytes that Windows-1252 does not use.
const UNUSED: [u8; 5] = [0x81, 0x8D, 0x8F, 0x90, 0x9D];

/// The text, and the name of its encoding.
pub(super) fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, &'static str), TableFault> {
    if let Some((_, kind)) = NOT_TEXT.iter().find(|(beginning, _)| bytes.starts_with(beginning)) {
        return Err(TableFault::of_file(texts::table_not_text(kind())));
    }
    let (encoding, mark) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (encoding, mark),
        None => (without_mark(bytes)?, 0),
    };
    let (text, wrong) = encoding.decode_without_bom_handling(&bytes[mark..]);
    if wrong {
        let line = text.split('\u{FFFD}').next().map_or(1, line_of_end);
        return Err(broken(line));
    }
    if let Some(at) = text.find(['\0', '\u{1}']) {
        let line = line_of_end(&text[..at]);
        return Err(TableFault::at(line, texts::table_control_character(line.to_string())));
    }
    Ok((with_plain_line_ends(text), name(encoding)))
}

/// UTF-8 if the bytes are valid; otherwise Windows-1252, unless they clearly are something else.
fn without_mark(bytes: &[u8]) -> Result<&'static Encoding, TableFault> {
    if std::str::from_utf8(bytes).is_ok() {
        return Ok(UTF_8);
    }
    // Valid UTF-8 sequences beyond ASCII are rare in other encodings. A file with more valid than invalid ones is
    // damaged UTF-8; read as Windows-1252 it would greet people as `JÃ¼rgen`.
    let (mut sound, mut wrong) = (0, 0);
    let (mut line, mut first_wrong) = (1, None);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        line += chunk.valid().matches('\n').count() as u64;
        if !chunk.invalid().is_empty() {
            wrong += 1;
            first_wrong.get_or_insert(line);
        }
    }
    let unused = bytes.iter().any(|byte| UNUSED.contains(byte));
    if sound > wrong || unused { Err(broken(first_wrong.unwrap_or(1))) } else { Ok(WINDOWS_1252) }
}

fn broken(line: u64) -> TableFault {
    TableFault::at(line, texts::table_encoding_unknown(line.to_string()))
}

fn line_of_end(text: &str) -> u64 {
    text.matches('\n').count() as u64 + 1
}

fn with_plain_line_ends(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { text }
}

/// The name of an encoding.
fn name(encoding: &'static Encoding) -> &'static str {
    if encoding == WINDOWS_1252 { "Windows-1252" } else { encoding.name() }
}
