//! The audit log: what mattered, who did it, to what, from where. Never a secret, never the text of a mail.
//!
//! Whoever changes something notes it in the transaction of the change ([`Entry::insert`]), so that neither is there
//! without the other. Read by instance administrators; maintenance deletes old entries.

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
pub use origin::{asked_from, client};
pub use reading::MailLocation;

/// What was done. The stored name of each is the variant in snake case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::EnumString, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Action {
    /// The first administrator was made.
    SetUp,
    /// Somebody gave a wrong password or an unknown address.
    SignInFailed,
    /// Every session of an account was ended.
    SignedOutEverywhere,
    /// A stranger signed up.
    SignedUp,
    /// An address was shown to be its owner's.
    Validated,
    /// A password was changed by who knew the old one.
    PasswordChanged,
    /// A password was set anew with a link.
    PasswordReset,
    /// An account has another address.
    AddressChanged,
    /// An account and its memberships are gone.
    AccountDeleted,
    /// An account administers the instance from now on.
    InstanceAdminMade,
    /// An account administers the instance no more.
    InstanceAdminEnded,
    /// Strangers may sign up from now on.
    SignUpOpened,
    /// Strangers may sign up no more.
    SignUpClosed,
    /// A workspace was made.
    WorkspaceMade,
    /// A workspace has another name.
    WorkspaceRenamed,
    /// A workspace is gone.
    WorkspaceDeleted,
    /// Somebody was invited.
    Invited,
    /// An invitation was sent again.
    InvitationResent,
    /// An invitation was taken back.
    InvitationRevoked,
    /// The link of an invitation was shown to an instance administrator.
    InvitationLinkCopied,
    /// Somebody joined a workspace.
    Joined,
    /// A member has another role.
    RoleChanged,
    /// A member is none any more.
    MemberRemoved,
    /// Email settings were saved.
    SettingsSaved,
    /// An earlier version of the email settings was restored.
    SettingsRestored,
    /// A provider granted consent.
    ConsentGiven,
    /// A consent was given up.
    Disconnected,
    /// An API key was made.
    KeyMade,
    /// An API key was deleted.
    KeyDeleted,
    /// Somebody read the text of a mail.
    MailRead,
    /// A script was made.
    ScriptMade,
    /// A script was changed: its text, schedule or limits.
    ScriptChanged,
    /// A script and its runs are gone.
    ScriptDeleted,
    /// A script's webhook has a token, or another one.
    ScriptHookMade,
    /// A script has no webhook any more.
    ScriptHookEnded,
    /// A run was stopped.
    ScriptRunCancelled,
    /// Whom the scripts of a workspace may write to was changed.
    ScriptRecipientsChanged,
    /// A file of a workspace was stored, new or in place of another.
    FileStored,
    /// A file of a workspace was deleted.
    FileDeleted,
}

impl Action {
    /// All, in the order of the pages.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// The stored name: `sign_in_failed`.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The action of that name.
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

/// Something to be noted, or that was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Unique; ids sort by time.
    pub id: Uuid,
    /// When.
    pub at: Timestamp,
    /// What was done.
    pub action: Action,
    /// Who did it.
    pub actor: Actor,
    /// What it was done to, if there is more to say than the action.
    pub subject: Option<Text>,
    /// The network address that it was asked from; none where a command or the clock did it.
    pub client: Option<IpAddr>,
}

impl Audit {
    /// The audit log over its table.
    pub fn new(db: Db, clock: Clock, random: Random) -> Self {
        Self { db, clock, random }
    }

    /// An entry of now, not yet stored, from the client whose request is answered.
    pub fn entry(&self, action: Action, actor: Actor, subject: impl Into<Option<Text>>) -> Entry {
        let at = self.clock.now();
        Entry { id: self.random.id(at), at, action, actor, subject: subject.into(), client: client() }
    }

    /// As [`Audit::entry`], with where it is done from.
    pub fn entry_by(&self, action: Action, by: &ActorContext, subject: impl Into<Option<Text>>) -> Entry {
        Entry { client: by.client, ..self.entry(action, by.actor.clone(), subject) }
    }

    /// Notes what has no transaction of its own.
    ///
    /// # Errors
    /// Where it cannot be stored.
    pub async fn note(&self, entry: Entry) -> Result<(), DbError> {
        self.db.write(move |tx| entry.insert(tx)).await
    }
}

impl Entry {
    /// With where it was done from.
    pub fn from_client(self, client: IpAddr) -> Self {
        Self { client: Some(client.to_canonical()), ..self }
    }

    /// With what it was done to, where only its transaction knows.
    pub fn about(&self, subject: Text) -> Self {
        Self { subject: Some(subject), ..self.clone() }
    }

    /// Stores it in the transaction of what it tells about.
    ///
    /// # Errors
    /// Where it cannot be stored.
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

    /// What searches look through, in lower case: names, addresses and values, without the words around them.
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

/// The value of the column `subject`: the JSON of the text, or nothing.
fn stored_subject(subject: Option<&Text>) -> String {
    subject.map(|text| serde_json::to_string(text).expect("a text consists of strings and numbers")).unwrap_or_default()
}

#[cfg(test)]
mod tests;
