//! A host that records, and the child of the tests. Used by `gallery`, `hostile` and `broken`.
#![allow(dead_code)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Duration;

use sandbox::{ConsoleLine, EmailCall, FileFacts, Host, Job, Limit, Limits, Member, Reason, RefusedCall, Taken};

/// Our own child.
pub fn child() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_script-child"))
}

/// A job at noon of 31 May 2026, with two people as input.
pub fn job(source: &str) -> Job {
    Job {
        source: source.to_owned(),
        input: serde_json::json!({"rows": [
            {"name": "Ann", "email": "ann@example.com"},
            {"name": "Bob", "email": "bob@example.com"},
        ]})
        .to_string(),
        now: "2026-05-31T12:00:00Z".parse().expect("a moment"),
        time_zone: "Europe/Berlin".to_owned(),
        language: "en".to_owned(),
    }
}

/// Small limits, so that hostile scripts end soon.
pub fn limits() -> Limits {
    Limits { cpu: Duration::from_secs(1), wall: Duration::from_secs(8), mails: 50, questions: 500, ..Limits::default() }
}

/// Who ended a script, in the words of the gallery and of the attacks.
pub fn ended_by(reason: Reason) -> &'static str {
    match reason {
        Reason::Script => "script",
        Reason::Sandbox => "sandbox",
        Reason::Limit(Limit::Memory) => "memory",
        Reason::Limit(Limit::Cpu) => "cpu",
        Reason::Limit(Limit::Wall) => "wall",
        Reason::Limit(Limit::Stack) => "stack",
        Reason::Limit(Limit::Questions) => "questions",
        Reason::Limit(_) => "size",
    }
}

/// The processes that this one has started and not buried yet.
pub fn children() -> BTreeSet<u32> {
    let tasks = fs::read_dir("/proc/self/task").expect("our threads");
    tasks
        .flatten()
        .filter_map(|task| fs::read_to_string(task.path().join("children")).ok())
        .flat_map(|ids| ids.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<u32>>())
        .collect()
}

/// Remembers all that was asked.
#[derive(Default)]
pub struct Recorder {
    pub mails: Vec<EmailCall>,
    pub refused: Vec<(Option<u32>, String)>,
    /// Recipients and subject of each refused call.
    pub shown: Vec<String>,
    pub console: Vec<ConsoleLine>,
}

impl Host for Recorder {
    async fn send_email(&mut self, call: EmailCall) -> Result<Taken, String> {
        if call.to == ["nobody"] {
            return Err("the address “nobody” has no @".to_owned());
        }
        self.mails.push(call);
        Ok(Taken { id: format!("id-{}", self.mails.len()), repeated: false })
    }

    async fn email_status(&mut self, id: &str) -> Result<serde_json::Value, String> {
        match id.starts_with("id-") {
            true => Ok(serde_json::json!({"id": id, "state": "delivered"})),
            false => Err(format!("no mail has the id “{id}”")),
        }
    }

    async fn file(&mut self, name: &str) -> Result<FileFacts, String> {
        let found = self.files().await?.into_iter().find(|file| file.name == name);
        found.ok_or_else(|| format!("there is no file “{name}”; the workspace has terms.pdf"))
    }

    async fn files(&mut self) -> Result<Vec<FileFacts>, String> {
        Ok(vec![FileFacts { name: "terms.pdf".into(), content_type: "application/pdf".into(), size: 1200 }])
    }

    async fn members(&mut self) -> Result<Vec<Member>, String> {
        Ok(vec![
            Member { name: "Ann \"A\" Lee".into(), email: "ann@example.com".into() },
            Member { name: "Bob".into(), email: "bob@example.com".into() },
        ])
    }

    fn refused(&mut self, call: RefusedCall) {
        self.refused.push((call.line, call.reason.clone()));
        self.shown.push(format!("{} | {}", call.recipients.join(" "), call.subject));
    }

    fn console(&mut self, line: ConsoleLine) {
        self.console.push(line);
    }
}
