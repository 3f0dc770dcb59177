//! Reads the sources for the project's rules, which the tests in `tests/rules.rs` check.
//!
//! Reads only text and uses no crate of ours. The rules are the tables of ARCHITECTURE.md and of the tests.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository has a root")
}

/// A source file: its path below the root and its text.
pub struct Source {
    /// The path below the root, with forward slashes.
    pub path: String,
    /// The whole text.
    pub text: String,
}

impl Source {
    /// The text without comment lines and without the unit tests at the end of the file.
    pub fn code(&self) -> String {
        let end = self.text.find("#[cfg(test)]\nmod ").unwrap_or(self.text.len());
        self.text[..end].lines().filter(|line| !line.trim_start().starts_with("//")).fold(
            String::new(),
            |mut all, line| {
                all.push_str(line);
                all.push('\n');
                all
            },
        )
    }
}

/// All files with `extension` below `folder`, sorted; `target`, `node_modules` and hidden folders are skipped.
pub fn sources(folder: &Path, extension: &str) -> Vec<Source> {
    let mut found = Vec::new();
    walk(folder, extension, &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn walk(folder: &Path, extension: &str, found: &mut Vec<Source>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            if !(name.starts_with('.') || name == "target" || name == "node_modules") {
                walk(&path, extension, found);
            }
        } else if path.extension().is_some_and(|e| e == extension)
            && let Ok(text) = fs::read_to_string(&path)
        {
            let path = path.strip_prefix(root()).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            found.push(Source { path, text });
        }
    }
}

/// The names of the folders directly below `folder`.
pub fn folders(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect()
}

/// Whether source code compares or matches the code of an SMTP reply: a field `code` with a number, or the field of
/// something called `reply` with anything.
pub fn reads_reply_code(code: &str) -> bool {
    code.match_indices(".code").any(|(at, field)| {
        let receiver = code[..at].rsplit(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.')).next().unwrap_or("");
        let is_reply = receiver.rsplit('.').next().is_some_and(|name| name.ends_with("reply"));
        let rest = code[at + field.len()..].trim_start();
        if code[..at - receiver.len()].ends_with("match ") && rest.starts_with('{') {
            return is_reply || rest[1..].trim_start().starts_with(|c: char| c.is_ascii_digit());
        }
        ["==", "!=", ">=", "<=", ">", "<", "/", "%"].iter().any(|operator| {
            rest.strip_prefix(operator)
                .is_some_and(|right| is_reply || right.trim_start().starts_with(|c: char| c.is_ascii_digit()))
        })
    })
}

/// The first text in backticks of each row of the Markdown table under `heading`.
pub fn table_names(markdown: &str, heading: &str) -> BTreeSet<String> {
    table(markdown, heading).into_iter().filter_map(|cells| first_name(cells.first()?)).collect()
}

/// The rows of the Markdown table under `heading`, without its header.
pub fn table(markdown: &str, heading: &str) -> Vec<Vec<String>> {
    markdown
        .lines()
        .skip_while(|line| *line != heading)
        .skip(1)
        .take_while(|line| !line.starts_with("## "))
        .filter(|line| line.starts_with("| `"))
        .map(|line| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect())
        .collect()
}

fn first_name(cell: &str) -> Option<String> {
    names(cell).into_iter().next()
}

/// The texts in backticks of a cell.
pub fn names(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The paths of files in backticks on a line of Markdown: `mail/src/lib.rs`, `texts/{en,de}/frame.ftl` (both). Paths
/// that begin with `src/` belong to a crate named in the text, and are left out.
pub fn paths(line: &str) -> Vec<String> {
    const ENDS: [&str; 10] = [".rs", ".md", ".mjs", ".sh", ".html", ".ftl", ".sql", ".toml", ".js", ".py"];
    let is_path = |name: &String| {
        let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || "_./{},-".contains(c));
        let is_below = name.contains('/') && !name.starts_with('/') && !name.starts_with("src/");
        plain && is_below && (ENDS.iter().any(|end| name.ends_with(end)) || name.starts_with("crates/"))
    };
    names(line).into_iter().filter(is_path).flat_map(|name| alternatives(&name)).collect()
}

fn alternatives(path: &str) -> Vec<String> {
    let Some((before, rest)) = path.split_once('{') else { return vec![path.to_owned()] };
    let Some((inner, after)) = rest.split_once('}') else { return vec![path.to_owned()] };
    inner.split(',').flat_map(|one| alternatives(&format!("{before}{one}{after}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_files_are_found() {
        let line =
            "Texts in `i18n/texts/{en,de}/frame.ftl`, as `mail/src/lib.rs`; not `src/texts.rs`, `tr`, `/outbox/a.md`.";
        assert_eq!(paths(line), ["i18n/texts/en/frame.ftl", "i18n/texts/de/frame.ftl", "mail/src/lib.rs"]);
    }

    #[test]
    fn uses_of_a_reply_code_are_found_in_every_form() {
        for look in [
            "if reply.code >= 500 {",
            "self.last_reply.code\n    == wanted",
            "match reply.code {\n    Class::Later => 1,",
            "match answer.code {\n    421 => true,",
            "let class = answer.code / 100;",
        ] {
            assert!(reads_reply_code(look), "{look}");
        }
        for other in
            ["if problem.code == \"login_refused\" {", "fields(code = problem.code, what = 1)", "Some(reply.code)"]
        {
            assert!(!reads_reply_code(other), "{other}");
        }
    }
}
