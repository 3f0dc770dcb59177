//! Each sentence of the sources is translated, and each translation is of a sentence that stands in the sources.
//!
//! Reads the texts out of the sources as they are written, so that a sentence that is new or reworded is found before
//! anybody reads it in the wrong language.

use std::fs;
use std::path::{Path, PathBuf};

use super::index::{split, texts};
use super::produced::untranslated;
use super::*;

/// Where texts for people are worded, and who words none there.
const WORDED_IN: &[&str] = &[
    "mail/src",
    "outbox/src/accept.rs",
    "outbox/src/errors.rs",
    "outbox/src/people.rs",
    "outbox/src/stored.rs",
    "delivery/src",
    "server/src/accounts",
    "server/src/config/host.rs",
    "server/src/dispatch",
    "server/src/files",
    "server/src/intake",
    "server/src/mailbox",
    "server/src/notices",
    "script/src/child",
    "script/src/run",
    "server/src/scripts",
    "server/src/settings",
    "server/src/tickets",
];

/// Texts that are not translated, by how they begin: why, and which.
const NOT_TRANSLATED: &[(&str, &[&str])] = &[
    (
        "made of pieces that have patterns of their own",
        &[
            "{} {what}",
            "{server}: {mishap}.",
            "{server} {refused}{now}: {quoted}.",
            "{} It wants a token",
            "{} {support}",
        ],
    ),
    ("stands in the audit log, which is kept as it was written", &["Version {from} → {number} ({})"]),
    (
        "no sentence: columns of a table",
        &["workspace.id, workspace.name", "id, workspace_id, email", "name, content_type, size"],
    ),
    (
        "made of others' words: the system's, a server's, a provider's",
        &["{}: {error}", "{name}; {}", "no extensions", "{code}: {message}"],
    ),
    (
        "stands in transcripts, which are given to those who run servers",
        &[
            "-- ",
            "{head}\n… {} bytes left out",
            "S: {}",
            "the server answers {}",
            "the server's reason: ",
            "without a status",
            ", a token for {} is needed",
            "the kept session had ended",
            "does not work",
        ],
    ),
    (
        "for the log and the commands, which speak English: operations that failed, and what keeps the server from starting",
        &[
            "reading ",
            "storing ",
            "hashing ",
            "nothing has this id",
            "this is the last administrator",
            "these workspaces have no other administrator: ",
            "the account is not validated",
            "no role is called ",
            "the link does not work: ",
            "the link is for another account",
            "signing up is switched off",
            "too many letters; again in ",
            "freeing ",
            "the file has faults",
            "there is no such workspace or file",
            "{between}{field}: {message}",
            "the outbox holds {what} that this version",
            "stored email settings ",
            "a stored secret cannot be opened for this destination",
            "the master key {path} ",
            "the file {path} cannot be {done}: owlpost keeps its node's name there",
            "what came too late must be given back",
        ],
    ),
    ("no sentence: a header of answers", &["attachment; filename="]),
    ("said by the API alone, of JSON", &["is not a text: write the secret in quotes"]),
    (
        "made of pieces: the call's key, and what is expected of it",
        &["the keys are", "did you mean", "{key}: unknown key"],
    ),
    (
        "JavaScript, and the engine's own words to look for",
        &["text\" or \"html", "[file(\"…\")]", "file(\"…\") /", "Maximum call stack", "out of memory"],
    ),
    (
        "stands in the audit log and as the origin of a mail",
        &["limits {} a run", "{} → {}, ", "script \"{}\" version", "{cron} {}"],
    ),
    (
        "for the log, and for faces that word it themselves: stored rows that cannot be read, refusals",
        &[
            "{tag} is no language",
            "recipients of a mail",
            "{trigger} is no",
            "{state} is no",
            "{name} is no level",
            "no trigger has",
            "script_run.id",
            "script_run JOIN",
            "the script was deleted while it ran",
            "other dry runs go on",
            "the key was used for run {run}",
            "version {newest} was saved",
            "{milliseconds} is no time",
            "{waiting} runs wait",
        ],
    ),
    ("no words but names for a key", &["owlpost consent ", "owlpost master key id"]),
];

/// Words of sentences that a text of ours is at least; shorter ones are names and pieces.
const FEWEST_WORDS: usize = 3;

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Files of Rust below a folder, without tests and without the languages.
fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    if folder.is_file() {
        into.push(folder.to_owned());
        return;
    }
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("an entry").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && !["tests", "target", "language"].contains(&name.as_str()) {
            sources(&path, into);
        } else if name.ends_with(".rs") && !name.contains("tests") && name != "scripted.rs" {
            into.push(path);
        }
    }
}

