//! Reads a whole message from standard input, like `sendmail -t`: recipients and everything else come from its headers.
//!
//! The server renders the message again, so everything that it writes itself is left out: the MIME structure and trace
//! fields. Bcc becomes recipients and is in no header. Other headers are passed on, including Message-ID and Date.

use std::collections::BTreeMap;

use mail_parser::{Address, MessageParser, MessagePart, MimeHeaders, PartType};

use super::failure::Failure;
use super::message::{Attachment, Calendar, Message};

/// Header fields that the server writes itself, or that belong to an earlier transport of the message.
const LEFT_OUT: [&str; 15] = [
    "from",
    "sender",
    "to",
    "cc",
    "bcc",
    "reply-to",
    "subject",
    "mime-version",
    "return-path",
    "received",
    "dkim-signature",
    "authentication-results",
    "received-spf",
    "delivered-to",
    "idempotency-key",
];
const LEFT_OUT_PREFIXES: [&str; 3] = ["content-", "resent-", "arc-"];

/// The message in the format of the API.
pub(super) fn read(bytes: &[u8]) -> Result<Message, Failure> {
    let parsed = MessageParser::default().parse(bytes).filter(|_| begins_with_a_header(bytes)).ok_or_else(|| {
        Failure::permanent(
            "standard input is not a message: its first line is not a header",
            "Nothing was sent.",
            "With --read-headers the message begins with headers such as \"To: ann@example.com\", followed by a blank \
             line; without it, give --to and --subject.",
        )
    })?;
    let header_text = |name: &str| parsed.header(name.to_owned()).and_then(|value| value.as_text()).map(str::to_owned);
    let texts = |ids: &[u32], is_html: bool| -> Option<String> {
        let bodies = ids.iter().filter_map(|id| match &parsed.part(*id)?.body {
            PartType::Html(text) if is_html => Some(text.as_ref()),
            PartType::Text(text) if !is_html => Some(text.as_ref()),
            _ => None,
        });
        let bodies: Vec<&str> = bodies.collect();
        (!bodies.is_empty()).then(|| bodies.join("\n"))
    };
    let calendar = parsed.attachments().find_map(calendar);
    // The server attaches the calendar object itself.
    let is_attached = |part: &&MessagePart<'_>| calendar.as_ref().is_none_or(|calendar| !is_same(part, calendar));
    let files = parsed.attachments().filter(is_attached).enumerate();
    let attachments = files.map(|(nth, part)| attachment(nth, part)).collect();
    Ok(Message {
        from: parsed.from().map(address_texts).filter(|list| !list.is_empty()).map(|list| list.join(", ")),
        to: parsed.all_to().flat_map(address_texts).collect(),
        cc: parsed.all_cc().flat_map(address_texts).collect(),
        bcc: parsed.all_bcc().flat_map(address_texts).collect(),
        reply_to: parsed.reply_to().map(address_texts).unwrap_or_default(),
        subject: parsed.subject().unwrap_or_default().to_owned(),
        text: texts(&parsed.text_body, false),
        html: texts(&parsed.html_body, true),
        calendar,
        attachments,
        headers: own_headers(&parsed),
        key: header_text("Idempotency-Key").map(|key| key.trim().to_owned()),
    })
}

/// A field name and a colon (RFC 5322 section 2.2); the parser would accept any text as a message without headers.
fn begins_with_a_header(bytes: &[u8]) -> bool {
    let name = bytes.split(|byte| *byte == b':').next().unwrap_or_default();
    !name.is_empty() && name.len() < bytes.len() && name.iter().all(|byte| byte.is_ascii_graphic())
}

/// The addresses as texts; a group is replaced by its members.
fn address_texts(addresses: &Address<'_>) -> Vec<String> {
    let each = addresses.iter().filter_map(|one| {
        let address = one.address()?;
        Some(match one.name().map(str::trim).filter(|name| !name.is_empty()) {
            Some(name) => format!("\"{}\" <{address}>", name.replace('\\', "\\\\").replace('"', "\\\"")),
            None => address.to_owned(),
        })
    });
    each.collect()
}

/// A calendar object that is an alternative of the text (RFC 6047); the parser counts it among the attachments.
fn calendar(part: &MessagePart<'_>) -> Option<Calendar> {
    let kind = part.content_type().filter(|kind| kind.ctype() == "text" && kind.subtype() == Some("calendar"))?;
    let is_file = part.content_disposition().is_some_and(|disposition| disposition.is_attachment());
    let method = kind.attribute("method").map(str::to_owned);
    (!is_file && method.is_some())
        .then(|| Calendar { content: String::from_utf8_lossy(part.contents()).into_owned(), method })
}

fn is_same(part: &MessagePart<'_>, calendar: &Calendar) -> bool {
    let dense = |bytes: &[u8]| bytes.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect::<Vec<_>>();
    dense(part.contents()) == dense(calendar.content.as_bytes())
}

fn attachment(nth: usize, part: &MessagePart<'_>) -> Attachment {
    let content_type = part.content_type().map(|kind| {
        let subtype = kind.subtype().unwrap_or("octet-stream");
        // The parser has converted the text to UTF-8.
        let charset = if part.is_text() { "; charset=utf-8" } else { "" };
        format!("{}/{subtype}{charset}", kind.ctype())
    });
    let name = part.attachment_name().map_or_else(|| format!("attachment-{}", nth + 1), str::to_owned);
    let content_id = part.content_id().map(|id| id.trim_matches(['<', '>']).to_owned());
    match &part.body {
        PartType::Message(message) => Attachment::new(name, content_type, content_id, message.raw_message()),
        _ => Attachment::new(name, content_type, content_id, part.contents()),
    }
}

