//! The stored forms: JSON with a version. What is written here is read by next year's binary, so a form is never
//! changed, only followed by one of a higher version; a test reads the oldest.

use std::borrow::Cow;

use mail::{EmailAddress, Problem, RecipientVerdict, Reply, Report, StageRecord, Verdict};
use serde::{Deserialize, Serialize};

use crate::QueueError;

const VERSION: u8 = 1;

/// Transcripts are cut in the middle beyond this: a thousand recipients fill it, and nobody reads more.
const LONGEST_TRANSCRIPT_BYTES: usize = 64 << 10;

/// What the last attempt said about one delivery: column `delivery.outcome`.
#[derive(Serialize, Deserialize)]
pub(crate) struct StoredOutcome<'a> {
    v: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reply: Option<Cow<'a, Reply>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) problem: Option<Cow<'a, Problem>>,
}

/// One attempt: column `attempt.record`.
#[derive(Serialize, Deserialize)]
pub(crate) struct StoredAttempt<'a> {
    v: u8,
    pub(crate) connection: Cow<'a, str>,
    pub(crate) stages: Cow<'a, [StageRecord]>,
    pub(crate) transcript: Cow<'a, str>,
    pub(crate) throttled: bool,
    /// Of deliveries, by their position.
    pub(crate) verdicts: Vec<(u32, Verdict)>,
    /// Trouble of the connection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) problem: Option<Cow<'a, Problem>>,
}

/// What a verdict leaves with its delivery; nothing where the server said nothing.
pub(crate) fn outcome(verdict: &RecipientVerdict) -> Result<Option<String>, QueueError> {
    if verdict.reply.is_none() && verdict.problem.is_none() {
        return Ok(None);
    }
    let reply = verdict.reply.as_ref().map(Cow::Borrowed);
    let problem = verdict.problem.as_ref().map(Cow::Borrowed);
    write("an outcome", &StoredOutcome { v: VERSION, reply, problem }).map(Some)
}

/// What trouble of the connection leaves with a delivery that it ends.
pub(crate) fn trouble(problem: &Problem) -> Result<String, QueueError> {
    write("an outcome", &StoredOutcome { v: VERSION, reply: None, problem: Some(Cow::Borrowed(problem)) })
}

/// What an interrupted test leaves.
pub(crate) fn interrupted() -> Result<String, QueueError> {
    trouble(&Problem {
        code: "interrupted".into(),
        field: None,
        what: "owlpost stopped while this test was being sent.".into(),
        meaning: "It may have arrived, or not. A test is not tried again by itself.".into(),
        remedy: "Send the test once more.".into(),
        fix: None,
    })
}

pub(crate) fn attempt(
    report: &Report,
    verdicts: Vec<(u32, Verdict)>,
    problem: Option<&Problem>,
) -> Result<String, QueueError> {
    let attempt = StoredAttempt {
        v: VERSION,
        connection: Cow::Borrowed(&report.connection),
        stages: Cow::Borrowed(&report.stages),
        transcript: shortened(&report.transcript),
        throttled: report.throttled,
        verdicts,
        problem: problem.map(Cow::Borrowed),
    };
    write("an attempt", &attempt)
}

pub(crate) fn read_outcome(text: &str) -> Result<StoredOutcome<'_>, QueueError> {
    read("an outcome", text, |outcome: &StoredOutcome<'_>| outcome.v)
}

pub(crate) fn read_attempt(text: &str) -> Result<StoredAttempt<'_>, QueueError> {
    read("an attempt", text, |attempt: &StoredAttempt<'_>| attempt.v)
}

/// A stored address; it was checked when it was accepted.
pub(crate) fn address(text: &str) -> Result<EmailAddress, QueueError> {
    EmailAddress::parse(text).map_err(|_| QueueError::Unreadable { what: "an address", source: None })
}

fn write(what: &'static str, form: &impl Serialize) -> Result<String, QueueError> {
    serde_json::to_string(form).map_err(|error| QueueError::Unreadable { what, source: Some(error) })
}

fn read<'t, T: Deserialize<'t>>(what: &'static str, text: &'t str, version: fn(&T) -> u8) -> Result<T, QueueError> {
    let form = serde_json::from_str(text).map_err(|error| QueueError::Unreadable { what, source: Some(error) })?;
    if version(&form) == VERSION { Ok(form) } else { Err(QueueError::Unreadable { what, source: None }) }
}

fn shortened(transcript: &str) -> Cow<'_, str> {
    if transcript.len() <= LONGEST_TRANSCRIPT_BYTES {
        return Cow::Borrowed(transcript);
    }
    let half = LONGEST_TRANSCRIPT_BYTES / 2;
    let head = &transcript[..transcript.floor_char_boundary(half)];
    let tail = &transcript[transcript.ceil_char_boundary(transcript.len() - half)..];
    Cow::Owned(format!("{head}\n… {} bytes left out …\n{tail}", transcript.len() - head.len() - tail.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the first release wrote them. These texts are never edited: databases are full of them.
    const OUTCOME_1: &str = r#"{"v":1,"reply":{"code":550,"enhanced":{"class":5,"subject":7,"detail":708},"text":"Access denied"},"problem":{"code":"policy","field":null,"what":"W.","meaning":"M.","remedy":"R.","fix":{"port":465,"security":"implicit_tls"}}}"#;
    const ATTEMPT_1: &str = r#"{"v":1,"connection":"smtp.example.com:465 (implicit TLS)","stages":[{"name":"mail_from","ok":true,"ms":3,"detail":"250 Ok"}],"transcript":"S: 250 Ok\n","throttled":false,"verdicts":[[0,"delivered"],[1,"deferred"]]}"#;

    #[test]
    fn the_oldest_forms_are_read_and_written_back_alike() {
        let outcome = read_outcome(OUTCOME_1).unwrap();
        assert_eq!(outcome.reply.as_ref().unwrap().to_string(), "550 5.7.708 Access denied");
        assert_eq!(serde_json::to_string(&outcome).unwrap(), OUTCOME_1);
        let attempt = read_attempt(ATTEMPT_1).unwrap();
        assert_eq!(attempt.verdicts, [(0, Verdict::Delivered), (1, Verdict::Deferred)]);
        assert_eq!(serde_json::to_string(&attempt).unwrap(), ATTEMPT_1);
    }

    #[test]
    fn a_form_of_another_version_is_not_guessed_at() {
        assert!(matches!(read_outcome(r#"{"v":2}"#), Err(QueueError::Unreadable { source: None, .. })));
        assert!(matches!(read_outcome("{}"), Err(QueueError::Unreadable { source: Some(_), .. })));
    }
}
