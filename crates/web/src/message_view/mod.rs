//! Reading a mail: text, HTML in a sandboxed frame, source and attachments. Mailbox and outbox show mail through here.
//!
//! The HTML of a mail is untrusted. It has a route of its own whose policy allows no script, no form, no frame and no
//! other origin: images of the mail itself are embedded as `data:` URLs, all others are not loaded. Links open in a
//! new tab without opener and referrer. An attachment is always downloaded, never shown.

use std::borrow::Cow;

use askama::Template;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};
use serde::Deserialize;

use super::error_pages::{PageError, PageResult};
use super::labels::size;
use super::session::Visitor;
use super::translation::{filters, tr, tr_args};
use accounts::audit::MailLocation;
use app::App;

/// The policy of the frame's document.
const FRAME_POLICY: &str = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; form-action 'none'; \
     base-uri 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

/// Maximum bytes of the frame's document with images: enough for every part of a message once. Without it, a mail that
/// refers to one image a thousand times would fill the memory.
const FRAME_BYTES: usize = 48 * 1024 * 1024;

/// Maximum bytes of the source that are shown; all of it can be downloaded. A browser should not lay out 25 MB of
/// Base64.
const SOURCE_SHOWN: usize = 256 * 1024;

/// The tab that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tab {
    Text,
    Html,
    Source,
    Attachments,
}

/// The requested tab.
#[derive(Deserialize)]
pub struct TabQuery {
    pub show: Option<Tab>,
}

/// A mail with its tabs, to be placed on a page.
#[derive(Template)]
#[template(path = "message_view/message.html")]
pub struct MessageView {
    /// The address of the page that shows it.
    page: String,
    tab: Tab,
    headers: Vec<(Cow<'static, str>, String)>,
    body: Body,
    attachments: Vec<AttachmentRow>,
    has_html: bool,
}

/// The content of the open tab.
enum Body {
    Text { text: String, from_html: bool },
    Frame,
    Source { text: String, cut: bool },
    Attachments,
}

struct AttachmentRow {
    number: usize,
    name: String,
    media_type: String,
    size: String,
}

impl MessageView {
    /// `page` is the address of the page; frame, source and attachments are below it.
    pub fn new(page: String, bytes: &[u8], query: Option<Tab>) -> Result<Self, PageError> {
        let message = MessageParser::default().parse(bytes).ok_or(PageError::Unreadable)?;
        let has_html = html_part(&message).is_some();
        let tab = match query {
            Some(Tab::Html) | None if has_html => Tab::Html,
            Some(Tab::Html) | None => Tab::Text,
            Some(other) => other,
        };
        let body = match tab {
            Tab::Text => Body::Text {
                text: message.body_text(0).map(Cow::into_owned).unwrap_or_default(),
                from_html: !has_text(&message),
            },
            Tab::Html => Body::Frame,
            Tab::Source => Body::Source {
                text: String::from_utf8_lossy(&bytes[..bytes.len().min(SOURCE_SHOWN)]).into_owned(),
                cut: bytes.len() > SOURCE_SHOWN,
            },
            Tab::Attachments => Body::Attachments,
        };
        let attachments = message
            .attachments()
            .enumerate()
            .map(|(at, part)| AttachmentRow {
                number: at + 1,
                name: file_name(part, at + 1),
                media_type: media_type(part),
                size: size(part.contents().len()),
            })
            .collect();
        Ok(Self { page, tab, headers: headers(&message), body, attachments, has_html })
    }

    /// Whether the page itself shows text of the mail; HTML is in a frame, which the browser requests separately.
    pub fn shows_text(&self) -> bool {
        matches!(self.body, Body::Text { .. } | Body::Source { .. })
    }

    fn is(&self, tab: Tab) -> bool {
        self.tab == tab
    }
}

/// The header fields that are shown, decoded, each once.
fn headers(message: &Message<'_>) -> Vec<(Cow<'static, str>, String)> {
    let address = |address: Option<&mail_parser::Address<'_>>| {
        let addresses = address.map(|address| address.iter().map(address_words).collect::<Vec<_>>());
        addresses.unwrap_or_default().join(", ")
    };
    [
        (tr("reading-from"), address(message.from())),
        (tr("reading-to"), address(message.to())),
        (tr("reading-cc"), address(message.cc())),
        (tr("reading-reply-to"), address(message.reply_to())),
        ("Message-ID".into(), message.message_id().unwrap_or_default().to_owned()),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .collect()
}

fn address_words(address: &mail_parser::Addr<'_>) -> String {
    match (address.name(), address.address()) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (name, address) => address.or(name).unwrap_or_default().to_owned(),
    }
}

/// Returns a response with text of a mail and records the reading in the audit log, whatever part is read.
pub async fn noted(app: &App, visitor: &Visitor, mail: MailLocation, answer: PageResult) -> PageResult {
    let answer = answer?;
    app.audit.mail_read(&visitor.actor(), &visitor.account.id.to_string(), mail).await;
    Ok(answer)
}

