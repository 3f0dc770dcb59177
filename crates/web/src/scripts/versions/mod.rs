//! The versions of a script: who saved each and when, its changes, and restoring one.

use std::borrow::Cow;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use similar::{ChangeTag, TextDiff};
use uuid::Uuid;

use super::access::{self, WorkspaceAccess};
use super::head::{Head, Tab};
use crate::error_pages::{PageError, PageResult};
use crate::extract::Path;
use crate::labels::{TimeElement, actor};
use crate::layout::{self, Frame, NavEntry};
use crate::session::{Client, Visitor};
use crate::translation::{filters, tr_args};
use app::App;
use scripting::{Change, Version};

/// Number of unchanged lines shown before and after a difference.
const AROUND: usize = 3;

/// Maximum time of an exact comparison: two sources of 256 kB without anything in common would take too long.
const COMPARED_WITHIN: std::time::Duration = std::time::Duration::from_millis(300);

#[derive(Template)]
#[template(path = "scripts/versions/list.html")]
struct List {
    frame: Frame,
    head: Head,
    rows: Vec<Row>,
}

struct Row {
    number: u32,
    saved_at: TimeElement,
    saved_by: String,
    is_newest: bool,
    changes: Changes,
}

/// The number of lines that differ from the version before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Changes {
    added: usize,
    removed: usize,
}

/// `GET …/versions`.
pub async fn list(State(app): State<App>, visitor: Visitor, Path((id, script)): Path<(Uuid, Uuid)>) -> PageResult {
    let (access, script) = access::script(&app, &visitor, id, script).await?;
    let versions = app.scripts.versions(script.id).await?;
    // A comparison takes a while and must not block other tasks. It alone runs on another thread, because that thread
    // does not know the language of the page.
    let (versions, changes) = tokio::task::spawn_blocking(move || {
        let changes = changes(&versions);
        (versions, changes)
    })
    .await
    .map_err(|_| PageError::Broken)?;
    let title = tr_args("versions-title", &[("name", script.name.clone().into())]);
    let page = List {
        frame: Frame::new(title, NavEntry::Workspaces, &visitor),
        head: Head::new(&access, &script, Tab::Versions),
        rows: rows(&versions, changes),
    };
    Ok(layout::render(&page))
}

/// What each version changed; the newest come first.
fn changes(versions: &[Version]) -> Vec<Changes> {
    let before = versions.iter().skip(1).map(|version| version.source.as_str()).chain([""]);
    versions.iter().zip(before).map(|(version, before)| counted(&lines(before, &version.source))).collect()
}

fn rows(versions: &[Version], changes: Vec<Changes>) -> Vec<Row> {
    let row = |(at, (version, changes)): (usize, (&Version, Changes))| Row {
        number: version.number,
        saved_at: TimeElement(version.saved_at),
        saved_by: actor(&version.saved_by),
        is_newest: at == 0,
        changes,
    };
    versions.iter().zip(changes).enumerate().map(row).collect()
}

#[derive(Template)]
#[template(path = "scripts/versions/show.html")]
struct Show {
    frame: Frame,
    head: Head,
    access: WorkspaceAccess,
    number: u32,
    saved_at: TimeElement,
    saved_by: String,
    is_newest: bool,
    before: Option<u32>,
    changes: Changes,
    blocks: Vec<Vec<DiffLine>>,
    source: String,
}

/// A line of a difference.
#[derive(Debug, PartialEq, Eq)]
struct DiffLine {
    class: &'static str,
    /// `+`, `−` or nothing.
    sign: &'static str,
    number: Option<usize>,
    text: String,
}

