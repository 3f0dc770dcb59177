//! The view of the editor: the script, the typed values, and the marked line with its reason.

use std::borrow::Cow;

use askama::Template;
use mail::Fault;
use uuid::Uuid;

use super::super::access::WorkspaceAccess;
use super::super::dry::{self, TriedScripts};
use super::super::fields::Fields;
use super::super::head::{Head, Tab};
use super::super::labels::{self, FaultMessage};
use crate::error_pages::PageError;
use crate::labels::{TimeElement, actor};
use crate::layout::{Faults, Frame, NavEntry};
use crate::session::Visitor;
use crate::translation::{filters, tr};
use app::App;
use scripting::{RunFailure, Script};

/// Maximum bytes of an input that is put back into the form after a dry run.
const INPUT_KEPT: usize = 64 * 1024;

#[derive(Template)]
#[template(path = "scripts/editor/page.html")]
pub struct Page {
    frame: Frame,
    head: Head,
    access: WorkspaceAccess,
    note: Option<Cow<'static, str>>,
    faults: Faults,
    overtaken: Option<ConflictingVersion>,
    typed: EditorFields,
    /// Whether the typed source differs from the stored one.
    dirty: bool,
    mark: Option<LineMark>,
    /// Whether the source on the page was tried or has run.
    tried: bool,
    /// The newest version, when it was saved and by whom.
    version: u32,
    saved_at: TimeElement,
    saved_by: String,
}

/// The typed values, or the stored ones.
#[derive(Clone, Debug, Default)]
pub struct EditorFields {
    pub name: String,
    pub source: String,
    /// The version that it is based on.
    pub based_on: u32,
    pub input: String,
    /// The file of a dry run that can be used again.
    pub file: Option<DryRunFile>,
}

/// A file stored with a dry run.
#[derive(Clone, Debug)]
pub struct DryRunFile {
    dry: Uuid,
    name: String,
}

/// Somebody else saved another version in the meantime.
pub struct ConflictingVersion {
    pub newest: u32,
    pub by: String,
}

/// A marked line with the reason.
struct LineMark {
    line: u32,
    /// The error on this line.
    message: Option<FaultMessage>,
    source_line: Option<String>,
    /// The URL of the failed run.
    href: Option<String>,
}

impl EditorFields {
    pub fn of(fields: &Fields, script: &Script) -> Self {
        Self {
            name: fields.get("name").to_owned(),
            source: fields.lines("source"),
            based_on: fields.get("based_on").parse().unwrap_or(script.version),
            input: fields.lines("input"),
            file: None,
        }
    }

    /// The fields of the stored script.
    fn stored(script: &Script) -> Self {
        Self {
            name: script.name.clone(),
            source: script.source.clone(),
            based_on: script.version,
            input: String::new(),
            file: None,
        }
    }

    /// Adds the file of a dry run, if it had one.
    pub fn with_file_of(self, tried: Option<&dry::StoredDryRun>) -> Self {
        let file = tried.and_then(|tried| Some(DryRunFile { dry: tried.id, name: tried.file.as_ref()?.name.clone() }));
        Self { file, ..self }
    }

    /// The fields as stored with a dry run.
    pub fn kept(self) -> Self {
        let input = if self.input.len() <= INPUT_KEPT { self.input } else { String::new() };
        Self { input, file: None, ..self }
    }
}

impl LineMark {
    fn of(fault: &RunFailure, href: Option<String>) -> Option<Self> {
        Some(Self {
            line: fault.line?,
            message: Some(labels::fault(fault)),
            source_line: fault.source_line.clone(),
            href,
        })
    }
}

impl Page {
    /// The stored script; the line on which its newest run failed is marked if the source is still the same.
    pub async fn stored(
        app: &App,
        visitor: &Visitor,
        access: &WorkspaceAccess,
        script: &Script,
    ) -> Result<Self, PageError> {
        let newest = app.scripts.runs(script.id, None, 1).await?.pop().filter(|run| run.version == script.version);
        let address = |run| format!("/workspaces/{}/runs/{run}", script.workspace);
        let has_run = newest.is_some();
        let saved = app.scripts.version(script.id, script.version).await?.ok_or(PageError::NotFound)?;
        let mark = newest.and_then(|run| LineMark::of(run.fault.as_ref()?, Some(address(run.id))));
        Ok(Self {
            frame: Frame::new(script.name.clone(), NavEntry::Workspaces, visitor),
            head: Head::new(access, script, Tab::Editor),
            access: access.clone(),
            note: None,
            faults: Faults::default(),
            overtaken: None,
            typed: EditorFields::stored(script),
            dirty: false,
            mark,
            tried: has_run,
            version: script.version,
            saved_at: TimeElement(saved.saved_at),
            saved_by: actor(&saved.saved_by),
        })
    }

    pub fn with_note(self, key: Option<&'static str>) -> Self {
        Self { note: key.map(tr), ..self }
    }

    /// Marks the line from the query.
    pub fn with_line(self, line: Option<u32>) -> Self {
        match line {
            Some(line) if self.mark.as_ref().is_none_or(|mark| mark.line != line) => {
                Self { mark: Some(LineMark { line, message: None, source_line: None, href: None }), ..self }
            }
            _ => self,
        }
    }

    /// Shows the tried source, and marks the line on which it failed.
    pub fn after_dry_run(self, tried: &dry::StoredDryRun, script: &Script) -> Self {
        let mark = tried.ran.fault.as_ref().and_then(|fault| LineMark::of(fault, None));
        Self { mark, ..self }.with_typed(tried.typed.clone().with_file_of(Some(tried)), script)
    }

    /// Until the source is tried, *Dry run* is the primary button.
    pub fn with_tried(self, tried: &TriedScripts, stored: &Script) -> Self {
        let has_run = self.tried && self.typed.source == stored.source;
        Self { tried: has_run || tried.has(stored.id, &self.typed.source), ..self }
    }

    pub fn with_faults(self, faults: Vec<Fault>) -> Self {
        Self { frame: self.frame.with_faults(), faults: Faults::new(faults), mark: None, ..self }
    }

    pub fn overtaken(self, overtaken: ConflictingVersion) -> Self {
        Self { frame: self.frame.with_faults(), overtaken: Some(overtaken), mark: None, ..self }
    }

    /// Shows the typed values. If the visitor was shown that there is a newer version, saving again overwrites it.
    pub fn with_typed(self, typed: EditorFields, stored: &Script) -> Self {
        let dirty = typed.source != stored.source || typed.name != stored.name;
        // Saved before the run was refused, or shown now.
        let based_on = if self.overtaken.is_some() || !dirty { stored.version } else { typed.based_on };
        Self { typed: EditorFields { based_on, ..typed }, dirty, ..self }
    }
}
