//! A program of a person, which sends with a mail password.

use std::sync::Arc;

use accounts::{MailPassword, MailPasswordLogin, ReachableRecipients};
use mail::{EmailAddress, Text};
use queue::Source;
use sending::quotas::{Holder, Quota, WaitingLimit};
use uuid::Uuid;

use crate::{quota, texts};

/// A program of a person, which sends with a mail password. It reaches nobody until [`AccountSender::set_reach`].
#[derive(Clone, Debug)]
pub struct AccountSender {
    login: Arc<MailPasswordLogin>,
    /// The configured From.
    own: EmailAddress,
    reach: ReachableRecipients,
}

impl AccountSender {
    /// A program with this mail password; `own` is the configured From, as which every account may send.
    pub fn new(login: Arc<MailPasswordLogin>, own: EmailAddress) -> Self {
        Self { login, own, reach: ReachableRecipients::Only(Default::default()) }
    }

    /// The mail password.
    pub fn password(&self) -> &MailPassword {
        &self.login.password
    }

    /// Sets which recipients the person reaches now: those of their scripts.
    pub fn set_reach(&mut self, reach: ReachableRecipients) {
        self.reach = reach;
    }

    /// Whether the person reaches this address.
    pub fn reaches(&self, address: &EmailAddress) -> bool {
        self.reach.covers(address)
    }

    pub(crate) fn id(&self) -> Uuid {
        self.login.password.id
    }

    pub(crate) fn may_send_as(&self, address: &EmailAddress) -> bool {
        (*address == self.own || self.login.senders.covers(address)) && self.password().limits.may_send_as(address)
    }

    pub(crate) fn may_send_to(&self, address: &EmailAddress) -> bool {
        self.reaches(address) && self.password().limits.recipients.covers(address)
    }

    pub(crate) fn rewrites_from(&self) -> bool {
        self.password().limits.rewrites_from
    }

    pub(crate) fn quotas(&self) -> Vec<Quota> {
        vec![
            quota::of_mail_password(self.password(), &self.login.quota),
            quota::of_owner(Holder::Account, &self.login.quota),
        ]
    }

    pub(crate) fn waiting(&self) -> WaitingLimit {
        quota::waiting_of_owner(Holder::Account, self.password().account, &self.login.quota)
    }

    pub(crate) fn source(&self) -> Source {
        Source::mail_password(self.password().account, self.id())
    }

    pub(crate) fn origin(&self) -> Text {
        texts::origin_mail_password(self.password().name.as_str(), self.password().email.expose())
    }
}
