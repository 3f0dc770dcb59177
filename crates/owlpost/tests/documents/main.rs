//! Keeps the documents true: tables are compared with the code, and numbers with its constants.

mod numbers;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use i18n::Language;
use queue::{MAX_RETRY_TIME, next_delay};
use testserver::TestServer;

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(name)
}

fn document(name: &str) -> String {
    fs::read_to_string(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn size(bytes: usize) -> String {
    Language::English.render(&mail::byte_size(bytes as u64))
}

fn grouped(number: impl Into<i128>) -> String {
    Language::English.grouped(number.into())
}

/// The first text in backticks of each row of the tables in `text`.
fn first_names(text: &str) -> BTreeSet<&str> {
    text.lines().filter_map(|line| line.strip_prefix("| `")).filter_map(|line| line.split('`').next()).collect()
}

/// The part of a document below a heading.
fn section<'a>(document: &'a str, heading: &str) -> &'a str {
    let (_, below) =
        document.split_once(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("there is no {heading:?}"));
    let level = heading.split(' ').next().unwrap_or_default();
    below.split(&format!("\n{level} ")).next().unwrap_or_default()
}

#[test]
fn the_configuration_table_lists_every_option_as_the_program_knows_it() {
    const PAGE: &str = "docs/configuration.md";
    let mut table = String::from("\n| key | default | what it sets |\n|---|---|---|\n");
    for option in config::option_entries() {
        let flag = if option.has_flag { "" } else { " (no flag)" };
        let help = option.help.replace('|', "\\|");
        writeln!(table, "| `{}`{flag} | {} | {help} |", option.key, option.default).expect("written");
    }
    let page = document(PAGE);
    let (before, rest) = page.split_once("documents -->\n").expect("the mark of the beginning");
    let (current, after) = rest.split_once("<!-- end -->").expect("the mark of the end");
    let table = format!("{table}\n");
    if std::env::var_os("OWLPOST_WRITE_DOCS").is_some() {
        fs::write(path(PAGE), format!("{before}documents -->\n{table}<!-- end -->{after}")).expect("written");
        return;
    }
    assert_eq!(current, table, "run OWLPOST_WRITE_DOCS=1 cargo nextest run -p owlpost --test documents");
}

#[tokio::test]
async fn the_table_of_metrics_lists_what_the_server_exports() {
    let server = TestServer::start().await;
    // A counter with labels is exported once it has a value.
    let key = server.key("shop", &[accounts::Scope::MessagesSend]).await;
    let message = r#"{"to": "ann@example.com", "subject": "Hello", "text": "It works."}"#;
    assert_eq!(server.send_json("POST", "/api/v1/messages", &key, message).await.status, 202);
    let is_settled = async || server.get("/metrics").await.body.contains("owlpost_deliveries_settled_total{");
    server.until("the delivery is settled", is_settled).await;
    let answer = server.get("/metrics").await;
    let exported: BTreeSet<String> = answer
        .body
        .lines()
        .filter_map(|line| line.strip_prefix("# TYPE "))
        .filter_map(|line| line.split_once(' '))
        .map(|(name, kind)| if kind == "counter" { format!("{name}_total") } else { name.to_owned() })
        .collect();
    assert!(exported.len() >= 8, "{exported:?}");
    let page = document("docs/production.md");
    let listed: BTreeSet<String> = first_names(section(&page, "## Monitoring"))
        .into_iter()
        .filter(|name| name.starts_with("owlpost_"))
        .map(|name| name.split('{').next().unwrap_or(name).to_owned())
        .collect();
    assert_eq!(listed, exported);
}

