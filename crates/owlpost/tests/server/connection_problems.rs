//! A problem of the connection: sending pauses, the problem is shown, no attempt is spent, and sending resumes.

use i18n::Language;
use mail_parser::MessageParser;
use queue::{Kind, State};
use settings::ConnectionState;

use crate::support::{ManualServer, problem, seconds, smtp_settings};

/// A server whose connection has just failed, with two messages that wait.
async fn paused() -> (ManualServer, [queue::Id; 2]) {
    let mut server = ManualServer::with_settings(&smtp_settings("smtp.example.com", "")).await;
    let ids = [server.accept("one@example.org").await, server.accept("two@example.org").await];
    server.transport.attempt().await.connection_problem("login_refused");
    server.is_paused(true).await;
    for id in ids {
        server.reaches(id, State::Queued).await;
    }
    (server, ids)
}

#[tokio::test]
async fn connection_problems_pause_sending_without_using_attempts() {
    let (mut server, ids) = paused().await;
    let pause = server.app.settings.pause().expect("a pause");
    assert_eq!((pause.since, pause.problem.code.as_ref()), (server.now(), "login_refused"));
    assert_eq!(server.app.settings.status().state, ConnectionState::FailingSince(server.now()));
    for id in ids {
        assert_eq!(server.detail(id).await.deliveries[0].attempts, 0);
    }
    server.accept("three@example.org").await;
    assert!(server.transport.is_idle() && !server.transport.is_checked());
}

#[tokio::test]
async fn an_attempt_in_progress_does_not_hide_the_pause() {
    let settings = smtp_settings("smtp.example.com", "").replace("\"connections\": 1", "\"connections\": 2");
    let mut server = ManualServer::with_settings(&settings).await;
    let left = server.accept("one@example.org").await;
    let one = server.transport.attempt().await;
    server.accept_kind(Kind::PasswordReset, "two@example.org").await;
    server.turn(seconds(2));
    let two = server.transport.attempt().await;
    two.connection_problem("login_refused");
    server.is_paused(true).await;
    server.turn(seconds(1));
    one.delivered();
    server.reaches(left, State::Sent).await;
    let status = server.app.settings.status();
    assert_eq!(status.state, ConnectionState::FailingSince(server.now() - seconds(1)));
    assert_eq!(status.problem.map(|problem| problem.code.into_owned()).as_deref(), Some("login_refused"));
    assert_eq!(status.last_success_at, Some(server.now()));
}

#[tokio::test]
async fn probes_become_less_frequent_and_sending_resumes_automatically() {
    let (mut server, ids) = paused().await;
    for wait in [5, 10, 20, 40, 60, 60] {
        server.turn(seconds(wait - 1));
        assert!(!server.transport.is_checked(), "before {wait} s");
        // Randomness adds up to a quarter.
        server.turn(seconds(2 + wait / 4));
        let code = format!("refused_after_{wait}_{}", server.now());
        server.transport.check(Err(problem(&code))).await;
        server.pause_is_about(&code).await;
    }
    server.turn(seconds(76));
    server.transport.check(Ok(())).await;
    let mut subjects = server.transport.deliver(2).await;
    subjects.sort();
    assert_eq!(subjects, ["one", "two"]);
    for id in ids {
        server.reaches(id, State::Sent).await;
    }
    server.is_paused(false).await;
    assert!(matches!(server.app.settings.status().state, ConnectionState::Verified(_)));
}

#[tokio::test]
async fn the_pause_is_about_what_the_last_probe_found() {
    let (mut server, _) = paused().await;
    let since = server.now();
    server.turn(seconds(7));
    server.transport.check(Err(problem("connection_refused"))).await;
    server.pause_is_about("connection_refused").await;
    let pause = server.app.settings.pause().expect("a pause");
    assert_eq!((pause.since, pause.problem.code.as_ref()), (since, "connection_refused"));
}

