//! The stored forms: JSON with a version. Future versions must read what is written here, so a form is never changed,
//! only replaced by one of a higher version; a test reads the oldest.

use std::borrow::Cow;

use mail::submitted::NotificationRequest;
use mail::{EmailAddress, Problem, RecipientVerdict, Reply, Report, ReversePath, StageRecord, Text, Verdict};
use serde::{Deserialize, Serialize};

use crate::{Client, QueueError, problems};

/// Version 1 stored problems, details and connections as sentences; they are read and shown as they were stored.
const VERSION: u8 = 2;
/// Of an attempt: version 3 has the verdict `kept`.
const ATTEMPT_VERSION: u8 = 3;
const OLDEST_VERSION: u8 = 1;

/// Maximum size of a stored transcript; longer ones are truncated in the middle. A thousand recipients fill this size.
const MAX_TRANSCRIPT_BYTES: usize = 64 << 10;

/// The outcome of the last attempt for one delivery: column `delivery.outcome`.
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
    pub(crate) connection: Cow<'a, Text>,
    pub(crate) stages: Cow<'a, [StageRecord]>,
    pub(crate) transcript: Cow<'a, str>,
    pub(crate) throttled: bool,
    /// The verdicts of deliveries, by their position.
    pub(crate) verdicts: Vec<(u32, Verdict)>,
    /// The problem of the connection, if that failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) problem: Option<Cow<'a, Problem>>,
}

/// The stored outcome of a verdict; `None` if it has neither a reply nor a problem.
pub(crate) fn outcome(verdict: &RecipientVerdict) -> Result<Option<String>, QueueError> {
    if verdict.reply.is_none() && verdict.problem.is_none() {
        return Ok(None);
    }
    let reply = verdict.reply.as_ref().map(Cow::Borrowed);
    let problem = verdict.problem.as_ref().map(Cow::Borrowed);
    write("an outcome", &StoredOutcome { v: VERSION, reply, problem }).map(Some)
}

/// The stored outcome of a delivery that a problem ends without a reply.
pub(crate) fn trouble(problem: &Problem) -> Result<String, QueueError> {
    write("an outcome", &StoredOutcome { v: VERSION, reply: None, problem: Some(Cow::Borrowed(problem)) })
}

/// The stored outcome of an interrupted test.
pub(crate) fn interrupted() -> Result<String, QueueError> {
    trouble(&problems::interrupted())
}

pub(crate) fn attempt(
    report: &Report,
    verdicts: Vec<(u32, Verdict)>,
    problem: Option<&Problem>,
) -> Result<String, QueueError> {
    let attempt = StoredAttempt {
        v: ATTEMPT_VERSION,
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
    read("an outcome", text, VERSION, |outcome: &StoredOutcome<'_>| outcome.v)
}

pub(crate) fn read_attempt(text: &str) -> Result<StoredAttempt<'_>, QueueError> {
    read("an attempt", text, ATTEMPT_VERSION, |attempt: &StoredAttempt<'_>| attempt.v)
}

/// A text: column `message.origin`, and `message.remark` up to version 2.
#[derive(Serialize, Deserialize)]
struct StoredText<'a> {
    v: u8,
    text: Cow<'a, Text>,
}

/// The prefix of every text of version 2. Version 1 stored addresses and English sentences, which cannot begin like
/// this.
const TEXT_VERSION_2: &str = r#"{"v":2,"#;

pub(crate) fn text(text: &Text) -> Result<String, QueueError> {
    write("a text", &StoredText { v: VERSION, text: Cow::Borrowed(text) })
}

/// Never fails: a text of version 1 or of a newer version is shown as it was stored.
pub(crate) fn read_text(stored: String) -> Text {
    let known = stored.starts_with(TEXT_VERSION_2).then(|| serde_json::from_str::<StoredText<'_>>(&stored).ok());
    match known.flatten() {
        Some(known) => known.text.into_owned(),
        None => Text::verbatim(stored),
    }
}

/// What intake changed in a message: column `message.remark`. Up to version 2 it was one text.
#[derive(Serialize, Deserialize)]
struct StoredRemarks<'a> {
    v: u8,
    remarks: Cow<'a, [Text]>,
}

const REMARKS_VERSION: u8 = 3;
/// How all remarks of version 3 begin.
const REMARKS_VERSION_3: &str = r#"{"v":3,"remarks":"#;

/// `None` if nothing was changed.
pub(crate) fn remarks(remarks: &[Text]) -> Result<Option<String>, QueueError> {
    if remarks.is_empty() {
        return Ok(None);
    }
    write("remarks", &StoredRemarks { v: REMARKS_VERSION, remarks: Cow::Borrowed(remarks) }).map(Some)
}

/// Never fails: other versions are read as one text.
pub(crate) fn read_remarks(stored: String) -> Vec<Text> {
    let known = stored.starts_with(REMARKS_VERSION_3).then(|| serde_json::from_str::<StoredRemarks<'_>>(&stored).ok());
    match known.flatten() {
        Some(known) => known.remarks.into_owned(),
        None => vec![read_text(stored)],
    }
}

/// What a sender asked for about notifications: column `message.notifications`.
#[derive(Serialize, Deserialize)]
struct StoredNotifications<'a> {
    v: u8,
    request: Cow<'a, NotificationRequest>,
}

const NOTIFICATIONS_VERSION: u8 = 1;

pub(crate) fn notifications(request: &NotificationRequest) -> Result<String, QueueError> {
    let stored = StoredNotifications { v: NOTIFICATIONS_VERSION, request: Cow::Borrowed(request) };
    write("a request for notifications", &stored)
}

pub(crate) fn read_notifications(text: &str) -> Result<NotificationRequest, QueueError> {
    let version = |stored: &StoredNotifications<'_>| stored.v;
    let stored: StoredNotifications<'_> = read("a request for notifications", text, NOTIFICATIONS_VERSION, version)?;
    Ok(stored.request.into_owned())
}

/// The client that submitted a message: column `message.client`.
#[derive(Serialize, Deserialize)]
struct StoredClient<'a> {
    v: u8,
    client: Cow<'a, Client>,
}

