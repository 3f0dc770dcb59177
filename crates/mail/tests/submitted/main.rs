//! Messages that clients made themselves: what is refused and why, what is changed, and that nothing else is.

mod authors;

use mail::submitted::{CheckedSubmission, Envelope, Handover, Protocol, Received, Recipient, SmtpProtocol, Submitted};
use mail::{EmailAddress, Faults, Mailbox, Message, ReversePath, Stamp, limits};
use proptest::{collection::vec, prelude::*};

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).expect("an address")
}

fn envelope(recipients: &[&str]) -> Envelope {
    Envelope {
        sender: Some(address("ann@example.com").into()),
        recipients: Some(recipients.iter().map(|text| Recipient::from(address(text))).collect()),
        ..Envelope::default()
    }
}

fn submitted(bytes: impl Into<Vec<u8>>, envelope: Envelope) -> Submitted {
    let with = Protocol::Smtp(SmtpProtocol { extended: true, tls: true, authenticated: true, utf8: false });
    let received = Received { by: "mail.example.com".into(), with, from: None };
    Submitted { envelope, bytes: bytes.into(), received, provider_headers: false, default_domain: None }
}

/// In a transaction with SMTPUTF8.
fn submitted_in_utf8(bytes: impl Into<Vec<u8>>) -> Submitted {
    let mut submitted = submitted(bytes, envelope(&["bob@example.org"]));
    submitted.received.with = Protocol::Smtp(SmtpProtocol { extended: true, utf8: true, ..SmtpProtocol::default() });
    submitted
}

fn checked(bytes: impl Into<Vec<u8>>) -> Result<CheckedSubmission, Faults> {
    submitted(bytes, envelope(&["bob@example.org"])).check()
}

fn stamp() -> Stamp {
    Stamp { date: "2026-12-01T10:00:00Z".parse().expect("a time"), unique: 7, auto_submitted: false }
}

/// Sent as its client asked, from the configured author where it has none.
fn finished(checked: CheckedSubmission) -> Message {
    let sender = checked.sender().cloned().unwrap_or(ReversePath::NULL);
    let from = checked.from().is_empty().then(|| address("shop@example.com").into());
    let handover = Handover { sender, from, copies: Vec::new() };
    checked.finish(handover, &stamp()).expect("it is small")
}

/// With CRLF line ends.
fn crlf(text: &str) -> String {
    text.replace('\n', "\r\n")
}

/// The faults as `field: code (arguments)`.
#[track_caller]
fn check_faults(bytes: impl Into<Vec<u8>>, expected: &[&str]) {
    let faults = checked(bytes).expect_err("it is refused").0;
    let shown: Vec<String> = faults.iter().map(|fault| format!("{}: {}", fault.field, fault.text)).collect();
    assert_eq!(shown, expected);
}

const FROM: &str = "From: ann@example.com\r\n";

#[test]
fn only_crlf_ends_a_line_and_the_first_other_one_is_named() {
    check_faults(
        "From: ann@example.com\nSubject: x\r\n\r\nHello\n\nBye\n",
        &["message: submitted_bare_lf (line: 1, count: 4)"],
    );
    check_faults(format!("{FROM}\r\nHello\rBye\r\n.\r.\r\n"), &["message: submitted_bare_cr (line: 3, count: 2)"]);
    check_faults(format!("{FROM}\r\nHello\r\r\n"), &["message: submitted_bare_cr (line: 3, count: 1)"]);
    check_faults(
        format!("{FROM}\r\nHe\nllo\rBye\0\r\n"),
        &[
            "message: submitted_bare_cr (line: 4, count: 1)",
            "message: submitted_bare_lf (line: 3, count: 1)",
            "message: submitted_nul (line: 5, count: 1)",
        ],
    );
}

#[test]
fn lines_and_the_header_have_limits() {
    let long = "x".repeat(limits::LINE_OCTETS);
    assert!(checked(format!("{FROM}\r\n{long}\r\n")).is_ok());
    check_faults(
        format!("{FROM}\r\n{long}x\r\n{long}\r\n{long}y\r\n"),
        &["message: submitted_line_too_long (line: 3, count: 2, limit: 998)"],
    );
    check_faults(
        format!("{FROM}Subject: {long}\r\n\r\n"),
        &["message: submitted_line_too_long (line: 2, count: 1, limit: 998)"],
    );
    let many = "X: y\r\n".repeat(limits::SUBMITTED_HEADER_FIELDS);
    check_faults(format!("{FROM}{many}\r\n"), &["message: submitted_too_many_fields (limit: 1000)"]);
    let wide = format!("X: {}\r\n", "y".repeat(900)).repeat(300);
    check_faults(format!("{FROM}{wide}\r\n"), &["message: submitted_header_too_large (size: 272, limit: 256)"]);
}

