//! Quotas count recipients, for a script and for its workspace; deleting and creating anew resets nothing.

use std::time::Duration;

use accounts::{Actor, ApiKey, Role, Scope, TypedKeyLimits, WorkspaceQuota};
use permissions::key_quota;
use queue::{Id, Kind};
use scripting::{DryRunRequest, Input, Script, ScriptLimits};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use testserver::{Browser, faults_in};
use uuid::Uuid;

use crate::support::{ANN, TestServer, people, start};

const MERGE: &str = "for (const {email} of input.rows) sendEmail({to: email, subject: 'Hello', text: 'Hi'});";
/// A call with seven recipients, some in each field.
const SEVEN: &str = "const {error} = sendEmail({to: ['a@example.org', 'b@example.org'], cc: 'c@example.org, d@example.org', \
                     bcc: ['e@example.org', 'f@example.org', 'g@example.org'], subject: 'x', text: 'y'});\n\
                     console.log(error);";

async fn set_quota(server: &TestServer, quota: WorkspaceQuota) {
    let changed = server.app.accounts.set_workspace_quota(server.workspace, quota, &server.by_ann()).await;
    assert_eq!(changed.expect("changed").limits, quota);
}

fn hourly(recipients: u32) -> WorkspaceQuota {
    WorkspaceQuota { recipients_per_hour: Some(recipients), ..WorkspaceQuota::default() }
}

