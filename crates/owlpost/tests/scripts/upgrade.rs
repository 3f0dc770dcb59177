//! Upgrade from a version without scripts: the database is migrated with all of its data.

use std::time::Duration;

use storage::params;

use crate::support::{ANN, TestServer, start};

/// The tables of the two migrations after the sixth, children first.
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

/// Turns the database into one of the version before scripts, which lacked files and scripts.
async fn take_back_to_before_scripts(server: &TestServer) {
    let taken = server.app.db.write(|tx| {
        for table in TABLES {
            tx.execute(&format!("DROP TABLE {table}"), params![])?;
        }
        // Later migrations change tables that are kept.
        tx.execute("DELETE FROM migration WHERE number IN (7, 8)", params![])
    });
    taken.await.map(|_: usize| ()).expect("taken back");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_a_version_without_scripts_is_migrated_with_all_data() {
    let server = start().await;
    server.send_to_nobody().await;
    let before = server.run("sendEmail({to: 'bob@example.org', subject: 'Before', text: 'x'})").await;
    assert_eq!(before.accepted(), 1);
    take_back_to_before_scripts(&server).await;
    let stopped = server.stop().await;
    stopped.turn(Duration::from_secs(60));

    let server = stopped.start().await;
    let administrators = server.app.accounts.administrators().await.expect("read");
    assert_eq!(administrators.iter().map(|account| account.email.expose()).collect::<Vec<_>>(), [ANN]);
    assert!(server.app.accounts.workspace(server.workspace).await.expect("read").is_some());
    assert_eq!(server.app.scripts.list(None).await.expect("listed").len(), 0);
    server
        .save_settings(r#"{"method": "builtin", "from": {"email": "noreply@example.com"}, "waiting_mail": "deliver"}"#)
        .await;
    let arrived = server.mailbox_has(1).await;
    assert_eq!(arrived[0].subject, "Before");
    let after = server.run("sendEmail({to: 'bob@example.org', subject: 'After', text: 'x'})").await;
    assert_eq!((after.accepted(), after.refused()), (1, Vec::new()));
    server.mailbox_has(2).await;
}
