//! Tests of whole messages as they are sent.

use mail::{Attachment, Draft, EmailAddress, Mailbox, Stamp, parse_list};

fn stamp() -> Stamp {
    Stamp {
        date: "2026-11-22T19:29:30Z".parse().expect("it is a time"),
        unique: 0x0199_0000_0000_7000_8000_0000_0000_00ab,
        auto_submitted: false,
    }
}

fn sender() -> Mailbox {
    parse_list("Shop <shop@example.com>").expect("it is an address").remove(0)
}

#[track_caller]
fn rendered(draft: Draft) -> String {
    let checked = draft.check().expect("the draft has no fault");
    let message = checked.render(sender(), &[], stamp()).expect("the message is small");
    String::from_utf8(message.bytes.to_vec()).expect("messages are ASCII or UTF-8").replace("\r\n", "\n")
}

fn draft() -> Draft {
    Draft {
        to: vec!["Ann Smith <ann@example.net>".to_owned()],
        subject: "Invoice 42".to_owned(),
        text: Some("Hello Ann,\nthanks.".to_owned()),
        ..Draft::default()
    }
}

#[test]
fn a_plain_text_is_one_part() {
    insta::assert_snapshot!(rendered(draft()));
}

#[test]
fn text_html_images_and_files_are_nested_as_readers_expect() {
    let draft = Draft {
        cc: vec!["\"Müller, Jörg\" <j@example.net>; info@bücher.example".to_owned()],
        bcc: vec!["secret@example.net".to_owned()],
        reply_to: vec!["help@example.com".to_owned()],
        subject: "Grüße aus Köln: Rechnung 42".to_owned(),
        text: None,
        html: Some("<p>Hello <a href=\"https://example.com/\">Ann</a></p><img src=\"cid:logo\">".to_owned()),
        attachments: vec![
            Attachment {
                name: "logo.png".to_owned(),
                content: vec![137, 80, 78, 71],
                content_id: Some("logo".to_owned()),
                content_type: None,
            },
            Attachment { name: "größe 日本.txt".to_owned(), content: b"a\rb\nc".to_vec(), ..Attachment::default() },
        ],
        headers: vec![("X-Order".to_owned(), "42".to_owned())],
        ..draft()
    };
    insta::assert_snapshot!(rendered(draft));
}

#[test]
fn automatic_bcc_is_added_once_to_the_envelope_and_to_no_header() {
    let extra =
        ["archive@example.com", "ann@example.net"].map(|text| EmailAddress::parse(text).expect("it is an address"));
    let checked = draft().check().expect("the draft has no fault");
    assert!(checked.has_recipient(&extra[1]) && !checked.has_recipient(&extra[0]));
    let message = checked.render(sender(), &extra, stamp()).expect("the message is small");
    let envelope: Vec<&str> = message.recipients.iter().map(EmailAddress::expose).collect();
    assert_eq!(envelope, ["ann@example.net", "archive@example.com"]);
    assert!(!String::from_utf8_lossy(&message.bytes).contains("archive"));
}

#[test]
fn fields_that_control_a_sending_service_are_refused_unless_they_are_allowed() {
    let names =
        ["X-SMTPAPI", "x-msys-api", "X-PM-Message-Stream", "X-SES-SOURCE-ARN", "X-MC-Tags", "X-Mailgun-Variables"];
    let draft = |provider_headers| Draft {
        to: vec!["ann@example.com".into()],
        text: Some("Hello".into()),
        headers: names.iter().map(|name| ((*name).to_owned(), "1".to_owned())).collect(),
        provider_headers,
        ..Draft::default()
    };
    let faults = draft(false).check().expect_err("refused").0;
    let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(fields, names.map(|name| format!("headers.{name}")));
    assert!(draft(true).check().is_ok());
    let harmless = Draft { headers: vec![("X-PMX-Version".into(), "1".into())], ..draft(false) };
    assert!(harmless.check().is_ok(), "only names used by services are refused");
}
