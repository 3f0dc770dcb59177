//! A server with content in every place that shows text written by people, scripts and mail servers.

use std::time::Duration;

use mail::{Arg, Attachment, Draft, Fault, Outcome, RecipientVerdict, Reply, Report, StageRecord, Text, Verdict};
use queue::{Kind, QueueError};
use storage::params;
use uuid::Uuid;

use super::{ANN, Pages};
use accounts::account::Account;
use accounts::{Actor, ActorContext, Role, Scope};
use scripting::{Input, Start, Trigger};
use sending::intake::Request;
use testserver::{PATIENCE, percent_encoded};

/// An editor, and a viewer.
pub(super) const BOB: &str = "bob@example.com";
pub(super) const EVE: &str = "eve@example.com";

/// Texts written by people, scripts and servers, by the place that shows them.
pub(super) struct Words {
    pub workspace: &'static str,
    pub script: &'static str,
    pub source: &'static str,
    pub file: &'static str,
    pub thrown: &'static str,
    pub console: &'static str,
    /// The recipient of a refused call.
    pub refused: &'static str,
    pub subject: &'static str,
    pub recipient_name: &'static str,
    pub reply: &'static str,
    pub account: &'static str,
    pub api_key: &'static str,
}

/// The server, and the ids of its content.
pub(super) struct Content {
    pub pages: Pages,
    pub workspace: Uuid,
    /// The path of the script's page.
    pub script: String,
    pub run: Uuid,
    /// A message of the run that its server refused.
    pub message: Uuid,
    /// A message in the mailbox.
    pub kept: Uuid,
    pub invitation: String,
    pub api_key: Uuid,
    pub bob: Account,
    pub eve: Account,
}

impl Content {
    pub(super) async fn new(words: &Words) -> Self {
        let pages = Pages::set_up().await;
        let by = ActorContext::account(ANN, [192, 0, 2, 7].into());
        let workspace = pages.workspace;
        pages.post(&format!("/workspaces/{workspace}/rename"), &[("name", words.workspace)]).await;
        pages.post("/account", &[("name", words.account), ("language", "")]).await;
        let app = &pages.app;
        let content = b"Name;Order\nAnn;7\n".to_vec();
        app.files.put(workspace, words.file, None, content, &by).await.expect("a file");
        let (api_key, _) =
            app.accounts.make_key(words.api_key, &[Scope::Scripts], &by.actor).await.expect("an API key");
        let bob = pages.person(BOB, true, Some(Role::Editor)).await;
        let eve = pages.person(EVE, true, Some(Role::Viewer)).await;
        let kept = pages.with_kept(words).await;
        pages.invite("carol@example.com", Role::Editor).await.expect("invites");
        let ticket = pages.ticket_to("carol@example.com").await;
        let script = pages.with_script_of(workspace, words).await;
        let message = pages.with_refused(words).await;
        let run = pages.with_failed_run(&script, message, words).await;
        let invitation = format!("/invitation?ticket={ticket}");
        Self { pages, workspace, script, run, message, kept, invitation, api_key: api_key.id, bob, eve }
    }

    /// The pages that a member of the workspace may open.
    pub(super) fn member_pages(&self) -> Vec<String> {
        let (workspace, script) = (self.at(""), &self.script);
        let mut pages = vec!["/".to_owned(), "/account".to_owned(), "/workspaces".to_owned(), workspace];
        pages.extend(["/files", "/scripts"].map(|page| self.at(page)));
        pages.extend(["", "/triggers", "/versions", "/versions/1", "/runs"].map(|page| format!("{script}{page}")));
        pages.push(self.at(&format!("/runs/{}", self.run)));
        let mail = self.at(&format!("/mails/{}", self.message));
        pages.extend(["", "/text", "/text?show=source", "/text?show=attachments"].map(|page| format!("{mail}{page}")));
        pages
    }

