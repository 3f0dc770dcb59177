//! Signatures of clients (DKIM, RFC 6376) stay valid from submission to the next server, as dkimpy judges.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use delivery::{AccountSource, Progress, SmtpAccount, SmtpTransport, Transport};
use mail::submitted::{Envelope, Handover, Protocol, Received, Recipient, Submitted};
use mail::{EmailAddress, Outcome, Outgoing, Security, Stamp, Verdict};
use smtp::{Server, Timeouts};
use testkit::{Aiosmtpd, python};

/// With everything that a careless relay changes: the order and case of names, odd spaces, folding, dots, empty lines, 8-bit
/// text.
const MESSAGE: &str = "X-Note:  two  spaces \r\nsubject: =?utf-8?Q?M=C3=BCnzen?=\r\n folded\r\nTO: Bob <bob@example.org>,\r\n\tcarol@example.org\r\n\
    Bcc: dave@example.org\r\nFrom: \"Ann, A.\" <ann@example.com>\r\nReturn-Path: <old@example.com>\r\n\
    Date: Tue,  1 Dec 2026 10:00:00 +0100 (CET)\r\nMessage-ID: <1@example.com>\r\nMIME-Version: 1.0\r\n\
    Content-Type: text/plain; charset=utf-8\r\nIdempotency-Key: k-1\r\n\r\n\
    .\r\n..\r\n Gr\u{fc}\u{df}e \t\r\nFrom the start\r\n\r\n\r\n";

/// What the script prints.
fn dkim(task: &str, key: &Path, message: &[u8]) -> Vec<u8> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/dkim_signature.py");
    let mut command = Command::new(python());
    command.arg(script).arg(task).arg(key).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut running = command.spawn().expect("Python starts");
    running.stdin.take().expect("a pipe").write_all(message).expect("it reads");
    let output = running.wait_with_output().expect("it ends");
    assert!(output.status.success(), "dkimpy, which ./check installs");
    output.stdout
}

fn verdict(key: &Path, message: &[u8]) -> String {
    String::from_utf8(dkim("verify", key, message)).expect("UTF-8").trim().to_owned()
}

/// What the next server gets of a message that a client submitted.
async fn relayed(bytes: Vec<u8>) -> Vec<u8> {
    let address = |text: &str| EmailAddress::parse(text).expect("an address");
    let envelope = Envelope {
        sender: Some(address("bounces@example.com").into()),
        recipients: Some(vec![Recipient::from(address("bob@example.org"))]),
        ..Envelope::default()
    };
    let received = Received { by: "mail.example.com".into(), with: Protocol::Http, from: None };
    let checked = Submitted { envelope, bytes, received, provider_headers: false, default_domain: None };
    let checked = checked.check().expect("no faults");
    let stamp = Stamp { date: "2026-12-01T10:00:00Z".parse().expect("a time"), unique: 1, auto_submitted: false };
    let handover =
        Handover { sender: checked.sender().expect("that of the envelope").clone(), from: None, copies: Vec::new() };
    let message = checked.finish(handover, &stamp).expect("it is small");

    let aiosmtpd = Aiosmtpd::start().expect("aiosmtpd");
    let server = Server {
        host: "localhost".to_owned(),
        port: aiosmtpd.clear_port(),
        security: Security::None,
        ehlo_name: "client.example.com".to_owned(),
        ca_certificate: None,
    };
    let account = SmtpAccount { server, login: None, source: AccountSource::Settings };
    let transport = SmtpTransport::new(account, Timeouts::interactive());
    let outgoing = Outgoing {
        unique: 1,
        sender: message.sender,
        recipients: message.recipients,
        notifications: None,
        smtputf8: message.smtputf8,
        eight_bit: message.eight_bit,
        bytes: message.bytes,
    };
    let report = transport.deliver(&outgoing, Progress::default()).await;
    transport.close().await;
    let Outcome::Tried(verdicts) = report.outcome else { panic!("{}", report.transcript) };
    assert_eq!(verdicts[0].verdict, Verdict::Delivered, "{}", report.transcript);
    aiosmtpd.kept().expect("the kept messages").remove(0).message
}

#[tokio::test(flavor = "multi_thread")]
async fn signatures_of_a_client_are_valid_before_and_after() {
    let folder = tempfile::tempdir().expect("a folder");
    let key = folder.path().join("key.pem");
    let made = Command::new("openssl").args(["genrsa", "-traditional", "-out"]).arg(&key).arg("2048").output();
    assert!(made.expect("openssl").status.success() && fs::exists(&key).expect("a folder"));
    let signed = dkim("sign", &key, MESSAGE.as_bytes());
    assert_eq!(verdict(&key, &signed), "valid valid", "relaxed and simple, before");

    let arrived = relayed(signed).await;
    assert_eq!(verdict(&key, &arrived), "valid valid", "after");
    let text = String::from_utf8(arrived).expect("UTF-8");
    assert!(text.starts_with("Received: by mail.example.com"), "{text}");
    for removed in ["Bcc:", "dave@example.org", "Return-Path:", "Idempotency-Key:"] {
        assert!(!text.contains(removed), "{removed} in {text}");
    }
    let changed = text.replace("two  spaces", "two spaces");
    assert_eq!(verdict(&key, changed.as_bytes()), "broken valid", "the judge sees a change of one space");
}