/// The texts in a source, and the statement before each.
fn literals(source: &str) -> Vec<(String, String)> {
    let source = source.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let mut found = Vec::new();
    let mut statement = String::new();
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        if rest.starts_with("//") {
            rest = rest.find('\n').map_or("", |end| &rest[end..]);
        } else if let Some(character) =
            ["'\"'", "'\\''", "'\\\"'", "'\\\\'"].iter().find(|text| rest.starts_with(**text))
        {
            rest = &rest[character.len()..];
        } else if c == '"' {
            let (text, end) = literal(after);
            found.push((text, statement.clone()));
            rest = end;
        } else {
            if matches!(c, ';' | '{' | '}') {
                statement.clear();
            }
            statement.push(c);
            rest = after;
        }
    }
    found
}

/// A text up to its closing quote, with its escapes undone, and what comes after it.
fn literal(mut rest: &str) -> (String, &str) {
    let mut text = String::new();
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '"' => break,
            '\\' => {
                let escaped = rest.chars().next().unwrap_or_default();
                rest = &rest[escaped.len_utf8()..];
                match escaped {
                    '\n' => rest = rest.trim_start(),
                    'n' => text.push('\n'),
                    'r' | 't' | '0' => text.push(' '),
                    other => text.push(other),
                }
            }
            c => text.push(c),
        }
    }
    (text, rest)
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn each_pattern_is_of_a_sentence_that_stands_in_the_sources() {
    let mut files = Vec::new();
    sources(&crates(), &mut files);
    let mut all = String::new();
    for (text, _) in files.iter().flat_map(|path| literals(&read(path))) {
        all.push_str(&text);
        all.push('\n');
    }
    let stands = |words: &str| {
        // A refusal of a token endpoint that passes says so by a word more.
        all.contains(words) || words.strip_suffix(" now").is_some_and(|words| all.contains(words))
    };
    for (name, english, _) in FILES {
        for (key, text) in texts(english) {
            let (begins, gaps) = split(&text);
            let pieces = std::iter::once(begins).chain(gaps.into_iter().map(|(_, words)| words));
            let longest = pieces.max_by_key(String::len).unwrap_or_default();
            let longest = longest.trim_matches(|c: char| c.is_whitespace() || ".:“”()".contains(c));
            assert!(stands(longest), "{name}.ftl: {key}: no source says `{longest}` any more");
        }
    }
}

/// A text of the sources with something in its gaps: `{server} did not answer` as `Q1 did not answer`.
fn filled(text: &str, gap: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((_, after)) = after.split_once('}') else { break };
        out.push_str(gap);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The sentences that a text of the sources may become: with a value, a quotation or a time in its gaps; after a value
/// that is quoted, a server's name, or the name of who refused.
fn ways(text: &str) -> Vec<String> {
    let mut ways: Vec<String> = ["Q1", "“Q1”", "Q1 s"].iter().map(|gap| filled(text, gap)).collect();
    let said = ways[0].clone();
    ways.extend([format!("`Q0` {said}"), format!("Q0: {said}."), format!("Q0 {said}: Q2.")]);
    ways
}

/// Whether it may be for people: some words, and no SQL, markup or evidence to look for in what others say.
fn is_for_people(text: &str, statement: &str) -> bool {
    const MACHINES: &[&str] =
        &["SELECT", "INSERT", "UPDATE", "DELETE", "AND ", " = $", "_at, ", "account.email", "Subject: "];
    // Who reads these: the log, a developer, or the program itself.
    const OTHERS: &[&str] = &[
        "expect(",
        "panic!(",
        "unreachable!(",
        "assert",
        "reason =",
        "tracing::",
        "remark(",
        ".query",
        "contains(",
        "find(",
        "starts_with(",
        "strip_prefix(",
        "split_once(",
        "says:",
        "errors:",
        "reply:",
        "enhanced:",
        "numbers:",
        "const SQL",
    ];
    let words = text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
    words >= FEWEST_WORDS
        && !MACHINES.iter().any(|word| text.contains(word))
        && !OTHERS.iter().any(|word| statement.contains(word))
}

#[test]
fn each_sentence_of_the_sources_is_translated() {
    let mut left = Vec::new();
    let mut count = 0;
    for place in WORDED_IN {
        let mut files = Vec::new();
        sources(&crates().join(place), &mut files);
        for path in files {
            for (text, statement) in literals(&read(&path)) {
                let listed = NOT_TRANSLATED.iter().any(|(_, known)| known.iter().any(|words| text.starts_with(words)));
                if listed || !is_for_people(&text, &statement) {
                    continue;
                }
                count += 1;
                if !ways(&text).iter().any(|way| untranslated(way).is_none()) {
                    left.push(format!("{}: {text}", path.display()));
                }
            }
        }
    }
    assert!(count > 600, "only {count} sentences were found");
    assert!(left.is_empty(), "{} are not translated:\n{}", left.len(), left.join("\n"));
}
