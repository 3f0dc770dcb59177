//! The house rules, read from the sources: what the tests in `tests/house.rs` check.
//!
//! Reads text only; knows no crate of ours. The rules themselves are the tables of ARCHITECTURE.md and of the tests.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository has a root")
}

/// A source file: its path below the root and its text.
pub struct Source {
    /// Below the root, with forward slashes.
    pub path: String,
    /// The whole text.
    pub text: String,
}

impl Source {
    /// The text without comments' lines and without the unit tests at the end of the file.
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

/// All files with `extension` below `folder`, sorted; `target`, `node_modules` and hidden folders are passed over.
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

/// The names directly below `folder`: folders, and files with `.rs` taken off.
pub fn rooms(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().trim_end_matches(".rs").to_owned())
        .filter(|name| name != "lib" && name != "main")
        .collect()
}

/// The rooms that a code text names as `crate::room`, also in grouped imports (`use crate::{a, b::c}`).
pub fn rooms_used(code: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$') {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            used.extend(heads_of_group(group));
        } else {
            used.extend(head(rest));
        }
    }
    used
}

fn head(text: &str) -> Option<String> {
    let name: String = text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    (!name.is_empty() && name.chars().next().is_some_and(|c| c.is_ascii_lowercase())).then_some(name)
}

fn heads_of_group(group: &str) -> Vec<String> {
    let mut heads = Vec::new();
    let mut depth = 0;
    let mut at_start = true;
    for (index, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => at_start = true,
            c if depth == 0 && at_start && !c.is_whitespace() => {
                heads.extend(head(&group[index..]));
                at_start = false;
            }
            _ => {}
        }
    }
    heads
}

/// The names in backticks in the first column of the Markdown table under `heading`.
pub fn table_names(markdown: &str, heading: &str) -> BTreeSet<String> {
    table(markdown, heading).into_iter().filter_map(|cells| first_name(cells.first()?)).collect()
}

/// The rows of the Markdown table under `heading`, without its head.
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

/// The names in backticks of a cell.
pub fn names(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_found_in_every_form() {
        let code = "use crate::settings::{A, B};\nuse crate::{intake::Intake, outbox_view, web::{x, y}};\nlet a = crate::clock::now(); other_crate::no; crate::Type;";
        let expected = ["clock", "intake", "outbox_view", "settings", "web"];
        assert_eq!(rooms_used(code), expected.into_iter().map(str::to_owned).collect());
    }
}
