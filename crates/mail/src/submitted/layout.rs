//! The octets of a message as lines and header fields, checked for everything that programs read in different ways.
//!
//! One pass over all octets. Other line ends than CRLF are recognized only to name their lines: such a message is refused
//! (CVE-2023-51764 and its family: what one server reads as text, the next reads as the end of a message).

use std::ops::Range;

use memchr::{memchr, memchr2};

use crate::faults::FaultCollector;
use crate::{limits, quoted, texts};

/// The field of faults of the octets, in API and logs.
pub(super) const MESSAGE: &str = "message";

/// A header field.
#[derive(Clone, Debug)]
pub(super) struct Field<'a> {
    /// Its name, as it is written.
    pub(super) name: &'a str,
    /// The value with its folding, after the colon and before the last line end.
    pub(super) value: &'a [u8],
    /// Where it is, with its last line end.
    pub(super) range: Range<usize>,
    /// The number of its first line.
    pub(super) line: usize,
}

impl Field<'_> {
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The value in one line (RFC 5322 section 2.2.3).
    pub(super) fn unfolded(&self) -> String {
        let octets: Vec<u8> = self.value.iter().copied().filter(|octet| !matches!(octet, b'\r' | b'\n')).collect();
        String::from_utf8_lossy(&octets).trim_matches([' ', '\t']).to_owned()
    }
}

/// The parts of a message.
#[derive(Debug, Default)]
pub(super) struct Layout<'a> {
    /// The fields, in their order; incomplete if the header is too large.
    pub(super) fields: Vec<Field<'a>>,
    /// Where the empty line before the body begins; the end of the message if it has no body.
    pub(super) body: usize,
    /// Whether every line of the header was read as a field, so that a field that was not found is missing.
    pub(super) is_whole: bool,
}

/// Reads the message, and adds the faults of its octets and of the form of its header.
pub(super) fn read<'a>(bytes: &'a [u8], faults: &mut FaultCollector) -> Layout<'a> {
    let mut octets = OctetFaults::default();
    let mut header = Some(Header::default());
    let mut layout = Layout { body: bytes.len(), is_whole: true, ..Layout::default() };
    for line in Lines::of(bytes) {
        octets.check(&line);
        let Some(reader) = &mut header else { continue };
        if line.text.is_empty() {
            layout.body = line.range.start;
            if let Some(reader) = header.take() {
                reader.end(&mut layout);
            }
        } else {
            reader.take(bytes, &line, faults, &mut layout);
        }
    }
    if let Some(reader) = header {
        reader.end(&mut layout);
    }
    if layout.body > limits::SUBMITTED_HEADER_BYTES {
        let (size, limit) = (layout.body.div_ceil(1_000), limits::SUBMITTED_HEADER_BYTES / 1_000);
        faults.add(MESSAGE, texts::submitted_header_too_large(size, limit));
        layout.fields.clear();
        layout.is_whole = false;
    }
    octets.report(faults);
    layout
}

/// A line.
struct Line<'a> {
    /// Counted from 1.
    number: usize,
    /// Without its end.
    text: &'a [u8],
    end: LineEnd,
    /// With its end.
    range: Range<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum LineEnd {
    Crlf,
    Cr,
    Lf,
    /// The last line. Whoever sends the message ends it (RFC 5321 section 4.1.1.4).
    Missing,
}

struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    number: usize,
}

impl<'a> Lines<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, number: 0 }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        let rest = self.bytes.get(self.at..).filter(|rest| !rest.is_empty())?;
        let length = memchr2(b'\r', b'\n', rest).unwrap_or(rest.len());
        let (end, end_length) = match rest[length..] {
            [b'\r', b'\n', ..] => (LineEnd::Crlf, 2),
            [b'\r', ..] => (LineEnd::Cr, 1),
            [b'\n', ..] => (LineEnd::Lf, 1),
            _ => (LineEnd::Missing, 0),
        };
        let range = self.at..self.at + length + end_length;
        self.at = range.end;
        self.number += 1;
        Some(Line { number: self.number, text: &rest[..length], end, range })
    }
}

/// A fault that may concern many lines: it is reported once, with its first line.
#[derive(Clone, Copy, Default)]
struct Repeated {
    first: usize,
    count: usize,
}

impl Repeated {
    fn note(&mut self, line: usize) {
        if self.count == 0 {
            self.first = line;
        }
        self.count += 1;
    }
}

/// The faults of octets, in header and body alike.
#[derive(Default)]
struct OctetFaults {
    bare_cr: Repeated,
    bare_lf: Repeated,
    nul: Repeated,
    too_long: Repeated,
}