#[test]
fn a_line_of_the_header_is_a_field() {
    check_faults(
        format!("{FROM}Hello Bob\r\n continued\r\nX : y\r\n: z\r\n\r\n"),
        &[
            "message: submitted_field_malformed (line: 2, value: `Hello Bob`)",
            "message: submitted_field_malformed (line: 4, value: `X : y`)",
            "message: submitted_field_malformed (line: 5, value: `: z`)",
        ],
    );
    check_faults(
        format!("From ann Mon Nov 30\r\n{FROM}\r\n"),
        &["message: submitted_mbox_line (line: 1, value: `From ann Mon Nov 30`)"],
    );
    for line in ["From : ann@example.com", "From :", "From\t: x"] {
        let faults = checked(format!("{line}\r\n\r\n")).expect_err("it is refused").0;
        assert_eq!(faults[0].text.code(), "submitted_field_malformed", "{line}");
    }
    check_faults(format!(" folded\r\n{FROM}\r\n"), &["message: submitted_field_malformed (line: 1, value: ` folded`)"]);
    check_faults(
        format!("{FROM}Subject: x\r\n \t\r\nBcc: eve@example.net\r\n\r\n"),
        &["message: submitted_folded_line_blank (line: 3)"],
    );
    check_faults(
        [FROM.as_bytes(), b"Subject: M\xFCnzen\r\n\r\nM\xFCnzen\r\n"].concat(),
        &["headers.Subject: submitted_field_not_utf8 (line: 2)"],
    );
}

#[test]
fn a_message_that_comes_back_is_in_a_loop() {
    let own = "Received: by mail.example.com with ESMTPSA id\r\n 00000000-0000-0000-0000-000000000007; Tue, 1 Dec 2026 10:00:00 +0000\r\n";
    let with = |field: &str, count: usize| checked(format!("{}{FROM}\r\n", field.repeat(count)));
    let refused = |field: &str, count: usize| with(field, count).expect_err("a loop").to_string();
    assert!(with(own, 3).is_ok());
    assert_eq!(refused(own, 4), "message: submitted_loop (count: 4, own: 4)");
    let client = own.replace("by mail", "from scanner ([192.0.2.1]) by mail");
    assert_eq!(refused(&client, 4), "message: submitted_loop (count: 4, own: 4)");
    let other = own.replace("mail.example.com", "mx.example.com");
    assert!(with(&other, 100).is_ok());
    assert_eq!(refused(&other, 101), "message: submitted_loop (count: 101, own: 0)");
    // What is written and read is the same.
    let mut message = format!("{FROM}\r\nHello\r\n").into_bytes();
    for _ in 0..4 {
        message = finished(checked(message).expect("not yet")).bytes.to_vec();
    }
    assert_eq!(checked(message).expect_err("a loop").to_string(), "message: submitted_loop (count: 4, own: 4)");
}

/// RFC 6531: UTF-8 in the header needs SMTPUTF8, which the API has no word for.
#[test]
fn a_header_in_utf8_needs_smtputf8() {
    let text = format!("{FROM}Subject: M\u{fc}nzen\r\n\r\n");
    check_faults(text.clone(), &["headers.Subject: submitted_needs_smtputf8 (line: 2)"]);
    assert!(submitted_in_utf8(text.clone()).check().is_ok());
    let mut by_api = submitted(text, envelope(&["bob@example.org"]));
    by_api.received.with = Protocol::Http;
    assert!(by_api.check().is_ok());
    assert!(checked(format!("{FROM}Bcc: j\u{f6}rg@example.org\r\n\r\nM\u{fc}nzen\r\n")).is_ok());
}

#[test]
fn a_field_of_which_there_is_one_is_not_repeated() {
    check_faults(
        format!("{FROM}To: a@example.com\r\nSubject: x\r\nTO: b@example.com\r\nfrom: c@example.com\r\n\r\n"),
        &[
            "message: submitted_field_repeated (name: From, line: 1, second: 5)",
            "message: submitted_field_repeated (name: To, line: 2, second: 4)",
        ],
    );
    assert!(checked(format!("{FROM}Received: a\r\nReceived: b\r\nComments: a\r\nComments: b\r\n\r\n")).is_ok());
}

