//! A recording host, and the child program of these tests. Used by `gallery`, `hostile` and `broken`.
#![allow(dead_code)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Duration;

use sandbox::{
    Accepted, CallFault, CallFaultKind, Cause, ConsoleLine, EmailCall, FileFacts, Host, Job, Limit, Limits, Member,
    RefusedCall, Unavailable,
};

/// The child program of these tests.
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
        seed: [7; 32],
    }
}

/// Small limits, so that hostile scripts end soon. On a loaded machine a second of processor time takes many seconds,
/// so the limit on wall time is generous.
pub fn limits() -> Limits {
    Limits {
        cpu: Duration::from_secs(1),
        wall: Duration::from_secs(90),
        mails: 50,
        host_calls: 500,
        ..Limits::default()
    }
}

/// The kind of cause that ended a script, as the gallery and the attacks name it.
pub fn ended_by(cause: &Cause) -> &'static str {
    match cause {
        Cause::Error { .. } | Cause::Value { .. } | Cause::Exception(_) | Cause::PromisePending => "script",
        Cause::Sandbox(_) => "sandbox",
        Cause::Limit(Limit::Memory { .. } | Limit::InputMemory { .. } | Limit::Crash) => "memory",
        Cause::Limit(Limit::Cpu { .. }) => "cpu",
        Cause::Limit(Limit::Wall { .. }) => "wall",
        Cause::Limit(Limit::CallDepth) => "stack",
        Cause::Limit(Limit::HostCalls { .. }) => "calls",
        Cause::Limit(Limit::Source { .. } | Limit::Input { .. }) => "size",
    }
}

/// An error as the gallery writes it.
pub fn described(cause: &Cause) -> String {
    match cause {
        Cause::Error { message } => message.clone(),
        Cause::Value { value } => format!("thrown: {value}"),
        Cause::Exception(exception) => format!("{}: {exception}", exception.class()),
        other => format!("{other:?}"),
    }
}

/// A fault of a call as the gallery writes it.
fn fault_described(CallFault { key, kind }: &CallFault) -> String {
    let kind = match kind {
        CallFaultKind::Type { expected, given } => format!("expected {expected:?}, got {given}"),
        CallFaultKind::UnknownKey { given, known, is_guess: true } => {
            format!("unknown key with {given}; did you mean {}?", known.join(", "))
        }
        CallFaultKind::UnknownKey { given, known, is_guess: false } => {
            format!("unknown key with {given}; the keys are {}", known.join(", "))
        }
        other => format!("{other:?}"),
    };
    if key.is_empty() { kind } else { format!("{key}: {kind}") }
}

/// The child processes of this process.
pub fn children() -> BTreeSet<u32> {
    let tasks = fs::read_dir("/proc/self/task").expect("our threads");
    tasks
        .flatten()
        .filter_map(|task| fs::read_to_string(task.path().join("children")).ok())
        .flat_map(|ids| ids.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<u32>>())
        .collect()
}

/// A host that records all calls.
#[derive(Default)]
pub struct Recorder {
    pub mails: Vec<EmailCall>,
    pub refused: Vec<(Option<u32>, String)>,
    /// Recipients and subject of each refused call.
    pub shown: Vec<String>,
    pub console: Vec<ConsoleLine>,
}

impl Host for Recorder {
    async fn send_email(&mut self, call: EmailCall) -> Result<Accepted, String> {
        if call.to == ["nobody"] {
            return Err("the address “nobody” has no @".to_owned());
        }
        self.mails.push(call);
        Ok(Accepted { id: format!("id-{}", self.mails.len()), repeated: false })
    }

    async fn email_status(&mut self, id: &str) -> Result<serde_json::Value, String> {
        match id.starts_with("id-") {
            true => Ok(serde_json::json!({"id": id, "state": "delivered"})),
            false => Err(format!("no mail has the id “{id}”")),
        }
    }

    async fn file(&mut self, name: &str) -> Result<Option<FileFacts>, Unavailable> {
        Ok(self.files().await?.into_iter().find(|file| file.name == name))
    }

    async fn files(&mut self) -> Result<Vec<FileFacts>, Unavailable> {
        Ok(vec![FileFacts { name: "terms.pdf".into(), content_type: "application/pdf".into(), size: 1200 }])
    }

    async fn members(&mut self) -> Result<Vec<Member>, Unavailable> {
        Ok(vec![
            Member { name: "Ann \"A\" Lee".into(), email: "ann@example.com".into() },
            Member { name: "Bob".into(), email: "bob@example.com".into() },
        ])
    }

    async fn email_beyond_limit(&mut self, call: EmailCall, refused: RefusedCall) -> Result<Accepted, String> {
        match call.key.as_deref() {
            Some("sent before") => Ok(Accepted { id: "id-before".to_owned(), repeated: true }),
            _ => Err(self.refused(refused, None).await),
        }
    }

    async fn refused(&mut self, call: RefusedCall, _: Option<EmailCall>) -> String {
        let mut faults: Vec<String> = call.faults.iter().map(fault_described).collect();
        if call.has_more {
            faults.push("…".to_owned());
        }
        let reason = faults.join("; ");
        self.refused.push((call.line, reason.clone()));
        self.shown.push(format!("{} | {}", call.recipients.join(" "), call.subject));
        reason
    }

    fn console(&mut self, line: ConsoleLine) {
        self.console.push(line);
    }
}
