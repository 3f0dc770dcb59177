//! A stranger abuses scripts for an hour: signs up, creates workspaces and scripts, deletes and recreates them, and
//! tries every way to start a run. An independent mail server counts what is sent.

use std::collections::BTreeMap;
use std::time::Duration;

use accounts::{ActorContext, Role, SignUpPolicy};
use scripting::{Change, Input, NewScript, Script, Start, Trigger, WebhookCall};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use testkit::{Sink, SinkOptions};
use testserver::{EndedRun, PASSWORD, invitation};
use uuid::Uuid;

use crate::support::{TestServer, start};

const EVE: &str = "eve@example.net";

/// Mails to 900 victims, 90 at a time in each field, and one to the accounts that she may reach.
const SOURCE: &str = "\
sendEmail({to: ['ann@example.com', 'eve@example.net'], subject: 'Hello', text: 'Hi'});
for (let n = 0; n < 10; n++) {
  const list = (field) => Array.from({length: 30}, (_, i) => `${field}${n}-${i}@victims.example`);
  sendEmail({to: 'ann@example.com', bcc: list('bcc'), cc: list('cc'), subject: 'Win', text: 'now'});
  sendEmail({to: list('to'), subject: 'Win', text: 'now'});
}";

/// A hundred mails to ten victims each.
const MAILING: &str = "\
for (let n = 0; n < 100; n++)
  sendEmail({to: Array.from({length: 10}, (_, i) => `${input.batch}-${n}-${i}@victims.example`), subject: 'News', text: 'x'});";

struct Stranger {
    server: TestServer,
    sink: Sink,
    id: Uuid,
    by: ActorContext,
}

impl Stranger {
    /// Eve signs up where anybody may; mail is sent to the sink.
    async fn sign_up() -> Self {
        let server = start().await;
        let sink = Sink::start(SinkOptions::default()).expect("a sink");
        server.app.accounts.set_sign_up_policy(SignUpPolicy::Open, &server.by_ann()).await.expect("open");
        server.sign_up(EVE, PASSWORD).await.expect("signs up");
        server.validate(&server.ticket_to(EVE).await, EVE).await.expect("is validated");
        let by = ActorContext::account(EVE, server.stranger());
        let id = server.account(EVE).await.id;
        let settings = json!({"method": "password", "from": {"email": "noreply@example.com"},
            "password": {"host": "127.0.0.1", "port": sink.port(), "security": "none"}});
        server.save_settings(&settings.to_string()).await;
        Self { server, sink, id, by }
    }

    async fn workspace(&self, name: &str) -> Uuid {
        self.server.app.accounts.make_workspace(name, Some(self.id), &self.by).await.expect("made").id
    }

    async fn script(&self, workspace: Uuid, source: &str) -> Script {
        let name = format!("Script {}", self.server.app.random.id(self.server.now()));
        let new = NewScript { name, source: source.to_owned(), ..NewScript::default() };
        self.server.app.scripts.make(workspace, new, &self.by).await.expect("made")
    }

    async fn run(&self, script: &Script, input: Value) -> EndedRun {
        let input = Input::of(&input).expect("an input");
        let start = Start { trigger: Trigger::Hand, started_by: Some(self.by.actor.clone()), input, late: false };
        let run = self.server.app.scripts.start(script.id, start).await.expect("started");
        self.server.run_ends(run).await
    }

    /// The number of mails in the sink by domain.
    async fn arrived(&self) -> BTreeMap<String, usize> {
        self.server.all_mail_leaves().await;
        let mut domains = BTreeMap::new();
        for arrival in self.sink.arrivals() {
            let (_, domain) = arrival.recipient.rsplit_once('@').expect("an address");
            *domains.entry(domain.to_owned()).or_default() += 1;
        }
        domains
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_reaches_only_members_and_after_approval_exactly_the_quota() {
    let eve = Stranger::sign_up().await;
    let mut invited = 0;
    for round in 0..12 {
        let workspace = eve.workspace(&format!("Workspace {round}")).await;
        let script = eve.script(workspace, SOURCE).await;
        let ended = eve.run(&script, Value::Null).await;
        assert_eq!((ended.run.mails, ended.run.refused), (1, 20), "round {round}");

        let token = eve.server.app.scripts.create_webhook(script.id, &eve.by).await.expect("a webhook");
        let call = WebhookCall { input: Input::of(&json!({})).expect("an input"), key: None };
        let called = eve.server.app.scripts.call_hook(token.expose_secret(), call).await.expect("called");
        assert_eq!(eve.server.run_ends(called.run).await.run.refused, 20);

        let every_minute = Change { cron: Some(Some("* * * * *".to_owned())), ..Change::default() };
        eve.server.app.scripts.change(script.id, every_minute, &eve.by).await.expect("scheduled");
        for guest in 0..2 {
            let guest = invitation(&format!("guest{round}-{guest}@guests.example"), Role::Editor);
            invited += usize::from(eve.server.app.tickets.invite(workspace, guest, &eve.by).await.is_ok());
        }
        eve.server.turn(Duration::from_secs(5 * 60));
        if round % 2 == 0 {
            eve.server.app.scripts.delete(script.id, &eve.by).await.expect("deleted");
            eve.server.app.tickets.delete_workspace(workspace, &eve.by).await.expect("deleted");
        }
    }
    let arrived = eve.arrived().await;
    assert_eq!(arrived.get("victims.example"), None);
    assert_eq!((invited, arrived.get("guests.example")), (5, Some(&5)), "five invitations in its life");
    assert!(arrived["example.com"] >= 24 && arrived["example.net"] >= 24, "members are reached: {arrived:?}");

    let workspace = eve.workspace("Newsletter").await;
    eve.server.app.accounts.approve_workspace(workspace, &eve.server.by_ann()).await.expect("approved");
    eve.server.turn(Duration::from_secs(3 * 3600));
    for batch in 0..3 {
        // A new script does not get a new quota.
        let script = eve.script(workspace, MAILING).await;
        eve.run(&script, json!({ "batch": batch })).await;
        eve.server.app.scripts.delete(script.id, &eve.by).await.expect("deleted");
    }
    assert_eq!(eve.arrived().await["victims.example"], 2_000);

    eve.server.app.tickets.delete_workspace(workspace, &eve.by).await.expect("deleted");
    let again = eve.workspace("Newsletter").await;
    eve.server.app.accounts.approve_workspace(again, &eve.server.by_ann()).await.expect("approved");
    let script = eve.script(again, MAILING).await;
    let ended = eve.run(&script, json!({"batch": "again"})).await;
    assert_eq!((ended.run.mails, ended.run.refused), (0, 100), "a new workspace has no new quota");
    assert_eq!(eve.arrived().await["victims.example"], 2_000);
}
