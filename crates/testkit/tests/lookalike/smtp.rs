//! Tests of SMTP at each provider: logins, refusals, From, limits.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use testkit::{Channel, Choice, Lookalike, MicrosoftOptions, Misbehaviour, Person, SmtpAuth};

use crate::oauth_client::*;

fn access(lookalike: &Lookalike, scope: &str) -> String {
    text(&tokens(lookalike, scope, &[("prompt", "consent")]), "access_token")
}

fn challenge(reply: &str) -> serde_json::Value {
    let base64 = reply.trim().strip_prefix("334 ").expect("a challenge");
    serde_json::from_slice(&STANDARD.decode(base64).expect("Base64")).expect("JSON")
}

const LETTER: &str = "From: Ann <ann@example.com>\nTo: b@x.org\nSubject: s";

#[test]
fn google_accepts_mail_after_xoauth2_and_oauthbearer_on_both_ports() {
    let google = google();
    let token = access(&google, GOOGLE_SCOPE);
    let mut smtp = Smtp::starttls(google.smtp_starttls());
    let offers = smtp.say("EHLO me");
    for keyword in ["SIZE 35882577", "8BITMIME", "XOAUTH2", "OAUTHBEARER", "PIPELINING", "CHUNKING", "SMTPUTF8"] {
        assert!(offers.contains(keyword), "{keyword} is not in {offers}");
    }
    assert!(!offers.contains("STARTTLS"));
    assert!(smtp.login(ANN, &token).starts_with("235 2.7.0"));
    assert!(smtp.send(ANN, &["b@x.org", "c@x.org"], &message(LETTER)).starts_with("250 2.0.0"));
    let mut smtp = Smtp::implicit(google.smtp_implicit_tls());
    assert!(smtp.greeting.starts_with("220 smtp.gmail.com"));
    assert!(smtp.say(&format!("AUTH OAUTHBEARER {}", oauthbearer(ANN, &token))).starts_with("235"));
    // The token may be sent after an empty challenge too, and the message in chunks.
    let mut smtp = Smtp::implicit(google.smtp_implicit_tls());
    assert_eq!(smtp.say("AUTH XOAUTH2").trim_end(), "334");
    assert!(smtp.say(&xoauth2(ANN, &token)).starts_with("235"));
    smtp.say("MAIL FROM:<ann@example.com>");
    smtp.say("RCPT TO:<d@x.org>");
    // `say` ends each line with CRLF, which counts.
    assert!(smtp.say("BDAT 8\r\nFrom: ").starts_with("250"));
    assert!(smtp.say("BDAT 22 LAST\r\n ann@example.com\r\n\r\n").starts_with("250 2.0.0"));
    assert!(google.wait_for(2, Duration::ZERO) && !google.wait_for(3, Duration::ZERO));
    let arrivals = google.arrivals();
    assert_eq!((arrivals[0].channel, &*arrivals[0].account, &*arrivals[0].envelope_sender), (Channel::Smtp, ANN, ANN));
    assert_eq!(arrivals[0].recipients, ["b@x.org", "c@x.org"]);
    assert_eq!(arrivals[0].as_seen_by("C@x.org"), Some(message(LETTER).as_bytes()));
    assert_eq!(arrivals[0].as_seen_by("d@x.org"), None);
    assert_eq!(&*arrivals[1].given, &b"From: \r\n ann@example.com\r\n\r\n\r\n"[..]);
    assert_eq!(google.faults(), [""; 0]);
}

#[test]
fn an_overlong_auth_command_is_refused_but_the_response_line_may_be_long() {
    let microsoft = microsoft();
    let token = access(&microsoft, SMTP_SCOPE);
    let mut smtp = Smtp::starttls(microsoft.smtp_starttls());
    let refusal = smtp.say(&format!("AUTH XOAUTH2 {}", xoauth2(ANN, &token)));
    assert_eq!(refusal.trim_end(), "500 5.5.2 Line too long");
    assert!(smtp.login(ANN, &token).starts_with("235 2.7.0"), "RFC 4954 section 4");
}