async fn sent(server: &TestServer, script: &Script, count: usize) -> (u64, u64) {
    let run = server.run_script(script, people(count)).await.run;
    (run.mails, run.refused)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_recipient_counts_except_automatic_bcc() {
    let server = start().await;
    server.save_settings(r#"{"method": "builtin", "automatic_bcc": "archive@example.com"}"#).await;
    for (limits, words) in [
        (
            ScriptLimits { mails_per_run: Some(13), ..ScriptLimits::default() },
            "13 recipients: 7 are used and 6 are left",
        ),
        (
            ScriptLimits { mails_per_hour: Some(13), ..ScriptLimits::default() },
            "an hour: 7 are used, 6 are left, and this email has 7",
        ),
        (
            ScriptLimits { mails_per_day: Some(13), ..ScriptLimits::default() },
            "a day: 7 are used, 6 are left, and this email has 7",
        ),
        (
            ScriptLimits { mails_per_hour: Some(6), ..ScriptLimits::default() },
            "6 recipients within an hour, and this email has 7",
        ),
    ] {
        let script = server.script(&format!("for (let i = 0; i < 2; i++) {{ {SEVEN} }}")).await;
        server.limit_script(&script, limits).await;
        let console = server.run_script(&script, Value::Null).await.console;
        let first_fits = limits.mails_per_hour != Some(6);
        assert_eq!(console[0] == "null", first_fits, "{console:?}");
        assert!(console[1].contains(words), "{words}: {console:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_quota_of_a_workspace_covers_its_scripts_and_invitations() {
    let server = start().await;
    set_quota(&server, hourly(6)).await;
    let (first, second) = (server.script(MERGE).await, server.script(MERGE).await);
    assert_eq!(sent(&server, &first, 3).await, (3, 0));
    server.app.scripts.delete(first.id, &server.by_ann()).await.expect("deleted");
    server.invite("bob@example.org", Role::Viewer).await.expect("invited");
    let ended = server.run_script(&second, people(5)).await;
    assert_eq!((ended.run.mails, ended.run.refused), (2, 3));
    let words = "this workspace may send to 6 recipients within an hour: 6 are used, 0 are left, and this email has 1";
    assert!(ended.refused()[0].1.contains(words), "{:?}", ended.refused());
    assert_eq!(faults_in(server.invite("eve@example.org", Role::Viewer).await), ["email"]);
    server.turn(Duration::from_secs(61 * 60));
    server.invite("eve@example.org", Role::Viewer).await.expect("invited in the next hour");
    assert_eq!(sent(&server, &second, 9).await, (5, 4));
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_to_one_recipient_are_limited_across_scripts_of_a_workspace() {
    let server = start().await;
    set_quota(&server, WorkspaceQuota { mails_per_recipient: Some(3), ..WorkspaceQuota::default() }).await;
    let source = "for (let i = 0; i < 2; i++) sendEmail({to: 'Bob@Example.org', subject: 'x' + i, text: 'y'});";
    assert_eq!(server.run(source).await.run.mails, 2);
    let ended = server.run(source).await;
    assert_eq!((ended.run.mails, ended.run.refused), (1, 1));
    let words = "to: this workspace may send 3 emails to bob@example.org within an hour, and 3 were sent";
    assert!(ended.refused()[0].1.to_lowercase().starts_with(words), "{:?}", ended.refused());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_workspace_takes_over_the_quota_of_a_deleted_one() {
    let mut server = start().await;
    let ann = server.account(ANN).await.id;
    let by = server.by_ann();
    let made = server.app.accounts.make_workspace("First", Some(ann), &by).await.expect("made");
    server.workspace = made.id;
    set_quota(&server, hourly(4)).await;
    let script = server.script(MERGE).await;
    assert_eq!(sent(&server, &script, 3).await, (3, 0));
    server.app.tickets.delete_workspace(made.id, &by).await.expect("deleted");

    let second = server.app.accounts.make_workspace("Second", Some(ann), &by).await.expect("made");
    let third = server.app.accounts.make_workspace("Third", Some(ann), &by).await.expect("made");
    server.workspace = second.id;
    let script = server.script(MERGE).await;
    assert_eq!(sent(&server, &script, 3).await, (1, 2), "what was used, and the limit");
    let quota = |id: Uuid| server.app.accounts.workspace_quota(id);
    assert_eq!(
        quota(third.id).await.expect("read").id,
        third.id,
        "one workspace was deleted, so one quota is taken over"
    );

    server.app.tickets.delete_workspace(second.id, &by).await.expect("deleted");
    server.turn(Duration::from_secs(25 * 3600));
    let later = server.app.accounts.make_workspace("Later", Some(ann), &by).await.expect("made");
    assert_eq!(quota(later.id).await.expect("read").id, later.id, "a day later nothing is counted any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn usage_is_kept_across_a_restart() {
    let server = start().await;
    set_quota(&server, WorkspaceQuota { mails_per_recipient: Some(2), ..hourly(10) }).await;
    let script = server.script(MERGE).await;
    for _ in 0..2 {
        assert_eq!(sent(&server, &script, 3).await, (3, 0));
    }
    let server = server.stop().await.start().await;
    assert_eq!(sent(&server, &script, 3).await, (0, 3), "each of the three got two");
    let others =
        json!({"rows": (10..20).map(|nth| json!({"email": format!("p{nth}@example.org")})).collect::<Vec<_>>()});
    let ended = server.run_script(&script, others).await;
    assert_eq!((ended.run.mails, ended.run.refused), (4, 6));
    assert_eq!(server.value::<i64>("SELECT SUM(mails) FROM quota_recipient").await, 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_shows_quota_refusals_without_using_quotas() {
    let server = start().await;
    set_quota(&server, hourly(4)).await;
    let script = server.script(MERGE).await;
    assert_eq!(sent(&server, &script, 3).await, (3, 0));
    for _ in 0..2 {
        let tried = server
            .app
            .scripts
            .dry_run(DryRunRequest {
                script: Some(script.id),
                started_by: Actor::account(ANN),
                workspace: server.workspace,
                source: MERGE.to_owned(),
                language: script.language,
                time_zone: script.time_zone.clone(),
                limits: script.limits,
                input: Input::of(&people(3)).expect("an input"),
            })
            .await
            .expect("tried");
        assert_eq!((tried.accepted, tried.refused), (1, 2));
    }
    assert_eq!(sent(&server, &script, 3).await, (1, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_and_repeated_mails_use_no_quota() {
    let server = start().await;
    set_quota(&server, hourly(3)).await;
    let one = "sendEmail({to: 'a@example.org', subject: 'x', text: 'y', key: 'a'})";
    let ended = server
        .run(&format!(
            "const first = {one};\n\
             sendEmail({{to: 'nobody', subject: 'x', text: 'y'}});\n\
             sendEmail({{to: ['b@example.org', 'c@example.org', 'd@example.org'], subject: 'x', text: 'y'}});\n\
             sendEmail({{to: ['b@example.org', 'c@example.org'], subject: 'x', text: 'y'}});\n\
             console.log({one}.id === first.id);"
        ))
        .await;
    assert_eq!((ended.accepted(), ended.refused().len(), &ended.console[..]), (3, 2, &["true".to_owned()][..]));
    let used = server.value::<i64>("SELECT MAX(recipients) FROM quota_usage").await;
    assert_eq!(used, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_size_of_waiting_mail_is_limited() {
    let server = start().await;
    server.send_to_nobody().await;
    set_quota(&server, WorkspaceQuota { waiting_bytes: Some(1_000_000), ..WorkspaceQuota::default() }).await;
    let script = server
        .script(
            "for (let i = 0; i < 4; i++) {\n\
             const {id, error} = sendEmail({to: `p${i}@example.org`, subject: 'x', text: 'word '.repeat(80000), key: 'k' + i});\n\
             console.log(id ? 'accepted' : error);\n\
             }",
        )
        .await;
    let full = "at most 1 MB of mail of this workspace may wait, and 1 MB wait";
    let console = server.run_script(&script, Value::Null).await.console;
    assert_eq!(&console[..2], ["accepted", "accepted"]);
    assert!(console[2].starts_with(full) && console[3].starts_with(full), "{console:?}");
    assert_eq!(server.run_script(&script, Value::Null).await.accepted(), 2, "repeated keys need no room");

    let server = server.stop().await.start().await;
    assert_eq!(server.run_script(&script, Value::Null).await.accepted(), 2, "also after a restart");
    server.execute("UPDATE delivery SET state = 'cancelled', due = NULL WHERE state = 'queued'").await;
    assert_eq!(server.run_script(&script, Value::Null).await.accepted(), 4, "what no longer waits makes room");
}

#[tokio::test(flavor = "multi_thread")]
async fn with_little_free_disk_bulk_mail_is_refused_and_urgent_mail_is_accepted() {
    let builder = TestServer::builder().at("2026-11-22T12:00:00Z").sandbox(env!("CARGO_BIN_EXE_owlpost"));
    let server = builder.config(|config| config.limits.free_disk_bytes = Some(u64::MAX / 2)).start().await;
    let ended = server.run("sendEmail({to: 'bob@example.org', subject: 'x', text: 'y'})").await;
    assert!(ended.refused()[0].1.starts_with("the server's disk is almost full"), "{:?}", ended.refused());
    let key = server.key("shop", &[Scope::MessagesSend]).await;
    let body = r#"{"to": "bob@example.org", "subject": "x", "text": "y"}"#;
    let refused = server.send_json("POST", "/api/v1/messages", &key, body).await;
    assert_eq!((refused.status.as_u16(), refused.json["code"].as_str()), (507, Some("request_disk_low")));
    let urgent = server.count(Kind::Invitation).await;
    server.invite("bob@example.org", Role::Viewer).await.expect("invited");
    assert_eq!(server.count(Kind::Invitation).await, urgent + 1);
    let shown = server.app.storage_status.problems();
    assert!(shown.iter().any(|problem| problem.code == "disk_low"), "{shown:?}");
}

/// An API key that may send to three recipients in an hour.
async fn limited_key(server: &TestServer, scopes: &[Scope]) -> (ApiKey, String) {
    let limits = TypedKeyLimits { recipients_per_hour: Some(3), ..TypedKeyLimits::default() };
    let made = server.app.accounts.make_limited_key("limited", scopes, &limits, &Actor::account(ANN)).await;
    let (key, secret) = made.expect("made");
    (key, format!("Bearer {}", secret.expose_secret()))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_an_api_key_starts_counts_for_the_key_as_well() {
    let server = start().await;
    let (key, secret) = limited_key(&server, &[Scope::Scripts, Scope::MessagesSend]).await;
    let script = server.script(MERGE).await;
    let path = format!("/api/v1/scripts/{}/runs", script.id);
    let body = json!({"input": people(2)});
    let started = server.send_json("POST", &path, &secret, &body.to_string()).await;
    let run = started.json["id"].as_str().expect("an id").parse().expect("an id");
    assert_eq!(server.run_ends(run).await.run.mails, 2);
    let message = r#"{"to": ["x@example.org", "y@example.org"], "subject": "x", "text": "y"}"#;
    assert_eq!(server.send_json("POST", "/api/v1/messages", &secret, message).await.status.as_u16(), 429);

    let tried =
        server.send_json("POST", &path, &secret, &json!({"input": people(2), "dry_run": true}).to_string()).await;
    let error = tried.json["emails"][1]["error"].as_str().expect("an error");
    assert!(error.starts_with("this API key may send to 3 recipients within an hour"), "{error}");
    let started = server.send_json("POST", &path, &secret, &body.to_string()).await;
    let run = started.json["id"].as_str().expect("an id").parse().expect("an id");
    let ended = server.run_ends(run).await;
    assert_eq!((ended.run.mails, ended.run.refused), (1, 1));
    assert!(ended.refused()[0].1.starts_with("this API key may send to 3 recipients"), "{:?}", ended.refused());
    assert_eq!(server.run_script(&script, people(2)).await.run.mails, 2, "a person is not the key");
    let used = server.app.intake.quotas().used(&key_quota(&key).expect("a quota"), server.now()).await.expect("read");
    assert_eq!(used.hour, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_is_sent_again_counts_for_its_script_and_workspace_or_for_its_key() {
    let mut server = start().await;
    server.ann = Browser::with(server.session().await);
    set_quota(&server, hourly(5)).await;
    let source = "sendEmail({to: ['a@example.org', 'b@example.org'], subject: 'x', text: 'y'})";
    let sent = server.run(source).await.mails[0].id.expect("an id");
    let resend = async |id: Id, to: &[(&str, &str)]| {
        let path = format!("/outbox/{}/resend", id.0);
        server.post(&path, to).await
    };
    let asked = server.get(&format!("/outbox/{}/resend", sent.0)).await;
    asked.says("counts for the quotas of the script that sent it and of its workspace");
    assert_eq!(resend(sent, &[("to", "same")]).await.status.as_u16(), 303);
    assert_eq!(server.value::<i64>("SELECT SUM(recipients) FROM quota_usage").await, 8, "4 for each of the two");
    let refused = resend(sent, &[("to", "same")]).await;
    assert_eq!(refused.status.as_u16(), 422);
    let words = "workspace may send to 5 recipients within an hour: 4 are used, 1 are left, and this email has 2";
    refused.says(words);
    let others = [("to", "others"), ("others", "c@example.org")];
    assert_eq!(resend(sent, &others).await.status.as_u16(), 303);

    let (_, secret) = limited_key(&server, &[Scope::MessagesSend]).await;
    let message = r#"{"to": ["x@example.org", "y@example.org"], "subject": "x", "text": "y"}"#;
    let sent = server.send_json("POST", "/api/v1/messages", &secret, message).await;
    let id = sent.json["id"].as_str().expect("an id").to_owned();
    let asked = server.get(&format!("/outbox/{id}/resend")).await;
    asked.says("counts for the quota of the API key that sent it");
    let other = server.key("other", &[Scope::MessagesSend]).await;
    let refused = server.send_json("POST", &format!("/api/v1/messages/{id}/resend"), &other, "").await;
    assert_eq!((refused.status.as_u16(), refused.json["code"].as_str()), (429, Some("request_quota_exceeded")));
    server.turn(Duration::from_secs(61 * 60));
    let again = server.send_json("POST", &format!("/api/v1/messages/{id}/resend"), &other, "").await;
    assert_eq!(again.status.as_u16(), 202);
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_of_a_deleted_workspace_that_waits_counts_for_the_one_that_takes_over_its_quota() {
    let mut server = start().await;
    server.send_to_nobody().await;
    let (ann, by) = (server.account(ANN).await.id, server.by_ann());
    let source = "const {error} = sendEmail({to: 'a@example.org', subject: 'x', text: 'word '.repeat(80000)});\n\
                  console.log(error);";
    let quota = WorkspaceQuota { waiting_bytes: Some(1_000_000), ..WorkspaceQuota::default() };
    // Two mails of 400 KB have room, in however many workspaces one after another.
    for (name, accepted) in [("First", 1), ("Second", 1), ("Third", 0)] {
        let made = server.app.accounts.make_workspace(name, Some(ann), &by).await.expect("made");
        server.workspace = made.id;
        if name == "First" {
            set_quota(&server, quota).await;
        }
        let ended = server.run(source).await;
        assert_eq!(ended.accepted(), accepted, "{name}: {:?}", ended.console);
        server.app.tickets.delete_workspace(made.id, &by).await.expect("deleted");
    }
    let heir = server.app.accounts.make_workspace("Heir", Some(ann), &by).await.expect("made");
    let counted = server.app.accounts.workspace_quota(heir.id).await.expect("read");
    assert_eq!(counted.workspaces.len(), 4);
    let waiting = server.app.intake.quotas().waiting_bytes(&counted.workspaces).await.expect("read");
    assert!((800_000..1_000_000).contains(&waiting), "{waiting}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_is_sent_again_needs_room_in_the_limit_on_waiting_mail() {
    let mut server = start().await;
    server.ann = Browser::with(server.session().await);
    server.send_to_nobody().await;
    set_quota(&server, WorkspaceQuota { waiting_bytes: Some(1_000_000), ..WorkspaceQuota::default() }).await;
    let source = "console.log(sendEmail({to: 'a@example.org', subject: 'x', text: 'word '.repeat(80000)}).id);";
    let sent = server.run(source).await.console[0].clone();
    let path = format!("/outbox/{sent}/resend");
    assert_eq!(server.post(&path, &[("to", "same")]).await.status.as_u16(), 303, "two of 400 KB have room");
    let refused = server.post(&path, &[("to", "others"), ("others", "b@example.org")]).await;
    assert_eq!(refused.status.as_u16(), 422);
    refused.says("id=\"others-fault\"");
    refused.says("At most 1 MB of mail of this workspace may wait, and 1 MB wait");
    let key = server.key("again", &[Scope::MessagesSend]).await;
    let refused = server.send_json("POST", &format!("/api/v1/messages/{sent}/resend"), &key, "").await;
    assert_eq!((refused.status.as_u16(), refused.json["code"].as_str()), (429, Some("request_quota_exceeded")));
    assert_eq!(server.count(Kind::Script).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_an_api_key_starts_keeps_to_the_senders_and_recipients_of_the_key() {
    let server = start().await;
    let limits = TypedKeyLimits {
        senders: "shop@example.com".to_owned(),
        recipients: "example.org".to_owned(),
        ..TypedKeyLimits::default()
    };
    let made = server.app.accounts.make_limited_key("limited", &[Scope::Scripts], &limits, &Actor::account(ANN)).await;
    let secret = format!("Bearer {}", made.expect("made").1.expose_secret());
    let script = server
        .script(
            "sendEmail({from: 'ceo@example.com', to: 'a@example.org', bcc: 'eve@example.net', subject: 'x', text: 'y'});\n\
             sendEmail({from: 'Shop <shop@example.com>', to: 'a@example.org', subject: 'x', text: 'y'});\n\
             sendEmail({to: 'b@example.org', subject: 'x', text: 'y'});",
        )
        .await;
    let path = format!("/api/v1/scripts/{}/runs", script.id);
    let started = server.send_json("POST", &path, &secret, "{}").await;
    let run = started.json["id"].as_str().expect("an id").parse().expect("an id");
    let ended = server.run_ends(run).await;
    assert_eq!((ended.run.mails, ended.run.refused), (2, 1));
    let refusal = &ended.refused()[0].1;
    for words in ["from: ceo@example.com is not among the senders of the API key", "bcc: eve@example.net is not among"]
    {
        assert!(refusal.contains(words), "{refusal}");
    }
    let tried = server.send_json("POST", &path, &secret, r#"{"dry_run": true}"#).await;
    let error = tried.json["emails"][0]["error"].as_str().expect("an error");
    assert!(error.contains("bcc: eve@example.net"), "{error}");
    assert_eq!(server.run_script(&script, Value::Null).await.run.mails, 3, "a person is not the key");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_stops_mailing_strangers_as_soon_as_the_approval_is_withdrawn() {
    let server = start().await;
    let script = server
        .script(
            "for (let i = 0; i < 500; i++) {\n\
             const {error} = sendEmail({to: `p${i}@example.org`, subject: 'x', text: 'y'});\n\
             if (error) { console.log(error); break; }\n\
             for (let rest = 0; rest < 1e5; rest++);\n\
             }\n\
             console.log(sendEmail({to: 'ann@example.com', subject: 'x', text: 'y'}).error);",
        )
        .await;
    let run = server.start_run(&script, Value::Null).await;
    server.run_is(run, |run| run.mails > 1).await;
    server.app.accounts.withdraw_approval(server.workspace, &server.by_ann()).await.expect("withdrawn");
    let ended = server.run_ends(run).await;
    assert_eq!((ended.run.refused, ended.console.len()), (1, 2), "{:?}", ended.console);
    assert!(ended.console[0].contains("not approved for sending"), "{:?}", ended.console);
    assert_eq!(ended.console[1], "null", "members are still reached");
}