const CLIENT_VERSION: u8 = 1;

pub(crate) fn client(client: &Client) -> Result<String, QueueError> {
    write("a client", &StoredClient { v: CLIENT_VERSION, client: Cow::Borrowed(client) })
}

pub(crate) fn read_client(text: &str) -> Result<Client, QueueError> {
    let stored: StoredClient<'_> = read("a client", text, CLIENT_VERSION, |stored: &StoredClient<'_>| stored.v)?;
    Ok(stored.client.into_owned())
}

/// Reads a stored envelope sender; empty for the null reverse-path.
pub(crate) fn reverse_path(text: &str) -> Result<ReversePath, QueueError> {
    ReversePath::parse(text).map_err(|_| QueueError::Unreadable { what: "an envelope sender", source: None })
}

/// Reads a stored address, which was checked when it was accepted.
pub(crate) fn address(text: &str) -> Result<EmailAddress, QueueError> {
    EmailAddress::parse(text).map_err(|_| QueueError::Unreadable { what: "an address", source: None })
}

fn write(what: &'static str, form: &impl Serialize) -> Result<String, QueueError> {
    serde_json::to_string(form).map_err(|error| QueueError::Unreadable { what, source: Some(error) })
}

fn read<'t, T: Deserialize<'t>>(
    what: &'static str,
    text: &'t str,
    newest: u8,
    version: fn(&T) -> u8,
) -> Result<T, QueueError> {
    let form = serde_json::from_str(text).map_err(|error| QueueError::Unreadable { what, source: Some(error) })?;
    if (OLDEST_VERSION..=newest).contains(&version(&form)) {
        Ok(form)
    } else {
        Err(QueueError::Unreadable { what, source: None })
    }
}