#[test]
fn google_refuses_a_token_with_a_challenge_that_needs_an_answer() {
    let google = google();
    let token = access(&google, GOOGLE_SCOPE);
    let refused = |user: &str, token: &str, status: &str| {
        let mut smtp = Smtp::starttls(google.smtp_starttls());
        let error = challenge(&smtp.login(user, token));
        assert_eq!((&error["status"], &error["scope"]), (&status.into(), &MAIL.into()));
        assert!(smtp.say("").contains("535 5.7.8"));
        assert!(smtp.say("MAIL FROM:<ann@example.com>").contains("530 5.7.0"));
    };
    refused("bob@example.com", &token, "400");
    refused(ANN, "ya29.nonsense", "400");
    refused(ANN, &access(&google, SEND), "400");
    google.turn_clock(Duration::from_secs(3599));
    refused(ANN, &token, "401");
    let token = access(&google, GOOGLE_SCOPE);
    google.kill_access_tokens();
    refused(ANN, &token, "401");
    assert_eq!(google.faults(), [""; 0]);
    let mut smtp = Smtp::starttls(google.smtp_starttls());
    assert!(smtp.say(&format!("AUTH OAUTHBEARER {}", oauthbearer(ANN, &token))).starts_with("334"));
    assert!(smtp.say("AQ==").contains("535 5.7.8"));
    assert_eq!(google.faults(), [""; 0]);
    assert!(smtp.login(ANN, &token).starts_with("334"));
    assert!(smtp.say("QUIT").contains("535 5.7.8"));
    assert_eq!(google.faults().len(), 1);
    assert_eq!((google.counts().smtp_logins, google.counts().smtp_refusals), (7, 7));
}

#[test]
fn google_replaces_from_with_the_account_unless_it_is_an_alias() {
    let google = google();
    let mut smtp = Smtp::starttls(google.smtp_starttls());
    smtp.login(ANN, &access(&google, GOOGLE_SCOPE));
    for from in ["boss@example.com", "sales@example.com"] {
        let fields = format!("From: {from}\nTo: b@x.org");
        assert!(smtp.send(from, &["b@x.org"], &message(&fields)).starts_with("250"));
    }
    let arrivals = google.arrivals();
    assert_eq!((&*arrivals[0].from_given, &*arrivals[0].from_shown), ("boss@example.com", ANN));
    assert_eq!(arrivals[0].envelope_sender, "boss@example.com");
    assert!(String::from_utf8_lossy(&arrivals[0].delivered).starts_with("From: ann@example.com\r\n"));
    assert_eq!(arrivals[1].from_shown, "sales@example.com");
}

#[test]
fn google_accepts_a_hundred_recipients_per_message() {
    let google = google();
    let mut smtp = Smtp::starttls(google.smtp_starttls());
    smtp.login(ANN, &access(&google, GOOGLE_SCOPE));
    smtp.say("MAIL FROM:<ann@example.com>");
    for number in 0..100 {
        assert!(smtp.say(&format!("RCPT TO:<r{number}@x.org>")).starts_with("250"));
    }
    assert!(smtp.say("RCPT TO:<r100@x.org>").starts_with("452 4.5.3"));
}

#[test]
fn google_accepts_only_an_app_password() {
    let google = google();
    google.add_person(Person { app_password: Some("abcdabcd".into()), ..Person::new(ANN, PASSWORD) });
    let login = |password: &str| {
        let blob = STANDARD.encode(format!("\0{ANN}\0{password}"));
        Smtp::starttls(google.smtp_starttls()).say(&format!("AUTH PLAIN {blob}"))
    };
    assert!(login("abcdabcd").starts_with("235"));
    assert!(login(PASSWORD).contains("535 5.7.8"));
}

#[test]
fn without_tls_login_and_mail_are_refused() {
    let (google, microsoft) = (google(), microsoft());
    for (lookalike, refusal) in [(&*google, "530 5.7.0"), (&*microsoft, "451 5.7.3")] {
        let mut tcp = TcpStream::connect(lookalike.smtp_starttls()).expect("a connection");
        tcp.write_all(b"EHLO me\r\nMAIL FROM:<a@x>\r\nAUTH XOAUTH2 dXNlcj0=\r\nQUIT\r\n").expect("sent");
        let mut all = String::new();
        tcp.read_to_string(&mut all).expect("replies");
        assert!(all.contains("STARTTLS") && !all.contains("XOAUTH2") && all.contains(refusal), "{all}");
        assert_eq!(lookalike.faults().len(), 1, "the credentials were readable on the way");
    }
}