    /// The additional pages of administrators.
    pub(super) fn administrator_pages(&self, file: &str) -> Vec<String> {
        let (message, kept, script) = (self.message, self.kept, &self.script);
        let mut pages = vec![self.at("/delete"), self.at(&format!("/members/{}/remove", self.bob.id))];
        pages.push(self.at(&format!("/files/{}/delete", percent_encoded(file))));
        pages.extend(["/delete", "/triggers?saved=1"].map(|page| format!("{script}{page}")));
        pages.extend(["", "?done=retry"].map(|page| format!("/outbox/{message}{page}")));
        pages.extend(["", "?show=source", "?show=attachments"].map(|page| format!("/outbox/{message}/mail{page}")));
        pages.extend(["", "?show=text", "?show=source"].map(|page| format!("/mailbox/{kept}{page}")));
        pages.push(format!("/configuration/api-keys/{}/delete", self.api_key));
        pages.push(format!("/configuration/accounts/{}/delete", self.bob.id));
        let lists = ["/outbox", "/mailbox", "/configuration/api-keys", "/configuration/accounts"];
        pages.extend(lists.map(str::to_owned));
        pages.push("/configuration/audit-log".to_owned());
        pages
    }

    /// A path below the workspace's page.
    pub(super) fn at(&self, rest: &str) -> String {
        format!("/workspaces/{}{rest}", self.workspace)
    }
}

impl Pages {
    async fn with_script_of(&self, workspace: Uuid, words: &Words) -> String {
        let form = [("name", words.script), ("example", "empty"), ("time_zone", "Europe/Berlin")];
        let made = self.post(&format!("/workspaces/{workspace}/scripts"), &form).await;
        let script = made.header("location").trim_end_matches("?made=1").to_owned();
        assert!(script.contains("/scripts/"), "{}: {}", made.status, made.body);
        let form = [("do", "save"), ("name", words.script), ("source", words.source), ("based_on", "1")];
        let saved = self.post(&script, &form).await;
        assert_eq!(saved.header("location"), format!("{script}?saved=1"), "{}", saved.body);
        script
    }

    fn request_of(&self, words: &Words, origin: Text) -> Request {
        let file = Attachment { name: words.file.into(), content: b"7".to_vec(), ..Attachment::default() };
        let draft = Draft {
            to: vec![format!("\"{}\" <{BOB}>", words.recipient_name)],
            subject: words.subject.into(),
            text: Some(words.console.into()),
            attachments: vec![file],
            ..Draft::default()
        };
        Request {
            draft,
            kind: Kind::Script,
            origin,
            source: queue::Source::default(),
            key: None,
            expires_at: None,
            client: None,
        }
    }

    /// A message in the built-in mailbox.
    async fn with_kept(&self, words: &Words) -> Uuid {
        let app = &self.app;
        let request = self.request_of(words, Actor::api_key(words.api_key).text());
        app.intake.accept(request).await.expect("is accepted");
        let mut events = app.delivery_loop.events();
        let leaving = async {
            loop {
                let waiting = app.db.read(|rx| queue::waiting(rx)).await.map_err(|error: QueueError| error.to_string());
                if waiting.expect("counts").total() == 0 {
                    break;
                }
                let _ = tokio::time::timeout(Duration::from_millis(20), events.recv()).await;
            }
        };
        tokio::time::timeout(PATIENCE, leaving).await.expect("all mail leaves");
        app.mailbox.list(BOB, None, 1).await.expect("lists")[0].id
    }

