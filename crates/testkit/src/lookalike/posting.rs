//! Submission of a message by an account: permissions, From, rate limit, and its record.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::fields;
use super::state::{Provider, State};

const MINUTE: Duration = Duration::from_secs(60);

/// How a message was submitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// By SMTP: the recipients are those of the envelope.
    Smtp,
    /// By the Gmail API or Microsoft Graph: the recipients are those of To, Cc and Bcc.
    Api,
}

/// One message as the provider accepted it.
#[derive(Clone)]
pub struct Submission {
    /// The mailbox that sent it.
    pub account: String,
    /// How it was submitted.
    pub channel: Channel,
    /// The submitted envelope sender; by an API the account.
    pub envelope_sender: String,
    /// All recipients, without angle brackets.
    pub recipients: Vec<String>,
    /// The submitted address in From.
    pub from_given: String,
    /// The address in From as recipients see it.
    pub from_shown: String,
    /// The submitted bytes.
    pub given: Arc<[u8]>,
    /// The delivered bytes.
    pub delivered: Arc<[u8]>,
}

impl Submission {
    /// The bytes that this recipient gets; `None` if it is not a recipient.
    pub fn as_seen_by(&self, recipient: &str) -> Option<&[u8]> {
        self.recipients.iter().any(|known| known.eq_ignore_ascii_case(recipient)).then_some(&*self.delivered)
    }
}

impl fmt::Debug for Submission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Submission")
            .field("account", &self.account)
            .field("way", &self.channel)
            .field("envelope_sender", &self.envelope_sender)
            .field("recipients", &self.recipients)
            .field("from_given", &self.from_given)
            .field("from_shown", &self.from_shown)
            .field("bytes", &self.given.len())
            .finish_non_exhaustive()
    }
}

/// A message that an account submits.
pub(super) struct NewSubmission {
    /// The sending mailbox.
    pub account: String,
    pub channel: Channel,
    pub envelope_sender: String,
    pub recipients: Vec<String>,
    pub message: Vec<u8>,
}

/// Why a message is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum SendError {
    /// The account may not use this address.
    SendAsDenied { account: String, asked: String },
    /// From is missing, or does not have exactly one address.
    FromInvalid,
    /// More messages in a minute than a mailbox may send.
    TooFast,
}

impl State {
    /// Accepts or refuses a message.
    pub fn post(&mut self, posting: NewSubmission) -> Result<(), SendError> {
        let from = fields::addresses(&fields::values(&posting.message, "from").join(", ")).unwrap_or_default();
        let given = from.first().cloned().unwrap_or_default();
        let mut delivered = posting.message.clone();
        if posting.channel == Channel::Api {
            delivered = fields::without(&delivered, "bcc");
        }
        let mut shown = given.clone();
        match &self.provider {
            Provider::Google(_) => {
                if !self.may_send_as(&posting.account, &given) {
                    shown.clone_from(&posting.account);
                    delivered = fields::with_from(&delivered, &posting.account);
                }
            }
            Provider::Microsoft(rules) => {
                let per_minute = rules.messages_per_minute;
                if from.len() != 1 {
                    return Err(SendError::FromInvalid);
                }
                let asked = [&posting.envelope_sender, &given];
                if let Some(denied) = asked.into_iter().find(|asked| !self.may_send_as(&posting.account, asked)) {
                    return Err(SendError::SendAsDenied { account: posting.account, asked: denied.clone() });
                }
                self.check_rate(&posting.account, per_minute)?;
            }
        }
        self.submissions.push(Submission {
            account: posting.account,
            channel: posting.channel,
            envelope_sender: posting.envelope_sender,
            recipients: posting.recipients,
            from_given: given,
            from_shown: shown,
            given: posting.message.into(),
            delivered: delivered.into(),
        });
        Ok(())
    }

    /// Whether mail of this mailbox, which may be a shared one, may have this address in From.
    fn may_send_as(&self, mailbox: &str, address: &str) -> bool {
        mailbox.eq_ignore_ascii_case(address)
            || self.account(mailbox).is_some_and(|account| account.person.owns(address))
    }

    fn check_rate(&mut self, mailbox: &str, per_minute: Option<usize>) -> Result<(), SendError> {
        let now = self.clock.now();
        let sent = self.sent_at.entry(mailbox.to_lowercase()).or_default();
        sent.retain(|at| *at + MINUTE > now);
        if per_minute.is_some_and(|most| sent.len() >= most) {
            return Err(SendError::TooFast);
        }
        sent.push_back(now);
        Ok(())
    }
}

/// All addresses in To, Cc and Bcc, each once; an error names the first invalid field.
pub(super) fn recipients(message: &[u8]) -> Result<Vec<String>, &'static str> {
    let mut all: Vec<String> = Vec::new();
    for (name, written) in [("to", "To"), ("cc", "Cc"), ("bcc", "Bcc")] {
        for list in fields::values(message, name) {
            for address in fields::addresses(&list).map_err(|_| written)? {
                if !all.iter().any(|known| known.eq_ignore_ascii_case(&address)) {
                    all.push(address);
                }
            }
        }
    }
    Ok(all)
}
