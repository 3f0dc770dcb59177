//! Who a submitted message is from, as every program reads it.

use super::*;

#[test]
fn there_is_one_author_whom_every_program_reads() {
    check_faults("From: \r\n\r\n", &["headers.From: submitted_author_empty"]);
    check_faults(
        "From: ann@example.com <eve@example.net>\r\n\r\n",
        &["headers.From: submitted_address_ambiguous (value: `ann@example.com <eve@example.net>`)"],
    );
    check_faults(
        "From: Team: ann@example.com;\r\n\r\n",
        &["headers.From: submitted_author_group (value: `Team: ann@example.com;`)"],
    );
    check_faults(
        "From: ann@example.com, bob@example.com\r\n\r\n",
        &["headers.Sender: submitted_sender_missing (count: 2)"],
    );
    check_faults(
        "From: ann@example.com\r\nSender: ann@example.com, bob@example.com\r\n\r\n",
        &["headers.Sender: submitted_sender_unreadable (value: `ann@example.com, bob@example.com`)"],
    );
    let two = checked("From: \"A, B\" <ann@example.com>,\r\n bob@example.com (Bob)\r\nSender: bob@example.com\r\n\r\n");
    let two = two.expect("two authors and a sender");
    assert_eq!(two.from(), [address("ann@example.com"), address("bob@example.com")]);
    assert_eq!(two.header_sender(), Some(&address("bob@example.com")));
}

/// Characters that only some programs ignore or map to others.
#[test]
fn an_author_is_judged_by_the_characters_that_are_sent() {
    for written in [
        "\u{200b}bob@ok.test",
        "<\u{200b}bob@ok.test>",
        "Bob <\u{200b}bob@ok.test>",
        "\u{ad}bob@ok.test",
        "\u{200f}bob@ok.test",
        "\u{feff}bob@ok.test",
        "\u{a0}bob@ok.test",
        "\u{3000}bob@ok.test",
        "bob@ok.test\u{200b}",
        "bob@\u{ff4f}\u{ff4b}.test",
        "bob@ok\u{3002}test",
        "bob@o\u{ad}k.test",
    ] {
        for field in [format!("From: {written}\r\n"), format!("{FROM}Sender: {written}\r\n")] {
            let faults = submitted_in_utf8(format!("{field}\r\n")).check().expect_err(written).0;
            assert_eq!(faults[0].text.code(), "submitted_address_ambiguous", "{field}");
        }
    }
    for written in [
        "bob@OK.test",
        "B\u{a0}\u{200f} <bob@ok.test>",
        "bob@b\u{fc}cher.test",
        "bob@B\u{dc}cher.test",
        "j\u{f6}@ok.test",
    ] {
        assert!(submitted_in_utf8(format!("From: {written}\r\n\r\n")).check().is_ok(), "{written}");
    }
}

#[test]
fn an_author_may_be_missing_or_lack_a_domain_where_another_takes_its_place() {
    let own = || Mailbox::from(address("shop@example.com"));
    let handover = |from| Handover { sender: ReversePath::NULL, from, copies: Vec::new() };
    let stamped = "Date: x\nMessage-ID: <1@a>\n";
    for (header, expected) in [
        ("Subject: x\n", "From: shop@example.com\nDate: x\nMessage-ID: <1@a>\nSubject: x\n"),
        ("From: root\nSender: daemon\n", "Date: x\nMessage-ID: <1@a>\nFrom: shop@example.com\n"),
    ] {
        let given = crlf(&format!("{stamped}{header}\nHi\n"));
        let found = checked(given.clone()).expect("no faults");
        assert!(found.from().is_empty());
        let message = found.finish(handover(Some(own())), &stamp()).expect("it is small");
        assert_eq!(text(&message), format!("{expected}\nHi\n"));
        let refused =
            checked(given).expect("no faults").finish(handover(None), &stamp()).expect_err("without an author");
        assert_eq!(refused.to_string(), "headers.From: submitted_from_missing");
    }
    let incomplete = checked("From: root (Cron Daemon)\r\nSender: daemon\r\n\r\n").expect("no faults");
    assert_eq!(incomplete.asked_author(), "root (Cron Daemon)");
    let faults: Vec<String> =
        incomplete.incomplete().iter().map(|fault| format!("{}: {}", fault.field, fault.text)).collect();
    assert_eq!(
        faults,
        [
            "headers.From: address_without_at (value: `root (Cron Daemon)`)",
            "headers.Sender: address_without_at (value: `daemon`)"
        ]
    );
}

#[test]
fn a_default_domain_completes_author_and_envelope_and_no_other_field() {
    let header =
        "Date: x\nMessage-ID: <1@a>\nFrom: root (Cron Daemon)\nTo: root, Team: ann, bob@example.org;\nCc: Ops <ops>\n";
    let default_domain = mail::DefaultDomain::parse("example.com");
    let with = |envelope| Submitted {
        default_domain: default_domain.clone(),
        ..submitted(crlf(&format!("{header}\nHi\n")), envelope)
    };
    let found = with(Envelope::default()).check().expect("no faults");
    assert_eq!(found.from(), [address("root@example.com")]);
    assert!(found.incomplete().is_empty());
    let message = finished(found);
    assert_eq!(message.sender, address("root@example.com").into());
    let named = ["root@example.com", "ann@example.com", "bob@example.org", "ops@example.com"].map(address);
    assert_eq!(message.recipients, named);
    assert_eq!(text(&message), format!("{header}\nHi\n").replace("From: root (", "From: root@example.com ("));

    let added = Envelope { adds_header_recipients: true, ..envelope(&["eve@example.net", "bob@example.org"]) };
    let message = finished(with(added).check().expect("no faults"));
    assert_eq!(message.recipients.len(), 5, "those of the header, and Eve");
    let only = finished(with(envelope(&["eve@example.net"])).check().expect("no faults"));
    assert_eq!(only.recipients, [address("eve@example.net")]);
}