#[test]
fn fields_that_control_a_sending_service_need_a_scope() {
    let bytes = format!("{FROM}x-smtpapi: {{\"to\":[\"eve@example.net\"]}}\r\n\r\n");
    check_faults(bytes.clone(), &["headers.x-smtpapi: header_controls_provider (name: `x-smtpapi`)"]);
    let allowed = Submitted { provider_headers: true, ..submitted(bytes, envelope(&["bob@example.org"])) };
    assert!(allowed.check().is_ok());
}

#[test]
fn an_envelope_that_the_client_does_not_give_is_that_of_the_header() {
    let header = "From: Ann <ann@example.com>\nTo: Bob <bob@example.org>, Team: carol@example.org;\nCc: bob@example.org\n\
                  Bcc: dave@example.org\nResent-To: eve@example.net\n\nTo: body@example.net\n";
    let found = submitted(crlf(header), Envelope::default()).check().expect("no faults");
    let message = finished(found);
    assert_eq!(message.sender, address("ann@example.com").into());
    let recipients = ["bob@example.org", "carol@example.org", "dave@example.org"].map(address);
    assert_eq!(message.recipients, recipients);
    assert_eq!((message.fields.to, message.fields.cc, message.fields.bcc), (2, 0, 1));

    // Nobody is left out silently.
    let faults = submitted(crlf("From: ann@example.com\nTo: ann@example.net, root\n\n"), Envelope::default()).check();
    assert_eq!(faults.expect_err("root").to_string(), "headers.To: address_without_at (value: `root`)");
    let faults =
        submitted(crlf("From: ann@example.com\nTo: undisclosed-recipients:;\n\n"), Envelope::default()).check();
    assert_eq!(faults.expect_err("nobody").to_string(), "recipient: submitted_without_recipient");
    assert!(checked(crlf("From: ann@example.com\nTo: root, \"\n\n")).is_ok(), "the envelope counts where there is one");
}

#[test]
fn recipients_are_ordered_and_counted_by_the_fields_that_name_them() {
    let header = "From: ann@example.com\nTo: a@example.org, x@example.org\nCc: c@example.org\n\n";
    let recipients = ["b@example.org", "c@example.org", "a@example.org", "b@example.org"];
    let checked = submitted(crlf(header), envelope(&recipients)).check().expect("no faults");
    let copies = vec![address("archive@example.com"), address("c@example.org")];
    let message = checked.finish(Handover { sender: ReversePath::NULL, from: None, copies }, &stamp());
    let message = message.expect("it is small");
    let expected = ["a@example.org", "c@example.org", "b@example.org", "archive@example.com"].map(address);
    assert_eq!(message.recipients, expected);
    assert_eq!((message.fields.to, message.fields.cc, message.fields.bcc), (1, 1, 1));
    assert!(message.sender.is_null());
}

/// What comes out, without the Received field, which is on top.
fn text(message: &Message) -> String {
    let text = String::from_utf8(message.bytes.to_vec()).expect("UTF-8");
    assert!(text.starts_with("Received: by mail.example.com with ESMTPSA id\r\n 00000000-"), "{text}");
    let end = text.find("+0000\r\n").expect("the end of Received") + "+0000\r\n".len();
    text[end..].replace("\r\n", "\n")
}

#[test]
fn only_what_is_missing_is_added_and_only_blind_copies_are_removed() {
    let given = "X-First:  two  spaces \nDate: some day\nSubject: a\n\tb\nmessage-id: <1@host>\nFrom: ann@example.com\n\
                 MIME-Version: 1.0\n\n--\n\n.\n..\nBcc: body@example.net\n\n";
    let message = finished(checked(crlf(given)).expect("no faults"));
    assert_eq!(text(&message), given);
    assert_eq!((message.message_id.as_str(), message.subject.as_str()), ("1@host", "a b"));

    let given = "BCC: a@example.org,\n b@example.org\nFrom: ann@example.com\nResent-Bcc: c@example.org\nReturn-Path: <>\n\
                 X-Bcc: stays\nIdempotency-Key: k-1\n\nHello";
    let found = checked(crlf(given)).expect("no faults");
    assert_eq!(found.idempotency_key(), Some("k-1"));
    let message = finished(found);
    let added = "Date: Tue, 1 Dec 2026 10:00:00 +0000\nMessage-ID: <00000000000000000000000000000007@example.com>\n";
    assert_eq!(
        text(&message),
        format!("{added}From: ann@example.com\nX-Bcc: stays\n\nHello\n"),
        "the last line is ended"
    );
    assert!(!message.smtputf8 && !message.eight_bit);

    let message = finished(checked("From: ann@example.com").expect("a message may have no body"));
    assert_eq!(text(&message), format!("{added}From: ann@example.com\n"));
}