#[test]
fn every_command_is_described_somewhere() {
    let help = Command::new(env!("CARGO_BIN_EXE_owlpost")).arg("--help").output().expect("it runs");
    let help = String::from_utf8(help.stdout).expect("text");
    let (_, commands) = help.split_once("Commands:\n").expect("a list of commands");
    let commands: Vec<&str> = commands
        .lines()
        .take_while(|line| !line.trim().is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(commands.len() >= 4, "{commands:?}");
    let pages: String = ["install", "production", "send", "troubleshooting", "configuration"]
        .map(|page| document(&format!("docs/{page}.md")))
        .concat();
    for command in commands {
        assert!(pages.contains(&format!("owlpost {command}")), "no document describes `owlpost {command}`");
    }
}

#[test]
fn limits_and_defaults_are_those_of_the_code() {
    let sandbox = sandbox::Limits::default();
    let of_run = grouped(sandbox.mails as i128);
    let statements = [
        (
            "docs/api.md",
            format!(
                "A message has at most {} and {} recipients",
                size(mail::limits::MESSAGE_BYTES),
                grouped(mail::limits::RECIPIENTS as i128)
            ),
        ),
        (
            "docs/api.md",
            format!(
                "A file has at most {} (413 above), a workspace {} and {} files",
                size(scripting::files::FILE_BYTES),
                size(scripting::files::WORKSPACE_BYTES),
                grouped(scripting::files::WORKSPACE_FILES as i128)
            ),
        ),
        ("docs/api.md", format!("`input` is any JSON, at most {}", size(sandbox.input_bytes))),
        (
            "docs/scripts.md",
            format!(
                "| {} | {} |",
                "recipients of a mail (`to`, `cc`, `bcc` together)",
                grouped(mail::limits::RECIPIENTS as i128)
            ),
        ),
        ("docs/scripts.md", format!("| recipients of a run, of 60 minutes, of 24 hours | {of_run}, ")),
        ("docs/scripts.md", format!("| `subject` | {} characters |", mail::limits::SUBJECT_CHARS)),
        (
            "docs/scripts.md",
            format!("{}, each name {} bytes", mail::limits::ATTACHMENTS, mail::limits::FILE_NAME_OCTETS),
        ),
        ("docs/scripts.md", format!("as it is sent (files grow by a third) | {} |", size(mail::limits::MESSAGE_BYTES))),
        ("docs/scripts.md", format!("do not count | {} |", size(sandbox.call_bytes))),
        (
            "docs/scripts.md",
            format!(
                "| memory, CPU time, duration of a run | {}, {} s, {} minutes; CPU time and duration grow with a limit of more than {of_run} recipients",
                size(sandbox.memory_bytes),
                sandbox.cpu.as_secs(),
                sandbox.wall.as_secs() / 60
            ),
        ),
        (
            "docs/scripts.md",
            format!(
                "| source of a script, input as JSON | {}, {} |",
                size(sandbox.source_bytes),
                size(sandbox.input_bytes)
            ),
        ),
        (
            "docs/scripts.md",
            format!(
                "| a file, all files of a workspace | {}, {} |",
                size(scripting::files::FILE_BYTES),
                size(scripting::files::WORKSPACE_BYTES)
            ),
        ),
        ("docs/scripts.md", format!("lines of the run's console, up to {}", size(sandbox.console_bytes))),
        ("docs/production.md", format!("a message of {}", size(mail::limits::MESSAGE_BYTES))),
        (
            "crates/owlpost/src/cli/send/input.rs",
            format!("a message may have at most {}.", size(mail::limits::MESSAGE_BYTES)),
        ),
        ("docs/production.md", format!("up to {} for its values", size(sandbox.memory_bytes))),
    ];
    for (name, statement) in statements {
        assert!(document(name).contains(&statement), "{name} does not contain {statement:?}");
    }
    // The hints of pages contain the sizes as text.
    for tag in ["en", "de"] {
        let hint = document(&format!("crates/i18n/texts/{tag}/files.ftl"));
        assert!(hint.contains(&size(scripting::files::FILE_BYTES)), "files.ftl in {tag}");
        let hint = document(&format!("crates/i18n/texts/{tag}/scripts.ftl"));
        assert!(hint.contains(&size(scripting::table::FILE_BYTES)), "scripts.ftl in {tag}");
        let hint = document(&format!("crates/i18n/texts/{tag}/script_reference.ftl"));
        assert!(hint.contains(&size(sandbox.memory_bytes)), "script_reference.ftl in {tag}");
    }
}

#[test]
fn the_delays_between_attempts_are_those_of_the_code() {
    let first = jiff::Timestamp::UNIX_EPOCH;
    let delays: Vec<String> = (1..=8)
        .map(|attempts| next_delay(attempts, first, first, None, 0.5).expect("another attempt").as_secs() / 60)
        .map(|minutes| minutes.to_string())
        .collect();
    assert_eq!(delays[6..], ["60", "60"]);
    let steps = delays[..6].join(", ");
    assert_eq!(MAX_RETRY_TIME.as_secs(), 3 * 24 * 3600);
    for (name, statement) in [
        ("docs/delivery.md", format!("after {steps} minutes, then every 60 minutes")),
        ("docs/delivery.md", "ends as `expired` three days after the first attempt".to_owned()),
        ("docs/troubleshooting.md", format!("after {steps} minutes, then hourly")),
    ] {
        assert!(document(name).contains(&statement), "{name} does not contain {statement:?}");
    }
}

#[test]
fn the_schedules_of_the_documents_are_accepted_and_others_are_not() {
    let page = document("docs/scripts.md");
    let schedules = section(&page, "## Schedules");
    let names = ["@hourly", "@daily", "@weekly", "@monthly", "@yearly"];
    let expressions = first_names(schedules);
    assert!(expressions.len() >= 4, "{expressions:?}");
    for cron in expressions.into_iter().chain(names).chain(["0 8 * * 0", "0 8 * * 7", "0 8 * * SUN"]) {
        assert!(scripting::schedule::Schedule::parse(cron, "Europe/Berlin").is_ok(), "{cron}");
    }
    for cron in ["0 0 8 * * *", "0 8 L * *", "0 8 15W * *", "0 8 * * 5#1", "0 0 30 2 *"] {
        assert!(scripting::schedule::Schedule::parse(cron, "Europe/Berlin").is_err(), "{cron}");
    }
}

#[test]
fn the_api_page_lists_every_scope_state_and_status() {
    let page = document("docs/api.md");
    let scopes: BTreeSet<&str> = accounts::Scope::ALL.iter().map(|scope| scope.name()).collect();
    assert_eq!(first_names(section(&page, "## Scopes")), scopes);
    let states: BTreeSet<&str> = queue::State::ALL.iter().map(|state| state.name()).collect();
    assert_eq!(first_names(section(&page, "## States of a delivery")), states);
    let openapi: serde_json::Value = serde_json::from_str(&api::openapi()).expect("JSON");
    let mut statuses = BTreeSet::new();
    for operation in openapi["paths"].as_object().expect("paths").values().flat_map(|item| item.as_object()).flatten() {
        let responses = operation.1["responses"].as_object().expect("responses");
        statuses.extend(responses.keys().filter(|status| status.starts_with(['4', '5'])).cloned());
    }
    for status in statuses {
        assert!(section(&page, "## Errors").contains(&format!("| {status} |")), "docs/api.md lacks {status}");
    }
}

/// The lines of all texts of a language that contain one of these whole words.
fn lines_with(tag: &str, words: &[&str]) -> Vec<String> {
    let folder = path("crates/i18n/texts").join(tag);
    let mut found = Vec::new();
    for file in fs::read_dir(folder).expect("the texts") {
        let file = file.expect("a file").path();
        let text = fs::read_to_string(&file).expect("a text");
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut parts = line.split(|c: char| !c.is_alphanumeric());
            if parts.any(|part| words.contains(&part)) {
                found.push(format!("{}: {line}", file.display()));
            }
        }
    }
    found
}

