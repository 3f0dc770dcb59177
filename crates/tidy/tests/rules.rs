//! The rules of the project: which crate may use which, where SQL is written and reply codes are read, what a file
//! looks like, and that ARCHITECTURE.md is true.

use std::collections::BTreeSet;
use std::fs;

use tidy::{Source, folders, names, paths, reads_reply_code, root, sources, table, table_names};

/// Maximum lines of a source file without its unit tests; a longer one has two duties.
const LINES: usize = 500;

/// The folder in which replies are turned into verdicts and problems.
const DIAGNOSIS: &str = "crates/delivery/src/diagnosis/";

/// The file that parses replies and classifies their codes.
const REPLY_PARSER: &str = "crates/smtp/src/reply.rs";

fn architecture() -> String {
    fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md")
}

fn all_sources() -> Vec<Source> {
    ["crates", "bench"].iter().flat_map(|folder| sources(&root().join(folder), "rs")).collect()
}

fn assert_none(faults: Vec<String>, rule: &str) {
    assert!(faults.is_empty(), "{rule}:\n  {}", faults.join("\n  "));
}

#[test]
fn crates_use_only_allowed_crates() {
    let crates = table(&architecture(), "## Crates");
    let ours: BTreeSet<String> = crates.iter().flat_map(|row| names(&row[0])).collect();
    let mut faults = Vec::new();
    for row in &crates {
        let name = names(&row[0]).remove(0);
        let folder = if name == "bench" { root().join("bench") } else { root().join("crates").join(&name) };
        let manifest: toml::Table = fs::read_to_string(folder.join("Cargo.toml"))
            .unwrap_or_else(|_| panic!("ARCHITECTURE.md lists the crate {name}, which does not exist"))
            .parse()
            .expect("a manifest is TOML");
        let may: Vec<String> = names(&row[2]);
        let used = manifest.get("dependencies").and_then(|d| d.as_table()).into_iter().flat_map(|d| d.keys());
        faults.extend(
            used.filter(|used| ours.contains(*used) && !may.contains(used)).map(|used| format!("{name} uses {used}")),
        );
    }
    assert_none(faults, "a crate uses another that it may not use (ARCHITECTURE.md, Crates)");
}

#[test]
fn every_crate_is_in_the_architecture() {
    let mut standing = folders(&root().join("crates"));
    standing.insert("bench".into());
    assert_eq!(
        table_names(&architecture(), "## Crates"),
        standing,
        "ARCHITECTURE.md, Crates (left) and the folders (right)"
    );
}

#[test]
fn only_storage_knows_the_engine() {
    let faults = all_sources()
        .into_iter()
        .filter(|source| {
            !source.path.starts_with("crates/storage/")
                && !source.path.starts_with("crates/tidy/")
                && source.code().contains("rusqlite")
        })
        .map(|source| source.path)
        .collect();
    assert_none(faults, "only the crate storage knows SQLite");
}

#[test]
fn sql_is_written_only_by_owners_of_tables() {
    let owners = [
        "crates/storage/",
        "crates/queue/",
        "crates/accounts/",
        "crates/settings/",
        "crates/sending/src/mailbox/",
        "crates/sending/src/delivery_loop/account_store.rs",
        "crates/sending/src/storage_status.rs",
        "crates/tickets/",
        "crates/testserver/",
        "crates/scripting/",
        "crates/owlpost/src/maintenance/",
        // Rows of old versions, and of states that are slow to reach.
        "crates/owlpost/tests/",
        "crates/api/tests/",
        "crates/web/tests/",
        "crates/tidy/",
        "bench/",
    ];
    let faults = all_sources()
        .into_iter()
        .filter(|source| !owners.iter().any(|owner| source.path.starts_with(owner)))
        .filter(|source| {
            ["SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM"]
                .iter()
                .any(|sql| source.code().contains(&format!("\"{sql}")))
        })
        .map(|source| source.path)
        .collect();
    assert_none(faults, "SQL outside the owners of tables");
}

#[test]
fn only_the_diagnosis_reads_reply_codes() {
    // The database's result codes are not replies; these rules quote what they search for; a fuzz target checks the
    // parser.
    let exempt = ["crates/storage/", "crates/tidy/", "crates/smtp/fuzz/", REPLY_PARSER, DIAGNOSIS];
    let faults = all_sources()
        .into_iter()
        .filter(|source| !exempt.iter().any(|exempt| source.path.starts_with(exempt)))
        .filter(|source| reads_reply_code(&source.code()))
        .map(|source| source.path)
        .collect();
    assert_none(faults, "only the diagnosis of `delivery` and the reply parser of `smtp` read reply codes");
}

