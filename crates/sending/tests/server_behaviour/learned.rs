//! The next process uses what was learned about a server; a good server is soon used at full speed.

use std::time::Duration;

use delivery::ServerTraits;

use crate::server::Rules;
use crate::support::{TestLoop, seconds};

async fn accept_many(test: &TestLoop, from: usize, to: usize) {
    for number in from..to {
        test.accept(&format!("n{number}@d{}.example", number % 40)).await;
    }
}

#[tokio::test]
async fn a_good_server_is_used_with_all_sessions_after_a_few_messages() {
    let rules = Rules { message_takes: Duration::from_secs(1), ..Rules::default() };
    let test = TestLoop::start(r#"{"connections": 20}"#, rules).await;
    accept_many(&test, 0, 100).await;
    for _ in 0..100 {
        test.run_for(1, 1).await;
    }
    let (open, accepted) = test.server.log(|log| (log.max_open, log.accepted_at_max));
    assert_eq!(open, 19, "one of twenty is reserved for urgent mail");
    assert!(accepted <= 20, "{accepted} messages left before all sessions were in use");
}

#[tokio::test]
async fn the_number_of_sessions_a_server_accepts_is_known_after_a_restart() {
    let rules = Rules { max_sessions: 4, message_takes: Duration::from_secs(1), ..Rules::default() };
    let test = TestLoop::start(r#"{"connections": 20}"#, rules).await;
    accept_many(&test, 0, 60).await;
    test.run_for(30, 1).await;
    let refused = test.server.log(|log| log.refused);
    assert!(refused >= 1, "the limit was found");
    let test = test.restart(seconds(3)).await;
    accept_many(&test, 60, 100).await;
    test.run_for(1, 1).await;
    assert!(test.server.log(|log| log.max_open) >= 3, "it does not begin with one session");
    test.run_for(25, 1).await;
    let refused_later = test.server.log(|log| log.refused) - refused;
    assert!(refused_later <= 1, "{refused_later} refused sessions after the restart");
    assert_eq!(test.accepted(), 100);
}

#[tokio::test]
async fn after_a_long_stop_one_session_shows_that_the_login_works() {
    let rules = Rules { message_takes: Duration::from_secs(1), ..Rules::default() };
    let test = TestLoop::start(r#"{"connections": 10}"#, rules).await;
    accept_many(&test, 0, 60).await;
    test.run_for(40, 1).await;
    let test = test.restart(seconds(3)).await;
    test.clock.turn(seconds(3600));
    test.server.change(|rules| rules.refuses_logins = true);
    let before = test.server.log(|log| log.logins.len());
    accept_many(&test, 60, 100).await;
    test.run_for(3, 1).await;
    assert!(
        test.server.log(|log| log.logins.len()) - before <= 2,
        "a login that ended fails once, not in each session"
    );
    assert!(test.settings.is_paused());
}

#[tokio::test]
async fn the_traits_of_a_server_are_known_after_a_restart_for_a_week() {
    let test = TestLoop::start(r#"{"connections": 2}"#, Rules::default()).await;
    test.accept("ann@example.org").await;
    test.settle().await;
    let traits = ServerTraits { lock_step: true, max_recipients: Some(10) };
    test.server.set_traits(traits);
    test.run_for(120, 20).await;
    test.server.set_traits(ServerTraits::default());
    let test = test.restart(seconds(3)).await;
    assert_eq!(test.server.log(|log| log.traits), ServerTraits::default(), "the reset was stored");
    test.server.set_traits(traits);
    test.run_for(120, 20).await;
    let test = test.restart(seconds(3)).await;
    assert_eq!(test.server.log(|log| log.traits), traits);
    test.save(r#"{"password": {"host": "mail.example.net"}}"#).await;
    test.settle().await;
    assert_eq!(test.server.log(|log| log.traits), ServerTraits::default(), "another server");
    test.save(r#"{"password": {"host": "smtp.example.com"}}"#).await;
    test.settle().await;
    assert_eq!(test.server.log(|log| log.traits), traits);
    test.clock.turn(seconds(8 * 24 * 3600));
    let test = test.restart(seconds(3)).await;
    assert_eq!(test.server.log(|log| log.traits), ServerTraits::default());
}
