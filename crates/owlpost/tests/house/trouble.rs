//! Trouble of the connection: sending pauses, a problem is shown, nothing is spent, and it resumes by itself.

use i18n::Language;
use mail_parser::MessageParser;
use queue::State;
use settings::ConnectionState;

use crate::support::{TestApp, problem, seconds, server};

/// A server whose connection has just failed, with two messages that wait.
async fn paused() -> (TestApp, [queue::Id; 2]) {
    let mut app = TestApp::with_settings(&server("smtp.example.com", "")).await;
    let ids = [app.accept("one@example.org").await, app.accept("two@example.org").await];
    app.way_out.attempt().await.trouble("login_refused");
    app.paused_is(true).await;
    for id in ids {
        app.reaches(id, State::Queued).await;
    }
    (app, ids)
}

#[tokio::test]
async fn trouble_pauses_sending_without_spending_attempts() {
    let (mut app, ids) = paused().await;
    let pause = app.app.settings.pause().expect("a pause");
    assert_eq!((pause.since, pause.problem.code.as_ref()), (app.now(), "login_refused"));
    assert_eq!(app.app.settings.status().state, ConnectionState::FailingSince(app.now()));
    for id in ids {
        assert_eq!(app.detail(id).await.deliveries[0].attempts, 0);
    }
    app.accept("three@example.org").await;
    assert!(app.way_out.is_quiet() && !app.way_out.is_probed());
}

#[tokio::test]
async fn a_message_under_way_that_still_leaves_does_not_hide_the_pause() {
    let settings = server("smtp.example.com", "").replace("\"connections\": 1", "\"connections\": 2");
    let mut app = TestApp::with_settings(&settings).await;
    let left = app.accept("one@example.org").await;
    app.accept("two@example.org").await;
    let (one, two) = (app.way_out.attempt().await, app.way_out.attempt().await);
    two.trouble("login_refused");
    app.paused_is(true).await;
    app.turn(seconds(1));
    one.delivered();
    app.reaches(left, State::Sent).await;
    let status = app.app.settings.status();
    assert_eq!(status.state, ConnectionState::FailingSince(app.now() - seconds(1)));
    assert_eq!(status.problem.map(|problem| problem.code.into_owned()).as_deref(), Some("login_refused"));
    assert_eq!(status.last_success_at, Some(app.now()));
}

#[tokio::test]
async fn probes_grow_apart_and_sending_resumes_by_itself() {
    let (mut app, ids) = paused().await;
    for wait in [5, 10, 20, 40, 60, 60] {
        app.turn(seconds(wait - 1));
        assert!(!app.way_out.is_probed(), "before {wait} s");
        app.turn(seconds(1));
        let code = format!("refused_after_{wait}_{}", app.now());
        app.way_out.probe(Err(problem(&code))).await;
        app.pause_is_about(&code).await;
    }
    app.turn(seconds(60));
    app.way_out.probe(Ok(())).await;
    let mut subjects = app.way_out.deliver(2).await;
    subjects.sort();
    assert_eq!(subjects, ["one", "two"]);
    for id in ids {
        app.reaches(id, State::Sent).await;
    }
    app.paused_is(false).await;
    assert!(matches!(app.app.settings.status().state, ConnectionState::Verified(_)));
}

#[tokio::test]
async fn the_pause_is_about_what_the_last_probe_found() {
    let (mut app, _) = paused().await;
    let since = app.now();
    app.turn(seconds(5));
    app.way_out.probe(Err(problem("connection_refused"))).await;
    app.pause_is_about("connection_refused").await;
    let pause = app.app.settings.pause().expect("a pause");
    assert_eq!((pause.since, pause.problem.code.as_ref()), (since, "connection_refused"));
}

