//! The gallery of replies, and properties of every reply.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use ::tls::TlsError;
use i18n::{Language, ProblemText};
use mail::{EmailAddress, Reply, Security, Stage};
use proptest::prelude::*;
use smtp::{Failure, ReplyParseError, ReplyReader, Server, SmtpError};

use super::gallery::phase;
use super::*;
use crate::transports::OpenError;

fn account() -> SmtpAccount {
    let server = Server {
        host: "smtp.example.com".to_owned(),
        port: 587,
        security: Security::Starttls,
        ehlo_name: "client.example.org".to_owned(),
        ca_certificate: None,
    };
    SmtpAccount { server, login: None, source: AccountSource::Settings }
}

fn read(text: &str) -> Reply {
    let mut reader = ReplyReader::default();
    reader.feed(format!("{}\r\n", text.replace("\\n", "\r\n")).as_bytes());
    reader.next().expect("a reply").expect("a complete reply")
}

fn diagnosis(phase: Phase, reply: &Reply) -> Diagnosis {
    let account = account();
    let sender = EmailAddress::parse("sender@example.org").expect("an address");
    of_reply(&Context { account: &account, sender: Some(&sender), greeting: None }, phase, reply)
}

/// One row of the gallery without its first two columns.
fn diagnosed(phase: Phase, reply: &Reply) -> String {
    let diagnosis = diagnosis(phase, reply);
    let disposition = match diagnosis.disposition {
        Disposition::Connection => "connection",
        Disposition::Deferred => "deferred",
        Disposition::Refused => "refused",
    };
    let mut row =
        format!("{disposition} | {} | {}", diagnosis.problem.code, diagnosis.problem.field.as_deref().unwrap_or("-"));
    let mut more = Vec::new();
    if diagnosis.throttled {
        more.push("throttled".to_owned());
    }
    if let Some(after) = diagnosis.retry_after {
        more.push(format!("after={}", after.as_secs()));
    }
    if !more.is_empty() {
        row.push_str(&format!(" | {}", more.join(" ")));
    }
    row
}

#[test]
fn diagnoses_every_reply_of_the_gallery() {
    let gallery = include_str!("../../tests/gallery/replies.txt");
    let mut rows = 0;
    let mut mismatches = Vec::new();
    for line in gallery.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let mut columns = line.splitn(3, " | ");
        let (Some(name), Some(text), Some(expected)) = (columns.next(), columns.next(), columns.next()) else {
            panic!("not a row: {line}");
        };
        let found = diagnosed(phase(name), &read(text));
        if found != expected {
            mismatches.push(format!("{name} | {text}\n  expected {expected}\n  found    {found}"));
        }
        rows += 1;
    }
    assert!(rows >= 100, "the gallery has only {rows} rows");
    assert!(mismatches.is_empty(), "{} of {rows}\n{}", mismatches.len(), mismatches.join("\n"));
}

/// The problem in English.
pub(in crate::diagnosis) fn words(problem: &Problem) -> ProblemText {
    Language::English.problem(problem)
}

#[test]
fn the_texts_of_the_gallery() {
    let gallery = include_str!("../../tests/gallery/replies.txt");
    let rows = gallery.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let problems = rows.map(|line| {
        let mut columns = line.splitn(3, " | ");
        let (Some(name), Some(text)) = (columns.next(), columns.next()) else { panic!("not a row: {line}") };
        diagnosis(phase(name), &read(text)).problem
    });
    insta::assert_snapshot!(texts(problems));
}

/// The texts of problems, each once.
pub(in crate::diagnosis) fn texts(problems: impl Iterator<Item = Problem>) -> String {
    let texts = problems.map(|problem| words(&problem));
    let mut texts: Vec<String> = texts.flat_map(|text| [text.what, text.meaning, text.remedy]).collect();
    texts.iter_mut().for_each(|text| *text = text.replace('\n', " "));
    texts.sort();
    texts.dedup();
    texts.join("\n")
}

/// Code and field of a failure before MAIL.
#[track_caller]
fn check_connection(stage: Stage, error: SmtpError, expected: &str) -> Problem {
    let account = account();
    let shown = format!("{stage:?}: {error}");
    let (problem, throttled) = of_open_error(
        &Context { account: &account, sender: None, greeting: None },
        &OpenError::Smtp(Failure { stage, error, greeting: None }),
    );
    assert_eq!(format!("{} {}", problem.code, problem.field.as_deref().unwrap_or("-")), expected, "{shown}");
    assert!(!throttled);
    assert_complete(&problem);
    let what = words(&problem).what;
    assert!(what.contains("smtp.example.com"), "what happened names the server: {what}");
    problem
}

