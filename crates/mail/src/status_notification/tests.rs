//! Notifications as they are written; Python reads them in `crates/owlpost/tests/submission`.

use super::*;

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).expect("an address")
}

/// The text of a notification about one recipient, with LF line ends.
fn rendered(recipient: &str, reply: &Reply, returned: Returned<'_>) -> (Message, String) {
    let (recipient, id) = (address(recipient), EnvelopeId::of_text("order 42").expect("an id"));
    let original = OriginalRecipient::parse("rfc822;ann+2Bx@example.com").expect("an ORCPT");
    let status = RecipientStatus {
        address: &recipient,
        original: Some(&original),
        action: Action::Failed,
        status: EnhancedCode::new(5, 1, 1),
        remote_mta: Some("mx.example.org"),
        reply: Some(reply),
        last_attempt_at: Some(Timestamp::UNIX_EPOCH),
    };
    let notification = StatusNotification {
        from: Mailbox { name: None, address: address("noreply@example.com") },
        to: address("sender@example.com"),
        subject: "Not delivered".to_owned(),
        text: "It failed.\n".to_owned(),
        reporting_mta: "mail.example.com",
        envelope_id: Some(&id),
        arrived_at: Timestamp::UNIX_EPOCH,
        about: "1@example.com",
        recipients: vec![status],
        returned,
    };
    let stamp = Stamp { date: Timestamp::UNIX_EPOCH, unique: 7, auto_submitted: true };
    let message = notification.render(&stamp);
    let text = String::from_utf8(message.bytes.to_vec()).expect("UTF-8");
    assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "only CRLF ends a line");
    (message, text.replace("\r\n", "\n"))
}

fn reply(text: &str) -> Reply {
    Reply { code: 550, enhanced: Some(EnhancedCode::new(5, 1, 1)), text: text.to_owned() }
}

#[test]
fn a_notification_is_a_report_with_the_null_reverse_path() {
    let (message, text) = rendered("ann@example.org", &reply("No such user"), Returned::Header(b"Subject: x\r\n"));
    assert!(message.sender.is_null() && !message.eight_bit && !message.smtputf8);
    assert_eq!(message.recipients, [address("sender@example.com")]);
    let never = message.notifications.as_ref().and_then(|asked| asked.recipient(&message.recipients[0]).0);
    assert_eq!(never, Some(Notify::NEVER));
    let id = "0".repeat(31) + "7";
    let expected = format!(
        "From: noreply@example.com
To: sender@example.com
Subject: Not delivered
Date: Thu, 1 Jan 1970 00:00:00 +0000
Message-ID: <{id}@example.com>
Auto-Submitted: auto-replied
In-Reply-To: <1@example.com>
References: <1@example.com>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
 boundary=\"report_{id}\"

--report_{id}
Content-Type: text/plain; charset=\"utf-8\"
Content-Transfer-Encoding: 7bit

It failed.

--report_{id}
Content-Type: message/delivery-status

Original-Envelope-Id: order 42
Reporting-MTA: dns; mail.example.com
Arrival-Date: Thu, 1 Jan 1970 00:00:00 +0000

Original-Recipient: rfc822; ann+x@example.com
Final-Recipient: rfc822; ann@example.org
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.example.org
Diagnostic-Code: smtp; 550 5.1.1 No such user
Last-Attempt-Date: Thu, 1 Jan 1970 00:00:00 +0000

--report_{id}
Content-Type: text/rfc822-headers

Subject: x

--report_{id}--
"
    );
    assert_eq!(text, expected);
}

#[test]
fn nothing_of_others_adds_a_field_or_an_octet_that_is_not_ascii() {
    let (message, text) = rendered("größe@example.org", &reply("ä\nAction: delivered\rx"), Returned::Nothing);
    assert!(message.bytes.is_ascii() && !message.smtputf8, "the sender's own address is ASCII");
    assert!(text.contains("\nFinal-Recipient: utf-8; gr\\x{F6}\\x{DF}e@example.org\n"), "{text}");
    assert!(text.contains("\nDiagnostic-Code: smtp; 550 5.1.1 ? Action: delivered?x\n"), "{text}");
    assert_eq!(text.matches("\n--report_").count(), 3, "no third part: {text}");
}

#[test]
fn what_is_returned_has_the_type_of_its_octets() {
    let kind = |returned: Returned<'_>| {
        let (message, text) = rendered("ann@example.org", &reply("no"), returned);
        let part = text.rsplit("\n--report_").nth(1).expect("a part").lines().skip(1);
        let header: Vec<String> = part.take_while(|line| !line.is_empty()).map(str::to_owned).collect();
        (header.join(", "), message.eight_bit)
    };
    let whole = kind(Returned::Whole(b"Subject: x\r\n\r\nHello\r\n"));
    assert_eq!(whole, ("Content-Type: message/rfc822".to_owned(), false));
    let eight_bit = kind(Returned::Whole("Subject: x\r\n\r\nä\r\n".as_bytes()));
    assert_eq!(eight_bit, ("Content-Type: message/rfc822, Content-Transfer-Encoding: 8bit".to_owned(), true));
    let utf8 = kind(Returned::Whole("Subject: ä\r\n\r\n".as_bytes()));
    assert_eq!(utf8.0, "Content-Type: message/global, Content-Transfer-Encoding: 8bit");
    let header = kind(Returned::Header("Subject: ä\r\n".as_bytes()));
    assert_eq!(header.0, "Content-Type: message/global-headers, Content-Transfer-Encoding: 8bit");
    assert_eq!(header_of(b"A: b\r\nC: d\r\n\r\ne\r\n\r\n"), b"A: b\r\nC: d\r\n");
}
