//! The house rules: who may use whom, what a file looks like, and that ARCHITECTURE.md tells the truth.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use tidy::{Source, names, rooms, rooms_used, root, sources, table, table_names};

/// The longest a source file may be, without its unit tests; longer ones have two duties.
const LINES: usize = 500;

/// Rooms that every room may use.
const FOR_ALL: [&str; 4] = ["clock", "maillog", "app", "config"];

/// Rooms that nobody imports; `cli` and `wiring` put everything together.
const FOR_NONE: [&str; 4] = ["web", "api", "wiring", "cli"];

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
fn crates_use_only_whom_they_may() {
    let crates = table(&architecture(), "## Crates");
    let ours: BTreeSet<String> = crates.iter().flat_map(|row| names(&row[0])).collect();
    let mut faults = Vec::new();
    for row in &crates {
        let name = names(&row[0]).remove(0);
        let folder = if name == "bench" { root().join("bench") } else { root().join("crates").join(&name) };
        let manifest: toml::Table = fs::read_to_string(folder.join("Cargo.toml"))
            .unwrap_or_else(|_| panic!("ARCHITECTURE.md mentions the crate {name} in vain"))
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
    let mut standing = rooms(&root().join("crates"));
    standing.insert("bench".into());
    assert_eq!(
        table_names(&architecture(), "## Crates"),
        standing,
        "ARCHITECTURE.md, Crates (left) and the folders (right)"
    );
}

#[test]
fn every_room_is_in_the_architecture() {
    let standing = rooms(&root().join("crates/owlpost/src"));
    assert_eq!(
        table_names(&architecture(), "## Rooms of `owlpost`"),
        standing,
        "ARCHITECTURE.md, Rooms (left) and the folders (right)"
    );
}

#[test]
fn rooms_use_only_whom_they_may() {
    let rules: BTreeMap<String, (bool, BTreeSet<String>)> = table(&architecture(), "## Rooms of `owlpost`")
        .into_iter()
        .map(|row| (names(&row[0]).remove(0), (row[2] == "everything", names(&row[2]).into_iter().collect())))
        .collect();
    let mut faults = Vec::new();
    for source in sources(&root().join("crates/owlpost/src"), "rs") {
        let below = source.path.trim_start_matches("crates/owlpost/src/");
        let room = below.split('/').next().unwrap_or(below).trim_end_matches(".rs").to_owned();
        let is_test = below.contains("/tests/") || below.ends_with("tests.rs");
        if room == "lib" || room == "main" || is_test {
            continue;
        }
        let (everything, may) =
            rules.get(&room).unwrap_or_else(|| panic!("the room {room} has no rule in ARCHITECTURE.md"));
        for used in rooms_used(&source.code()) {
            let known = rules.contains_key(&used);
            let allowed = used == room
                || *everything
                || room == "app"
                || may.contains(&used)
                || (FOR_ALL.contains(&used.as_str()) && !FOR_NONE.contains(&used.as_str()));
            if known && !allowed {
                faults.push(format!("{} uses {used}", source.path));
            }
        }
    }
    assert_none(faults, "a room uses another that it may not use (ARCHITECTURE.md, Rooms)");
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
fn sql_is_written_only_where_tables_are_owned() {
    let owners = [
        "crates/storage/",
        "crates/queue/",
        "crates/owlpost/src/accounts/",
        "crates/owlpost/src/audit/",
        "crates/owlpost/src/files/",
        "crates/owlpost/src/scripts/",
        "crates/owlpost/src/settings/",
        "crates/owlpost/src/tickets/",
        "crates/owlpost/src/mailbox/",
        "crates/owlpost/src/notices/",
        "crates/owlpost/src/caretaker/",
        "crates/owlpost/tests/",
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
fn only_diagnosis_and_the_reply_parser_interpret_reply_codes() {
    let is_source = |path: &str| path.contains("/src/") && !path.ends_with("tests.rs") && !path.contains("/tests/");
    let may_compare =
        |path: &str| path.starts_with("crates/delivery/src/diagnosis/") || path == "crates/smtp/src/reply.rs";
    let may_classify = |path: &str| may_compare(path) || path.starts_with("crates/smtp/src/");
    let checked: Vec<Source> = all_sources()
        .into_iter()
        .filter(|source| is_source(&source.path) && !source.path.starts_with("crates/tidy/"))
        .collect();
    for area in ["crates/smtp/", "crates/oauth/", "crates/delivery/", "crates/queue/", "crates/owlpost/"] {
        assert!(checked.iter().any(|source| source.path.starts_with(area)), "no file of {area} is checked");
    }
    let faults = checked
        .into_iter()
        .filter(|source| {
            let code = source.code();
            (!may_compare(&source.path) && compares_reply_code(&code))
                || (!may_classify(&source.path) && code.contains("ReplyClass"))
        })
        .map(|source| source.path)
        .collect();
    assert_none(faults, "only delivery::diagnosis and smtp's reply parser interpret reply codes");
}

/// Whether code compares, matches or divides the code of a reply.
fn compares_reply_code(code: &str) -> bool {
    code.match_indices("reply.code").any(|(at, found)| {
        let before = code[..at].trim_end_matches('&').trim_end();
        let after = code[at + found.len()..].trim_start();
        let operators = ["==", "!=", "<", ">", "/", "%"];
        let is_condition = ["match", "matches!(", "contains("].iter().any(|start| before.ends_with(start));
        is_condition || operators.iter().any(|operator| after.starts_with(operator))
    })
}

#[test]
fn comparisons_of_reply_codes_are_recognised() {
    for code in [
        "if reply.code >= 500 {",
        "self.reply.code == 421",
        "match reply.code {",
        "matches!(reply.code, 421 | 503)",
        "(400..500).contains(&reply.code)",
        "reply.code\n    / 100",
    ] {
        assert!(compares_reply_code(code), "{code}");
    }
    for code in ["code: reply.code,", "format!(\"{}\", reply.code)", "reply.code.to_string()"] {
        assert!(!compares_reply_code(code), "{code}");
    }
}

#[test]
fn every_file_opens_as_a_short_manual_page() {
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
fn no_file_has_grown_two_duties() {
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
fn every_library_has_its_reason() {
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
fn no_name_says_nothing() {
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
fn the_architecture_names_only_what_exists() {
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
