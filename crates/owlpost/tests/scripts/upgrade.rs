//! A server from before there were scripts: its database is taken over with all that is in it.

use std::time::Duration;

use storage::params;

use crate::support::{ANN, TestApp};

/// What the two migrations after the sixth made, children first.
const TABLES: [&str; 8] = [
    "script_recipients",
    "script_hook_key",
    "script_mail",
    "script_console",
    "script_run",
    "script_version",
    "script",
    "workspace_file",
];

/// Makes the database what the version before scripts left: files and scripts are all that came since.
async fn take_back_to_before_scripts(app: &TestApp) {
    let taken = app.app.db.write(|tx| {
        for table in TABLES {
            tx.execute(&format!("DROP TABLE {table}"), params![])?;
        }
        // Later migrations change tables that stay.
        tx.execute("DELETE FROM migration WHERE number IN (7, 8)", params![])
    });
    taken.await.map(|_: usize| ()).expect("taken back");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_from_before_scripts_is_taken_over_with_all_that_is_in_it() {
    let app = TestApp::start().await;
    app.send_to_nobody().await;
    let before = app.run("sendEmail({to: 'bob@example.org', subject: 'Before', text: 'x'})").await;
    assert_eq!(before.accepted(), 1);
    take_back_to_before_scripts(&app).await;
    let stopped = app.stop().await;
    stopped.turn(Duration::from_secs(60));

    let app = stopped.start().await;
    let administrators = app.app.accounts.administrators().await.expect("read");
    assert_eq!(administrators.iter().map(|account| account.email.expose()).collect::<Vec<_>>(), [ANN]);
    assert!(app.app.accounts.workspace(app.workspace).await.expect("read").is_some());
    assert_eq!(app.app.scripts.list(None).await.expect("listed").len(), 0);
    app.save_settings(r#"{"method": "builtin", "from": {"email": "noreply@example.com"}}"#).await;
    let arrived = app.mailbox_holds(1).await;
    assert_eq!(arrived[0].subject, "Before");
    let after = app.run("sendEmail({to: 'bob@example.org', subject: 'After', text: 'x'})").await;
    assert_eq!((after.accepted(), after.refused()), (1, Vec::new()));
    app.mailbox_holds(2).await;
}
