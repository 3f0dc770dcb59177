//! What the editor shows: the script, what was typed, which line is marked and why.

use std::borrow::Cow;

use askama::Template;
use mail::Fault;
use uuid::Uuid;

use super::super::access::WorkspaceAccess;
use super::super::dry::{self, Tried};
use super::super::fields::Fields;
use super::super::head::{Head, Tab};
use super::super::labels::{self, FaultMessage};
use crate::error_pages::PageError;
use crate::labels::{When, actor};
use crate::layout::{Faults, Frame, Here};
use crate::session::Visitor;
use crate::translation::{filters, tr};
use app::App;
use scripting::{RunFault, Script};

/// More of an input is not put into the form again after a dry run.
const INPUT_KEPT: usize = 64 * 1024;

#[derive(Template)]
#[template(path = "scripts/editor/page.html")]
pub struct Page {
    frame: Frame,
    head: Head,
    access: WorkspaceAccess,
    note: Option<Cow<'static, str>>,
    faults: Faults,
    overtaken: Option<Overtaken>,
    typed: EditorFields,
    /// The text on the page is not stored.
    dirty: bool,
    mark: Option<Mark>,
    /// The text on the page was tried, or has run.
    tried: bool,
    /// The newest version, when it was saved and by whom.
    version: u32,
    saved_at: When,
    saved_by: String,
}

/// What was typed, or would have been.
#[derive(Clone, Debug, Default)]
pub struct EditorFields {
    pub name: String,
    pub source: String,
    /// The version that it was made of.
    pub based_on: u32,
    pub input: String,
    /// The file of a dry run, to be taken again.
    pub file: Option<TriedFile>,
}

/// A file that a dry run still holds.
#[derive(Clone, Debug)]
pub struct TriedFile {
    dry: Uuid,
    name: String,
}

/// Somebody saved another version meanwhile.
pub struct Overtaken {
    pub newest: u32,
    pub by: String,
}

/// A line that is marked, and why.
struct Mark {
    line: u32,
    /// What went wrong there.
    message: Option<FaultMessage>,
    source_line: Option<String>,
    /// The run that tells more.
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

    /// Of the script as it is stored.
    fn stored(script: &Script) -> Self {
        Self {
            name: script.name.clone(),
            source: script.source.clone(),
            based_on: script.version,
            input: String::new(),
            file: None,
        }
    }

    /// With the file of a dry run, where it had one.
    pub fn with_file_of(self, tried: Option<&dry::StoredDryRun>) -> Self {
        let file = tried.and_then(|tried| Some(TriedFile { dry: tried.id, name: tried.file.as_ref()?.name.clone() }));
        Self { file, ..self }
    }

    /// As a dry run keeps it.
    pub fn kept(self) -> Self {
        let input = if self.input.len() <= INPUT_KEPT { self.input } else { String::new() };
        Self { input, file: None, ..self }
    }
}

impl Mark {
    fn of(fault: &RunFault, href: Option<String>) -> Option<Self> {
        Some(Self {
            line: fault.line?,
            message: Some(labels::fault(fault)),
            source_line: fault.source_line.clone(),
            href,
        })
    }
}

impl Page {
    /// The script as it is stored; the line on which its newest run failed is marked, where the text is still the same.
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
        let mark = newest.and_then(|run| Mark::of(run.fault.as_ref()?, Some(address(run.id))));
        Ok(Self {
            frame: Frame::new(script.name.clone(), Here::Workspaces, visitor),
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
            saved_at: When(saved.saved_at),
            saved_by: actor(&saved.saved_by),
        })
    }

    pub fn with_note(self, key: Option<&'static str>) -> Self {
        Self { note: key.map(tr), ..self }
    }

    /// With a line that an address names.
    pub fn with_line(self, line: Option<u32>) -> Self {
        match line {
            Some(line) if self.mark.as_ref().is_none_or(|mark| mark.line != line) => {
                Self { mark: Some(Mark { line, message: None, source_line: None, href: None }), ..self }
            }
            _ => self,
        }
    }

    /// With the text that was tried, and the line on which it failed.
    pub fn after_dry_run(self, tried: &dry::StoredDryRun, script: &Script) -> Self {
        let mark = tried.ran.fault.as_ref().and_then(|fault| Mark::of(fault, None));
        Self { mark, ..self }.with_typed(tried.typed.clone().with_file_of(Some(tried)), script)
    }

    /// Until the text was tried, *Dry run* is the first choice.
    pub fn with_tried(self, tried: &Tried, stored: &Script) -> Self {
        let has_run = self.tried && self.typed.source == stored.source;
        Self { tried: has_run || tried.has(stored.id, &self.typed.source), ..self }
    }

    pub fn with_faults(self, faults: Vec<Fault>) -> Self {
        Self { frame: self.frame.with_faults(), faults: Faults::new(faults), mark: None, ..self }
    }

    pub fn overtaken(self, overtaken: Overtaken) -> Self {
        Self { frame: self.frame.with_faults(), overtaken: Some(overtaken), mark: None, ..self }
    }

    /// With what was typed. Where another version was shown meanwhile, saving again is meant.
    pub fn with_typed(self, typed: EditorFields, stored: &Script) -> Self {
        let dirty = typed.source != stored.source || typed.name != stored.name;
        // Saved before the run was refused, or seen now.
        let based_on = if self.overtaken.is_some() || !dirty { stored.version } else { typed.based_on };
        Self { typed: EditorFields { based_on, ..typed }, dirty, ..self }
    }
}