    /// A message whose recipient the server refused.
    async fn with_refused(&self, words: &Words) -> Uuid {
        let app = &self.app;
        let origin = scripting::texts::origin_script_by(words.script, "2", Actor::api_key(words.api_key).text());
        let settings = app.settings.active().settings.clone();
        let claim = app.intake.accept_test(self.request_of(words, origin), &settings).await.expect("is accepted");
        let id = claim.id.0;
        let refused = delivery::texts::event_recipient_refused("smtp.example.com:465", words.reply);
        let problem = delivery::problems::recipient_unknown(refused);
        let verdicts = claim.recipients.iter().map(|recipient| RecipientVerdict {
            recipient: recipient.clone(),
            verdict: Verdict::Refused,
            reply: Some(Reply { code: 550, enhanced: None, text: words.reply.to_owned() }),
            problem: Some(problem.clone()),
            may_have_arrived: false,
            retry_after: None,
        });
        let detail = Text::new("smtp_reply", [("reply", Arg::from(words.reply))]);
        let report = Report {
            outcome: Outcome::Tried(verdicts.collect()),
            stages: vec![StageRecord { name: mail::Stage::RcptTo, ok: false, ms: 3, detail }],
            transcript: format!("S: 550 {}", words.reply),
            connection: Text::verbatim("smtp.example.com:465"),
            throttled: false,
            passes_on_notifications: false,
            failed_at: None,
        };
        let context = queue::RetryContext { now: app.clock.now(), random: 0.5, max_repetitions: 3 };
        app.db.write(move |tx| queue::settle(tx, &claim, &report, &context)).await.expect("is settled");
        id
    }

    /// A run that sent the message, had a call refused, wrote to its console and failed, as the runner would store it.
    async fn with_failed_run(&self, script: &str, message: Uuid, words: &Words) -> Uuid {
        let app = &self.app;
        let id: Uuid = script.rsplit('/').next().expect("an id").parse().expect("an id");
        let started_by = Some(Actor::api_key(words.api_key));
        let input = Input::of(&serde_json::json!({})).map_err(|Fault { text, .. }| text).expect("an input");
        let start = Start { trigger: Trigger::Api, started_by, input, late: false };
        let run = app.scripts.start(id, start).await.expect("starts");
        let thrown = serde_json::json!({"v": 2, "text": {"code": "script_error", "args": {"message": words.thrown}}});
        let given = serde_json::json!({"code": "script_given_string", "args": {"value": words.refused}});
        let args = serde_json::json!({"expected": {"code": "script_expected_address"}, "given": given});
        let fault = serde_json::json!({"key": "to", "text": {"code": "script_value_type", "args": args}});
        let refusal = serde_json::json!({"v": 2, "faults": [fault]}).to_string();
        let (console, subject, source, now) = (words.console, words.subject, words.source, app.clock.now());
        let recipients = serde_json::json!([BOB]).to_string();
        let written = app.db.write(move |tx| {
            let at = now.as_millisecond();
            tx.execute(
                "UPDATE script_run SET state = 'failed', started_at = $2, ended_at = $2, mails = 1, refused = 1, \
                 error_reason = 'script', error = $3, error_line = 1, error_column = 1, error_source = $4 WHERE id = $1",
                params![run.as_bytes(), at, thrown.to_string(), source],
            )?;
            tx.execute(
                "INSERT INTO script_console (run_id, number, level, text) VALUES ($1, 1, 'warn', $2)",
                params![run.as_bytes(), console],
            )?;
            const CALL: &str = "INSERT INTO script_mail (run_id, number, script_id, at, line, message, repeated, \
                 recipients, subject, error) VALUES ($1, $2, $3, $4, 1, $5, 0, $6, $7, $8)";
            let (sent, refused) = (Some(message.as_bytes().to_vec()), None::<Vec<u8>>);
            let no_error = None::<&str>;
            tx.execute(CALL, params![run.as_bytes(), 1, id.as_bytes(), at, sent, &recipients, subject, no_error])?;
            tx.execute(
                CALL,
                params![run.as_bytes(), 2, id.as_bytes(), at, refused, &recipients, subject, Some(refusal.as_str())],
            )
        });
        written.await.map(|_: usize| ()).map_err(|error: storage::DbError| error.to_string()).expect("is written");
        run
    }
}
