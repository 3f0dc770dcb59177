//! Recent dry runs, in memory only, and which sources were tried.

use std::collections::VecDeque;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use uuid::Uuid;

use super::super::editor::EditorFields;
use super::super::fields::Upload;
use super::super::recent::{Entry, Recent};
use scripting::{DryRun, Input};

/// Maximum number of tried sources of all scripts; each takes a few words of memory.
const TRIED: usize = 5_000;

/// Recent dry runs; clones share them.
pub type DryRuns = Recent<StoredDryRun>;

/// A dry run.
pub struct StoredDryRun {
    pub id: Uuid,
    /// The account that started it.
    pub visitor: Uuid,
    pub script: Uuid,
    pub at: Timestamp,
    /// The source that was tried, for continuing to edit it.
    pub typed: EditorFields,
    /// The input file, for a run.
    pub file: Option<Arc<Upload>>,
    /// Remarks about the input file.
    pub remarks: Vec<mail::Text>,
    pub ran: DryRun,
}

impl Entry for StoredDryRun {
    fn id(&self) -> Uuid {
        self.id
    }

    fn account(&self) -> Uuid {
        self.visitor
    }

    fn script(&self) -> Uuid {
        self.script
    }

    fn at(&self) -> Timestamp {
        self.at
    }

    fn bytes(&self) -> usize {
        let file = self.file.as_ref().map_or(0, |file| file.name.capacity() + file.bytes.capacity());
        let typed = [&self.typed.name, &self.typed.source, &self.typed.input].map(String::capacity);
        let remarks = self.remarks.iter().map(size_of_val);
        size_of::<Self>() + self.ran.bytes() + typed.iter().sum::<usize>() + file + remarks.sum::<usize>()
    }
}

/// Which sources completed a dry run, and how many mails they made. In memory only: after a restart no source counts as
/// tried. Clones share it.
#[derive(Clone, Default)]
pub struct TriedScripts {
    inner: Arc<TriedSources>,
}

#[derive(Default)]
struct TriedSources {
    hasher: RandomState,
    /// Oldest first.
    texts: Mutex<VecDeque<TriedSource>>,
}

struct TriedSource {
    script: Uuid,
    source: u64,
    input: u64,
    mails: u64,
}

impl TriedScripts {
    /// Records that a dry run of `source` completed and made `mails` mails.
    pub fn remember(&self, script: Uuid, source: &str, input: &Input, mails: u64) {
        let new = TriedSource { script, source: self.hash(source), input: self.hash(input.json()), mails };
        let mut texts = self.lock();
        texts.retain(|one| (one.script, one.source, one.input) != (new.script, new.source, new.input));
        texts.push_back(new);
        if texts.len() > TRIED {
            texts.pop_front();
        }
    }

    /// Whether this source was tried, with any input.
    pub fn has(&self, script: Uuid, source: &str) -> bool {
        let source = self.hash(source);
        self.lock().iter().any(|one| (one.script, one.source) == (script, source))
    }

    /// How many mails this source made from this input; `None` if that was not tried.
    pub fn mails(&self, script: Uuid, source: &str, input: &Input) -> Option<u64> {
        let (source, input) = (self.hash(source), self.hash(input.json()));
        let texts = self.lock();
        let found = texts.iter().find(|one| (one.script, one.source, one.input) == (script, source, input));
        found.map(|one| one.mails)
    }

    fn hash(&self, text: &str) -> u64 {
        self.inner.hasher.hash_one(text)
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<TriedSource>> {
        self.inner.texts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_of_a_dry_run_includes_everything_stored() {
        let line = sandbox::ConsoleLine { level: sandbox::Level::Log, text: "c".repeat(10_000) };
        let mail = scripting::DryMail {
            number: 1,
            line: None,
            recipients: vec!["r".repeat(100); 1_000],
            subject: "s".repeat(1_000),
            message: Some(vec![0; 50_000].into()),
            refusal: None,
        };
        let typed = EditorFields {
            name: String::new(),
            source: "t".repeat(20_000),
            based_on: 1,
            input: String::new(),
            file: None,
        };
        let ran = DryRun { console: vec![line], mails: vec![mail; 10], ..DryRun::default() };
        let (id, at) = (Uuid::nil(), Timestamp::UNIX_EPOCH);
        let kept = StoredDryRun { id, visitor: id, script: id, at, typed, file: None, remarks: Vec::new(), ran };
        let texts = 10_000 + 20_000 + 10 * (100 * 1_000 + 1_000 + 50_000);
        let structs = 10 * 1_000 * size_of::<String>();
        assert!((texts + structs..texts + structs + 10_000).contains(&kept.bytes()), "{}", kept.bytes());
    }

    #[test]
    fn only_the_exact_source_counts_as_tried() {
        let (tried, script, other) = (TriedScripts::default(), Uuid::from_u128(1), Uuid::from_u128(2));
        tried.remember(script, "a", &Input::default(), 3);
        assert!(tried.has(script, "a") && !tried.has(script, "b") && !tried.has(other, "a"));
        assert_eq!(tried.mails(script, "a", &Input::default()), Some(3));
        tried.remember(script, "a", &Input::default(), 4);
        assert_eq!(tried.mails(script, "a", &Input::default()), Some(4));
        for text in 0..TRIED {
            tried.remember(other, &text.to_string(), &Input::default(), 0);
        }
        assert!(!tried.has(script, "a"), "the oldest are forgotten");
    }
}