/// The document for the frame.
pub fn frame(bytes: &[u8]) -> PageResult {
    let message = MessageParser::default().parse(bytes).ok_or(PageError::Unreadable)?;
    let html = html_part(&message).ok_or(PageError::NotFound)?;
    Ok(document(&with_embedded_images(&without_external_elements(html), &message, FRAME_BYTES)))
}

/// HTML as the document of a frame, under the frame's policy.
pub fn document(html: &str) -> Response {
    let headers = [(header::CONTENT_SECURITY_POLICY, FRAME_POLICY), (header::CONTENT_TYPE, "text/html; charset=utf-8")];
    (headers, links_in_new_tabs(html)).into_response()
}

/// The source as a file.
pub fn source(bytes: impl IntoResponse) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "message/rfc822"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"message.eml\""),
    ];
    (headers, bytes).into_response()
}

/// An attachment as a file; the first has number 1.
pub fn attachment(bytes: &[u8], number: usize) -> PageResult {
    let message = MessageParser::default().parse(bytes).ok_or(PageError::Unreadable)?;
    let part = number.checked_sub(1).and_then(|at| message.attachments().nth(at)).ok_or(PageError::NotFound)?;
    let disposition = scripting::files::disposition(&file_name(part, number));
    // The media type was chosen by the sender; a browser that sniffs or shows it could run a script in our origin.
    let headers =
        [(header::CONTENT_TYPE, "application/octet-stream".to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, part.contents().to_vec()).into_response())
}

fn html_part<'m>(message: &'m Message<'_>) -> Option<&'m str> {
    message.html_bodies().find_map(|part| match &part.body {
        PartType::Html(html) => Some(html.as_ref()),
        _ => None,
    })
}

fn has_text(message: &Message<'_>) -> bool {
    message.text_bodies().any(|part| matches!(part.body, PartType::Text(_)))
}

fn file_name(part: &MessagePart<'_>, number: usize) -> String {
    let name: String = part.attachment_name().unwrap_or_default().chars().filter(|c| !is_deceiving(*c)).collect();
    match name.trim() {
        "" => tr_args("reading-unnamed", &[("number", number.into())]).into_owned(),
        name => name.to_owned(),
    }
}

