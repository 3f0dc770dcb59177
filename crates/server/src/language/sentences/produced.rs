//! What rooms and crates really say, said in German: the galleries of `mail` and `delivery`, hints of providers.
//!
//! The words of `delivery`'s galleries of replies and refusals are its snapshots; its dialogues are played here anew.

use std::fs;
use std::path::Path;

use delivery::oauth::{Provider, SendThrough};
use delivery::{SmtpTransport, Transport, probe};
use mail::{Outcome, Problem, Report};
use testkit::ScriptedServer;

use super::*;

/// A dialogue of `delivery`'s gallery.
#[expect(dead_code, reason = "the gallery's own test uses more of it")]
#[path = "../../../../delivery/tests/gallery/mod.rs"]
mod dialogues;
/// A draft of `mail`'s gallery.
#[expect(dead_code, reason = "the gallery's own test uses more of it")]
#[path = "../../../../mail/tests/gallery/case.rs"]
mod drafts;

/// What a German sentence never holds, outside of quotations.
const ENGLISH: &[&str] =
    &[" the ", " is ", " not ", " and ", " of ", " it ", " to ", " that ", " with ", "Choose ", "Check "];

/// Words of the machine, which come to us as they are.
const OF_THE_SYSTEM: &[&str] = &["failed to lookup address information: Temporary failure in name resolution"];

/// Nothing, or what is still English.
pub(super) fn untranslated(english: &str) -> Option<String> {
    let Some(said) = translated(Language::German, english) else { return Some(format!("stays: {english}")) };
    let mut own = String::new();
    let mut depth = 0_usize;
    for c in said.chars() {
        match c {
            '„' => depth += 1,
            '“' => depth = depth.saturating_sub(1),
            c if depth == 0 => own.push(c),
            _ => {}
        }
    }
    for words in OF_THE_SYSTEM {
        own = own.replace(words, "");
    }
    ENGLISH.iter().any(|word| own.contains(word)).then(|| format!("half: {english}\n      {said}"))
}

/// For the tests of whoever words something: all of it is said in German.
#[track_caller]
pub fn assert_said_in_german(english: &str) {
    let left = untranslated(english);
    assert!(left.is_none(), "no German in language/de/sentences-*.ftl: {left:?}");
}

#[track_caller]
fn assert_translated(texts: impl IntoIterator<Item = impl AsRef<str>>) {
    let mut count = 0;
    let left: Vec<String> =
        texts.into_iter().inspect(|_| count += 1).filter_map(|text| untranslated(text.as_ref())).collect();
    assert!(count > 0, "nothing was said");
    assert!(left.is_empty(), "{} of {count}:\n{}", left.len(), left.join("\n"));
}

fn of_crates(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// The lines of a snapshot.
fn snapshot(path: &str) -> Vec<String> {
    let text = fs::read_to_string(of_crates(path)).expect("a snapshot");
    let (_, words) = text.trim_start_matches("---\n").split_once("---\n").expect("a head and words");
    words.lines().map(str::to_owned).collect()
}

fn words(problem: &Problem) -> [String; 3] {
    [problem.what.clone(), problem.meaning.clone(), problem.remedy.clone()]
}

#[test]
fn what_replies_mean_is_said_in_german() {
    assert_translated(snapshot(
        "delivery/src/trouble/snapshots/delivery__trouble__tests__the_words_of_the_gallery_are_written_down.snap",
    ));
}

#[test]
fn what_keeps_mail_from_leaving_is_said_in_german() {
    assert_translated(snapshot(
        "delivery/src/trouble/snapshots/delivery__trouble__tests__everything_before_mail_is_trouble_of_the_connection_with_a_name.snap",
    ));
}

#[test]
fn what_refusals_of_providers_mean_is_said_in_german() {
    assert_translated(snapshot(
        "delivery/src/trouble/token/snapshots/delivery__trouble__token__tests__every_refusal_of_the_gallery_means_what_it_says.snap",
    ));
}

#[test]
fn faults_of_drafts_are_said_in_german() {
    let mut faults = Vec::new();
    for entry in fs::read_dir(of_crates("mail/tests/gallery")).expect("the gallery") {
        let path = entry.expect("a file of the gallery").path();
        if path.extension().is_some_and(|end| end == "json") {
            let json = serde_json::from_slice(&fs::read(&path).expect("a case")).expect("JSON");
            let case = drafts::Case { name: path.display().to_string(), json };
            faults.extend(case.message().err().into_iter().flat_map(|faults| faults.0));
        }
    }
    assert!(faults.len() > 60, "only {} faults", faults.len());
    assert_translated(faults.into_iter().map(|fault| fault.message));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_dialogues_come_to_is_said_in_german() {
    let mut running = Vec::new();
    for entry in fs::read_dir(of_crates("delivery/tests/gallery/dialogues")).expect("the gallery") {
        let text = fs::read_to_string(entry.expect("a file of the gallery").path()).expect("a dialogue");
        running.push(tokio::spawn(played(dialogues::Case::read(&text).expect("a dialogue"))));
    }
    let mut said = Vec::new();
    for run in running {
        said.extend(run.await.expect("a dialogue that is played"));
    }
    assert!(said.len() > 150, "only {} texts", said.len());
    assert_translated(said);
}

/// What the problems of a dialogue say.
async fn played(mut case: dialogues::Case) -> Vec<String> {
    let server = ScriptedServer::start(&case.script).expect("a scripted server");
    case.account.port = server.port();
    let mut problems = Vec::new();
    if case.via == dialogues::Via::Deliver {
        let transport = SmtpTransport::new(case.account.clone(), case.patience.clone());
        for _ in 0..case.messages {
            problems.extend(of_report(transport.deliver(&case.outgoing).await));
        }
        transport.close().await;
    } else {
        let mut observe = |_: &mail::StageRecord| {};
        let tested = match case.via {
            dialogues::Via::TestConnection => probe::test_connection(&case.account, &case.patience, &mut observe).await,
            _ => probe::test_email(&case.account, &case.patience, &case.outgoing, &mut observe).await,
        };
        problems.extend(tested.problem);
        problems.extend(of_report(tested.report));
    }
    tokio::task::spawn_blocking(move || server.finish()).await.expect("the server's end");
    problems.iter().flat_map(words).collect()
}

fn of_report(report: Report) -> Vec<Problem> {
    match report.outcome {
        Outcome::Tried(verdicts) => verdicts.into_iter().filter_map(|one| one.problem).collect(),
        Outcome::ConnectionTrouble(problem) => vec![problem],
    }
}

#[test]
fn hints_of_providers_are_said_in_german() {
    let mut hints = Vec::new();
    for provider in Provider::ALL {
        let facts = provider.facts();
        hints.extend([facts.where_to_register, facts.client_id_hint, facts.secret_hint, facts.redirect_hint]);
        hints.extend(facts.tenant_hint);
        hints.extend([SendThrough::Smtp, SendThrough::Api].iter().flat_map(|through| provider.app_setup(*through)));
    }
    assert_translated(hints);
    let urls = [
        "nonsense",
        "mailto:a@b.example",
        "http://u@mail.example.com/#a",
        "https://*.example.com/../x",
        "http://127.0.0.1/x",
        "https://192.0.2.7/x",
        "https://mail.intranet/x",
        "ftp://mail.example.com/",
        "http://mail.example.com/",
    ];
    let long = format!("https://mail.example.com/{}", "x".repeat(300));
    let urls = urls.into_iter().chain([long.as_str()]);
    assert_translated(urls.flat_map(|url| Provider::ALL.into_iter().flat_map(move |one| one.redirect_faults(url))));
}
