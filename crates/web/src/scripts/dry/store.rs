//! Recent dry runs, only in memory.
//!
//! Only the person who started a dry run can see it, for a quarter of an hour; only the newest are kept.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use uuid::Uuid;

use super::super::editor::EditorFields;
use super::super::fields::Upload;
use crate::session::Visitor;
use scripting::DryRun;

/// Maximum dry runs of all accounts.
const MOST: usize = 20;
/// Maximum size of all their mails: those of one dry run may take 8 MB.
const BYTES: usize = 64 << 20;
/// How long each is kept.
const KEPT: Duration = Duration::from_secs(15 * 60);

/// A dry run.
pub struct StoredDryRun {
    pub id: Uuid,
    /// The account that made it.
    pub visitor: Uuid,
    pub script: Uuid,
    pub at: Timestamp,
    /// The source that was tried, to continue editing.
    pub typed: EditorFields,
    /// The file that was its input, for a run.
    pub file: Option<Arc<Upload>>,
    /// Remarks about the input's file.
    pub remarks: Vec<mail::Text>,
    pub ran: DryRun,
}

impl StoredDryRun {
    fn bytes(&self) -> usize {
        let mails = self.ran.mails.iter().filter_map(|mail| mail.message.as_ref()).map(|bytes| bytes.len());
        let file = self.file.as_ref().map_or(0, |file| file.bytes.len());
        mails.sum::<usize>() + self.typed.source.len() + self.typed.input.len() + file
    }

    fn is_over(&self, now: Timestamp) -> bool {
        now.duration_since(self.at) >= jiff::SignedDuration::try_from(KEPT).unwrap_or_default()
    }
}

/// The dry runs; clones share them.
#[derive(Clone, Default)]
pub struct DryRuns {
    /// The oldest first.
    kept: Arc<Mutex<VecDeque<Arc<StoredDryRun>>>>,
}

impl DryRuns {
    /// Stores one; the oldest are removed.
    pub fn keep(&self, new: StoredDryRun) -> Uuid {
        let (id, now) = (new.id, new.at);
        let mut kept = self.lock();
        kept.retain(|one| !one.is_over(now));
        kept.push_back(Arc::new(new));
        while kept.len() > MOST || (kept.len() > 1 && kept.iter().map(|one| one.bytes()).sum::<usize>() > BYTES) {
            kept.pop_front();
        }
        id
    }

    /// The dry run, if it is of this visitor and this script.
    pub fn find(&self, id: Uuid, visitor: &Visitor, script: Uuid, now: Timestamp) -> Option<Arc<StoredDryRun>> {
        self.find_of(id, visitor.account.id, script, now)
    }

    fn find_of(&self, id: Uuid, account: Uuid, script: Uuid, now: Timestamp) -> Option<Arc<StoredDryRun>> {
        let mut kept = self.lock();
        kept.retain(|one| !one.is_over(now));
        kept.iter().find(|one| (one.id, one.visitor, one.script) == (id, account, script)).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Arc<StoredDryRun>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use scripting::DryMail;

    const ANN: Uuid = Uuid::from_u128(1);
    const SCRIPT: Uuid = Uuid::from_u128(2);

    fn dry(id: u128, at: i64, bytes: usize) -> StoredDryRun {
        let mail = DryMail {
            number: 1,
            line: None,
            recipients: Vec::new(),
            subject: String::new(),
            message: Some(vec![0; bytes].into()),
            refusal: None,
        };
        let ran = DryRun { mails: vec![mail], ..DryRun::default() };
        StoredDryRun {
            id: Uuid::from_u128(id),
            visitor: ANN,
            script: SCRIPT,
            at: second(at),
            typed: EditorFields::default(),
            file: None,
            remarks: Vec::new(),
            ran,
        }
    }

    fn second(at: i64) -> Timestamp {
        Timestamp::from_second(at).expect("a time")
    }

    #[track_caller]
    fn check(runs: &DryRuns, id: u128, account: Uuid, at: i64, found: bool) {
        assert_eq!(runs.find_of(Uuid::from_u128(id), account, SCRIPT, second(at)).is_some(), found, "{id} at {at}");
    }

    #[test]
    fn a_dry_run_is_its_makers_for_a_quarter_of_an_hour() {
        let runs = DryRuns::default();
        runs.keep(dry(1, 0, 1));
        check(&runs, 1, ANN, 899, true);
        check(&runs, 1, SCRIPT, 0, false);
        check(&runs, 1, ANN, 900, false);
    }

    #[test]
    fn only_the_newest_are_kept() {
        let runs = DryRuns::default();
        for id in 0..25 {
            runs.keep(dry(id, 0, 1));
        }
        check(&runs, 4, ANN, 0, false);
        check(&runs, 5, ANN, 0, true);
        let runs = DryRuns::default();
        for id in 0..3 {
            runs.keep(dry(id, 0, 30 << 20));
        }
        check(&runs, 0, ANN, 0, false);
        check(&runs, 2, ANN, 0, true);
    }
}