#[track_caller]
fn assert_complete(problem: &Problem) {
    let ProblemText { what, meaning, remedy } = words(problem);
    for text in [what, meaning, remedy] {
        assert!(text.ends_with(['.', '”']) && text.len() > 20, "a sentence: {text:?}");
        assert!(!text.contains(['{', '}']), "no placeholder is left: {text:?}");
        assert!(!text.contains("..") && !text.contains("  "), "no typing error: {text:?}");
    }
}

#[test]
fn errors_before_mail_are_connection_problems() {
    let error = |text: &str| io::Error::other(text.to_owned());
    let address: SocketAddr = "192.0.2.7:587".parse().expect("an address");
    let unreachable = |kind: io::ErrorKind| SmtpError::Unreachable(vec![(address, kind.into())]);
    let late = || SmtpError::TimedOut(Duration::from_secs(10));
    let lookup = "failed to lookup address information:";
    let cases = [
        (
            Stage::Resolve,
            SmtpError::from_lookup(error(&format!("{lookup} Name or service not known"))),
            "host_not_found password.host",
        ),
        (
            Stage::Resolve,
            SmtpError::from_lookup(error(&format!("{lookup} Temporary failure in name resolution"))),
            "name_lookup_failed password.host",
        ),
        (Stage::Resolve, late(), "name_lookup_failed password.host"),
        (Stage::Connect, unreachable(io::ErrorKind::ConnectionRefused), "connection_refused password.port"),
        (Stage::Connect, unreachable(io::ErrorKind::TimedOut), "connection_timed_out password.port"),
        (Stage::Connect, unreachable(io::ErrorKind::NetworkUnreachable), "network_unreachable password.host"),
        (Stage::Connect, unreachable(io::ErrorKind::HostUnreachable), "network_unreachable password.host"),
        (Stage::Greeting, SmtpError::GreetingTimedOut(Duration::from_secs(10)), "greeting_missing password.security"),
        (Stage::Greeting, late(), "server_silent -"),
        (Stage::Greeting, SmtpError::UnexpectedReply, "protocol_error -"),
        (Stage::Greeting, SmtpError::Closed, "connection_lost -"),
        (Stage::Greeting, SmtpError::Parse(ReplyParseError::TlsRecord), "tls_expected password.security"),
        (
            Stage::Greeting,
            SmtpError::Parse(ReplyParseError::NoCode { excerpt: "HTTP/1.1 400".to_owned() }),
            "not_smtp password.port",
        ),
        (Stage::Greeting, SmtpError::Parse(ReplyParseError::LineTooLong), "not_smtp password.port"),
        (Stage::Tls, SmtpError::StarttlsMissing, "starttls_missing password.security"),
        (Stage::Tls, SmtpError::PlaintextInjected, "starttls_injection password.security"),
        (Stage::Tls, late(), "tls_handshake_silent password.security"),
        (Stage::Tls, SmtpError::Tls(TlsError::NotTls), "tls_not_spoken password.security"),
        (Stage::Tls, SmtpError::Tls(TlsError::TooOld), "tls_too_old password.security"),
        (Stage::Tls, SmtpError::Tls(TlsError::ClosedInHandshake), "tls_closed password.security"),
        (Stage::Tls, SmtpError::Tls(TlsError::Failed("odd".to_owned())), "tls_failed password.security"),
        (Stage::Tls, SmtpError::Tls(TlsError::SelfSigned), "certificate_self_signed password.ca_certificate"),
        (Stage::Tls, SmtpError::Tls(TlsError::UnknownIssuer { issuer: Some("My CA".to_owned()) }), {
            "certificate_untrusted password.ca_certificate"
        }),
        (
            Stage::Tls,
            SmtpError::Tls(TlsError::Expired { on: Some("2026-01-02".to_owned()) }),
            "certificate_expired password.host",
        ),
        (Stage::Tls, SmtpError::Tls(TlsError::NotYetValid { from: None }), "certificate_not_yet_valid password.host"),
        (Stage::Tls, SmtpError::Tls(TlsError::WrongName { names: vec!["a.example".to_owned()] }), {
            "certificate_wrong_name password.host"
        }),
        (Stage::Tls, SmtpError::Tls(TlsError::WrongName { names: Vec::new() }), "certificate_wrong_name password.host"),
        (
            Stage::Tls,
            SmtpError::Tls(TlsError::CertificateRejected(::tls::Rejection::Revoked)),
            "certificate_rejected password.host",
        ),
        (
            Stage::Tls,
            SmtpError::Tls(TlsError::TrustUnreadable("no PEM".to_owned())),
            "ca_certificate_invalid password.ca_certificate",
        ),
        (Stage::Tls, SmtpError::Tls(TlsError::NameUnusable), "host_invalid password.host"),
        (Stage::Login, SmtpError::AuthNotOffered, "login_not_offered password.username"),
        (Stage::Login, SmtpError::CleartextAuthRefused, "login_needs_tls password.security"),
        (Stage::Login, SmtpError::MechanismNotOffered { offered: vec!["XOAUTH2".to_owned()] }, {
            "mechanism_not_offered password.mechanism"
        }),
        (Stage::Login, SmtpError::CredentialsInvalid, "credential_unusable password.password"),
        (Stage::Login, SmtpError::ChallengeInvalid, "login_challenge_unreadable password.mechanism"),
        (Stage::Login, late(), "server_silent -"),
        (Stage::Login, SmtpError::Closed, "connection_lost -"),
    ];
    let problems = cases.into_iter().map(|(stage, error, expected)| check_connection(stage, error, expected));
    insta::assert_snapshot!(texts(problems));
}