/// `GET …/versions/{number}`.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, script, number)): Path<(Uuid, Uuid, u32)>,
) -> PageResult {
    let (access, script) = access::script(&app, &visitor, id, script).await?;
    let version = app.scripts.version(script.id, number).await?.ok_or(PageError::NotFound)?;
    let before = match number.checked_sub(1) {
        Some(before) => app.scripts.version(script.id, before).await?,
        None => None,
    };
    let (old, new) = (before.as_ref().map(|before| before.source.clone()).unwrap_or_default(), version.source.clone());
    let (changes, blocks) = tokio::task::spawn_blocking(move || {
        let lines = lines(&old, &new);
        (counted(&lines), blocks(lines))
    })
    .await
    .map_err(|_| PageError::Broken)?;
    let title: Cow<'static, str> = tr_args("version-title", &[("number", number.into())]);
    let page = Show {
        frame: Frame::new(title, NavEntry::Workspaces, &visitor),
        head: Head::new(&access, &script, Tab::Versions).below(),
        access,
        number,
        saved_at: TimeElement(version.saved_at),
        saved_by: actor(&version.saved_by),
        is_newest: number == script.version,
        before: before.map(|before| before.number),
        changes,
        blocks,
        source: version.source,
    };
    Ok(layout::render(&page))
}

/// `POST …/versions/{number}/restore`: saves its source as a new version.
pub async fn restore(
    State(app): State<App>,
    Client(client): Client,
    visitor: Visitor,
    Path((id, script, number)): Path<(Uuid, Uuid, u32)>,
) -> PageResult {
    let (_, script) = access::own_script(&app, &visitor, id, script).await?;
    let version = app.scripts.version(script.id, number).await?.ok_or(PageError::NotFound)?;
    let change = Change { source: Some(version.source), ..Change::default() };
    app.scripts.change(script.id, change, &visitor.by(client)).await?;
    Ok(Redirect::to(&format!("/workspaces/{id}/scripts/{}?restored=1", script.id)).into_response())
}

/// All lines of both sources, each marked.
fn lines(old: &str, new: &str) -> Vec<DiffLine> {
    let diff = TextDiff::configure().timeout(COMPARED_WITHIN).diff_lines(old, new);
    diff.iter_all_changes()
        .map(|change| {
            let (class, sign) = match change.tag() {
                ChangeTag::Insert => ("added", "+"),
                ChangeTag::Delete => ("removed", "−"),
                ChangeTag::Equal => ("", ""),
            };
            let number = change.new_index().or(change.old_index()).map(|index| index + 1);
            DiffLine { class, sign, number, text: change.value().trim_end_matches(['\r', '\n']).to_owned() }
        })
        .collect()
}

fn counted(lines: &[DiffLine]) -> Changes {
    let count = |class: &str| lines.iter().filter(|line| line.class == class).count();
    Changes { added: count("added"), removed: count("removed") }
}

/// Changed lines, with a few lines of context.
fn blocks(lines: Vec<DiffLine>) -> Vec<Vec<DiffLine>> {
    let changed: Vec<usize> =
        lines.iter().enumerate().filter(|(_, line)| !line.sign.is_empty()).map(|(at, _)| at).collect();
    let near = |at: usize| {
        let next = changed.partition_point(|change| *change < at);
        let distance = |change: Option<&usize>| change.map_or(usize::MAX, |change| change.abs_diff(at));
        distance(changed.get(next)).min(distance(next.checked_sub(1).and_then(|last| changed.get(last)))) <= AROUND
    };
    let shown: Vec<bool> = (0..lines.len()).map(near).collect();
    let mut blocks: Vec<Vec<DiffLine>> = Vec::new();
    let mut last = false;
    for (line, shown) in lines.into_iter().zip(shown) {
        match blocks.last_mut().filter(|_| last) {
            Some(block) if shown => block.push(line),
            None if shown => blocks.push(vec![line]),
            _ => {}
        }
        last = shown;
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_has_a_few_lines_of_context() {
        let old: String = (1..=20).map(|line| format!("line {line}\n")).collect();
        let new = old.replace("line 10\n", "line ten\n");
        let lines = lines(&old, &new);
        assert_eq!(counted(&lines), Changes { added: 1, removed: 1 });
        let blocks = blocks(lines);
        let shown: Vec<String> = blocks[0].iter().map(|line| format!("{}{}", line.sign, line.text)).collect();
        assert_eq!(blocks.len(), 1);
        assert_eq!(shown, ["line 7", "line 8", "line 9", "−line 10", "+line ten", "line 11", "line 12", "line 13"]);
    }

    #[test]
    fn the_same_text_has_no_difference() {
        assert!(blocks(lines("a\nb", "a\nb")).is_empty());
        assert_eq!(counted(&lines("", "a\nb")), Changes { added: 2, removed: 0 });
    }
}