#[test]
fn from_is_replaced_where_it_has_to_be() {
    let own = || Mailbox { name: mail::DisplayName::parse("Shop").ok(), address: address("shop@example.com") };
    let sent = |header: &str| {
        let checked = checked(crlf(&format!("Date: x\nMessage-ID: <1@a>\n{header}\n\nHi\n"))).expect("no faults");
        let handover = Handover { sender: own().address.into(), from: Some(own()), copies: Vec::new() };
        let message = checked.finish(handover, &stamp()).expect("it is small");
        assert_eq!(message.from, address("shop@example.com"));
        let text = text(&message);
        let header = text.strip_prefix("Date: x\nMessage-ID: <1@a>\n").and_then(|text| text.strip_suffix("\n\nHi\n"));
        header.expect("the rest is untouched").to_owned()
    };
    assert_eq!(
        sent("Subject: x\nFrom: \"B, Ann\"\n <ann@example.com>\nX: y"),
        "Subject: x\nFrom: Shop <shop@example.com>\nReply-To: \"B, Ann\" <ann@example.com>\nX: y"
    );
    assert_eq!(
        sent("Reply-To: c@example.org\nFrom: ann@example.com, b@example.com\nSender: b@example.com\nX: y"),
        "Reply-To: c@example.org\nFrom: Shop <shop@example.com>\nX: y"
    );
    assert_eq!(
        sent("Sender: b@example.com\nFrom: ann@example.com, b@example.com"),
        "From: Shop <shop@example.com>\nReply-To: ann@example.com, b@example.com"
    );
}

#[test]
fn the_extensions_that_it_needs_are_those_of_its_octets() {
    let needs = |bytes: &[u8]| {
        let message = finished(submitted_in_utf8([FROM.as_bytes(), bytes].concat()).check().expect("no faults"));
        (message.smtputf8, message.eight_bit)
    };
    assert_eq!(needs(b"\r\nHello\r\n"), (false, false));
    assert_eq!(needs(b"\r\nM\xFCnzen\r\n"), (false, true));
    assert_eq!(needs("Subject: Münzen\r\n\r\n".as_bytes()), (true, true));
    let removed = "Bcc: jörg@example.org\r\n\r\nHello\r\n".as_bytes();
    assert_eq!(needs(removed), (false, false), "what is removed needs nothing");
    let to = finished(submitted(format!("{FROM}\r\n"), envelope(&["jörg@example.org"])).check().expect("no faults"));
    assert_eq!((to.smtputf8, to.eight_bit), (true, false));
}

/// The family of CVE-2023-51764: what some servers read as the end of a message.
#[test]
fn what_smuggles_a_second_message_is_refused() {
    let second =
        "MAIL FROM:<eve@example.net>\r\nRCPT TO:<bob@example.org>\r\nDATA\r\nFrom: eve@example.net\r\n\r\nHi\r\n";
    for end in [
        "\n.\n",
        "\n.\r\n",
        "\r\n.\n",
        "\r.\r",
        "\r.\r\n",
        "\r\n.\r",
        "\n.\r",
        "\r.\n",
        "\r\n\0.\r\n",
        "\r\n.\0\r\n",
        "\r\r\n.\r\n",
        "\r\n\r.\r\n",
        "\n\n.\r\n",
    ] {
        for message in [format!("{FROM}\r\nHello{end}{second}"), format!("{FROM}Subject: x{end}{second}")] {
            assert!(checked(message).is_err(), "{end:?}");
        }
    }
    // With proper line ends a dot is text: the client side of SMTP doubles it.
    let message = format!("Date: x\r\nMessage-ID: <1@a>\r\n{FROM}\r\nHello\r\n.\r\n{second}");
    assert!(finished(checked(message.clone()).expect("no faults")).bytes.ends_with(message.as_bytes()));
}