impl OctetFaults {
    fn check(&mut self, line: &Line<'_>) {
        match line.end {
            LineEnd::Cr => self.bare_cr.note(line.number),
            LineEnd::Lf => self.bare_lf.note(line.number),
            LineEnd::Crlf | LineEnd::Missing => {}
        }
        if line.text.len() > limits::LINE_OCTETS {
            self.too_long.note(line.number);
        }
        // RFC 5322 section 2.2 excludes it, and servers truncate there.
        if memchr(0, line.text).is_some() {
            self.nul.note(line.number);
        }
    }

    fn report(self, faults: &mut FaultCollector) {
        let Self { bare_cr, bare_lf, nul, too_long } = self;
        if bare_cr.count > 0 {
            faults.add(MESSAGE, texts::submitted_bare_cr(bare_cr.first, bare_cr.count));
        }
        if bare_lf.count > 0 {
            faults.add(MESSAGE, texts::submitted_bare_lf(bare_lf.first, bare_lf.count));
        }
        if nul.count > 0 {
            faults.add(MESSAGE, texts::submitted_nul(nul.first, nul.count));
        }
        if too_long.count > 0 {
            let limit = limits::LINE_OCTETS;
            faults.add(MESSAGE, texts::submitted_line_too_long(too_long.first, too_long.count, limit));
        }
    }
}

/// The header while it is read.
#[derive(Default)]
struct Header<'a> {
    /// The field whose folded lines follow.
    open: Option<Field<'a>>,
    /// More fields are not collected.
    is_full: bool,
    /// The continuation of a malformed line says nothing more.
    is_malformed: bool,
}

impl<'a> Header<'a> {
    fn take(&mut self, bytes: &'a [u8], line: &Line<'a>, faults: &mut FaultCollector, layout: &mut Layout<'a>) {
        if self.is_full {
            return;
        }
        if line.text.starts_with(b" ") || line.text.starts_with(b"\t") {
            return self.take_folded(bytes, line, faults);
        }
        self.close(layout);
        if layout.fields.len() >= limits::SUBMITTED_HEADER_FIELDS {
            faults.add(MESSAGE, texts::submitted_too_many_fields(limits::SUBMITTED_HEADER_FIELDS));
            self.is_full = true;
            layout.is_whole = false;
            return;
        }
        match name_of(line.text) {
            Some(name) => {
                let start = line.range.start;
                let value = &bytes[start + name.len() + 1..start + line.text.len()];
                self.open = Some(Field { name, value, range: line.range.clone(), line: line.number });
                self.is_malformed = false;
            }
            None => {
                let shown = quoted(&String::from_utf8_lossy(shortened(line.text)));
                let is_mbox = line.number == 1
                    && line.text.starts_with(b"From ")
                    && !line.text[5..].trim_ascii_start().starts_with(b":");
                let fault = if is_mbox {
                    texts::submitted_mbox_line(line.number, shown)
                } else {
                    texts::submitted_field_malformed(line.number, shown)
                };
                faults.add(MESSAGE, fault);
                self.is_malformed = true;
                layout.is_whole = false;
            }
        }
    }

    /// A folded line. One of white space only would end the header for some programs (RFC 5322 section 3.2.2).
    fn take_folded(&mut self, bytes: &'a [u8], line: &Line<'a>, faults: &mut FaultCollector) {
        if line.text.trim_ascii().is_empty() {
            faults.add(MESSAGE, texts::submitted_folded_line_blank(line.number));
        }
        match &mut self.open {
            Some(field) => {
                let value_start = field.range.start + field.name.len() + 1;
                field.value = &bytes[value_start..line.range.start + line.text.len()];
                field.range.end = line.range.end;
            }
            None if self.is_malformed => {}
            None => {
                let shown = quoted(&String::from_utf8_lossy(shortened(line.text)));
                faults.add(MESSAGE, texts::submitted_field_malformed(line.number, shown));
                self.is_malformed = true;
            }
        }
    }

    fn close(&mut self, layout: &mut Layout<'a>) {
        layout.fields.extend(self.open.take());
    }

    fn end(mut self, layout: &mut Layout<'a>) {
        self.close(layout);
    }
}

/// The name before the colon: visible ASCII (RFC 5322 section 2.2). White space before the colon is obsolete (section
/// 4.5), and some programs do not read such a field.
fn name_of(line: &[u8]) -> Option<&str> {
    let name = &line[..memchr(b':', line)?];
    let is_valid = !name.is_empty() && name.iter().all(u8::is_ascii_graphic);
    std::str::from_utf8(name).ok().filter(|_| is_valid)
}

/// As much of a line as a fault shows at most.
fn shortened(line: &[u8]) -> &[u8] {
    &line[..line.len().min(300)]
}
