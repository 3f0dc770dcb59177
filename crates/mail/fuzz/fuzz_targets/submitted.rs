//! A message that a client made itself: what is accepted is safe to hand to the next server.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mail::submitted::{Envelope, Handover, Protocol, Received, Submitted};
use mail::{DefaultDomain, EmailAddress, ReversePath, Stamp, limits};

fuzz_target!(|bytes: &[u8]| {
    let received = Received { by: "mail.example.com".into(), with: Protocol::Http, from: None };
    let (envelope, provider_headers) = (Envelope::default(), false);
    let default_domain = DefaultDomain::parse("example.com");
    let submitted = Submitted { envelope, bytes: bytes.to_vec(), received, provider_headers, default_domain };
    let Ok(checked) = submitted.check() else { return };
    let stamp = Stamp { date: jiff::Timestamp::UNIX_EPOCH, unique: 1, auto_submitted: false };
    let own = checked.from().is_empty().then(|| EmailAddress::parse("a@example.com").expect("an address").into());
    let sender = checked.sender().cloned().unwrap_or(ReversePath::NULL);
    let handover = Handover { sender, from: own, copies: Vec::new() };
    let message = checked.finish(handover, &stamp).expect("it is small");
    assert!(message.bytes.ends_with(b"\r\n") && !message.recipients.is_empty());
    for line in message.bytes.split(|octet| *octet == b'\n').filter(|line| !line.is_empty()) {
        assert!(line.ends_with(b"\r") && line.len() <= limits::LINE_OCTETS + 1);
        assert!(!line[..line.len() - 1].contains(&b'\r') && !line.contains(&0));
    }
});