#[test]
fn hostile_headers_are_refused() {
    for (header, expected) in [
        ("X: y\r\n".repeat(100_000), "submitted_too_many_fields"),
        (format!("X: {}\r\n", "y".repeat(30_000_000)), "draft_too_large"),
        (format!("Subject: {}\r\n", "=?utf-8?Q?a".repeat(90_000)), "submitted_line_too_long"),
        (format!("From: {}\r\n", "(".repeat(900)), "address_"),
        (format!("Sender: a@example.com{}\r\n", "\r\n (((((((((((((((".repeat(10_000)), "address_"),
        (format!("From: {}\r\n", "\"\\".repeat(450)), "address_"),
        ("X:\r\n".repeat(999) + &" \r\n".repeat(60_000), "submitted_folded_line_blank"),
    ] {
        let from = if header.starts_with("From") { "" } else { FROM };
        let faults = checked(format!("{from}{header}\r\n")).expect_err(expected).0;
        assert!(faults.iter().any(|fault| fault.text.code().starts_with(expected)), "{expected}: {faults:?}");
        assert!(faults.len() <= limits::FAULTS);
    }
    // Deep comments in a field that is not judged.
    let deep = format!("{FROM}To:{}\r\n\r\n", "\r\n ((((((((((((((((,,,,,,,".repeat(9_000));
    assert!(checked(deep).is_ok());
}

/// Pieces of messages, many of them harmful.
fn nasty() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        6 => prop::sample::select(vec![
            "From: ann@example.com\r\n", "To: bob@example.org\r\n", "Subject: =?utf-8?Q?a?=\r\n", "Bcc: eve@example.net\r\n",
            "Return-Path: <x@example.net>\r\n", "\r\n", "Hello\r\n", ".\r\n", " folded\r\n", "Message-ID: <1@a>\r\n",
        ]).prop_map(|text| text.as_bytes().to_vec()),
        2 => "[A-Za-z-]{1,8}: [ -~]{0,30}\r\n".prop_map(String::into_bytes),
        1 => prop::sample::select(vec!["\n", "\r", "\0", "\r\n.\n", ":", "\u{fc}", "\r\r\n"])
            .prop_map(|text| text.as_bytes().to_vec()),
        1 => vec(any::<u8>(), 0..40),
    ];
    vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Whatever comes in: what is accepted has only CRLF line ends, short lines and one From, and the octets after the
    /// header are those of the client.
    #[test]
    fn what_is_accepted_is_safe_and_its_body_is_untouched(bytes in nasty()) {
        if let Ok(checked) = checked(bytes.clone()) {
            let message = finished(checked);
            let out = &message.bytes[..];
            prop_assert!(out.ends_with(b"\r\n"));
            for line in out.split(|octet| *octet == b'\n').filter(|line| !line.is_empty()) {
                prop_assert!(line.ends_with(b"\r") && line.len() <= limits::LINE_OCTETS + 1);
                prop_assert!(!line[..line.len() - 1].contains(&b'\r'));
            }
            let body = |bytes: &[u8]| {
                // The header may be empty.
                let bytes = [b"\r\n", bytes].concat();
                let at = bytes.windows(4).position(|octets| octets == b"\r\n\r\n");
                at.map(|at| bytes[at..].to_vec()).unwrap_or_default()
            };
            let mut before = body(&bytes);
            if !before.is_empty() && !before.ends_with(b"\r\n") {
                before.extend_from_slice(b"\r\n");
            }
            prop_assert_eq!(body(out), before);
            let end = out.len() - body(out).len();
            let header = String::from_utf8_lossy(&out[..end]).to_ascii_lowercase();
            prop_assert_eq!(header.lines().filter(|line| line.starts_with("from:")).count(), 1);
            prop_assert!(!header.lines().any(|line| line.starts_with("bcc:") || line.starts_with("return-path:")));
        }
    }

    /// The fields that are kept follow each other as they came, octet for octet.
    #[test]
    fn kept_fields_are_untouched(fields in vec("[A-Z][a-z-]{2,12}:[ -~]{0,60}(\r\n[ \t][!-~][ -~]{0,20}){0,2}", 0..12)) {
        let kept: Vec<String> = fields.into_iter().map(|field| format!("Z-{field}\r\n")).collect();
        let (first, last) = kept.split_at(kept.len() / 2);
        let removed = "Bcc: a@example.org,\r\n\tb@example.org\r\nReturn-Path: <>\r\n";
        let given = format!("{}{removed}{FROM}{}\r\nHello\r\n", first.concat(), last.concat());
        let message = finished(checked(given).expect("no faults"));
        let expected = format!("{}{FROM}{}\r\nHello\r\n", first.concat(), last.concat());
        prop_assert!(message.bytes.ends_with(expected.as_bytes()));
    }
}
