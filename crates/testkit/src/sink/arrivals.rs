//! Arrivals at a sink, and their counts.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

/// One message for one recipient, as accepted by a sink.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// The envelope sender, without angle brackets.
    pub sender: String,
    /// The envelope recipient, without angle brackets.
    pub recipient: String,
    /// The value of the `X-Sequence` header, or of Message-ID, or the hash.
    pub sequence: String,
    /// SHA-256 of the message, in hex.
    pub sha256: String,
    /// Bytes of the message.
    pub size: usize,
    /// The bytes, if [`super::SinkOptions::keep_messages`] is set.
    pub message: Option<Arc<[u8]>>,
}

/// The record of a sink.
pub(super) struct Arrivals {
    keep_messages: bool,
    record: Mutex<ArrivalRecord>,
    grown: Condvar,
}

#[derive(Default)]
struct ArrivalRecord {
    all: Vec<Arrival>,
    different: HashSet<(String, String)>,
    transactions: u64,
}

impl Arrivals {
    pub fn new(keep_messages: bool) -> Self {
        Self { keep_messages, record: Mutex::default(), grown: Condvar::new() }
    }

    /// Records a message for its recipients; returns its number in the sink, from 0.
    pub fn enter(&self, sender: &str, recipients: &[String], message: Vec<u8>) -> u64 {
        let sha256: String = Sha256::digest(&message).iter().map(|byte| format!("{byte:02x}")).collect();
        let sequence = header(&message, "x-sequence").or_else(|| header(&message, "message-id"));
        let sequence = sequence.unwrap_or_else(|| sha256.clone());
        let size = message.len();
        let message = self.keep_messages.then(|| Arc::from(message));
        let mut record = self.lock();
        for recipient in recipients {
            record.different.insert((sequence.clone(), recipient.clone()));
            record.all.push(Arrival {
                sender: sender.to_owned(),
                recipient: recipient.clone(),
                sequence: sequence.clone(),
                sha256: sha256.clone(),
                size,
                message: message.clone(),
            });
        }
        record.transactions += 1;
        self.grown.notify_all();
        record.transactions - 1
    }

    pub fn all(&self) -> Vec<Arrival> {
        self.lock().all.clone()
    }

    pub fn by_sequence(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for arrival in &self.lock().all {
            *counts.entry(arrival.sequence.clone()).or_default() += 1;
        }
        counts
    }

    pub fn by_recipient(&self) -> BTreeMap<(String, String), usize> {
        let mut counts = BTreeMap::new();
        for arrival in &self.lock().all {
            *counts.entry((arrival.sequence.clone(), arrival.recipient.clone())).or_default() += 1;
        }
        counts
    }

    pub fn wait_for(&self, messages: usize, patience: Duration) -> bool {
        let deadline = Instant::now() + patience;
        let mut record = self.lock();
        while record.different.len() < messages {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            record = self.grown.wait_timeout(record, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }

    fn lock(&self) -> MutexGuard<'_, ArrivalRecord> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The value of the first header with this lower-case name, on one line.
fn header(message: &[u8], name: &str) -> Option<String> {
    for line in message.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            return None;
        }
        if let Some(at) = line.iter().position(|byte| *byte == b':')
            && line[..at].eq_ignore_ascii_case(name.as_bytes())
        {
            return Some(String::from_utf8_lossy(&line[at + 1..]).trim().to_owned());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(message: &str, sequence: &str) {
        let arrivals = Arrivals::new(false);
        arrivals.enter("a@b", &["c@d".to_owned()], message.as_bytes().to_vec());
        assert_eq!(arrivals.all()[0].sequence, sequence);
    }

    #[test]
    fn a_message_is_known_by_its_sequence_else_its_message_id() {
        check("Subject: x\r\nx-sequence: 17\r\nMessage-ID: <m>\r\n\r\nX-Sequence: 18\r\n", "17");
        check("Message-ID: <m>\r\n\r\n", "<m>");
        check("\r\nX-Sequence: 18\r\n", "df1c855591025150cbf9981945b5ac208d407e13325adf24b3be4d47863f1dfb");
    }

    #[test]
    fn arrivals_are_counted_by_message_and_recipient() {
        let arrivals = Arrivals::new(true);
        let to = ["a@x".to_owned(), "b@x".to_owned()];
        arrivals.enter("s@x", &to, b"X-Sequence: 1\r\n\r\n".to_vec());
        arrivals.enter("s@x", &to[..1], b"X-Sequence: 1\r\n\r\n".to_vec());
        assert_eq!(arrivals.by_sequence(), BTreeMap::from([("1".to_owned(), 3)]));
        assert_eq!(arrivals.by_recipient()[&("1".to_owned(), "a@x".to_owned())], 2);
        assert!(arrivals.wait_for(2, Duration::ZERO));
        assert!(!arrivals.wait_for(3, Duration::ZERO));
        assert_eq!(arrivals.all()[0].message.as_deref(), Some(&b"X-Sequence: 1\r\n\r\n"[..]));
    }
}
