//! Arbitrary drafts, checked and rendered.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mail::{Attachment, Calendar, Draft, Message, Stamp, parse_list};

type File = (String, Option<String>, Vec<u8>, Option<String>);
type Input =
    ([Vec<String>; 4], String, [Option<String>; 2], Option<(String, Option<String>)>, Vec<File>, Vec<(String, String)>);

fuzz_target!(|input: Input| {
    let draft = draft(input);
    let headers = draft.headers.len();
    let Some(message) = render(draft.clone()) else { return };
    check_wire_form(&message.bytes);
    check_header(&message.bytes, headers);
    assert_eq!(render(draft).map(|again| again.bytes), Some(message.bytes));
});

/// The first address and some content are fixed, so that most drafts are rendered.
fn draft(([mut to, cc, bcc, reply_to], subject, [text, html], calendar, files, headers): Input) -> Draft {
    to.insert(0, "ann@example.net".to_owned());
    let attachments = files
        .into_iter()
        .map(|(name, content_type, content, content_id)| Attachment { name, content_type, content, content_id })
        .collect();
    let text = text.or_else(|| html.is_none().then(String::new));
    // The first and last line of a calendar object are fixed, because random text would not be accepted as one.
    let calendar = calendar.map(|(inner, method)| Calendar {
        content: format!("BEGIN:VCALENDAR\n{inner}\nEND:VCALENDAR"),
        method: method.or_else(|| Some("REQUEST".to_owned())),
    });
    Draft {
        from: None,
        to,
        cc,
        bcc,
        reply_to,
        subject,
        text,
        html,
        calendar,
        attachments,
        headers,
        provider_headers: false,
    }
}

fn render(draft: Draft) -> Option<Message> {
    let sender = parse_list("Shop <shop@example.com>").expect("it is an address").remove(0);
    let stamp = Stamp { date: jiff::Timestamp::UNIX_EPOCH, unique: 1, auto_submitted: true };
    draft.check().ok()?.render(sender, &[], stamp).ok()
}

fn check_wire_form(bytes: &[u8]) {
    assert!(bytes.ends_with(b"\r\n") && !bytes.contains(&0));
    for line in bytes[..bytes.len() - 2].split(|b| *b == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        assert!(!line.contains(&b'\r') && line.len() <= 998);
    }
    let line_feeds = bytes.iter().filter(|b| **b == b'\n').count();
    assert_eq!(line_feeds, bytes.windows(2).filter(|pair| pair == b"\r\n").count());
}

/// Checks the header: custom fields and at most eleven of owlpost's; no Bcc.
fn check_header(bytes: &[u8], own: usize) {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("the header ends");
    let text = std::str::from_utf8(&bytes[..end]).expect("headers are UTF-8");
    let fields: Vec<&str> = text.split("\r\n").filter(|line| !line.starts_with([' ', '\t'])).collect();
    assert!(fields.len() <= own + 11);
    assert!(fields.iter().all(|field| !field.to_ascii_lowercase().starts_with("bcc:")));
}
