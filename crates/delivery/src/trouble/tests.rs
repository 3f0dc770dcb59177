//! The gallery of replies, and what holds for every reply there could be.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use mail::{EmailAddress, Reply, Security, Stage};
use proptest::prelude::*;

use super::*;
use crate::smtp::mishap::{Failure, Mishap};
use crate::smtp::reply::{Garbled, ReplyReader};
use crate::smtp::tls::TlsFault;

fn account() -> SmtpAccount {
    SmtpAccount {
        host: "smtp.example.com".to_owned(),
        port: 587,
        security: Security::Starttls,
        login: None,
        ehlo_name: "client.example.org".to_owned(),
        ca_certificate: None,
    }
}

fn read(text: &str) -> Reply {
    let mut reader = ReplyReader::default();
    reader.feed(format!("{}\r\n", text.replace("\\n", "\r\n")).as_bytes());
    reader.next().expect("a reply").expect("a whole reply")
}

fn part(name: &str) -> Part {
    match name {
        "greeting" => Part::Greeting,
        "starttls" => Part::Starttls,
        "login" => Part::Login,
        "mail" => Part::Mail,
        "rcpt" => Part::Rcpt,
        "data" => Part::Data,
        "final" => Part::FinalDot,
        other => panic!("no part is called {other}"),
    }
}

fn judgement(part: Part, reply: &Reply) -> Judgement {
    let account = account();
    let sender = EmailAddress::parse("sender@example.org").expect("an address");
    of_reply(&Scene { account: &account, sender: Some(&sender) }, part, reply)
}

/// One row of the gallery without its first two columns.
fn judged(part: Part, reply: &Reply) -> String {
    let judgement = judgement(part, reply);
    let fate = match judgement.fate {
        Fate::Connection => "connection",
        Fate::Deferred => "deferred",
        Fate::Refused => "refused",
    };
    let mut row =
        format!("{fate} | {} | {}", judgement.problem.code, judgement.problem.field.as_deref().unwrap_or("-"));
    let mut more = Vec::new();
    if judgement.throttled {
        more.push("throttled".to_owned());
    }
    if let Some(after) = judgement.retry_after {
        more.push(format!("after={}", after.as_secs()));
    }
    if !more.is_empty() {
        row.push_str(&format!(" | {}", more.join(" ")));
    }
    row
}

#[test]
fn every_reply_of_the_gallery_means_what_it_says() {
    let gallery = include_str!("../../tests/gallery/troubles.txt");
    let mut rows = 0;
    let mut faults = Vec::new();
    for line in gallery.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let mut columns = line.splitn(3, " | ");
        let (Some(name), Some(text), Some(expected)) = (columns.next(), columns.next(), columns.next()) else {
            panic!("not a row: {line}");
        };
        let found = judged(part(name), &read(text));
        if found != expected {
            faults.push(format!("{name} | {text}\n  expected {expected}\n  found    {found}"));
        }
        rows += 1;
    }
    assert!(rows >= 100, "the gallery has only {rows} rows");
    assert!(faults.is_empty(), "{} of {rows}\n{}", faults.len(), faults.join("\n"));
}

/// The words are read by `server`'s languages, which translate every one of them.
#[test]
fn the_words_of_the_gallery_are_written_down() {
    let gallery = include_str!("../../tests/gallery/troubles.txt");
    let rows = gallery.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let problems = rows.map(|line| {
        let mut columns = line.splitn(3, " | ");
        let (Some(name), Some(text)) = (columns.next(), columns.next()) else { panic!("not a row: {line}") };
        judgement(part(name), &read(text)).problem
    });
    insta::assert_snapshot!(words(problems));
}

/// Everything that problems say, each text once.
pub(in crate::trouble) fn words(problems: impl Iterator<Item = Problem>) -> String {
    let mut said: Vec<String> = problems.flat_map(|problem| [problem.what, problem.meaning, problem.remedy]).collect();
    said.iter_mut().for_each(|text| *text = text.replace('\n', " "));
    said.sort();
    said.dedup();
    said.join("\n")
}

/// Code and field of a failure before MAIL.
#[track_caller]
fn check_connection(stage: Stage, mishap: Mishap, expected: &str) -> Problem {
    let account = account();
    let shown = format!("{stage:?}: {mishap}");
    let (problem, throttled) = of_connection(&Scene { account: &account, sender: None }, &Failure { stage, mishap });
    assert_eq!(format!("{} {}", problem.code, problem.field.as_deref().unwrap_or("-")), expected, "{shown}");
    assert!(!throttled);
    assert_complete(&problem);
    assert!(problem.what.contains("smtp.example.com"), "what happened names the server: {}", problem.what);
    problem
}