#[test]
fn only_smtp_and_the_diagnosis_classify_replies() {
    let may = ["crates/smtp/", "crates/tidy/", DIAGNOSIS];
    let faults = all_sources()
        .into_iter()
        .filter(|source| !may.iter().any(|may| source.path.starts_with(may)))
        .filter(|source| source.code().contains("ReplyClass"))
        .map(|source| source.path)
        .collect();
    assert_none(faults, "outside of `smtp`, only the diagnosis of `delivery` uses the class of a reply");
}

#[test]
fn every_file_begins_with_a_module_comment() {
    let mut faults = Vec::new();
    for source in all_sources() {
        let head = source.text.lines().take_while(|line| line.starts_with("//!")).count();
        if head == 0 {
            faults.push(format!("{} does not say what it is for", source.path));
        }
    }
    assert_none(faults, "the head of a file");
}

#[test]
fn no_file_is_too_long() {
    let faults = all_sources()
        .into_iter()
        .map(|source| {
            (
                source
                    .text
                    .find("#[cfg(test)]\nmod ")
                    .map_or(source.text.as_str(), |end| &source.text[..end])
                    .lines()
                    .count(),
                source.path,
            )
        })
        .filter(|(lines, _)| *lines > LINES)
        .map(|(lines, path)| format!("{path} has {lines} lines"))
        .collect();
    assert_none(faults, "a file longer than its limit");
}

#[test]
fn every_dependency_has_a_reason() {
    let manifest: toml::Table =
        fs::read_to_string(root().join("Cargo.toml")).expect("Cargo.toml").parse().expect("TOML");
    let decisions: String =
        sources(&root().join("docs/decisions"), "md").into_iter().map(|source| source.text).collect();
    let libraries = manifest["workspace"]["dependencies"].as_table().expect("a table").iter();
    let faults = libraries
        .filter(|(_, value)| value.get("path").is_none())
        .filter(|(name, _)| !decisions.contains(&format!("`{name}`")))
        .map(|(name, _)| name.clone())
        .collect();
    assert_none(faults, "a library without its reason in docs/decisions");
}

#[test]
fn names_of_files_say_a_duty() {
    let empty = ["utils", "util", "common", "core", "helpers", "helper", "models", "types", "misc"];
    let faults = all_sources()
        .into_iter()
        .filter(|source| source.path.split('/').any(|part| empty.contains(&part.trim_end_matches(".rs"))))
        .map(|source| source.path)
        .collect();
    assert_none(faults, "a folder or file whose name says no duty");
}

#[test]
fn migrations_are_numbered_without_gaps() {
    let numbers: Vec<String> = sources(&root().join("migrations"), "sql")
        .into_iter()
        .map(|source| source.path.trim_start_matches("migrations/").chars().take(4).collect())
        .collect();
    let expected: Vec<String> = (1..=numbers.len()).map(|number| format!("{number:04}")).collect();
    assert_eq!(numbers, expected, "migrations/ (left) as numbered (right)");
}

#[test]
fn the_architecture_names_only_existing_items() {
    let all: String = all_sources().into_iter().map(|source| source.text).collect();
    let architecture = architecture();
    let faults = names(&architecture)
        .into_iter()
        .filter(|name| name.contains("::") && !name.contains(' '))
        .filter(|name| {
            let last = name.rsplit("::").next().unwrap_or(name);
            !["fn ", "struct ", "enum ", "trait ", "mod ", "    "]
                .iter()
                .any(|before| all.contains(&format!("{before}{last}")))
        })
        .collect();
    assert_none(faults, "ARCHITECTURE.md names what does not exist");
}

/// Documents that describe the present; decision notes are dated and not edited.
fn documents() -> Vec<Source> {
    let mut documents = sources(&root().join("docs"), "md");
    documents.retain(|document| !document.path.starts_with("docs/decisions/"));
    for path in ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "crates/testkit/DIALOGUES.md"] {
        let text = fs::read_to_string(root().join(path)).unwrap_or_else(|_| panic!("{path}"));
        documents.push(Source { path: path.to_owned(), text });
    }
    documents
}

#[test]
fn documents_name_only_existing_files() {
    let mut faults = Vec::new();
    for document in documents() {
        let beside = root().join(&document.path).parent().expect("a folder").to_owned();
        for path in document.text.lines().flat_map(paths) {
            let exists = [root(), root().join("crates"), beside.clone()].iter().any(|base| base.join(&path).exists());
            if !exists {
                faults.push(format!("{}: {path}", document.path));
            }
        }
    }
    assert_none(faults, "a document names a file that does not exist");
}
