//! Properties of addresses and drafts, for arbitrary input.

use std::collections::{BTreeSet, HashSet};

use mail::{Attachment, Draft, EmailAddress, Message, Stamp, parse_list};
use mail_parser::{MessageParser, MimeHeaders};
use proptest::{collection::vec, option, prelude::*};

/// Text with many of the characters that can break a header.
fn nasty() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-Z0-9 .,-]{0,12}",
        2 => "[ -~]{0,8}",
        1 => any::<String>(),
        1 => prop::sample::select(vec![
            "\r\n", "\n", "\r", "\0", "\r\nBcc: eve@example.net\r\n", "\r\n\r\n", "\r\n.\r\n", "=?utf-8?Q?a?=", "=?", "?=",
            "\"", "\\", "<", ">", "@", "ü", "日本語", "🎉", "e\u{301}", "\t", "\u{85}", "\u{2028}", "--", "--=_", "From ", ";", ":",
        ]).prop_map(str::to_owned),
        1 => (prop::sample::select(vec!['x', ' ', 'ü', '='])
            , 60..1100usize).prop_map(|(c, times)| c.to_string().repeat(times)),
    ];
    vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

/// Mostly valid addresses, sometimes almost valid ones.
fn address() -> impl Strategy<Value = String> {
    let local = prop_oneof![
        8 => "[a-z0-9+_-]{1,12}(\\.[a-z0-9]{1,5}){0,2}",
        1 => "\"[ -~]{0,12}\"",
        1 => "[a-zäöüß日本]{1,8}",
        1 => nasty(),
    ];
    let domain = prop_oneof![
        8 => "[a-z]{1,10}\\.example",
        1 => "[a-zäöü]{1,10}\\.example",
        1 => Just("[192.0.2.1]".to_owned()),
        1 => nasty(),
    ];
    (local, domain).prop_map(|(local, domain)| format!("{local}@{domain}"))
}

fn mailbox() -> impl Strategy<Value = String> {
    let name = prop_oneof![3 => "[A-Za-z]{1,8} [A-Za-z]{1,8}", 2 => "[A-Za-zäöü日本,;.@()]{1,30}", 1 => nasty()];
    prop_oneof![
        2 => address(),
        2 => (name, address()).prop_map(|(name, address)| {
            format!("\"{}\" <{address}>", name.replace('\\', "\\\\").replace('"', "\\\""))
        }),
    ]
}

/// Mostly valid, so that most drafts are accepted; sometimes with one invalid field.
fn rarely_nasty(sound: &'static str) -> impl Strategy<Value = String> {
    prop_oneof![6 => sound.prop_map(|text: String| text), 1 => nasty()]
}

fn attachment() -> impl Strategy<Value = Attachment> {
    let content_type = option::of(rarely_nasty("(text/csv|image/png|application/x-y\\+zip)(; charset=utf-8)?"));
    (
        rarely_nasty("[a-zA-Zäß日 ]{1,80}\\.(pdf|txt|csv)"),
        content_type,
        vec(any::<u8>(), 0..300),
        option::of("[a-z]{1,8}"),
    )
        .prop_map(|(name, content_type, content, content_id)| Attachment {
            name,
            content_type,
            content,
            content_id,
        })
}

fn draft() -> impl Strategy<Value = Draft> {
    let list = |most| vec(mailbox(), 0..most);
    let body = || option::of(prop_oneof![rarely_nasty("[a-zA-Z .=ü\r\n]{0,200}"), nasty()]);
    let headers = vec((rarely_nasty("X-[A-Za-z]{1,10}"), rarely_nasty("[ -~ü]{1,100}")), 0..3);
    (
        list(4),
        list(2),
        list(2),
        list(2),
        rarely_nasty("[ -~ü日]{0,100}"),
        body(),
        body(),
        vec(attachment(), 0..3),
        headers,
    )
        .prop_map(|(to, cc, bcc, reply_to, subject, text, html, attachments, headers)| Draft {
            from: None,
            to,
            cc,
            bcc,
            reply_to,
            subject,
            text,
            html,
            calendar: None,
            attachments,
            headers,
            provider_headers: true,
        })
}