#[test]
fn texts_do_not_say_we_and_sizes_are_decimal() {
    let english = lines_with("en", &["We", "we", "our", "ours", "us"]);
    assert!(english.is_empty(), "{english:#?}");
    let german = lines_with("de", &["Wir", "wir", "uns", "unser", "unsere", "unserer", "unseren", "unserem"]);
    assert!(german.is_empty(), "{german:#?}");
    for tag in ["en", "de"] {
        let binary = lines_with(tag, &["KiB", "MiB", "GiB"]);
        assert!(binary.iter().all(|line| line.contains("size_mebibytes")), "{binary:#?}");
    }
}

#[test]
fn texts_of_pages_contain_no_backticks() {
    // Only faults and problems are shown with the reader's quotes in place of them; texts of pages have a hyphen.
    for tag in ["en", "de"] {
        let mut found = Vec::new();
        for file in fs::read_dir(path("crates/i18n/texts").join(tag)).expect("the texts") {
            let file = file.expect("a file").path();
            let text = fs::read_to_string(&file).expect("a text");
            let is_page = |line: &&str| line.split_once(" = ").is_some_and(|(key, _)| key.contains('-'));
            let lines = text.lines().filter(is_page).filter(|line| line.contains('`'));
            found.extend(lines.map(|line| format!("{}: {line}", file.display())));
        }
        assert!(found.is_empty(), "{found:#?}");
    }
}
