//! The parts of a message (RFC 2045, 2046): text, HTML with its inline images, attachments.
//!
//! ```text
//! multipart/mixed                     where there are attachments
//! ├─ multipart/alternative            where there is HTML
//! │  ├─ text/plain
//! │  └─ multipart/related             where there are inline images (RFC 2387)
//! │     ├─ text/html
//! │     └─ image/png …
//! └─ application/pdf …
//! ```

use mail_builder::{
    headers::{content_type::ContentType, raw::Raw},
    mime::{BodyPart, MimePart},
};

use crate::{Stamp, draft::CheckedAttachment, html_text::text_from_html};

/// Writes the parts after the header, with their own header fields.
pub(super) fn write(
    text: Option<String>,
    html: Option<String>,
    attachments: Vec<CheckedAttachment>,
    stamp: &Stamp,
    out: &mut Vec<u8>,
) {
    let mut boundaries = Boundaries { seed: stamp.unique_text(), made: 0 };
    let (inline, attached): (Vec<_>, Vec<_>) =
        attachments.into_iter().partition(|attachment| html.is_some() && attachment.content_id.is_some());
    let content = content(text, html, inline, &mut boundaries);
    let whole = if attached.is_empty() {
        content.unwrap_or_else(|| leaf("text/plain", ""))
    } else {
        let parts = content.into_iter().chain(attached.into_iter().map(|file| file_part(file, "attachment")));
        boundaries.multipart("multipart/mixed", parts.collect())
    };
    whole.write_part(out);
    if !out.ends_with(b"\r\n") {
        out.extend_from_slice(b"\r\n");
    }
}

/// What is read; `None` for a message of attachments alone.
fn content(
    text: Option<String>,
    html: Option<String>,
    inline: Vec<CheckedAttachment>,
    boundaries: &mut Boundaries,
) -> Option<MimePart<'static>> {
    let Some(html) = html else {
        return text.map(|text| leaf("text/plain", &text));
    };
    let text = text.unwrap_or_else(|| text_from_html(&html));
    let html = leaf("text/html", &html);
    let html = if inline.is_empty() {
        html
    } else {
        let parts = std::iter::once(html).chain(inline.into_iter().map(|file| file_part(file, "inline")));
        boundaries.multipart("multipart/related", parts.collect())
    };
    Some(boundaries.multipart("multipart/alternative", vec![leaf("text/plain", &text), html]))
}

/// A text part in 7bit, quoted-printable or base64, whichever is shortest and safe.
fn leaf(media_type: &'static str, text: &str) -> MimePart<'static> {
    MimePart::new(media_type, BodyPart::Text(with_crlf(text).into()))
}

/// A file, always in base64, so that it arrives octet by octet as it was.
/// The media type is written raw, because mail-builder would put what it takes for text into 7bit with its bare CRs.
fn file_part(file: CheckedAttachment, disposition: &'static str) -> MimePart<'static> {
    let part = MimePart::raw(BodyPart::Binary(file.content.into()))
        .header("Content-Type", Raw::new(file.media_type.as_str().to_owned()))
        .header("Content-Disposition", ContentType::new(disposition).attribute("filename", file.name));
    match file.content_id {
        Some(id) => part.header("Content-ID", Raw::new(format!("<{id}>"))),
        None => part,
    }
}

/// Boundaries from the stamp. `=_` stands in no base64 and no quoted-printable text, and the seed cannot be guessed.
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

/// CRLF for CR, LF and CRLF (RFC 5322 §2.3), and one at the end of a text that is not empty.
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
