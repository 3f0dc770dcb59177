//! The number of sessions follows the server, and recipients per day are counted per account.

use std::time::Duration;

use queue::Kind;

use crate::server::Rules;
use crate::support::{TestLoop, seconds};

#[tokio::test]
async fn a_server_that_accepts_two_sessions_is_used_with_two() {
    let rules = Rules { max_sessions: 2, message_takes: Duration::from_secs(1), ..Rules::default() };
    let test = TestLoop::start(r#"{"connections": 10}"#, rules).await;
    for number in 0..60 {
        test.accept(&format!("n{number}@d{}.example", number % 7)).await;
    }
    for _ in 0..90 {
        test.run_for(1, 1).await;
        assert!(!test.settings.is_paused(), "one session too many does not pause sending");
    }
    assert_eq!(test.accepted(), 60);
    let (refused, open) = test.server.log(|log| (log.refused, log.max_open));
    assert!(refused <= 4 && open == 2, "{refused} refused, {open} open");
}

#[tokio::test]
async fn a_server_that_accepts_more_sessions_later_is_used_with_more() {
    let rules = Rules { max_sessions: 2, message_takes: Duration::from_secs(5), ..Rules::default() };
    let test = TestLoop::start(r#"{"connections": 6}"#, rules).await;
    for number in 0..200 {
        test.accept(&format!("n{number}@d{}.example", number % 7)).await;
    }
    test.run_for(60, 5).await;
    test.server.change(|rules| rules.max_sessions = 4);
    test.run_for(420, 5).await;
    assert_eq!(test.server.log(|log| log.max_open), 4);
    assert!(!test.settings.is_paused());
}

#[tokio::test]
async fn urgent_mail_whose_session_is_refused_keeps_its_place() {
    let rules = Rules { max_sessions: 1, message_takes: Duration::from_secs(10), ..Rules::default() };
    let test = TestLoop::start(r#"{"connections": 4}"#, rules).await;
    let names: Vec<String> = (0..8).map(|number| format!("n{number}@u.example")).collect();
    for name in &names {
        test.accept_kind(Kind::PasswordReset, &[name], None).await;
    }
    test.run_for(100, 1).await;
    let (mut accepted, refused) =
        test.server.log(|log| (log.accepted.clone().into_iter().collect::<Vec<_>>(), log.refused));
    accepted.sort_by_key(|(_, at)| *at);
    assert!(refused > 0, "no session was refused");
    assert_eq!(accepted.into_iter().map(|(name, _)| name).collect::<Vec<_>>(), names);
}

#[tokio::test]
async fn one_bad_server_behind_a_load_balancer_does_not_pause_sending() {
    let rules = Rules { refuses_one_in: Some(3), message_takes: Duration::from_secs(1), ..Rules::default() };
    let test = TestLoop::start(r#"{"connections": 10}"#, rules).await;
    for number in 0..100 {
        test.accept(&format!("n{number}@d{}.example", number % 7)).await;
    }
    for _ in 0..75 {
        test.run_for(1, 1).await;
        assert!(!test.settings.is_paused());
    }
    assert_eq!(test.accepted(), 100);
}

#[tokio::test]
async fn recipients_of_the_day_stay_counted_when_settings_are_saved() {
    let limits = r#"{"connections": 3, "recipients_per_day": 40}"#;
    let test = TestLoop::start(limits, Rules::default()).await;
    for number in 0..60 {
        test.accept(&format!("n{number}@d{}.example", number % 7)).await;
    }
    test.run_for(20, 1).await;
    let first = test.accepted();
    assert_eq!(first, 38, "the last twentieth is reserved for urgent mail");
    test.save(r#"{"automatic_bcc": ""}"#).await;
    test.run_for(20, 1).await;
    assert_eq!(test.accepted(), first);
    test.save(r#"{"password": {"host": "mail.example.net"}}"#).await;
    test.run_for(20, 1).await;
    assert_eq!(test.accepted(), 60, "another account has its own daily count");
    test.save(r#"{"password": {"host": "smtp.example.com"}}"#).await;
    test.accept("late@example.org").await;
    test.run_for(20, 1).await;
    assert_eq!(test.accepted(), 60, "the first account's day is still used up");
    test.clock.turn(seconds(25 * 3600));
    test.run_for(60, 20).await;
    assert_eq!(test.accepted(), 61);
}

#[tokio::test]
async fn each_account_has_its_own_daily_count_after_a_restart_too() {
    let limits = r#"{"connections": 3, "recipients_per_day": 40}"#;
    let test = TestLoop::start(limits, Rules::default()).await;
    for number in 0..60 {
        test.accept(&format!("n{number}@d{}.example", number % 7)).await;
    }
    test.run_for(20, 1).await;
    assert_eq!(test.accepted(), 38, "the first account's day is used up");
    test.save(r#"{"password": {"host": "mail.example.net"}}"#).await;
    test.run_for(2, 1).await;
    assert_eq!(test.accepted(), 60, "the other account sends the rest");
    let test = test.restart(seconds(3)).await;
    for number in 60..80 {
        test.accept(&format!("n{number}@d{}.example", number % 7)).await;
    }
    test.run_for(20, 1).await;
    assert_eq!(test.accepted(), 60 + 16, "the second account sent to 22 before the restart");
    test.save(r#"{"password": {"host": "smtp.example.com"}}"#).await;
    test.run_for(20, 1).await;
    assert_eq!(test.accepted(), 76, "the first account's day is still used up");
    test.clock.turn(seconds(25 * 3600));
    test.run_for(60, 20).await;
    assert_eq!(test.accepted(), 80);
}

#[tokio::test]
async fn no_daily_count_is_lost_among_many_accounts() {
    let limits = r#"{"connections": 3, "recipients_per_day": 20}"#;
    let test = TestLoop::start(limits, Rules::default()).await;
    for number in 0..19 {
        test.accept(&format!("n{number}@d{}.example", number % 7)).await;
    }
    test.run_for(20, 1).await;
    assert_eq!(test.accepted(), 19);
    for other in 0..20 {
        test.save(&format!(r#"{{"password": {{"host": "smtp{other}.example.net"}}}}"#)).await;
        test.accept(&format!("other{other}@example.org")).await;
        test.run_for(3, 1).await;
    }
    assert_eq!(test.accepted(), 39);
    test.save(r#"{"password": {"host": "smtp.example.com"}}"#).await;
    test.accept("late@example.org").await;
    test.run_for(20, 1).await;
    assert_eq!(test.accepted(), 39, "the first account's day is used up, after twenty others");
}

#[tokio::test]
async fn mail_that_no_server_accepted_does_not_count_towards_the_daily_limit() {
    let limits = r#"{"connections": 3, "recipients_per_day": 20}"#;
    let test = TestLoop::start(limits, Rules { refuses_connections: true, ..Rules::default() }).await;
    for number in 0..19 {
        test.accept(&format!("n{number}@d{}.example", number % 7)).await;
    }
    test.run_for(3600, 20).await;
    test.server.change(|rules| rules.refuses_connections = false);
    test.run_for(120, 5).await;
    assert_eq!(test.accepted(), 19);
}