#[track_caller]
fn assert_complete(problem: &Problem) {
    for text in [&problem.what, &problem.meaning, &problem.remedy] {
        assert!(text.ends_with(['.', '”']) && text.len() > 20, "a whole sentence: {text:?}");
        assert!(!text.contains(['{', '}']), "every blank is filled in: {text:?}");
        assert!(!text.contains("..") && !text.contains("  "), "no slip of the pen: {text:?}");
    }
}

#[test]
fn everything_before_mail_is_trouble_of_the_connection_with_a_name() {
    let error = |text: &str| io::Error::other(text.to_owned());
    let address: SocketAddr = "192.0.2.7:587".parse().expect("an address");
    let unreached = |kind: io::ErrorKind| Mishap::Unreached(vec![(address, kind.into())]);
    let late = || Mishap::TimedOut(Duration::from_secs(10));
    let lookup = "failed to lookup address information:";
    let cases = [
        (
            Stage::Resolve,
            Mishap::Unresolved(error(&format!("{lookup} Name or service not known"))),
            "host_not_found password.host",
        ),
        (
            Stage::Resolve,
            Mishap::Unresolved(error(&format!("{lookup} Temporary failure in name resolution"))),
            "name_lookup_failed password.host",
        ),
        (Stage::Resolve, late(), "name_lookup_failed password.host"),
        (Stage::Connect, unreached(io::ErrorKind::ConnectionRefused), "connection_refused password.port"),
        (Stage::Connect, unreached(io::ErrorKind::TimedOut), "connection_timed_out password.port"),
        (Stage::Connect, unreached(io::ErrorKind::NetworkUnreachable), "network_unreachable password.host"),
        (Stage::Connect, unreached(io::ErrorKind::HostUnreachable), "network_unreachable password.host"),
        (Stage::Greeting, Mishap::NotGreeted(Duration::from_secs(10)), "greeting_missing password.security"),
        (Stage::Greeting, late(), "server_silent -"),
        (Stage::Greeting, Mishap::Unasked, "protocol_error -"),
        (Stage::Greeting, Mishap::Closed, "connection_lost -"),
        (Stage::Greeting, Mishap::Garbled(Garbled::TlsRecord), "tls_expected password.security"),
        (
            Stage::Greeting,
            Mishap::Garbled(Garbled::NoCode { excerpt: "HTTP/1.1 400".to_owned() }),
            "not_smtp password.port",
        ),
        (Stage::Greeting, Mishap::Garbled(Garbled::LineTooLong), "not_smtp password.port"),
        (Stage::Tls, Mishap::StarttlsMissing, "starttls_missing password.security"),
        (Stage::Tls, Mishap::Injected, "starttls_injection password.security"),
        (Stage::Tls, late(), "tls_handshake_silent password.security"),
        (Stage::Tls, Mishap::Tls(TlsFault::NotTls), "tls_not_spoken password.security"),
        (Stage::Tls, Mishap::Tls(TlsFault::TooOld), "tls_too_old password.security"),
        (Stage::Tls, Mishap::Tls(TlsFault::ClosedInHandshake), "tls_closed password.security"),
        (Stage::Tls, Mishap::Tls(TlsFault::Failed("odd".to_owned())), "tls_failed password.security"),
        (Stage::Tls, Mishap::Tls(TlsFault::SelfSigned), "certificate_self_signed password.ca_certificate"),
        (Stage::Tls, Mishap::Tls(TlsFault::UnknownIssuer { issuer: Some("My CA".to_owned()) }), {
            "certificate_untrusted password.ca_certificate"
        }),
        (
            Stage::Tls,
            Mishap::Tls(TlsFault::Expired { on: Some("2026-01-02".to_owned()) }),
            "certificate_expired password.host",
        ),
        (Stage::Tls, Mishap::Tls(TlsFault::NotYetValid { from: None }), "certificate_not_yet_valid password.host"),
        (Stage::Tls, Mishap::Tls(TlsFault::WrongName { names: vec!["a.example".to_owned()] }), {
            "certificate_wrong_name password.host"
        }),
        (Stage::Tls, Mishap::Tls(TlsFault::WrongName { names: Vec::new() }), "certificate_wrong_name password.host"),
        (
            Stage::Tls,
            Mishap::Tls(TlsFault::CertificateRejected("revoked".to_owned())),
            "certificate_rejected password.host",
        ),
        (
            Stage::Tls,
            Mishap::Tls(TlsFault::TrustUnreadable("no PEM".to_owned())),
            "ca_certificate_invalid password.ca_certificate",
        ),
        (Stage::Tls, Mishap::Tls(TlsFault::NameUnusable), "host_invalid password.host"),
        (Stage::Login, Mishap::LoginNotOffered, "login_not_offered password.username"),
        (Stage::Login, Mishap::CleartextRefused, "login_needs_tls password.security"),
        (Stage::Login, Mishap::MechanismNotOffered { offered: vec!["XOAUTH2".to_owned()] }, {
            "mechanism_not_offered password.mechanism"
        }),
        (Stage::Login, Mishap::CredentialUnusable, "credential_unusable password.password"),
        (Stage::Login, Mishap::ChallengeUnreadable, "login_challenge_unreadable password.mechanism"),
        (Stage::Login, late(), "server_silent -"),
        (Stage::Login, Mishap::Closed, "connection_lost -"),
    ];
    let problems = cases.into_iter().map(|(stage, mishap, expected)| check_connection(stage, mishap, expected));
    insta::assert_snapshot!(words(problems));
}