fn stamp() -> Stamp {
    Stamp { date: jiff::Timestamp::UNIX_EPOCH, unique: 0xA1B2_C3D4, auto_submitted: true }
}

fn render(draft: Draft) -> Option<Message> {
    let sender = parse_list("\"Shop, Köln\" <shop@example.com>").expect("it is an address").remove(0);
    let extra = [EmailAddress::parse("archive@example.com").expect("it is an address")];
    draft.check().ok().map(|checked| checked.render(sender, &extra, stamp()).expect("the draft is small"))
}

/// The text of a [`Draft`] as it is sent, with LF as line ending.
fn lines(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    if lines.is_empty() || lines.ends_with('\n') { lines } else { lines + "\n" }
}

fn check_wire_form(message: &Message) -> Result<(), TestCaseError> {
    let bytes: &[u8] = &message.bytes;
    prop_assert!(bytes.ends_with(b"\r\n"));
    prop_assert!(!bytes.contains(&0));
    for line in bytes.split(|b| *b == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        prop_assert!(!line.contains(&b'\r'), "a bare CR");
        prop_assert!(line.len() <= 998, "{} octets in a line", line.len());
    }
    prop_assert_eq!(
        bytes.iter().filter(|b| **b == b'\n').count(),
        bytes.windows(2).filter(|pair| pair == b"\r\n").count()
    );
    prop_assert_eq!(message.eight_bit, !bytes.is_ascii());
    Ok(())
}

/// The names of the header's fields, in order.
fn field_names(message: &Message) -> Vec<String> {
    let text = String::from_utf8(message.bytes.to_vec()).expect("a message is UTF-8");
    let header = text.split("\r\n\r\n").next().expect("a header");
    let starts = header.split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
    starts.map(|line| line.split(':').next().unwrap_or_default().to_ascii_lowercase()).collect()
}

fn addresses(list: Option<&mail_parser::Address<'_>>) -> Vec<(Option<String>, String)> {
    let list = list.map(|list| list.clone().into_list()).unwrap_or_default();
    list.into_iter().filter_map(|one| Some((one.name().map(str::to_owned), one.address()?.to_owned()))).collect()
}

fn expected_addresses(entries: &[String]) -> Vec<(Option<String>, String)> {
    let mut seen = HashSet::new();
    let mailboxes = entries.iter().flat_map(|entry| parse_list(entry).expect("the draft was checked"));
    mailboxes
        .filter(|mailbox| seen.insert(mailbox.address.clone()))
        .map(|mailbox| (mailbox.name.map(|name| name.as_str().to_owned()), mailbox.address.expose().to_owned()))
        .collect()
}

/// Spaces in names are collapsed, and encoded words in the input are decoded.
fn comparable(
    list: Vec<(Option<String>, String)>,
    given: &[(Option<String>, String)],
) -> Vec<(Option<String>, String)> {
    let encoded =
        |nth: usize| given.get(nth).is_some_and(|(name, _)| name.as_ref().is_some_and(|name| name.contains("=?")));
    list.into_iter()
        .enumerate()
        .map(|(nth, (name, address))| (name.filter(|_| !encoded(nth)).map(|name| with_single_spaces(&name)), address))
        .collect()
}

/// The octets of a file, without the parser's charset conversion.
fn decoded(message: &Message, part: &mail_parser::MessagePart<'_>) -> Vec<u8> {
    let body = &message.bytes[part.raw_body_offset() as usize..part.raw_end_offset() as usize];
    let base64: Vec<u8> = body.iter().copied().filter(|b| !b.is_ascii_whitespace()).collect();
    base64::Engine::decode(&base64::engine::general_purpose::STANDARD, base64).expect("files are in base64")
}

