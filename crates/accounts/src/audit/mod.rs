//! The audit log: what was done, by whom, to what, and from where. It never contains secrets or the text of a mail.
//!
//! An entry is written in the transaction of the change ([`Entry::insert`]), so that neither is stored without the
//! other. Instance administrators read the log; maintenance deletes old entries.

mod list;
mod origin;
mod reading;
mod retention;

use std::net::IpAddr;

use jiff::Timestamp;
use mail::{Arg, Text};
use storage::{Db, DbError, Tx, params};
use uuid::Uuid;

use crate::{Actor, ActorContext};
use clock::{Clock, Random};

pub use list::{Filter, Page};
pub use origin::{client, with_client};
pub use reading::MailLocation;

/// What was done. The stored name is the variant in snake case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::EnumString, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Action {
    /// The first administrator was created.
    SetUp,
    /// A sign-in failed: wrong password or unknown address.
    SignInFailed,
    /// All sessions of an account were ended.
    SignedOutEverywhere,
    /// Somebody signed up.
    SignedUp,
    /// An address was validated.
    Validated,
    /// A password was changed with the old one.
    PasswordChanged,
    /// A password was reset with a link.
    PasswordReset,
    /// The address of an account was changed.
    AddressChanged,
    /// An account and its memberships were deleted.
    AccountDeleted,
    /// An account became an instance administrator.
    InstanceAdminMade,
    /// An account is no longer an instance administrator.
    InstanceAdminEnded,
    /// Sign-up was opened, to all or to addresses of some domains.
    SignUpOpened,
    /// Sign-up was closed.
    SignUpClosed,
    /// A workspace was created.
    WorkspaceMade,
    /// A workspace was renamed.
    WorkspaceRenamed,
    /// A workspace was deleted.
    WorkspaceDeleted,
    /// A workspace was approved for sending to the outside.
    WorkspaceApproved,
    /// The approval of a workspace was withdrawn.
    WorkspaceApprovalWithdrawn,
    /// The limits of a workspace were changed.
    WorkspaceQuotaChanged,
    /// Somebody was invited.
    Invited,
    /// An invitation was resent.
    InvitationResent,
    /// An invitation was revoked.
    InvitationRevoked,
    /// The link of an invitation was shown to an instance administrator.
    InvitationLinkCopied,
    /// Somebody joined a workspace.
    Joined,
    /// The role of a member was changed.
    RoleChanged,
    /// A member was removed or left.
    MemberRemoved,
    /// Email settings were saved.
    SettingsSaved,
    /// An earlier version of the email settings was restored.
    SettingsRestored,
    /// A provider granted consent.
    ConsentGiven,
    /// A mailbox was disconnected.
    Disconnected,
    /// Mail on hold was delivered to the local mailbox, or cancelled.
    MailOnHoldDecided,
    /// Mail of the local mailbox was released to the mail server.
    MailReleased,
    /// The master key was lost: the secrets encrypted with it were dropped, and a new key was created.
    MasterKeyForgotten,
    /// An API key was created.
    KeyMade,
    /// An API key was deleted.
    KeyDeleted,
    /// A mail password was created.
    MailPasswordMade,
    /// A mail password was deleted.
    MailPasswordDeleted,
    /// What the mail passwords of an account may send was changed.
    AccountSendingChanged,
    /// Somebody read the text of a mail.
    MailRead,
    /// A script was created.
    ScriptMade,
    /// A script was changed: its source, schedule or limits.
    ScriptChanged,
    /// A script and its runs were deleted.
    ScriptDeleted,
    /// A script got a webhook, or its webhook got a new token.
    ScriptHookMade,
    /// The webhook of a script was removed.
    ScriptHookEnded,
    /// A run was cancelled.
    ScriptRunCancelled,
    /// The allowed recipients of a workspace's scripts were changed.
    ScriptRecipientsChanged,
    /// A file of a workspace was stored or replaced.
    FileStored,
    /// A file of a workspace was deleted.
    FileDeleted,
}