/// Control characters, and characters that change the text direction: `invoice\u{202e}fdp.exe` looks like a PDF.
fn is_deceiving(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn media_type(part: &MessagePart<'_>) -> String {
    part.content_type().map_or_else(
        || tr("reading-unknown-type").into_owned(),
        |kind| kind.subtype().map_or_else(|| kind.ctype().to_owned(), |subtype| format!("{}/{subtype}", kind.ctype())),
    )
}

/// Removes elements that make a browser contact another server without loading anything, which no policy forbids:
/// `<link>` can resolve a host or open a connection, which reveals to its owner that the mail was read. `<meta>` is
/// removed as well: it could set another charset or redirect.
fn without_external_elements(html: &str) -> String {
    let lower = html.to_ascii_lowercase();
    let mut out = String::with_capacity(html.len());
    let mut copied = 0;
    for (at, _) in lower.match_indices('<') {
        if ["link", "meta"].iter().any(|name| lower[at + 1..].starts_with(name)) {
            out.push_str(&html[copied..=at]);
            // Renamed: an element that no browser knows has no effect.
            out.push_str("x-");
            copied = at + 1;
        }
    }
    out + &html[copied..]
}

/// Embeds the mail's own images in place of `cid:` references (RFC 2392), up to `most` bytes; further images are left
/// out.
fn with_embedded_images(html: &str, message: &Message<'_>, most: usize) -> String {
    let mut html = html.to_owned();
    for part in &message.parts {
        let (Some(id), Some(kind)) = (part.content_id().filter(|id| !id.is_empty()), image_type(part)) else {
            continue;
        };
        let name = format!("cid:{id}");
        let named = html.matches(&name).count();
        if named == 0 {
            continue;
        }
        let access = most.saturating_sub(html.len());
        let one = "data:;base64,".len() + kind.len() + part.contents().len().div_ceil(3) * 4;
        let picture = match access / one {
            0 => continue,
            _ => format!("data:{kind};base64,{}", BASE64_STANDARD.encode(part.contents())),
        };
        html = html.replacen(&name, &picture, access / one);
    }
    html
}

/// Only image types that cannot contain a script.
fn image_type(part: &MessagePart<'_>) -> Option<&'static str> {
    let kind = part.content_type()?;
    if !kind.ctype().eq_ignore_ascii_case("image") {
        return None;
    }
    match kind.subtype()?.to_ascii_lowercase().as_str() {
        "png" => Some("image/png"),
        "jpeg" | "jpg" => Some("image/jpeg"),
        "gif" => Some("image/gif"),
        "webp" => Some("image/webp"),
        _ => None,
    }
}

/// Makes links open in a new tab, because a link must not replace the frame. The element is inserted after a doctype:
/// before it, it would change the layout of the mail.
fn links_in_new_tabs(html: &str) -> String {
    const NEW_TABS: &str = "<base target=\"_blank\">";
    let lower = html.to_ascii_lowercase();
    let head = lower
        .match_indices("<head")
        .find(|(at, _)| matches!(lower.as_bytes().get(at + 5), Some(b'>' | b' ' | b'\n' | b'\r' | b'\t')));
    let end = head.and_then(|(at, _)| lower[at..].find('>').map(|end| at + end + 1));
    match end {
        Some(end) => format!("{}{NEW_TABS}{}", &html[..end], &html[end..]),
        None => format!("{NEW_TABS}{html}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIL: &[u8] = b"From: Ann <ann@example.com>\r\nTo: bob@example.com\r\nSubject: Hello\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n\
        <!doctype html><html><head><title>t</title></head><body><img src=\"cid:owl@example.com\">\
        <img src=\"https://tracker.example/p.gif\"></body></html>\r\n--x\r\nContent-Type: image/png\r\n\
        Content-ID: <owl@example.com>\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC\r\n--x\r\n\
        Content-Type: text/html; name=\"evil.html\"\r\n\
        Content-Disposition: attachment; filename*=UTF-8''R%C3%A4tsel%2F%22.html\r\n\r\n<script>alert(1)</script>\r\n--x--\r\n";

    async fn text_of(response: Response) -> String {
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.expect("a body");
        String::from_utf8(bytes.to_vec()).expect("text")
    }

    #[tokio::test]
    async fn the_frame_shows_only_images_of_the_mail() {
        let response = frame(MAIL).expect("a frame");
        let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().expect("text").to_owned();
        assert!(policy.contains("default-src 'none'") && policy.contains("sandbox"), "{policy}");
        assert!(!policy.contains("allow-scripts") && !policy.contains("allow-same-origin"), "{policy}");
        let html = text_of(response).await;
        assert!(html.contains("src=\"data:image/png;base64,AAEC\""), "{html}");
        assert!(html.starts_with("<!doctype html><html><head><base target=\"_blank\">"), "{html}");
    }

    #[tokio::test]
    async fn an_attachment_is_downloaded_and_never_shown() {
        let number = 1 + MessageParser::default()
            .parse(MAIL)
            .expect("a mail")
            .attachments()
            .position(|part| part.attachment_name().is_some_and(|name| name.ends_with(".html")))
            .expect("the attachment");
        let response = attachment(MAIL, number).expect("an attachment");
        assert_eq!(response.headers()[header::CONTENT_TYPE], "application/octet-stream");
        assert_eq!(
            response.headers()[header::CONTENT_DISPOSITION],
            "attachment; filename=\"R_tsel__.html\"; filename*=UTF-8''R%C3%A4tsel%2F%22.html"
        );
        assert_eq!(text_of(response).await, "<script>alert(1)</script>");
    }

    #[test]
    fn an_unknown_attachment_is_not_found() {
        for number in [0, 9] {
            assert!(matches!(attachment(MAIL, number), Err(PageError::NotFound)), "{number}");
        }
    }

    #[test]
    fn a_mail_without_html_opens_as_text() {
        let reading = MessageView::new("/mailbox/1".into(), b"Subject: x\r\n\r\nHello <b>\r\n", None).expect("a mail");
        assert_eq!(reading.tab, Tab::Text);
        let html = reading.render().expect("a page");
        assert!(html.contains("Hello &#60;b&#62;"), "{html}");
    }

    #[test]
    fn an_image_referred_to_a_thousand_times_does_not_fill_memory() {
        let mail = String::from_utf8_lossy(MAIL)
            .replace("<img src=\"cid:owl@example.com\">", &"cid:owl@example.com ".repeat(1000));
        let message = MessageParser::default().parse(mail.as_bytes()).expect("a mail");
        let html = html_part(&message).expect("HTML");
        let most = html.len() + 200;
        let shown = with_embedded_images(html, &message, most);
        assert!(shown.len() <= most, "{}", shown.len());
        assert!(shown.contains("data:image/png;base64,AAEC cid:owl@example.com "), "{shown}");
    }

    #[test]
    fn elements_that_contact_other_servers_are_removed() {
        for (html, expected) in [
            ("<LINK rel=preconnect href=//evil.example>x", "<x-LINK rel=preconnect href=//evil.example>x"),
            ("a<meta http-equiv=refresh content=0>b<p>c", "a<x-meta http-equiv=refresh content=0>b<p>c"),
            ("<é<", "<é<"),
        ] {
            assert_eq!(without_external_elements(html), expected);
        }
    }

    #[test]
    fn html_without_a_head_starts_with_its_base() {
        for (html, expected) in [
            ("<p>x", "<base target=\"_blank\"><p>x"),
            ("<header>x</header>", "<base target=\"_blank\"><header>x</header>"),
            ("<HEAD lang=en>x", "<HEAD lang=en><base target=\"_blank\">x"),
        ] {
            assert_eq!(links_in_new_tabs(html), expected);
        }
    }
}