/// A name with collapsed spaces: if a line is folded among spaces, mail-parser drops one of them.
fn with_single_spaces(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_address_reads_back_as_itself(text in address()) {
        if let Ok(address) = EmailAddress::parse(&text) {
            prop_assert_eq!(EmailAddress::parse(address.expose()), Ok(address.clone()));
            prop_assert_eq!(format!("{}@{}", address.local_part(), address.domain()), address.expose());
            prop_assert!(!address.expose().contains(|c: char| c.is_control()));
            let list = parse_list(address.expose()).expect("an address is a list of one");
            prop_assert_eq!(list.into_iter().map(|mailbox| mailbox.address).collect::<Vec<_>>(), [address]);
        }
    }

    #[test]
    fn no_list_panics_and_no_error_breaks_a_line(text in nasty()) {
        if let Err(error) = parse_list(&text) {
            prop_assert!(!error.text.to_string().contains(|c: char| c.is_control()), "{:?}", error);
        }
    }

    #[test]
    fn no_html_panics_and_its_text_has_no_control_character(html in "(<[a-z/! =\"'>-]{0,8}|&[a-z#0-9;]{0,6}|[ -~\r\n\u{0}ü]{0,20}){0,20}") {
        let text = mail::text_from_html(&html);
        prop_assert!(!text.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t')), "{text:?}");
    }

    #[test]
    fn nothing_in_a_draft_adds_a_header_or_a_recipient(draft in draft()) {
        let headers = draft.headers.clone();
        let recipients: Vec<_> = [&draft.to, &draft.cc, &draft.bcc].map(|list| list.clone()).concat();
        let (to, cc, reply_to) = (draft.to.clone(), draft.cc.clone(), draft.reply_to.clone());
        let Some(message) = render(draft) else { return Ok(()) };
        check_wire_form(&message)?;

        let mut expected: HashSet<String> = ["from", "to", "subject", "date", "message-id", "auto-submitted", "mime-version", "content-type"]
            .map(str::to_owned).into();
        let filled = |list: &[String]| !expected_addresses(list).is_empty();
        if filled(&cc) { expected.insert("cc".to_owned()); }
        if !filled(&to) && filled(&cc) { expected.remove("to"); }
        if filled(&reply_to) { expected.insert("reply-to".to_owned()); }
        expected.extend(headers.iter().map(|(name, _)| name.to_ascii_lowercase()));
        let mut found: HashSet<String> = field_names(&message).into_iter().collect();
        found.remove("content-transfer-encoding");
        prop_assert_eq!(found, expected);

        let mut envelope: Vec<_> = recipients.iter().flat_map(|entry| parse_list(entry).expect("it was checked")).map(|m| m.address).collect();
        envelope.push(EmailAddress::parse("archive@example.com").expect("it is an address"));
        let mut seen = HashSet::new();
        envelope.retain(|address| seen.insert(address.clone()));
        prop_assert_eq!(message.recipients, envelope);
    }

    #[test]
    fn an_independent_parser_finds_the_content_of_the_draft(draft in draft()) {
        let given = draft.clone();
        let Some(message) = render(draft) else { return Ok(()) };
        let parsed = MessageParser::default().parse(&*message.bytes).expect("it is a message");
        prop_assert_eq!(parsed.subject().unwrap_or_default(), given.subject.trim());
        for (header, entries) in [(parsed.to(), &given.to), (parsed.cc(), &given.cc), (parsed.reply_to(), &given.reply_to)] {
            let given = expected_addresses(entries);
            let found = comparable(addresses(header), &given);
            let expected = comparable(given.clone(), &given);
            // mail-parser drops quotes and misreads brackets in a quoted local part; Python reads those correctly.
            if !expected.iter().any(|(_, address)| address.starts_with('"')) {
                prop_assert_eq!(found, expected);
            }
        }
        if let Some(text) = &given.text {
            let found = parsed.body_text(0).unwrap_or_default().replace("\r\n", "\n");
            prop_assert_eq!(found, lines(text));
        }
        let found: HashSet<(String, Vec<u8>)> = parsed.parts.iter()
            .filter_map(|part| Some((with_single_spaces(part.attachment_name()?), decoded(&message, part))))
            .collect();
        let expected: HashSet<(String, Vec<u8>)> =
            given.attachments.into_iter().map(|file| (with_single_spaces(&file.name), file.content)).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn the_same_draft_and_stamp_result_in_the_same_bytes(draft in draft()) {
        let (first, second) = (render(draft.clone()), render(draft));
        prop_assert_eq!(first.map(|message| message.bytes), second.map(|message| message.bytes));
    }
}

/// The addresses that an independent parser finds in a field.
fn found_addresses(message: &mail_parser::Message<'_>) -> BTreeSet<String> {
    [message.to(), message.cc(), message.bcc()]
        .into_iter()
        .flatten()
        .flat_map(mail_parser::Address::iter)
        .filter_map(|address| address.address())
        .filter_map(|address| EmailAddress::parse(address).ok())
        .map(|address| address.expose().to_owned())
        .collect()
}

fn listed_address() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-d]@(x|y)\\.org",
        1 => "\"[a-c], [d-e]\"@x\\.org",
        1 => "[a-d]@\\[192\\.0\\.2\\.[1-3]\\]",
    ]
}

