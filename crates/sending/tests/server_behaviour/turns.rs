//! Sources of bulk mail take turns, however much mail of one source waits, in memory or on disk.

use std::collections::BTreeSet;

use crate::server::Rules;
use crate::support::TestLoop;

/// The recipients in the order in which their mail was accepted.
fn order(test: &TestLoop) -> Vec<String> {
    let mut accepted: Vec<_> = test.server.log(|log| log.accepted.clone().into_iter().collect());
    accepted.sort_by_key(|(_, at)| *at);
    accepted.into_iter().map(|(name, _)| name).collect()
}

#[tokio::test]
async fn a_source_with_more_mail_than_fits_in_memory_delays_another_by_one_message() {
    let limits = r#"{"connections": 1, "messages_per_minute": 30}"#;
    let test = TestLoop::start(limits, Rules::default()).await;
    for number in 0..400 {
        // Within one millisecond the order is undefined.
        test.clock.turn(std::time::Duration::from_millis(1));
        test.accept_from(1, &format!("busy{number}@example.org")).await;
    }
    test.run_for(20, 1).await;
    let before = test.accepted();
    test.accept_from(2, "other@example.org").await;
    test.run_for(4, 1).await;
    let order = order(&test);
    let place = order.iter().position(|name| name == "other@example.org").expect("it left");
    assert!(place <= before + 1, "{place} after {before}");
    let busy: Vec<_> = order.iter().filter(|name| name.starts_with("busy")).collect();
    let expected: Vec<_> = (0..busy.len()).map(|number| format!("busy{number}@example.org")).collect();
    assert_eq!(busy, expected.iter().collect::<Vec<_>>(), "each source leaves in its own order");
}

#[tokio::test]
async fn more_sources_than_fit_in_memory_have_their_turns() {
    // More sources than messages fit in memory.
    let limits = r#"{"connections": 1, "messages_per_minute": 2}"#;
    let test = TestLoop::start(limits, Rules::default()).await;
    for number in 0..3 {
        for source in 0..30 {
            test.accept_from(source, &format!("n{number}.s{source}@example.org")).await;
            test.clock.turn(std::time::Duration::from_millis(1));
        }
    }
    test.run_for(90 * 30, 15).await;
    let order = order(&test);
    assert_eq!(order.len(), 90);
    // Some of the first are returned because they waited longer than ten minutes, and lose a turn or two.
    let source = |name: &String| name.split(['.', '@']).nth(1).map(str::to_owned);
    let first: BTreeSet<_> = order[..34].iter().filter_map(source).collect();
    assert_eq!(first.len(), 30, "each source had a turn: {:?}", &order[..34]);
}
