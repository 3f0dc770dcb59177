//! Tests of upgrades: the content of a database of an earlier version is converted.

use std::collections::HashMap;

use queue::{Filter, Id, Kind, State};
use storage::params;

use crate::test_queue::TestQueue;

/// The statements of `0001_outbox.sql` that create the table of deliveries with its indices.
fn first_table() -> Vec<String> {
    let text = include_str!("../../../../migrations/0001_outbox.sql");
    let without_comments: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("--")).collect();
    let of_deliveries = |statement: &&str| {
        let statement = statement.trim_start();
        statement.starts_with("CREATE TABLE delivery ") || statement.contains(" ON delivery ")
    };
    without_comments.join("\n").split(';').filter(of_deliveries).map(str::to_owned).collect()
}

/// Restores the table of the version before the states `kept` and `uncertain`, without rows.
fn restore_first_table(queue: &TestQueue) {
    let mut statements = vec!["DROP TABLE delivery".to_owned()];
    statements.extend(first_table());
    statements.push("ALTER TABLE delivery ADD COLUMN lost_answers BIGINT NOT NULL DEFAULT 0".to_owned());
    assert_eq!(statements.len(), 6, "the table and its three indices");
    // Undoes what later migrations added.
    statements.extend(
        [
            "DROP TABLE outbox_route",
            "ALTER TABLE settings_version DROP COLUMN waiting_mail",
            "DROP INDEX mailbox_entry_message",
            "ALTER TABLE mailbox_entry DROP COLUMN message",
            "DELETE FROM migration WHERE number IN (15, 17, 24)",
        ]
        .map(str::to_owned),
    );
    let taken = queue.write(move |tx| {
        for statement in &statements {
            tx.execute(statement, params![])?;
        }
        Ok(())
    });
    taken.expect("taken back");
}

/// Stores a delivery as that version did, with the record of its message's attempt.
fn store(queue: &TestQueue, message: Id, state: &'static str, outcome: Option<&'static str>, attempt: &'static str) {
    let stored = queue.write(move |tx| {
        tx.execute(
            "INSERT INTO delivery (message, position, recipient, state, lane, due, expires_at, token, owner, attempts, \
             first_try_at, maybe_twice, changed_at, outcome, lost_answers) \
             VALUES ($1, 0, 'ann@example.com', $2, 'bulk', $3, NULL, 7, NULL, 2, 5, 1, 6, $4, 3)",
            params![message, state, ["queued", "deferred"].contains(&state).then_some(1_i64), outcome],
        )?;
        tx.execute(
            "INSERT INTO attempt (message, number, ended_at, trouble, record) VALUES ($1, 1, 6, 0, $2)",
            params![message, attempt],
        )?;
        Ok(())
    });
    stored.expect("stored");
}

const SMTP: &str = r#"{"v":2,"connection":{"code":"connection_smtp","args":{}},"stages":[],"transcript":"","throttled":false,"verdicts":[[0,"delivered"]]}"#;
const MAILBOX: &str = r#"{"v":2,"connection":{"code":"connection_mailbox"},"stages":[],"transcript":"","throttled":false,"verdicts":[[0,"delivered"]]}"#;
const MAILBOX_1: &str = r#"{"v":1,"connection":"mailbox (built-in)","stages":[],"transcript":"","throttled":false,"verdicts":[[0,"delivered"]]}"#;
const STORED: &str = r#"{"v":2,"reply":{"code":250,"enhanced":null,"text":"stored in the mailbox"}}"#;
const STORED_1: &str = r#"{"v":1,"reply":{"code":250,"enhanced":null,"text":"kept in the mailbox"}}"#;
const ACCEPTED: &str = r#"{"v":2,"reply":{"code":250,"enhanced":null,"text":"Ok"}}"#;
const UNCERTAIN: &str = r#"{"v":2,"problem":{"code":"arrival_uncertain","args":{"times":4},"field":null,"fix":null}}"#;
const REFUSED: &str = r#"{"v":2,"problem":{"code":"recipient_unknown","args":{},"field":"to","fix":null}}"#;

#[test]
fn kept_and_uncertain_deliveries_are_distinguished_from_sent_and_failed_ones() {
    let cases: [(&'static str, Option<&'static str>, &'static str, State); 9] = [
        ("sent", Some(ACCEPTED), SMTP, State::Sent),
        ("sent", Some(STORED), MAILBOX, State::Kept),
        ("sent", Some(STORED_1), MAILBOX_1, State::Kept),
        // A mail server may use the same words, and a message may have been tried over both transports.
        ("sent", Some(STORED), SMTP, State::Sent),
        ("sent", Some(ACCEPTED), MAILBOX, State::Sent),
        ("failed", Some(UNCERTAIN), SMTP, State::Uncertain),
        ("failed", Some(REFUSED), SMTP, State::Failed),
        ("queued", None, SMTP, State::Queued),
        ("deferred", Some(ACCEPTED), SMTP, State::Deferred),
    ];
    let mut queue = TestQueue::new();
    let ids = cases.map(|_| queue.accept(Kind::Api, &["ann@example.com"]));
    restore_first_table(&queue);
    for (id, (state, outcome, attempt, _)) in ids.into_iter().zip(cases) {
        store(&queue, id, state, outcome, attempt);
    }

    let queue = queue.reopened();
    let converted: HashMap<Id, State> = ids.into_iter().map(|id| (id, queue.states(id)[0])).collect();
    for (id, (was, _, attempt, becomes)) in ids.into_iter().zip(cases) {
        assert_eq!(converted[&id], becomes, "{was} of {attempt}");
    }
    let delivery = queue.deliveries(ids[1]).remove(0);
    assert_eq!((delivery.attempts, delivery.may_have_arrived_twice), (2, true), "the rest of a row is unchanged");
    assert_eq!(delivery.changed_at.as_millisecond(), 6);
    for state in State::ALL {
        let expected: Vec<Id> = ids.into_iter().rev().filter(|id| converted[id] == *state).collect();
        let filter = Filter { states: vec![*state], ..Filter::default() };
        assert_eq!(queue.list(filter), expected, "the list of {state}");
    }
}

#[test]
fn an_upgraded_table_has_all_its_indices_and_checks() {
    let queue = TestQueue::new();
    let schema = |queue: &TestQueue| {
        let sql = "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'delivery' AND sql IS NOT NULL ORDER BY name";
        let read = queue.read(move |rx| {
            use storage::Read as _;
            Ok(rx.query(sql, &[], |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)))?)
        });
        read.expect("read")
    };
    let new = schema(&queue);
    restore_first_table(&queue);
    assert_ne!(schema(&queue), new);
    assert_eq!(schema(&queue.reopened()), new);
}
