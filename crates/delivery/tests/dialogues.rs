//! Plays every dialogue of `gallery/dialogues` to the client over a real socket. The report must match the file, and the
//! client must follow the script.
//!
//! For every dialogue, each message must arrive unchanged, and no report may contain a password, a message's text or a
//! control character.

use std::fs;
use std::path::PathBuf;

use delivery::probe::{self, ProbeObserver};
use delivery::{Login, Progress, SmtpTransport, Transport};
use i18n::Language;
use mail::{Outcome, Problem, RecipientVerdict, Report, Verdict};
use testkit::{ScriptRecord, ScriptedServer};

mod gallery;

use gallery::{Case, TEXT, Via};

/// A report, and the problem of a connection test.
struct CaseResult {
    report: Report,
    problem: Option<Problem>,
}

#[tokio::test(flavor = "multi_thread")]
async fn every_dialogue_ends_as_its_file_expects() {
    let running: Vec<_> = dialogues()
        .into_iter()
        .map(|(name, text)| {
            let case = Case::read(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
            (name, tokio::spawn(run(case)))
        })
        .collect();
    assert!(running.len() >= 40, "the gallery has only {} dialogues", running.len());
    let mut faults = String::new();
    for (name, run) in running {
        let found = run.await.unwrap_or_else(|error| vec![error.to_string()]);
        if !found.is_empty() {
            faults.push_str(&format!("\n{name}\n  {}\n", found.join("\n").replace('\n', "\n  ")));
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

/// Names and texts of the dialogue files.
fn dialogues() -> Vec<(String, String)> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/gallery/dialogues"));
    let mut found: Vec<_> = fs::read_dir(folder)
        .expect("the gallery")
        .map(|entry| entry.expect("a file of the gallery").path())
        .map(|path| (path.file_stem().unwrap_or_default().to_string_lossy().into_owned(), path))
        .map(|(name, path)| (name, fs::read_to_string(path).expect("a dialogue")))
        .collect();
    found.sort();
    found
}

/// Plays one case. Returns the faults.
async fn run(mut case: Case) -> Vec<String> {
    let server = ScriptedServer::start(&case.script).expect("a scripted server");
    case.account.server.port = server.port();
    let results = match case.via {
        Via::Deliver => deliver(&case).await,
        Via::TestConnection | Via::TestEmail => vec![test(&case).await],
    };
    let played = tokio::task::spawn_blocking(move || server.finish()).await.expect("the server's report");
    let mut faults = played.faults.clone();
    faults.extend(damaged(&case, &played));
    for (index, result) in results.iter().enumerate() {
        faults.extend(unexpected(&case, index + 1, result));
        faults.extend(shown(&case, result));
    }
    if !faults.is_empty() {
        faults.extend(results.into_iter().map(|result| result.report.transcript));
    }
    faults
}

async fn deliver(case: &Case) -> Vec<CaseResult> {
    let transport = SmtpTransport::new(case.account.clone(), case.timeouts.clone());
    let mut results = Vec::new();
    for _ in 0..case.messages {
        results
            .push(CaseResult { report: transport.deliver(&case.outgoing, Progress::default()).await, problem: None });
    }
    transport.close().await;
    results
}

async fn test(case: &Case) -> CaseResult {
    let mut seen = Vec::new();
    let mut observe = |stage: &mail::StageRecord| seen.push(stage.clone());
    let tested = match case.via {
        Via::TestConnection => {
            probe::test_connection(&case.account, &case.timeouts, ProbeObserver::new(&mut observe)).await
        }
        _ => probe::test_email(&case.account, &case.timeouts, &case.outgoing, ProbeObserver::new(&mut observe)).await,
    };
    assert_eq!(seen, tested.report.stages, "each stage is reported when it ends");
    CaseResult { report: tested.report, problem: tested.problem }
}

/// The messages that the server received completely but that differ from the sent one.
fn damaged(case: &Case, played: &ScriptRecord) -> Vec<String> {
    let sent: &[u8] = &case.outgoing.bytes;
    played
        .messages()
        .enumerate()
        .filter(|(_, message)| *message != sent)
        .map(|(index, message)| {
            let same = message.iter().zip(sent).take_while(|(arrived, sent)| arrived == sent).count();
            format!("message {} arrived with {} bytes of {}, damaged at {same}", index + 1, message.len(), sent.len())
        })
        .collect()
}

/// The differences between the report of the Nth message and the file.
fn unexpected(case: &Case, number: usize, result: &CaseResult) -> Vec<String> {
    let mut faults = Vec::new();
    let expected = case.expected("expect", number);
    let found = lines(result);
    if expected != found {
        let (expected, found) = (expected.join("\n  "), found.join("\n  "));
        faults.push(format!("message {number}: expected\n  {expected}\nfound\n  {found}"));
    }
    let stages: Vec<_> = result.report.stages.iter().map(stage).collect();
    for expected in case.expected("stages", number) {
        if expected != stages.join(" ") {
            faults.push(format!("message {number}: expected stages {expected}, found {}", stages.join(" ")));
        }
    }
    for words in case.expected("says", number) {
        if !problems(result).iter().any(|problem| Language::English.problem(problem).what.contains(words)) {
            faults.push(format!("message {number}: no problem says `{words}`"));
        }
    }
    faults
}

fn stage(record: &mail::StageRecord) -> String {
    let name = match record.name {
        mail::Stage::Resolve => "resolve",
        mail::Stage::Connect => "connect",
        mail::Stage::Tls => "tls",
        mail::Stage::Greeting => "greeting",
        mail::Stage::Login => "login",
        mail::Stage::MailFrom => "mail_from",
        mail::Stage::RcptTo => "rcpt_to",
        mail::Stage::Data => "data",
    };
    if record.ok { name.to_owned() } else { format!("{name}!") }
}

/// The report in the notation of the dialogue files.
fn lines(result: &CaseResult) -> Vec<String> {
    let mut lines = match &result.report.outcome {
        Outcome::Tried(verdicts) => verdicts.iter().map(verdict).collect(),
        Outcome::ConnectionProblem(problem) => vec![format!("trouble {}", named(problem))],
    };
    lines.extend(result.problem.iter().map(|problem| format!("problem {}", named(problem))));
    if result.report.throttled {
        lines.push("throttled".to_owned());
    }
    lines
}

fn verdict(one: &RecipientVerdict) -> String {
    let mut line = format!("{} ", one.recipient.expose());
    line.push_str(match one.verdict {
        Verdict::Delivered => "delivered",
        Verdict::Kept => "kept",
        Verdict::Deferred => "deferred",
        Verdict::Refused => "refused",
    });
    match &one.reply {
        Some(reply) => line.push_str(&format!(" {}", reply.code)),
        None => line.push_str(" without reply"),
    }
    if let Some(enhanced) = one.reply.as_ref().and_then(|reply| reply.enhanced) {
        line.push_str(&format!(" {enhanced}"));
    }
    if let Some(problem) = &one.problem {
        line.push_str(&format!(" as {}", named(problem)));
    }
    if one.may_have_arrived {
        line.push_str(", may have arrived");
    }
    if let Some(wait) = one.retry_after {
        line.push_str(&format!(", retry after {} s", wait.as_secs()));
    }
    line
}

fn named(problem: &Problem) -> String {
    match &problem.field {
        Some(field) => format!("{} ({field})", problem.code),
        None => problem.code.to_string(),
    }
}

fn problems(result: &CaseResult) -> Vec<&Problem> {
    let of_outcome: Vec<_> = match &result.report.outcome {
        Outcome::Tried(verdicts) => verdicts.iter().filter_map(|one| one.problem.as_ref()).collect(),
        Outcome::ConnectionProblem(problem) => vec![problem],
    };
    of_outcome.into_iter().chain(&result.problem).collect()
}

/// What the report contains but must not: passwords, the message's text, control characters, empty texts.
fn shown(case: &Case, result: &CaseResult) -> Vec<String> {
    let mut faults = Vec::new();
    let everything = format!("{:?} {:?}", result.report, result.problem);
    let mut secrets = vec![TEXT.to_owned()];
    if let (Some(password), Some(Login::Password(login))) = (&case.password, &case.account.login) {
        secrets.extend([password.clone(), base64(password), base64(&format!("\0{}\0{password}", login.username))]);
    }
    faults.extend(secrets.iter().filter(|secret| everything.contains(*secret)).map(|secret| format!("shows {secret}")));
    let texts = problems(result).into_iter().flat_map(|problem| {
        let words = Language::English.problem(problem);
        [words.what, words.meaning, words.remedy]
    });
    let details = result.report.stages.iter().map(|stage| Language::English.render(&stage.detail));
    for text in texts.chain(details).chain([result.report.transcript.clone()]) {
        if text.is_empty() || text.contains(|c: char| c.is_control() && c != '\n') {
            faults.push(format!("a text is empty or contains control characters: {text:?}"));
        }
    }
    faults
}

fn base64(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(text)
}
