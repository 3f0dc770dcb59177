//! The parts of a message (RFC 2045, 2046): text, HTML with its inline images, attachments.
//!
//! ```text
//! multipart/mixed                     if there are attachments or a calendar object
//! ├─ multipart/alternative            if there is HTML or a calendar object
//! │  ├─ text/plain
//! │  ├─ multipart/related             if there are inline images (RFC 2387)
//! │  │  ├─ text/html
//! │  │  └─ image/png …
//! │  └─ text/calendar; method=REQUEST if there is a calendar object (RFC 6047)
//! ├─ application/ics                  the calendar object as a file, for mail clients without a calendar
//! └─ application/pdf …
//! ```

use mail_builder::{
    headers::{content_type::ContentType, raw::Raw},
    mime::{BodyPart, MimePart},
};

use crate::Stamp;
use crate::draft::{CheckedAttachment, CheckedCalendar};
use crate::html_text::{named_content_ids, text_from_html};

/// The file name of a calendar object.
const CALENDAR_FILE: &str = "invite.ics";

/// The content of a message without its header.
pub(super) struct Content {
    pub(super) text: Option<String>,
    pub(super) html: Option<String>,
    pub(super) calendar: Option<CheckedCalendar>,
    pub(super) attachments: Vec<CheckedAttachment>,
}

impl Content {
    /// Writes the parts after the header, with their own header fields.
    pub(super) fn write(self, stamp: &Stamp, out: &mut Vec<u8>) {
        let Self { text, html, calendar, attachments } = self;
        let mut boundaries = Boundaries { seed: stamp.unique_text(), made: 0 };
        let named = named_content_ids(html.as_deref().unwrap_or_default());
        let (inline, attached): (Vec<_>, Vec<_>) = attachments
            .into_iter()
            .partition(|attachment| attachment.content_id.as_ref().is_some_and(|id| named.contains(id)));
        let file = calendar.as_ref().map(|calendar| calendar_file(&calendar.content));
        let attached: Vec<_> =
            file.into_iter().chain(attached.into_iter().map(|file| file_part(file, "attachment"))).collect();
        let content = readable(text, html, inline, calendar, &mut boundaries);
        let whole = if attached.is_empty() {
            content.unwrap_or_else(|| leaf("text/plain", ""))
        } else {
            boundaries.multipart("multipart/mixed", content.into_iter().chain(attached).collect())
        };
        whole.write_part(out);
        if !out.ends_with(b"\r\n") {
            out.extend_from_slice(b"\r\n");
        }
    }
}

/// The parts that are read as the text of the message; `None` for a message that consists only of attachments.
fn readable(
    text: Option<String>,
    html: Option<String>,
    inline: Vec<CheckedAttachment>,
    calendar: Option<CheckedCalendar>,
    boundaries: &mut Boundaries,
) -> Option<MimePart<'static>> {
    if html.is_none() && calendar.is_none() {
        return text.map(|text| leaf("text/plain", &text));
    }
    let text = text.or_else(|| html.as_deref().map(text_from_html)).unwrap_or_default();
    let mut alternatives = vec![leaf("text/plain", &text)];
    alternatives.extend(html.map(|html| {
        let html = leaf("text/html", &html);
        if inline.is_empty() {
            return html;
        }
        let parts = std::iter::once(html).chain(inline.into_iter().map(|file| file_part(file, "inline")));
        boundaries.multipart("multipart/related", parts.collect())
    }));
    // Mail clients prefer the last alternative that they support (RFC 2046 section 5.1.4).
    alternatives.extend(calendar.map(|calendar| {
        let media_type =
            ContentType::new("text/calendar").attribute("charset", "utf-8").attribute("method", calendar.method);
        MimePart::new(media_type, BodyPart::Text(with_crlf(&calendar.content).into()))
    }));
    Some(boundaries.multipart("multipart/alternative", alternatives))
}

/// The calendar object as a file. The type is not text/calendar, or some programs would show the invitation twice.
fn calendar_file(content: &str) -> MimePart<'static> {
    MimePart::raw(BodyPart::Binary(with_crlf(content).into_bytes().into()))
        .header("Content-Type", ContentType::new("application/ics").attribute("name", CALENDAR_FILE))
        .header("Content-Disposition", ContentType::new("attachment").attribute("filename", CALENDAR_FILE))
}

/// A text part in 7bit, quoted-printable or base64, whichever is shortest and safe.
pub(crate) fn leaf(media_type: &'static str, text: &str) -> MimePart<'static> {
    MimePart::new(media_type, BodyPart::Text(with_crlf(text).into()))
}

/// A file, always in base64, so that its octets arrive unchanged. The media type is written raw, because mail-builder
/// would encode text types as 7bit, including bare CRs.
fn file_part(file: CheckedAttachment, disposition: &'static str) -> MimePart<'static> {
    let part = MimePart::raw(BodyPart::Binary(file.content.into()))
        .header("Content-Type", Raw::new(file.media_type.as_str().to_owned()))
        .header("Content-Disposition", ContentType::new(disposition).attribute("filename", file.name));
    match file.content_id {
        Some(id) => part.header("Content-ID", Raw::new(format!("<{id}>"))),
        None => part,
    }
}

/// Makes boundaries from the stamp. `=_` does not occur in base64 or quoted-printable text, and the seed cannot be
/// guessed.
struct Boundaries {
    seed: String,
    made: usize,
}

impl Boundaries {
    fn multipart(&mut self, media_type: &'static str, parts: Vec<MimePart<'static>>) -> MimePart<'static> {
        self.made += 1;
        let boundary = format!("=_{}_{}", self.seed, self.made);
        let mut content_type = ContentType::new(media_type).attribute("boundary", boundary);
        if media_type == "multipart/related" {
            content_type = content_type.attribute("type", "text/html");
        }
        MimePart::new(content_type, parts)
    }
}

/// Replaces CR, LF and CRLF by CRLF (RFC 5322 §2.3), and adds one at the end of a text that is not empty.
fn with_crlf(text: &str) -> String {
    let mut lines = String::with_capacity(text.len() + text.len() / 32 + 2);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                lines.push_str("\r\n");
            }
            '\n' => lines.push_str("\r\n"),
            _ => lines.push(c),
        }
    }
    if !lines.is_empty() && !lines.ends_with("\r\n") {
        lines.push_str("\r\n");
    }
    lines
}