#[test]
fn microsoft_refuses_a_token_at_once() {
    let microsoft = microsoft();
    let token = access(&microsoft, SMTP_SCOPE);
    let login = |user: &str, token: &str| Smtp::starttls(microsoft.smtp_starttls()).login(user, token);
    let offers = Smtp::starttls(microsoft.smtp_starttls()).say("EHLO me");
    assert!(offers.contains("AUTH LOGIN XOAUTH2\r\n") && offers.contains("SIZE 157286400"), "{offers}");
    assert!(login(ANN, &token).starts_with("235 2.7.0"));
    assert!(login("bob@example.com", &token).starts_with("535 5.7.3 Authentication unsuccessful"));
    assert!(login(ANN, &access(&microsoft, GRAPH_SCOPE)).starts_with("535 5.7.3"), "a token for Graph");
    microsoft.turn_clock(Duration::from_secs(3600));
    assert!(login(ANN, &token).starts_with("535 5.7.3"));
}

#[test]
fn microsoft_allows_a_shared_mailbox_to_people_with_access() {
    let microsoft = microsoft();
    microsoft.add_person(Person { shared_mailboxes: vec!["info@example.com".into()], ..Person::new(ANN, PASSWORD) });
    let mut smtp = Smtp::starttls(microsoft.smtp_starttls());
    assert!(smtp.login("info@example.com", &access(&microsoft, SMTP_SCOPE)).starts_with("235"));
    let fields = "From: info@example.com\nTo: b@x.org";
    assert!(smtp.send("info@example.com", &["b@x.org"], &message(fields)).starts_with("250"));
    assert_eq!(microsoft.arrivals()[0].account, "info@example.com");
}

#[test]
fn microsoft_says_whether_smtp_auth_is_off_for_tenant_or_mailbox() {
    let microsoft = microsoft();
    let token = access(&microsoft, SMTP_SCOPE);
    let login = |smtp_auth: SmtpAuth| {
        microsoft.switch_smtp_auth(smtp_auth);
        Smtp::starttls(microsoft.smtp_starttls()).login(ANN, &token)
    };
    let off = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the ";
    let tenant = login(SmtpAuth::OffForTenant);
    assert!(tenant.starts_with(&format!("{off}Tenant. Visit https://aka.ms/smtp_auth_disabled")), "{tenant}");
    assert!(login(SmtpAuth::OffForMailboxes(vec![ANN.into()])).starts_with(&format!("{off}Mailbox.")));
    assert!(login(SmtpAuth::OffForTenantSave(vec![ANN.into()])).starts_with("235"));
    assert!(login(SmtpAuth::On).starts_with("235"));
}

#[test]
fn microsoft_refuses_an_unauthorized_from_at_the_final_dot() {
    let microsoft = microsoft();
    let mut smtp = Smtp::starttls(microsoft.smtp_starttls());
    smtp.login(ANN, &access(&microsoft, SMTP_SCOPE));
    let mut send =
        |envelope: &str, from: &str| smtp.send(envelope, &["b@x.org"], &message(&format!("From: {from}\nTo: b@x.org")));
    let denied = "554 5.2.252 SendAsDenied; ann@example.com not allowed to send as boss@example.com; \
                  STOREDRV.Submission.Exception:SendAsDeniedException";
    assert!(send("boss@example.com", ANN).starts_with(denied));
    assert!(send(ANN, "boss@example.com").starts_with(denied));
    assert!(send(ANN, "ann@example.com, sales@example.com").starts_with("550 5.7.512"));
    assert!(send("sales@example.com", "sales@example.com").starts_with("250"));
    assert_eq!(microsoft.arrivals().len(), 1);
}

