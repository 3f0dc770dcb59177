//! Limits on the mails of a script: per run, hour and day, and per recipient and hour.
//!
//! Checked for each mail of a run. A script has at most one run at a time, so the count of that run is complete.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use jiff::Timestamp;
use mail::{EmailAddress, Text};
use storage::{DbError, Read, params};
use uuid::Uuid;

use super::allowed_recipients::AllowedRecipients;
use super::refusal::Refusal;
use super::{texts, unreadable};
use accounts::Reach;
use sending::intake::Ready;

/// The highest value of a limit.
pub const LIMIT_MAX: u32 = 1_000_000;

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// Limits on the mails of a script; `None` is the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScriptLimits {
    /// In one run.
    pub mails_per_run: Option<u32>,
    /// In any 60 minutes.
    pub mails_per_hour: Option<u32>,
    /// In any 24 hours.
    pub mails_per_day: Option<u32>,
    /// To the same recipient in any 60 minutes: stops a loop that mails one person again and again.
    pub mails_per_recipient: Option<u32>,
}

impl ScriptLimits {
    /// Mails of one run.
    pub fn per_run(&self) -> u32 {
        self.mails_per_run.unwrap_or(1_000)
    }

    /// Mails of any 60 minutes.
    pub fn per_hour(&self) -> u32 {
        self.mails_per_hour.unwrap_or(2_000)
    }

    /// Mails of any 24 hours.
    pub fn per_day(&self) -> u32 {
        self.mails_per_day.unwrap_or(10_000)
    }

    /// Mails to one recipient in any 60 minutes.
    pub fn per_recipient(&self) -> u32 {
        self.mails_per_recipient.unwrap_or(20)
    }
}

/// The mails that a script had sent before the start of a run.
#[derive(Debug, Default)]
pub(super) struct SentMail {
    hour: u64,
    day: u64,
    to: ByRecipient,
}

/// Mails per recipient, by a 64-bit hash of the address: a script may send a million mails an hour. Two of a million
/// addresses collide once in 40 million runs; the result is one mail too few.
#[derive(Debug, Default)]
struct ByRecipient {
    mails: HashMap<u64, u32>,
    hashing: RandomState,
}

impl ByRecipient {
    fn key(&self, address: &str) -> u64 {
        self.hashing.hash_one(address.to_lowercase())
    }

    fn count(&mut self, address: &str) {
        *self.mails.entry(self.key(address)).or_default() += 1;
    }

    fn of(&self, address: &str) -> u32 {
        self.mails.get(&self.key(address)).copied().unwrap_or(0)
    }
}

/// Reads which mails a script sent within the last day.
pub(super) fn sent_mail(rx: &mut impl Read, script: Uuid, now: Timestamp) -> Result<SentMail, DbError> {
    let since = |age: Duration| now.checked_sub(age).unwrap_or(Timestamp::MIN).as_millisecond();
    let day = rx.query_first(
        "SELECT COUNT(*) FROM script_mail \
         WHERE script_id = $1 AND at > $2 AND message IS NOT NULL AND repeated = 0",
        params![script.as_bytes(), since(DAY)],
        |row| row.get::<u64>(0),
    )?;
    let last_hour = rx.query(
        "SELECT recipients FROM script_mail WHERE script_id = $1 AND at > $2 AND message IS NOT NULL AND repeated = 0",
        params![script.as_bytes(), since(HOUR)],
        |row| row.get::<String>(0),
    )?;
    let mut sent = SentMail { day: day.unwrap_or(0), ..SentMail::default() };
    for recipients in last_hour {
        let recipients: Vec<String> =
            serde_json::from_str(&recipients).map_err(|_| unreadable("recipients of a mail are no list"))?;
        sent.hour += 1;
        for recipient in recipients {
            sent.to.count(&recipient);
        }
    }
    Ok(sent)
}

/// Applies the limits to each mail of a run.
#[derive(Debug)]
pub(super) struct MailLimits {
    limits: ScriptLimits,
    reach: Reach,
    allowed_recipients: AllowedRecipients,
    sent: SentMail,
}

impl MailLimits {
    pub(super) fn new(limits: ScriptLimits, allowed_recipients: AllowedRecipients, sent: SentMail) -> Self {
        Self { limits, reach: Reach::Everybody, allowed_recipients, sent }
    }

    /// Mail goes only where the workspace reaches.
    pub(super) fn within(self, reach: Reach) -> Self {
        Self { reach, ..self }
    }

    /// Why the script may not write to a recipient, if it may not.
    pub(super) fn forbids(&self, recipient: &EmailAddress) -> Option<Text> {
        if !self.reach.covers(recipient) {
            return Some(texts::script_workspace_not_approved(recipient.expose()));
        }
        let is_allowed = self.allowed_recipients.covers(recipient);
        (!is_allowed).then(|| texts::script_recipient_not_allowed(recipient.expose()))
    }

    /// Whether one more mail may go to its recipients.
    ///
    /// # Errors
    /// The recipient that is not allowed, or the limit that is reached.
    pub(super) fn allow(&self, ready: &Ready) -> Result<(), Refusal> {
        let recipients = ready.asked();
        let forbidden = recipients.iter().enumerate().find_map(|(nth, one)| Some((nth, self.forbids(one)?)));
        if let Some((nth, text)) = forbidden {
            return Err(Refusal::of_key(ready.asked_in(nth), text));
        }
        let SentMail { hour, day, to } = &self.sent;
        if *hour >= u64::from(self.limits.per_hour()) {
            return Err(texts::script_hour_limit(*hour).into());
        }
        if *day >= u64::from(self.limits.per_day()) {
            return Err(texts::script_day_limit(*day).into());
        }
        let most = self.limits.per_recipient();
        let often = recipients.iter().position(|recipient| to.of(recipient.expose()) >= most);
        match often {
            Some(nth) => {
                let text = texts::script_recipient_limit(recipients[nth].expose(), most);
                Err(Refusal::of_key(ready.asked_in(nth), text))
            }
            None => Ok(()),
        }
    }

    /// Counts an accepted mail.
    pub(super) fn count(&mut self, recipients: &[EmailAddress]) {
        self.sent.hour += 1;
        self.sent.day += 1;
        for recipient in recipients {
            self.sent.to.count(recipient.expose());
        }
    }
}
