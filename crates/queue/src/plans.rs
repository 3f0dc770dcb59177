//! Tests that frequent statements use an index, so that they do not get slower with a long history.

use storage::{Db, DbError, Location, Read as _, Value};

use crate::history::{counts, list};
use crate::{Filter, State, damage, due_sources, hold, lease, notifications, release, retention, transitions, usage};

/// Checks the engine's query plans on an empty outbox.
fn check(cases: &[(&str, usize, &str)]) {
    let folder = tempfile::tempdir().expect("a folder");
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let db = Db::open(&Location::Sqlite(folder.path().to_owned())).expect("a new database");
    for (sql, parameters, expected) in cases {
        let (explain, values) = (format!("EXPLAIN QUERY PLAN {sql}"), vec![Value::Null; *parameters]);
        let plan = runtime
            .block_on(db.read(move |rx| rx.query(&explain, &values, |row| row.get::<String>(3))))
            .unwrap_or_else(|error: DbError| panic!("{sql}: {error:?}"));
        let all = plan.join("\n");
        assert!(all.contains(expected), "{sql}\n{all}");
        // `s` are the sources that were found; a constant row is read from no table.
        let reads_no_table = |step: &String| ["SCAN s", "SCAN CONSTANT ROW"].contains(&step.as_str());
        let is_scan = |step: &String| step.starts_with("SCAN") && !step.contains("INDEX delivery_due");
        assert!(!plan.iter().any(|step| is_scan(step) && !reads_no_table(step)), "{sql}\n{all}");
        assert!(!all.contains("TEMP B-TREE FOR ORDER BY"), "{sql}\n{all}");
    }
}

#[test]
fn dispatch_never_reads_the_history() {
    check(&[
        (lease::FIRST_DUE[0], 3, "delivery_due (on_hold=? AND state=? AND lane=? AND source=? AND due"),
        (lease::FIRST_DUE[1], 3, "delivery_due (on_hold=? AND state=? AND lane=? AND source=? AND due"),
        (damage::WITHOUT_TIME[0], 4, "delivery_due (on_hold=? AND state=? AND lane=? AND source=? AND due"),
        (damage::WITHOUT_TIME[1], 4, "delivery_due (on_hold=? AND state=? AND lane=? AND source=? AND due"),
        (damage::WITHOUT_SOURCE[0], 3, "delivery_due (on_hold=? AND state=? AND lane=? AND source>"),
        (damage::WITHOUT_SOURCE[1], 3, "delivery_due (on_hold=? AND state=? AND lane=? AND source>"),
        (due_sources::SOURCES, 2, "COVERING INDEX delivery_due (on_hold=? AND state=? AND lane=? AND source>"),
        (due_sources::SOURCES, 2, "COVERING INDEX delivery_due (on_hold=? AND state=? AND lane=? AND source=?"),
        (transitions::ABANDONED, 2, "delivery_due (on_hold=? AND state=?"),
        (hold::ON_HOLD, 0, "COVERING INDEX delivery_due (on_hold=?"),
        (transitions::OVER, 2, "delivery_expires (expires_at"),
        (counts::FIRST_EXPIRY, 0, "delivery_expires"),
        (counts::WAITING, 0, "COVERING INDEX delivery_due"),
        (counts::SINCE, 1, "PRIMARY KEY (message>?)"),
        (retention::OLDEST, 2, "SEARCH b USING INTEGER PRIMARY KEY"),
        (retention::OLD_MESSAGES, 4, "SEARCH m USING PRIMARY KEY (id>? AND id<?)"),
        (retention::FORGET_KEYS, 2, "idempotency_forget (forget_at<?)"),
        (notifications::DUE, 2, "notification_due_time (due<?)"),
        (usage::RECIPIENTS_SINCE, 2, "PRIMARY KEY (subject=? AND minute>?)"),
        (usage::MAILED_SINCE, 3, "PRIMARY KEY (minute>?)"),
        (usage::WAITING_BYTES, 0, "SEARCH m USING PRIMARY KEY (id=?)"),
        (usage::DELETE_USAGE, 2, "quota_usage_minute (minute<?)"),
        (usage::DELETE_MAILED, 2, "PRIMARY KEY (minute<?)"),
    ]);
}

#[test]
fn chosen_messages_are_counted_by_their_key() {
    let sql = counts::of_messages("state, count(*)", "state", 2);
    check(&[(&sql, 2, "PRIMARY KEY (message=?)"), (&release::releasable_of(2), 3, "PRIMARY KEY (message=?)")]);
}

#[test]
fn a_list_begins_where_the_filter_is_narrowest() {
    let sql = |state| {
        let (sql, values) = list::search(&Filter::default(), state, 50);
        (sql, values.len())
    };
    let (all, all_values) = sql(None);
    let (failed, failed_values) = sql(Some(State::Failed));
    let (sending, sending_values) = sql(Some(State::Sending));
    check(&[
        (&failed, failed_values, "delivery_state (state=?"),
        (&sending, sending_values, "delivery_due (on_hold=? AND state=?"),
    ]);
    assert_eq!((all.as_str(), all_values), ("SELECT m.id FROM message m WHERE 1 = 1 ORDER BY m.id DESC LIMIT $1", 1));
}
