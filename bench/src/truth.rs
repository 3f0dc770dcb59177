//! Compares the messages that arrived with those sent, to validate a run. Independent of the server.

use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use crate::texts::{Fingerprint, Texts};
use crate::void::Void;

/// One message in the sink.
#[derive(Clone, Copy)]
struct Arrival {
    /// `None` if it is not a text of this run.
    number: Option<usize>,
    fingerprint: Fingerprint,
    at: Instant,
}

/// Collects arrivals; clones share its state.
#[derive(Clone)]
pub struct ArrivalLog {
    texts: Arc<Texts>,
    arrivals: Arc<(Mutex<Vec<Arrival>>, Condvar)>,
}

impl ArrivalLog {
    /// Expects these texts, each once.
    pub fn new(texts: Arc<Texts>) -> Self {
        Self { texts, arrivals: Arc::default() }
    }

    /// Records a message that the sink accepted at `at`.
    pub fn note(&self, first_line: &str, fingerprint: Fingerprint, at: Instant) {
        let number = self.texts.number_of(first_line);
        self.lock().push(Arrival { number, fingerprint, at });
        self.arrivals.1.notify_all();
    }

    /// Waits until `count` messages are in the sink, or none has arrived for `patience`; [`ArrivalLog::check`] tells
    /// which.
    pub fn wait_for(&self, count: usize, patience: Duration) {
        let mut arrivals = self.lock();
        while arrivals.len() < count {
            let before = arrivals.len();
            let (guard, waited) =
                self.arrivals.1.wait_timeout(arrivals, patience).expect("a sink thread panicked while it noted");
            arrivals = guard;
            if waited.timed_out() && arrivals.len() == before {
                return;
            }
        }
    }

    /// The arrival time of each text; an error unless each arrived once and unchanged, and nothing else did.
    pub fn check(&self) -> Result<Vec<Instant>, Void> {
        let mut at = vec![None; self.texts.count()];
        let (mut changed, mut doubled, mut strange) = (0, 0, 0);
        for arrival in self.lock().iter() {
            match arrival.number {
                None => strange += 1,
                Some(number) if arrival.fingerprint != self.texts.fingerprint(number) => changed += 1,
                Some(number) if at[number].is_some() => doubled += 1,
                Some(number) => at[number] = Some(arrival.at),
            }
        }
        let missing = at.iter().filter(|at| at.is_none()).count();
        if missing + changed + doubled + strange > 0 {
            return Err(Void::Untrue { missing, changed, doubled, strange });
        }
        Ok(at.into_iter().flatten().collect())
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Arrival>> {
        self.arrivals.0.lock().expect("a sink thread panicked while it noted")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts;

    /// Checks the arrivals in `wires` against two expected texts.
    fn check(wires: &[(usize, &str)], expected: &str) {
        let texts = Arc::new(Texts::new(1, 200, 2));
        let others = Texts::new(2, 200, 2);
        let truth = ArrivalLog::new(texts.clone());
        for (number, how) in wires {
            let mut wire = Vec::new();
            let from = if *how == "of another run" { &others } else { &texts };
            from.write_wire(*number, &mut wire);
            if *how == "changed" {
                wire.extend_from_slice(b"!");
            }
            let text = String::from_utf8(wire).expect("texts are ASCII");
            let first_line = text.lines().next().expect("a text has lines").to_owned();
            truth.note(&first_line, texts::fingerprint(text.as_bytes()), Instant::now());
        }
        let verdict = truth.check().map_or_else(|void| void.to_string(), |at| format!("{} true", at.len()));
        assert_eq!(verdict, expected, "{wires:?}");
    }

    #[test]
    fn only_a_run_with_every_message_once_and_unchanged_is_valid() {
        check(&[(0, ""), (1, "")], "2 true");
        check(&[(0, "")], "the run is void: 1 missing, 0 changed, 0 doubled, 0 that nobody sent");
        check(&[(0, ""), (1, ""), (1, "")], "the run is void: 0 missing, 0 changed, 1 doubled, 0 that nobody sent");
        check(&[(0, ""), (1, "changed")], "the run is void: 1 missing, 1 changed, 0 doubled, 0 that nobody sent");
        check(
            &[(0, ""), (1, ""), (1, "of another run")],
            "the run is void: 0 missing, 0 changed, 0 doubled, 1 that nobody sent",
        );
    }
}