#[test]
fn microsoft_accepts_three_connections_per_mailbox() {
    let microsoft = microsoft();
    let token = access(&microsoft, SMTP_SCOPE);
    let mut all: Vec<Smtp> = (0..4)
        .map(|_| {
            let mut smtp = Smtp::starttls(microsoft.smtp_starttls());
            assert!(smtp.login(ANN, &token).starts_with("235"));
            smtp
        })
        .collect();
    let mut send = |index: usize| all[index].send(ANN, &["b@x.org"], &message(LETTER));
    assert!(send(2).starts_with("250"));
    let reply = send(3);
    assert!(reply.starts_with("432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded"), "{reply}");
    assert!(all[0].say("QUIT").starts_with("221"));
    drop(all.remove(0));
    // The server notices a disconnect a moment after the client.
    let mut tries = (0..200).map(|_| {
        std::thread::yield_now();
        all[2].send(ANN, &["b@x.org"], &message(LETTER))
    });
    assert!(tries.any(|reply| reply.starts_with("250")));
}

#[test]
fn microsoft_accepts_thirty_messages_a_minute() {
    let microsoft = microsoft();
    let mut smtp = Smtp::starttls(microsoft.smtp_starttls());
    smtp.login(ANN, &access(&microsoft, SMTP_SCOPE));
    for _ in 0..30 {
        assert!(smtp.send(ANN, &["b@x.org"], &message(LETTER)).starts_with("250"));
    }
    assert!(smtp.send(ANN, &["b@x.org"], &message(LETTER)).starts_with("432 4.3.2"));
    microsoft.turn_clock(Duration::from_secs(60));
    assert!(smtp.send(ANN, &["b@x.org"], &message(LETTER)).starts_with("250"));
    let unlimited = microsoft_with(MicrosoftOptions { messages_per_minute: None, ..MicrosoftOptions::default() });
    let mut smtp = Smtp::starttls(unlimited.smtp_starttls());
    smtp.login(ANN, &access(&unlimited, SMTP_SCOPE));
    for _ in 0..40 {
        assert!(smtp.send(ANN, &["b@x.org"], &message(LETTER)).starts_with("250"));
    }
}

#[test]
fn smtp_misbehaves_on_demand() {
    let microsoft = microsoft();
    let token = access(&microsoft, SMTP_SCOPE);
    let login = |token: &str| Smtp::starttls(microsoft.smtp_starttls()).login(ANN, token);
    microsoft.misbehave(Misbehaviour::SmtpRefusesLogin);
    assert!(login(&token).starts_with("535 5.7.3"));
    assert!(login(&token).starts_with("235"));
    microsoft.misbehave(Misbehaviour::SmtpAnswersLogin("454 4.7.0 Temporary authentication failure".into()));
    assert!(login(&token).starts_with("454"));
    microsoft.misbehave(Misbehaviour::SmtpRefusesEachTokenOnce);
    let other = access(&microsoft, SMTP_SCOPE);
    for token in [&token, &other] {
        assert!(login(token).starts_with("535"));
        assert!(login(token).starts_with("235"));
    }
    microsoft.behave();
    let mut smtp = Smtp::starttls(microsoft.smtp_starttls());
    smtp.login(ANN, &token);
    microsoft.misbehave(Misbehaviour::SmtpAnswersDot("451 4.3.0 Later".into()));
    assert!(smtp.send(ANN, &["b@x.org"], &message(LETTER)).starts_with("451"));
    microsoft.misbehave(Misbehaviour::SmtpLosesAnswer);
    assert_eq!(smtp.send(ANN, &["b@x.org"], &message(LETTER)), "");
    assert_eq!(microsoft.arrivals().len(), 1, "it was accepted nevertheless");
}

#[test]
fn a_consent_of_another_account_gives_access_to_that_account() {
    let google = google();
    google.add_person(Person::new("bob@example.com", "pw"));
    let link = link(&google, GOOGLE_SCOPE, &[("login_hint", ANN)]);
    let back = google.consent(&link, "bob@example.com", "pw", Choice::Allow).expect("a way back");
    let answer = redeem(&google, &parameter(&back, "code")).json();
    assert_eq!(claims(&text(&answer, "id_token"))["email"], "bob@example.com");
    let token = text(&answer, "access_token");
    assert!(Smtp::starttls(google.smtp_starttls()).login("bob@example.com", &token).starts_with("235"));
}