#[test]
fn a_reply_before_mail_may_throttle() {
    let account = account();
    let context = Context { account: &account, sender: None, greeting: None };
    let error = SmtpError::Reply(read("421 4.7.0 Try again later"));
    let failure = OpenError::Smtp(Failure { stage: Stage::Greeting, error, greeting: None });
    let (problem, throttled) = of_open_error(&context, &failure);
    assert_eq!((problem.code.as_ref(), throttled), ("throttled", true));
}

#[test]
fn a_problem_quotes_the_server_and_has_no_placeholders() {
    let account = account();
    let sender = EmailAddress::parse("sender@example.org").expect("an address");
    let context = Context { account: &account, sender: Some(&sender), greeting: None };
    let diagnosis = of_reply(&context, Phase::FinalDot, &read("554 5.2.0 SendAsDenied"));
    assert_eq!(words(&diagnosis.problem).what, "smtp.example.com:587 refused the message: “554 5.2.0 SendAsDenied”.");
    assert_eq!(words(&diagnosis.problem).meaning, "The account is not allowed to send as sender@example.org.");
    let long = of_reply(&context, Phase::Mail, &read(&format!("550 {}", "x".repeat(2000))));
    assert!(words(&long.problem).what.chars().count() < 600);
}

proptest! {
    #[test]
    fn a_4xx_never_refuses_and_every_problem_is_complete(
        code in 400u16..600,
        enhanced in prop::option::of((0u16..9, 0u16..800)),
        text in "[a-zA-Z ]{0,40}(spam|relay|user unknown|mailbox full|quota|too many|policy|size)?[a-z ]{0,20}",
    ) {
        let enhanced = enhanced.map(|(subject, detail)| mail::EnhancedCode { class: (code / 100) as u8, subject, detail });
        let reply = Reply { code, enhanced, text };
        let account = account();
        let context = Context { account: &account, sender: None, greeting: None };
        for phase in [Phase::Greeting, Phase::Starttls, Phase::Login, Phase::Mail, Phase::Rcpt, Phase::Data, Phase::FinalDot] {
            let diagnosis = of_reply(&context, phase, &reply);
            prop_assert!(code >= 500 || diagnosis.disposition != Disposition::Refused);
            prop_assert!(!diagnosis.problem.code.is_empty());
            let ProblemText { what, meaning, remedy } = words(&diagnosis.problem);
            prop_assert!(!(what.is_empty() || meaning.is_empty() || remedy.is_empty()));
            prop_assert!(!diagnosis.may_have_arrived, "a reply is an answer");
        }
    }
}

#[test]
fn recognises_an_exhausted_session() {
    for text in [
        "421 4.4.2 idle too long",
        "503 5.5.1 HELO first",
        "452 4.4.5 Too many messages in this session",
        "530 5.7.57 Client not authenticated",
    ] {
        assert!(is_session_exhausted(&read(text)), "{text}");
    }
    for text in ["451 4.3.0 later", "550 5.7.1 Sender refused", "250 ok"] {
        assert!(!is_session_exhausted(&read(text)), "{text}");
    }
}
