//! Runs every script of `gallery/` in a real child process and compares the result with the expectations in its first
//! lines.

mod support;

use std::fs;
use std::path::Path;

use sandbox::{Level, Outcome};

use support::{Recorder, child, described, ended_by, job, limits};

/// The expectations in the head of a script.
#[derive(Default)]
struct Expected {
    mails: Vec<String>,
    any_mails: bool,
    refused: Vec<String>,
    shown: Vec<String>,
    console: Vec<(Level, String)>,
    any_console: bool,
    fails: Option<String>,
}

fn expected(head: &[&str]) -> Expected {
    let mut expected = Expected::default();
    for line in head {
        let (key, value) = line.trim_start_matches("// ").split_once(": ").expect("key: value");
        let value = value.to_owned();
        match key {
            "why" => {}
            "mail" => expected.mails.push(value),
            "mails" => expected.any_mails = true,
            "console" => expected.any_console = true,
            "shown" => expected.shown.push(value),
            "refused" => expected.refused.push(value),
            "log" => expected.console.push((Level::Log, value)),
            "warn" => expected.console.push((Level::Warn, value)),
            "error" => expected.console.push((Level::Error, value)),
            "fails" => expected.fails = Some(value),
            other => panic!("unknown key {other}"),
        }
    }
    expected
}

/// Runs one script; returns the differences from what is expected.
async fn check(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).expect("a script");
    let head: Vec<&str> = text.lines().take_while(|line| line.starts_with("// ")).collect();
    let body: String = text.lines().skip(head.len()).map(|line| format!("{line}\n")).collect();
    let expected = expected(&head);
    let mut host = Recorder::default();
    let outcome = sandbox::run(child(), job(&body), &limits(), &mut host).await;
    let mut faults = Vec::new();
    let mut differs = |what: &str, is: String, should: String| {
        if is != should {
            faults.push(format!("{what}\n      is     {is}\n      should {should}"));
        }
    };
    let mails: Vec<String> =
        host.mails.iter().map(|call| format!("{} | {}", call.to.join(" "), call.subject)).collect();
    if !expected.any_mails {
        differs("mails", format!("{mails:?}"), format!("{:?}", expected.mails));
    }
    if !expected.shown.is_empty() {
        differs("shown", format!("{:?}", host.shown), format!("{:?}", expected.shown));
    }
    let lines: Vec<(Level, String)> = host.console.into_iter().map(|line| (line.level, line.text)).collect();
    if !expected.any_console {
        differs("console", format!("{lines:?}"), format!("{:?}", expected.console));
    }
    let same = host.refused.len() == expected.refused.len()
        && host.refused.iter().zip(&expected.refused).all(|((_, is), should)| is.contains(should.as_str()));
    if !same || host.refused.iter().any(|(line, _)| line.is_none()) && !body.contains("stackTraceLimit") {
        differs("refused", format!("{:?}", host.refused), format!("{:?}", expected.refused));
    }
    let is = match &outcome {
        Outcome::Finished(_) => "finished".to_owned(),
        Outcome::Cancelled(_) => "cancelled".to_owned(),
        Outcome::Failed(error, _) => {
            let line = error.position.as_ref().map_or_else(|| "-".to_owned(), |at| at.line.to_string());
            if let Some(at) = &error.position {
                let text = body.lines().nth(at.line as usize - 1).unwrap_or_default();
                differs("source line", at.source_line.clone(), text.to_owned());
            }
            format!("{} {line}: {}", ended_by(&error.cause), described(&error.cause))
        }
    };
    let fits = match &expected.fails {
        None => is == "finished",
        Some(fails) => {
            let (head, part) = fails.split_once(": ").expect("kind line: part");
            is.starts_with(&format!("{head}: ")) && is.contains(part)
        }
    };
    if !fits {
        faults.push(format!("end\n      is     {is}\n      should {:?}", expected.fails));
    }
    faults
}

#[tokio::test(flavor = "multi_thread")]
async fn every_script_of_the_gallery_ends_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gallery");
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("the gallery").map(|entry| entry.expect("a file").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "js"));
    paths.sort();
    assert!(paths.len() >= 40, "only {} scripts", paths.len());
    let mut report = String::new();
    for path in paths {
        for fault in check(&path).await {
            report.push_str(&format!("\n  {}: {fault}", path.file_name().unwrap_or_default().to_string_lossy()));
        }
    }
    assert!(report.is_empty(), "{report}");
}