fn shortened(transcript: &str) -> Cow<'_, str> {
    if transcript.len() <= MAX_TRANSCRIPT_BYTES {
        return Cow::Borrowed(transcript);
    }
    let half = MAX_TRANSCRIPT_BYTES / 2;
    let head = &transcript[..transcript.floor_char_boundary(half)];
    let tail = &transcript[transcript.ceil_char_boundary(transcript.len() - half)..];
    Cow::Owned(format!("{head}\n… {} bytes left out …\n{tail}", transcript.len() - head.len() - tail.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stored forms of the first release. They are never edited, because databases contain them.
    const OUTCOME_1: &str = r#"{"v":1,"reply":{"code":550,"enhanced":{"class":5,"subject":7,"detail":708},"text":"Access denied"},"problem":{"code":"policy","field":null,"what":"W.","meaning":"M.","remedy":"R.","fix":{"port":465,"security":"implicit_tls"}}}"#;
    const ATTEMPT_1: &str = r#"{"v":1,"connection":"smtp.example.com:465 (implicit TLS)","stages":[{"name":"mail_from","ok":true,"ms":3,"detail":"250 Ok"}],"transcript":"S: 250 Ok\n","throttled":false,"verdicts":[[0,"delivered"],[1,"deferred"]]}"#;

    const OUTCOME_2: &str = r#"{"v":2,"problem":{"code":"recipient_unknown","args":{"event":{"code":"event_recipient_refused","args":{"server":"smtp.example.com:465","reply":"550 no"}}},"field":"to","fix":null}}"#;
    const ATTEMPT_2: &str = r#"{"v":2,"connection":{"code":"connection_smtp","args":{"server":"smtp.example.com:465","security":{"code":"security_implicit_tls"}}},"stages":[{"name":"mail_from","ok":true,"ms":3,"detail":{"code":"smtp_reply","args":{"reply":"250 Ok"}}}],"transcript":"S: 250 Ok\n","throttled":false,"verdicts":[[0,"delivered"]]}"#;

    const ATTEMPT_3: &str = r#"{"v":3,"connection":{"code":"connection_mailbox"},"stages":[{"name":"data","ok":true,"ms":3,"detail":{"code":"stage_mailbox_stored"}}],"transcript":"-- stored (512 bytes)\n","throttled":false,"verdicts":[[0,"kept"]]}"#;

    #[test]
    fn forms_of_version_1_are_read_unchanged() {
        let outcome = read_outcome(OUTCOME_1).unwrap();
        assert_eq!(outcome.reply.as_ref().unwrap().to_string(), "550 5.7.708 Access denied");
        let problem = outcome.problem.unwrap();
        assert_eq!((&*problem.code, &*problem.sentences().unwrap().what), ("policy", "W."));
        let attempt = read_attempt(ATTEMPT_1).unwrap();
        assert_eq!(attempt.verdicts, [(0, Verdict::Delivered), (1, Verdict::Deferred)]);
        assert_eq!(attempt.connection.as_verbatim(), Some("smtp.example.com:465 (implicit TLS)"));
        assert_eq!(attempt.stages[0].detail.as_verbatim(), Some("250 Ok"));
    }

    #[test]
    fn forms_of_version_2_are_read_and_written_back_unchanged() {
        assert_eq!(serde_json::to_string(&read_outcome(OUTCOME_2).unwrap()).unwrap(), OUTCOME_2);
        assert_eq!(serde_json::to_string(&read_attempt(ATTEMPT_2).unwrap()).unwrap(), ATTEMPT_2);
    }

    #[test]
    fn an_attempt_of_version_3_is_read_and_written_back_unchanged() {
        let attempt = read_attempt(ATTEMPT_3).unwrap();
        assert_eq!(attempt.verdicts, [(0, Verdict::Kept)]);
        assert_eq!(serde_json::to_string(&attempt).unwrap(), ATTEMPT_3);
    }

    #[test]
    fn a_text_of_version_1_is_read_as_it_was_stored() {
        for stored in ["ann@example.com", "api key \"by hand\"", "script \"nothing\" version 3, schedule", "", "{}"] {
            assert_eq!(read_text(stored.to_owned()), Text::verbatim(stored));
        }
        let newer = r#"{"v":2,"words":["of next year"]}"#;
        assert_eq!(read_text(newer.to_owned()), Text::verbatim(newer));
    }

    #[test]
    fn a_text_of_version_2_is_read_and_written_back_unchanged() {
        const TEXT_2: &str = r#"{"v":2,"text":{"code":"actor_api_key","args":{"name":"by hand"}}}"#;
        let read = read_text(TEXT_2.to_owned());
        assert_eq!((read.code(), text(&read).unwrap().as_str()), ("actor_api_key", TEXT_2));
    }

    #[test]
    fn remarks_of_each_version_are_read() {
        const REMARK_2: &str = r#"{"v":2,"text":{"code":"remark_from_left_out","args":{"address":"a","own":"b"}}}"#;
        const REMARKS_3: &str =
            r#"{"v":3,"remarks":[{"code":"header_date_replaced","args":{"value":"`x`"}},{"code":"other"}]}"#;
        let codes = |stored: &str| -> Vec<String> {
            read_remarks(stored.to_owned()).iter().map(|remark| remark.code().to_owned()).collect()
        };
        assert_eq!(read_remarks("a sentence".to_owned()), [Text::verbatim("a sentence")]);
        assert_eq!(codes(REMARK_2), ["remark_from_left_out"]);
        assert_eq!(codes(REMARKS_3), ["header_date_replaced", "other"]);
        assert_eq!(remarks(&read_remarks(REMARKS_3.to_owned())).unwrap().as_deref(), Some(REMARKS_3));
        assert_eq!(remarks(&[]).unwrap(), None);
    }

    #[test]
    fn a_client_of_version_1_is_read_and_written_back_unchanged() {
        const SMTP: &str = r#"{"v":1,"client":{"address":"192.0.2.7","smtp":{"hello":"printer.lan","tls":"TLS 1.3"}}}"#;
        const API: &str = r#"{"v":1,"client":{"address":"2001:db8::1"}}"#;
        for stored in [SMTP, API] {
            assert_eq!(client(&read_client(stored).unwrap()).unwrap(), stored);
        }
        assert!(read_client(r#"{"v":1,"client":{"address":"printer"}}"#).is_err());
    }

    #[test]
    fn a_form_of_another_version_is_an_error() {
        assert!(matches!(read_outcome(r#"{"v":3}"#), Err(QueueError::Unreadable { source: None, .. })));
        assert!(matches!(read_attempt(&ATTEMPT_3.replace("\"v\":3", "\"v\":4")), Err(QueueError::Unreadable { .. })));
        assert!(matches!(read_outcome("{}"), Err(QueueError::Unreadable { source: Some(_), .. })));
    }
}