fn listed() -> impl Strategy<Value = String> {
    let named = (
        prop_oneof![
            "[A-Z][a-z]{1,6}",
            "\"[A-Z][a-z]{1,5}, [a-z<>@:;]{1,5}\"",
            Just("=?utf-8?Q?J=C3=B6rg?=".to_owned()),
            Just("Jörg".to_owned()),
        ],
        listed_address(),
    )
        .prop_map(|(name, address)| format!("{name} <{address}>"));
    let one = prop_oneof![listed_address(), named, listed_address().prop_map(|address| format!("{address} (a note)"))];
    let group = ("[A-Z][a-z]{1,6}", vec(listed_address(), 0..3))
        .prop_map(|(name, members)| format!("{name}: {};", members.join(", ")));
    let item = prop_oneof![6 => one.boxed(), 1 => group.boxed(), 1 => "[ -~]{0,20}".boxed()];
    vec(item, 0..5).prop_map(|items| items.join(",\r\n "))
}

proptest! {
    #[test]
    fn to_cc_and_bcc_name_the_envelope_and_nobody_else(
        to in option::of(listed()),
        cc in option::of(listed()),
        bcc in option::of(listed()),
        envelope in vec(listed_address(), 1..6),
        subject in "[ -~]{0,30}",
    ) {
        let mut message = format!("Subject: {subject}\r\n");
        for (name, value) in [("To", to), ("Cc", cc), ("Bcc", bcc)] {
            if let Some(value) = value {
                message.push_str(&format!("{name}: {value}\r\n"));
            }
        }
        message.push_str("X-Last: field\r\n\r\nthe body\r\nBcc: eve@example.org\r\n");
        let envelope: Vec<EmailAddress> =
            envelope.iter().map(|text| EmailAddress::parse(text).expect("an address")).collect();
        let made = mail::addressed_to(message.as_bytes(), &envelope).bytes;
        prop_assert!(made.ends_with(b"\r\n\r\nthe body\r\nBcc: eve@example.org\r\n"));
        let subject_stays = format!("Subject: {subject}\r\n");
        prop_assert!(made.starts_with(subject_stays.as_bytes()));
        let parsed = mail_parser::MessageParser::default().parse(&made).expect("a message");
        let expected: BTreeSet<String> = envelope.iter().map(|address| address.expose().to_owned()).collect();
        prop_assert_eq!(found_addresses(&parsed), expected, "{}", String::from_utf8_lossy(&made));
        let again = mail::addressed_to(&made, &envelope).bytes;
        prop_assert_eq!(again, made, "doing it twice changes nothing");
    }

    #[test]
    fn any_bytes_are_addressed_to_the_envelope(bytes in vec(any::<u8>(), 0..400)) {
        let envelope = [EmailAddress::parse("ann@example.com").expect("an address")];
        let made = mail::addressed_to(&bytes, &envelope).bytes;
        let again = mail::addressed_to(&made, &envelope).bytes;
        prop_assert_eq!(again, made);
    }
}