#[tokio::test]
async fn other_settings_resume_at_once_over_another_way() {
    let (mut app, _) = paused().await;
    app.save_settings(r#"{"password": {"host": "mail.example.com"}}"#).await;
    let attempt = app.way_out.attempt().await;
    assert_eq!(attempt.way, "mail.example.com:25 (implicit TLS)");
    attempt.delivered();
    app.paused_is(false).await;
    assert!(app.way_out.turns().contains(&"closed smtp.example.com:25 (implicit TLS)".to_owned()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_accepted_after_a_save_leaves_by_what_was_saved() {
    let mut app = TestApp::with_settings(&server("smtp.example.com", "")).await;
    for number in 0..50 {
        app.save_settings(&format!(r#"{{"password": {{"host": "s{number}.example.com"}}}}"#)).await;
        let id = app.accept("one@example.org").await;
        let attempt = app.way_out.attempt().await;
        assert_eq!(attempt.way, format!("s{number}.example.com:25 (implicit TLS)"));
        attempt.delivered();
        app.reaches(id, State::Sent).await;
    }
}

#[tokio::test]
async fn mail_in_flight_ends_over_the_way_it_began_with() {
    let mut app = TestApp::with_settings(&server("smtp.example.com", "")).await;
    let id = app.accept("one@example.org").await;
    let old = app.way_out.attempt().await;
    app.save_settings(r#"{"password": {"host": "mail.example.com"}}"#).await;
    old.trouble("connection_lost");
    let again = app.way_out.attempt().await;
    assert_eq!(again.way, "mail.example.com:25 (implicit TLS)");
    again.delivered();
    app.reaches(id, State::Sent).await;
    assert_eq!(app.app.settings.pause(), None, "trouble of the old way says nothing of the new one");
}

#[tokio::test]
async fn a_pause_outlives_the_process_and_is_probed_at_once() {
    let (app, ids) = paused().await;
    let mut app = app.stop_within(seconds(1)).await.start().await;
    assert!(app.app.settings.pause().is_some() && app.way_out.is_quiet());
    app.way_out.probe(Ok(())).await;
    app.way_out.deliver(2).await;
    for id in ids {
        app.reaches(id, State::Sent).await;
    }
    app.paused_is(false).await;
}

#[tokio::test]
async fn a_refused_message_is_no_trouble_of_the_connection() {
    let mut app = TestApp::with_settings(&server("smtp.example.com", "")).await;
    let id = app.accept("one@example.org").await;
    app.way_out.attempt().await.refused();
    app.reaches(id, State::Failed).await;
    app.accept("two@example.org").await;
    assert_eq!(app.way_out.deliver(1).await, ["two"]);
    assert_eq!(app.app.settings.pause(), None);
}

/// Delivers the two messages that waited and the letter, which may overtake them; answers what the letter says, to whom.
async fn letter(app: &mut TestApp) -> (Vec<String>, String, String) {
    let mut found = None;
    for _ in 0..3 {
        let attempt = app.way_out.attempt().await;
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
async fn administrators_hear_of_a_long_pause_when_it_is_over_once_and_in_their_language() {
    let (mut app, _) = paused().await;
    app.administrator("ann@example.com", Language::German).await;
    app.turn(seconds(3 * 3600));
    app.way_out.probe(Ok(())).await;
    let (recipients, subject, text) = letter(&mut app).await;
    assert_eq!((recipients, subject.as_str()), (vec!["ann@example.com".to_owned()], "E-Mails werden wieder gesendet"));
    for words in ["Der Versand ruhte 3 Stunden", "login_refused happened.", "22. November 2026, 15:00 Uhr UTC"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    app.turn(seconds(3600));
    assert_eq!(app.app.settings.pause(), None);
    assert!(app.way_out.is_quiet(), "told once");
}

#[tokio::test]
async fn a_short_pause_is_no_news() {
    let (mut app, _) = paused().await;
    app.administrator("ann@example.com", Language::English).await;
    app.turn(seconds(14 * 60));
    app.way_out.probe(Ok(())).await;
    app.way_out.deliver(2).await;
    app.paused_is(false).await;
    app.accept("three@example.org").await;
    assert_eq!(app.way_out.deliver(1).await, ["three"]);
    assert!(app.way_out.is_quiet());
}

#[tokio::test]
async fn a_pause_that_a_restart_fell_into_is_told_of_as_a_whole() {
    let (app, _) = paused().await;
    app.administrator("ann@example.com", Language::English).await;
    let stopped = app.stop_within(seconds(1)).await;
    let mut app = stopped.start().await;
    app.turn(seconds(20 * 60));
    app.way_out.probe(Ok(())).await;
    let (_, subject, text) = letter(&mut app).await;
    assert_eq!(subject, "Email is being sent again");
    assert!(text.contains("paused for 20 minutes"), "{text}");
}
