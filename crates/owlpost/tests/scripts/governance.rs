//! Limits of scripts: when one is reached, the call returns an error, which is listed in the run.

use std::time::Duration;

use scripting::{RunState, ScriptLimits};

use crate::support::{people, start};

const MERGE: &str = "for (const person of input.rows) sendEmail({to: person.email, subject: 'Hello', text: 'Hi'});";

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_on_a_run_an_hour_and_a_day_is_an_error_of_the_call() {
    let server = start().await;
    for (limits, words) in [
        (
            ScriptLimits { mails_per_run: Some(3), ..ScriptLimits::default() },
            "a run of this script may send to 3 recipients: 3 are used and 0 are left",
        ),
        (
            ScriptLimits { mails_per_hour: Some(3), ..ScriptLimits::default() },
            "3 recipients within an hour: 3 are used, 0 are left, and this email has 1. More can be sent in 61 minutes",
        ),
        (
            ScriptLimits { mails_per_day: Some(3), ..ScriptLimits::default() },
            "3 recipients within a day: 3 are used, 0 are left, and this email has 1. More can be sent in 1,441 minutes",
        ),
    ] {
        let script = server.script(MERGE).await;
        server.limit_script(&script, limits).await;
        let ended = server.run_script(&script, people(5)).await;
        assert_eq!((ended.run.state, ended.run.mails, ended.run.refused), (RunState::Finished, 3, 2));
        assert!(ended.refused()[0].1.contains(words), "{words}: {:?}", ended.refused());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_hourly_limit_applies_across_runs_and_ends_with_the_hour() {
    let server = start().await;
    let script = server.script(MERGE).await;
    server.limit_script(&script, ScriptLimits { mails_per_hour: Some(4), ..ScriptLimits::default() }).await;
    assert_eq!(server.run_script(&script, people(3)).await.run.mails, 3);
    server.turn(Duration::from_secs(30 * 60));
    assert_eq!(server.run_script(&script, people(3)).await.run.mails, 1);
    server.turn(Duration::from_secs(31 * 60));
    assert_eq!(server.run_script(&script, people(9)).await.run.mails, 3, "three of the four are older than an hour");
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_to_one_recipient_are_limited() {
    let server = start().await;
    let script = server
        .script("for (let i = 0; i < 30; i++) sendEmail({to: i % 2 ? 'Bob@example.org' : 'bob@example.org', subject: 's' + i, text: 'x'});\nsendEmail({to: 'eve@example.org', subject: 'x', text: 'y'});")
        .await;
    let ended = server.run_script(&script, serde_json::Value::Null).await;
    assert_eq!((ended.run.mails, ended.run.refused), (21, 10));
    assert!(
        ended.refused()[0]
            .1
            .contains("this script may send 20 emails to bob@example.org within an hour, and 20 were sent"),
        "{:?}",
        ended.refused()
    );
    let again = server.run_script(&script, serde_json::Value::Null).await;
    assert_eq!((again.run.mails, again.run.refused), (1, 30), "also in the next run");
    let script = server
        .script("for (let i = 0; i < 21; i++) sendEmail({to: `x${i}@example.org`, cc: ['carl@example.org', `x${i}@example.org`], subject: 'x', text: 'y'});")
        .await;
    let copied = server.run_script(&script, serde_json::Value::Null).await;
    assert!(
        copied.refused()[0].1.starts_with("cc: this script may send 20 emails to carl@example.org"),
        "{:?}",
        copied.refused()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn scripts_of_a_training_workspace_reach_only_listed_recipients() {
    let server = start().await;
    server
        .app
        .scripts
        .set_allowed_recipients(server.workspace, "example.com, eve@example.org", &server.by_ann())
        .await
        .expect("set");
    let ended = server
        .run("sendEmail({to: 'ann@example.com', cc: 'eve@example.org', subject: 'x', text: 'y'});\nsendEmail({to: 'ann@example.com', bcc: 'bob@example.org', subject: 'x', text: 'y'});")
        .await;
    assert_eq!((ended.run.mails, ended.run.refused), (1, 1));
    assert!(
        ended.refused()[0].1.starts_with("bcc: bob@example.org is not among the recipients"),
        "{:?}",
        ended.refused()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn running_again_with_keys_reaches_the_people_beyond_the_limit() {
    let server = start().await;
    let script = server
        .script("for (const {email} of input.rows) sendEmail({to: email, subject: 'Hello', text: 'Hi', key: email});")
        .await;
    server.limit_script(&script, ScriptLimits { mails_per_run: Some(3), ..ScriptLimits::default() }).await;
    for (repeated, refused) in [(0, 2), (3, 0)] {
        let ended = server.run_script(&script, people(5)).await;
        let found = ended.mails.iter().filter(|mail| mail.repeated).count();
        assert_eq!((found, ended.run.refused), (repeated, refused));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reached_limit_still_returns_the_id_of_a_repeated_key() {
    let server = start().await;
    let mail = "{to: 'bob@example.org', subject: 'Hello', text: 'Hi', key: 'first'}";
    let script = server
        .script(&format!(
            "const {{id}} = sendEmail({mail});\n\
             console.log(sendEmail({mail}).id === id, sendEmail({{...{mail}, key: 'second'}}).error);\n\
             console.log(sendEmail({{...{mail}, text: 'another'}}).error);"
        ))
        .await;
    let full = [
        (ScriptLimits { mails_per_run: Some(1), ..ScriptLimits::default() }, "may send to 1 recipients: 1 are used"),
        (ScriptLimits { mails_per_hour: Some(1), ..ScriptLimits::default() }, "1 recipients within an hour"),
        (ScriptLimits { mails_per_day: Some(1), ..ScriptLimits::default() }, "1 recipients within a day"),
        (
            ScriptLimits { mails_per_recipient: Some(1), ..ScriptLimits::default() },
            "may send 1 emails to bob@example.org",
        ),
    ];
    for (limits, words) in full {
        server.limit_script(&script, limits).await;
        let ended = server.run_script(&script, serde_json::Value::Null).await;
        let first = &ended.console[0];
        assert!(first.starts_with("true ") && first.contains(words), "{words}: {first}");
        assert!(ended.console[1].starts_with("key: "), "used for other content: {:?}", ended.console);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn scripts_of_an_unapproved_workspace_reach_only_accounts_of_the_server() {
    const SOURCE: &str = "for (const to of ['ann@example.com', 'new@example.org', 'eve@example.org'])\n  sendEmail({to, subject: 'x', text: 'y'});\nsendEmail({to: 'ann@example.com', bcc: 'eve@example.org', subject: 'x', text: 'y'});";
    let server = start().await;
    server.person("new@example.org", false, None).await;
    let workspace = server.workspace;
    server.app.accounts.withdraw_approval(workspace, &server.by_ann()).await.expect("withdraws");
    let ended = server.run(SOURCE).await;
    assert_eq!((ended.run.mails, ended.run.refused), (1, 3), "an account that is not validated counts as none");
    for (refused, start) in
        ended.refused().iter().zip(["to: new@example.org", "to: eve@example.org", "bcc: eve@example.org"])
    {
        assert!(refused.1.starts_with(start) && refused.1.contains("is not approved"), "{refused:?}");
    }
    server.app.accounts.approve_workspace(workspace, &server.by_ann()).await.expect("approves");
    assert_eq!(server.run(SOURCE).await.run.mails, 4);
}
