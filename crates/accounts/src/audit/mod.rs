//! The audit log: what mattered, who did it, to what, from where. Never a secret, never the text of a mail.
//!
//! Whoever changes something notes it in the transaction of the change ([`Entry::insert`]), so that neither is there
//! without the other. Read by instance administrators; the caretaker forgets what is old.

mod list;
mod origin;
mod reading;
mod retention;

mod by;

use std::net::IpAddr;

use jiff::Timestamp;
use storage::{Db, DbError, Tx, params};
use uuid::Uuid;

use clock::{Clock, Random};

pub use by::By;
pub use list::{Filter, Page};
pub use origin::{asked_from, client};
pub use reading::Kept;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// Somebody read the text of a mail.
    MailRead,
    /// A file of a workspace was stored, new or in place of another.
    FileStored,
    /// A file of a workspace was deleted.
    FileDeleted,
}

impl Action {
    /// All, in the order of the pages.
    pub const ALL: [Self; 39] = [
        Self::SetUp,
        Self::SignInFailed,
        Self::SignedOutEverywhere,
        Self::SignedUp,
        Self::Validated,
        Self::PasswordChanged,
        Self::PasswordReset,
        Self::AddressChanged,
        Self::AccountDeleted,
        Self::InstanceAdminMade,
        Self::InstanceAdminEnded,
        Self::SignUpOpened,
        Self::SignUpClosed,
        Self::WorkspaceMade,
        Self::WorkspaceRenamed,
        Self::WorkspaceDeleted,
        Self::Invited,
        Self::InvitationResent,
        Self::InvitationRevoked,
        Self::InvitationLinkCopied,
        Self::Joined,
        Self::RoleChanged,
        Self::MemberRemoved,
        Self::SettingsSaved,
        Self::SettingsRestored,
        Self::ConsentGiven,
        Self::Disconnected,
        Self::KeyMade,
        Self::KeyDeleted,
        Self::MailRead,
        Self::ScriptMade,
        Self::ScriptChanged,
        Self::ScriptDeleted,
        Self::ScriptHookMade,
        Self::ScriptHookEnded,
        Self::ScriptRunCancelled,
        Self::ScriptRecipientsChanged,
        Self::FileStored,
        Self::FileDeleted,
    ];

    /// The stored name: `sign_in_failed`.
    pub fn name(self) -> &'static str {
        match self {
            Self::SetUp => "set_up",
            Self::SignInFailed => "sign_in_failed",
            Self::SignedOutEverywhere => "signed_out_everywhere",
            Self::SignedUp => "signed_up",
            Self::Validated => "validated",
            Self::PasswordChanged => "password_changed",
            Self::PasswordReset => "password_reset",
            Self::AddressChanged => "address_changed",
            Self::AccountDeleted => "account_deleted",
            Self::InstanceAdminMade => "instance_admin_made",
            Self::InstanceAdminEnded => "instance_admin_ended",
            Self::SignUpOpened => "sign_up_opened",
            Self::SignUpClosed => "sign_up_closed",
            Self::WorkspaceMade => "workspace_made",
            Self::WorkspaceRenamed => "workspace_renamed",
            Self::WorkspaceDeleted => "workspace_deleted",
            Self::Invited => "invited",
            Self::InvitationResent => "invitation_resent",
            Self::InvitationRevoked => "invitation_revoked",
            Self::InvitationLinkCopied => "invitation_link_copied",
            Self::Joined => "joined",
            Self::RoleChanged => "role_changed",
            Self::MemberRemoved => "member_removed",
            Self::SettingsSaved => "settings_saved",
            Self::SettingsRestored => "settings_restored",
            Self::ConsentGiven => "consent_given",
            Self::Disconnected => "disconnected",
            Self::KeyMade => "key_made",
            Self::KeyDeleted => "key_deleted",
            Self::ScriptMade => "script_made",
            Self::ScriptChanged => "script_changed",
            Self::ScriptDeleted => "script_deleted",
            Self::ScriptHookMade => "script_hook_made",
            Self::ScriptHookEnded => "script_hook_ended",
            Self::ScriptRunCancelled => "script_run_cancelled",
            Self::ScriptRecipientsChanged => "script_recipients_changed",
            Self::MailRead => "mail_read",
            Self::FileStored => "file_stored",
            Self::FileDeleted => "file_deleted",
        }
    }

    /// The action of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.name() == name)
    }
}

/// The room's handle; clones share it.
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
    /// Who did it, in words: an address, `api key "shop"`, `owlpost`.
    pub actor: String,
    /// What it was done to, in words; may be empty.
    pub subject: String,
    /// The network address that it was asked from; none where a command or the clock did it.
    pub client: Option<IpAddr>,
}

impl Audit {
    /// The room over its table.
    pub fn new(db: Db, clock: Clock, random: Random) -> Self {
        Self { db, clock, random }
    }

    /// An entry of now, not yet stored, from the client whose request is answered.
    pub fn entry(&self, action: Action, actor: impl Into<String>, subject: impl Into<String>) -> Entry {
        let at = self.clock.now();
        Entry { id: self.random.id(at), at, action, actor: actor.into(), subject: subject.into(), client: client() }
    }

    /// As [`Audit::entry`], with where it is done from.
    pub fn entry_by(&self, action: Action, by: &By, subject: impl Into<String>) -> Entry {
        Entry { client: by.client, ..self.entry(action, by.who.clone(), subject) }
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
    pub fn about(&self, subject: impl Into<String>) -> Self {
        Self { subject: subject.into(), ..self.clone() }
    }

    /// Stores it in the transaction of what it tells about.
    ///
    /// # Errors
    /// Where it cannot be stored.
    pub fn insert(&self, tx: &mut Tx<'_>) -> Result<(), DbError> {
        let client = self.client.map(|client| client.to_string()).unwrap_or_default();
        let sought = format!("{} {} {client}", self.actor, self.subject).to_lowercase();
        tx.execute(
            "INSERT INTO audit_entry (id, at, action, actor, subject, client, sought) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            params![
                self.id.as_bytes(),
                self.at.as_millisecond(),
                self.action.name(),
                self.actor.as_str(),
                self.subject.as_str(),
                client,
                sought
            ],
        )?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