impl Action {
    /// All actions, in display order.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// The stored name: `sign_in_failed`.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The action with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        name.parse().ok()
    }
}

/// The handle of the audit log; clones share it.
#[derive(Clone)]
pub struct Audit {
    db: Db,
    clock: Clock,
    random: Random,
}

/// An entry of the audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Unique; ids sort by time.
    pub id: Uuid,
    /// When it was done.
    pub at: Timestamp,
    /// What was done.
    pub action: Action,
    /// The actor.
    pub actor: Actor,
    /// What it was done to, if the action has an object.
    pub subject: Option<Text>,
    /// The client's network address; `None` if a command or maintenance did it.
    pub client: Option<IpAddr>,
}

impl Audit {
    /// The audit log in `db`.
    pub fn new(db: Db, clock: Clock, random: Random) -> Self {
        Self { db, clock, random }
    }

    /// A new entry with the present time and the client of the current request; not yet stored.
    pub fn entry(&self, action: Action, actor: Actor, subject: impl Into<Option<Text>>) -> Entry {
        let at = self.clock.now();
        Entry { id: self.random.id(at), at, action, actor, subject: subject.into(), client: client() }
    }

    /// Like [`Audit::entry`], with the actor, and with the client that `by` names instead of that of the current request.
    pub fn entry_by(&self, action: Action, by: &ActorContext, subject: impl Into<Option<Text>>) -> Entry {
        let entry = self.entry(action, by.actor.clone(), subject);
        Entry { client: by.client.or(entry.client), ..entry }
    }

    /// Stores an entry in a transaction of its own.
    ///
    /// # Errors
    /// If it cannot be stored.
    pub async fn note(&self, entry: Entry) -> Result<(), DbError> {
        self.db.write(move |tx| entry.insert(tx)).await
    }
}

impl Entry {
    /// Sets the client's network address.
    pub fn from_client(self, client: IpAddr) -> Self {
        Self { client: Some(client.to_canonical()), ..self }
    }

    /// Sets the subject, for callers that learn it only in the transaction.
    pub fn about(&self, subject: Text) -> Self {
        Self { subject: Some(subject), ..self.clone() }
    }

    /// Stores the entry in the transaction of the change.
    ///
    /// # Errors
    /// If it cannot be stored.
    pub fn insert(&self, tx: &mut Tx<'_>) -> Result<(), DbError> {
        let client = self.client.map(|client| client.to_string()).unwrap_or_default();
        let sought = self.search_text(&client);
        tx.execute(
            "INSERT INTO audit_entry (id, at, action, actor, subject, client, sought) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            params![
                self.id.as_bytes(),
                self.at.as_millisecond(),
                self.action.name(),
                self.actor.to_stored(),
                stored_subject(self.subject.as_ref()),
                client,
                sought
            ],
        )?;
        Ok(())
    }

    /// The text that searches match, in lower case: names, addresses and values, without the surrounding wording.
    fn search_text(&self, client: &str) -> String {
        let mut words = self.actor.name().to_owned();
        for (_, arg) in self.subject.iter().flat_map(|subject| subject.args().iter()) {
            add_words(arg, &mut words);
        }
        format!("{words} {client}").to_lowercase()
    }
}

fn add_words(arg: &Arg, words: &mut String) {
    match arg {
        Arg::Number(number) => words.extend([" ", &number.to_string()]),
        Arg::String(text) => words.extend([" ", text]),
        Arg::Text(text) => {
            words.extend([" ", text.code()]);
            text.args().iter().for_each(|(_, arg)| add_words(arg, words));
        }
        Arg::List(items) => items.iter().for_each(|item| add_words(item, words)),
    }
}

/// The value of the column `subject`: the JSON of the text, or an empty string.
fn stored_subject(subject: Option<&Text>) -> String {
    subject.map(|text| serde_json::to_string(text).expect("a text consists of strings and numbers")).unwrap_or_default()
}

#[cfg(test)]
mod tests;