fn own_headers(parsed: &mail_parser::Message<'_>) -> BTreeMap<String, Vec<String>> {
    let mut headers: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in parsed.headers_raw() {
        let lower = name.to_ascii_lowercase();
        if LEFT_OUT.contains(&lower.as_str()) || LEFT_OUT_PREFIXES.iter().any(|prefix| lower.starts_with(prefix)) {
            continue;
        }
        // A line break is folding, and the spaces after it belong to the value (RFC 5322 section 2.2.3).
        let value = value.replace(['\r', '\n'], "");
        if !value.trim().is_empty() {
            headers.entry(name.to_owned()).or_default().push(value.trim().to_owned());
        }
    }
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Message {
        read(text.as_bytes()).expect("a message")
    }

    #[test]
    fn recipients_are_read_from_the_headers_and_bcc_is_removed() {
        let message = read_text(
            "From: Shop <shop@example.com>\nTo: ann@example.com, \"Bob, B.\" <bob@example.com>\nCc: Team: \
             carol@example.com;\nBcc: dave@example.com\nReply-To: help@example.com\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\n\
             \nHello\n.\nstill here\n",
        );
        assert_eq!(message.from.as_deref(), Some("\"Shop\" <shop@example.com>"));
        assert_eq!(message.to, ["ann@example.com", "\"Bob, B.\" <bob@example.com>"]);
        assert_eq!((message.cc, message.bcc), (vec!["carol@example.com".into()], vec!["dave@example.com".into()]));
        assert_eq!(message.reply_to, ["help@example.com"]);
        assert_eq!(message.subject, "Grüße");
        assert_eq!(message.text.as_deref(), Some("Hello\n.\nstill here\n"));
        assert!(message.headers.is_empty(), "{:?}", message.headers);
    }

    #[test]
    fn headers_are_kept_except_those_that_the_server_writes() {
        let message = read_text(
            "To: ann@example.com\nX-Order: 42  of\n  50\nReferences: <a@b>\n <c@d>\nMessage-ID: <x@y>\nDate: Mon, 1 Jan 2024 \
             00:00:00 +0000\nReceived: from a by b\nMIME-Version: 1.0\nContent-Type: text/plain\nIdempotency-Key: \
             order-42\n\nHello\n",
        );
        let headers: Vec<(&str, &str)> =
            message.headers.iter().map(|(name, values)| (name.as_str(), values[0].as_str())).collect();
        let expected = [
            ("Date", "Mon, 1 Jan 2024 00:00:00 +0000"),
            ("Message-ID", "<x@y>"),
            ("References", "<a@b> <c@d>"),
            ("X-Order", "42  of  50"),
        ];
        assert_eq!(headers, expected);
        assert_eq!(message.key.as_deref(), Some("order-42"));
    }

    #[test]
    fn text_html_images_and_files_are_distinguished() {
        let message = read_text(
            "To: ann@example.com\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: \
             multipart/related; boundary=r\n\n--r\nContent-Type: multipart/alternative; boundary=a\n\n--a\nContent-Type: \
             text/plain\n\nplain\n--a\nContent-Type: text/html\n\n<b>rich</b><img src=\"cid:logo\">\n--a--\n--r\n\
             Content-Type: image/png; name=logo.png\nContent-ID: <logo>\nContent-Transfer-Encoding: base64\n\n\
             iVBORw0KGgo=\n--r--\n--m\nContent-Type: text/csv; charset=iso-8859-1\nContent-Disposition: attachment; \
             filename=a.csv\nContent-Transfer-Encoding: quoted-printable\n\n=E4,b\n--m--\n",
        );
        assert_eq!(message.text.as_deref(), Some("plain"));
        assert_eq!(message.html.as_deref(), Some("<b>rich</b><img src=\"cid:logo\">"));
        let picture =
            Attachment::new("logo.png".into(), Some("image/png".into()), Some("logo".into()), b"\x89PNG\r\n\x1a\n");
        let file = Attachment::new("a.csv".into(), Some("text/csv; charset=utf-8".into()), None, "ä,b".as_bytes());
        assert_eq!(message.attachments, [picture, file]);
    }

    #[test]
    fn an_invitation_remains_a_calendar_object() {
        let object = "BEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR\n";
        let message = read_text(&format!(
            "To: ann@example.com\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: \
             multipart/alternative; boundary=a\n\n--a\nContent-Type: text/plain\n\nplain\n--a\nContent-Type: \
             text/calendar; charset=utf-8; method=REQUEST\n\n{object}\n--a--\n--m\nContent-Type: application/ics; \
             name=invite.ics\nContent-Disposition: attachment; filename=invite.ics\n\n{object}\n--m--\n"
        ));
        let calendar = message.calendar.expect("a calendar object");
        assert_eq!((calendar.content.trim(), calendar.method.as_deref()), (object.trim(), Some("REQUEST")));
        assert_eq!((message.text.as_deref(), message.attachments), (Some("plain"), Vec::new()));
    }

    #[test]
    fn input_that_is_not_a_message_is_refused() {
        for text in ["", "\n\nhello", "hello"] {
            let (message, exit) = read(text.as_bytes()).expect_err("refused").message_and_exit_code();
            assert!(message.contains("--read-headers") && exit == 1, "{text:?}: {message}");
        }
    }
}