#[tokio::test]
async fn other_settings_resume_sending_at_once() {
    let (mut server, _) = paused().await;
    server.save_settings(r#"{"password": {"host": "mail.example.com"}}"#).await;
    let attempt = server.transport.attempt().await;
    assert_eq!(attempt.connection, "mail.example.com:25 (implicit TLS)");
    attempt.delivered();
    server.is_paused(false).await;
    assert!(server.transport.changes().contains(&"closed smtp.example.com:25 (implicit TLS)".to_owned()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mail_accepted_after_a_save_is_sent_with_the_saved_settings() {
    let mut server = ManualServer::with_settings(&smtp_settings("smtp.example.com", "")).await;
    for number in 0..50 {
        server.save_settings(&format!(r#"{{"password": {{"host": "s{number}.example.com"}}}}"#)).await;
        let id = server.accept("one@example.org").await;
        let attempt = server.transport.attempt().await;
        assert_eq!(attempt.connection, format!("s{number}.example.com:25 (implicit TLS)"));
        attempt.delivered();
        server.reaches(id, State::Sent).await;
    }
}

#[tokio::test]
async fn attempts_in_progress_end_on_their_connection() {
    let mut server = ManualServer::with_settings(&smtp_settings("smtp.example.com", "")).await;
    let id = server.accept("one@example.org").await;
    let old = server.transport.attempt().await;
    server.save_settings(r#"{"password": {"host": "mail.example.com"}}"#).await;
    old.connection_problem("connection_lost");
    let again = server.transport.attempt().await;
    assert_eq!(again.connection, "mail.example.com:25 (implicit TLS)");
    again.delivered();
    server.reaches(id, State::Sent).await;
    assert_eq!(server.app.settings.pause(), None, "trouble of the old way says nothing of the new one");
}

#[tokio::test]
async fn a_pause_survives_a_restart_and_is_checked_immediately() {
    let (server, ids) = paused().await;
    let mut server = server.stop_within(seconds(1)).await.start().await;
    assert!(server.app.settings.pause().is_some() && server.transport.is_idle());
    server.transport.check(Ok(())).await;
    server.transport.deliver(2).await;
    for id in ids {
        server.reaches(id, State::Sent).await;
    }
    server.is_paused(false).await;
}

#[tokio::test]
async fn a_refused_message_is_not_a_connection_problem() {
    let mut server = ManualServer::with_settings(&smtp_settings("smtp.example.com", "")).await;
    let id = server.accept("one@example.org").await;
    server.transport.attempt().await.refused();
    server.reaches(id, State::Failed).await;
    server.accept("two@example.org").await;
    assert_eq!(server.transport.deliver(1).await, ["two"]);
    assert_eq!(server.app.settings.pause(), None);
}

/// Delivers the two waiting messages and the letter, which may overtake them; returns the letter's text and recipients.
async fn letter(server: &mut ManualServer) -> (Vec<String>, String, String) {
    let mut found = None;
    for _ in 0..3 {
        let attempt = server.transport.attempt().await;
        if attempt.recipients() == ["ann@example.com"] {
            let message = MessageParser::default().parse(&*attempt.outgoing.bytes).expect("a mail");
            let subject = message.subject().unwrap_or_default().to_owned();
            found = Some((attempt.recipients(), subject, message.body_text(0).unwrap_or_default().into_owned()));
        }
        attempt.delivered();
    }
    found.expect("a letter")
}

#[tokio::test]
async fn administrators_are_notified_once_of_a_long_pause_when_it_is_over() {
    let (mut server, _) = paused().await;
    server.administrator(Language::German).await;
    server.turn(seconds(3 * 3600));
    server.transport.check(Ok(())).await;
    let (recipients, subject, text) = letter(&mut server).await;
    assert_eq!((recipients, subject.as_str()), (vec!["ann@example.com".to_owned()], "E-Mails werden wieder gesendet"));
    for words in
        ["Der Versand war 3 Stunden unterbrochen", "login_refused happened.", "22. November 2026, 15:00 Uhr UTC"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    server.turn(seconds(3600));
    assert_eq!(server.app.settings.pause(), None);
    assert!(server.transport.is_idle(), "told once");
}

#[tokio::test]
async fn a_short_pause_is_not_reported() {
    let (mut server, _) = paused().await;
    server.administrator(Language::English).await;
    server.turn(seconds(14 * 60));
    server.transport.check(Ok(())).await;
    server.transport.deliver(2).await;
    server.is_paused(false).await;
    server.accept("three@example.org").await;
    assert_eq!(server.transport.deliver(1).await, ["three"]);
    assert!(server.transport.is_idle());
}

#[tokio::test]
async fn a_pause_with_a_restart_is_reported_as_one() {
    let (server, _) = paused().await;
    server.administrator(Language::English).await;
    let stopped = server.stop_within(seconds(1)).await;
    let mut server = stopped.start().await;
    server.turn(seconds(20 * 60));
    server.transport.check(Ok(())).await;
    let (_, subject, text) = letter(&mut server).await;
    assert_eq!(subject, "Email is being sent again");
    assert!(text.contains("paused for 20 minutes"), "{text}");
}
