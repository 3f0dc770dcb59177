//! Conversations up to the login over a stream in memory, the clock in hand: what opens a session, and what does not.

use mail::Security;

use super::destination::{Destination, Limits};
use super::journal::Journal;
use super::scripted::{account, play};
use super::session::{Until, converse};
use crate::oauth::Wish;
use crate::{CleartextLogin, Login, PasswordLogin, Patience, SmtpAccount};

fn with_login(cleartext: CleartextLogin) -> SmtpAccount {
    let login = PasswordLogin {
        username: "ann@example.org".to_owned(),
        password: "open sesame".to_owned().into(),
        mechanism: None,
        cleartext,
    };
    SmtpAccount { login: Some(Login::Password(login)), ..account() }
}

/// The mishap that ends a conversation before MAIL, and the transcript.
async fn fails(account: SmtpAccount, script: &'static str) -> (String, String) {
    let (stream, server) = play(script);
    let to = Destination::new(account, Limits::new(Patience::interactive(), None));
    let mut journal = Journal::new(None);
    let mishap = match converse(&to, stream, Until::LoggedIn(Wish::Good), &mut journal).await {
        Ok(_) => "no mishap".to_owned(),
        Err(mishap) => mishap.to_string(),
    };
    server.await.expect("the script was kept to");
    (mishap, journal.close().1)
}

#[tokio::test(start_paused = true)]
async fn a_mechanism_the_server_does_not_know_after_all_is_followed_by_the_next() {
    let (mishap, transcript) = fails(
        with_login(CleartextLogin::Allowed),
        "S: 220 mx
         C: EHLO
         S: 250-mx
         S: 250 AUTH CRAM-MD5 PLAIN
         C: AUTH CRAM-MD5
         S: 504 5.5.4 Unrecognized authentication type
         C: AUTH PLAIN AGFubkBleGFtcGxlLm9yZwBvcGVuIHNlc2FtZQ==
         S: 235 2.7.0 welcome
        ",
    )
    .await;
    assert_eq!(mishap, "no mishap");
    assert!(transcript.contains("C: AUTH PLAIN ***\n"));
    assert!(!transcript.contains("AGFub"));
}

#[tokio::test(start_paused = true)]
async fn no_secret_is_in_the_transcript_even_when_the_server_repeats_it() {
    let (mishap, transcript) = fails(
        with_login(CleartextLogin::Allowed),
        "S: 220 mx
         C: EHLO
         S: 250 mx
         S: 250 unasked
        ",
    )
    .await;
    assert_eq!(mishap, "the server offers no login");
    assert!(transcript.starts_with("S: 220 mx\nC: EHLO client.example.org\n"));
    let (mishap, transcript) = fails(
        with_login(CleartextLogin::Allowed),
        "S: 220 mx
         C: EHLO
         S: 250-mx
         S: 250 AUTH LOGIN
         C: AUTH LOGIN
         S: 334 VXNlcm5hbWU6
         C: YW5uQGV4YW1wbGUub3Jn
         S: 334 UGFzc3dvcmQ6
         C: b3BlbiBzZXNhbWU=
         S: 535 5.7.8 no ann@example.org with open sesame here
        ",
    )
    .await;
    assert_eq!(mishap, "535 5.7.8 no ann@example.org with *** here");
    assert!(!transcript.contains("sesame") && !transcript.contains("b3Blbi"), "{transcript}");
}

#[tokio::test(start_paused = true)]
async fn a_password_does_not_travel_in_clear_unless_allowed() {
    let (mishap, transcript) =
        fails(with_login(CleartextLogin::Refused), "S: 220 mx\nC: EHLO\nS: 250-mx\nS: 250 AUTH PLAIN\n").await;
    assert_eq!(mishap, "the login was not tried, because the connection is not encrypted");
    assert!(!transcript.contains("AUTH PLAIN *"), "{transcript}");
}

#[tokio::test(start_paused = true)]
async fn starttls_is_required_where_chosen_and_nothing_may_be_injected() {
    let starttls = || SmtpAccount { security: Security::Starttls, ..account() };
    let cases = [
        ("S: 220 mx\nC: EHLO\nS: 250 mx\n", "the server does not offer STARTTLS"),
        ("S: 220 mx\nC: EHLO\nS: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 454 4.7.0 no key\n", "454 4.7.0 no key"),
        ("S: 220 mx\nC: EHLO\nS: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\nS: 250 forged\n", {
            "unencrypted bytes came before the TLS handshake"
        }),
    ];
    for (script, expected) in cases {
        assert_eq!(fails(starttls(), script).await.0, expected, "{script}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_greets_us_is_judged() {
    let cases = [
        ("S: 554 no mail from you\n", "554 no mail from you"),
        ("S: 421 4.7.0 too many connections\n", "421 4.7.0 too many connections"),
        ("S: HTTP/1.1 400 Bad Request\n", "the server sent a line that is no SMTP reply: “HTTP/1.1 400 Bad Request”"),
        ("-- silence\n", "no greeting within 12 s"),
        ("-- trickle\n", "no greeting within 12 s"),
        ("S: 220 mx\nC: EHLO\n-- silence\n", "no answer within 15 s"),
        ("S: 220 mx\nC: EHLO\nS: 451 4.3.0 later\n", "451 4.3.0 later"),
        ("S: 220 mx\nC: EHLO\nS: 550 no\nC: HELO\nS: 550 no\n", "550 no"),
    ];
    for (script, expected) in cases {
        assert_eq!(fails(account(), script).await.0, expected, "{script}");
    }
}