#[test]
fn a_reply_before_mail_may_ask_to_slow_down() {
    let account = account();
    let scene = Scene { account: &account, sender: None };
    let failure = Failure { stage: Stage::Greeting, mishap: Mishap::Reply(read("421 4.7.0 Try again later")) };
    let (problem, throttled) = of_connection(&scene, &failure);
    assert_eq!((problem.code.as_str(), throttled), ("throttled", true));
}

#[test]
fn a_problem_quotes_the_server_and_fills_its_blanks_in() {
    let account = account();
    let sender = EmailAddress::parse("sender@example.org").expect("an address");
    let scene = Scene { account: &account, sender: Some(&sender) };
    let judgement = of_reply(&scene, Part::FinalDot, &read("554 5.2.0 SendAsDenied"));
    assert_eq!(judgement.problem.what, "smtp.example.com:587 refused the message: “554 5.2.0 SendAsDenied”.");
    assert_eq!(judgement.problem.meaning, "The account we log in with may not send as sender@example.org.");
    let long = of_reply(&scene, Part::Mail, &read(&format!("550 {}", "x".repeat(2000))));
    assert!(long.problem.what.chars().count() < 600);
}

proptest! {
    #[test]
    fn a_4xx_never_refuses_and_every_problem_is_whole(
        code in 400u16..600,
        enhanced in prop::option::of((0u16..9, 0u16..800)),
        text in "[a-zA-Z ]{0,40}(spam|relay|user unknown|mailbox full|quota|too many|policy|size)?[a-z ]{0,20}",
    ) {
        let enhanced = enhanced.map(|(subject, detail)| mail::EnhancedCode { class: (code / 100) as u8, subject, detail });
        let reply = Reply { code, enhanced, text };
        let account = account();
        let scene = Scene { account: &account, sender: None };
        for part in [Part::Greeting, Part::Starttls, Part::Login, Part::Mail, Part::Rcpt, Part::Data, Part::FinalDot] {
            let judgement = of_reply(&scene, part, &reply);
            prop_assert!(code >= 500 || judgement.fate != Fate::Refused);
            prop_assert!(!judgement.problem.code.is_empty());
            let blanks_left = [&judgement.problem.meaning, &judgement.problem.remedy].iter().any(|text| text.contains('{'));
            prop_assert!(!blanks_left);
            prop_assert!(!judgement.may_have_arrived, "a reply is an answer");
        }
    }
}

#[test]
fn a_kept_session_that_is_of_no_more_use_is_told_from_a_refusal() {
    for text in ["421 4.4.2 idle too long", "503 5.5.1 HELO first", "452 4.4.5 Too many messages in this session"] {
        assert!(is_worn_out(&read(text)), "{text}");
    }
    for text in ["451 4.3.0 later", "550 5.7.1 Sender refused", "530 5.7.57 Client not authenticated", "250 ok"] {
        assert!(!is_worn_out(&read(text)), "{text}");
    }
}
