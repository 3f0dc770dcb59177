//! Labels of audit entries: actions and actors.

use std::borrow::Cow;

use crate::translation::{tr, tr_args};
use accounts::Actor;
use accounts::audit::{Action, Entry};

/// The key of an action's text.
pub fn key(action: Action) -> &'static str {
    match action {
        Action::SetUp => "audit-action-set-up",
        Action::SignInFailed => "audit-action-sign-in-failed",
        Action::SignedOutEverywhere => "audit-action-signed-out-everywhere",
        Action::SignedUp => "audit-action-signed-up",
        Action::Validated => "audit-action-validated",
        Action::PasswordChanged => "audit-action-password-changed",
        Action::PasswordReset => "audit-action-password-reset",
        Action::AddressChanged => "audit-action-address-changed",
        Action::AccountDeleted => "audit-action-account-deleted",
        Action::InstanceAdminMade => "audit-action-instance-admin-made",
        Action::InstanceAdminEnded => "audit-action-instance-admin-ended",
        Action::SignUpOpened => "audit-action-sign-up-opened",
        Action::SignUpClosed => "audit-action-sign-up-closed",
        Action::WorkspaceMade => "audit-action-workspace-made",
        Action::WorkspaceRenamed => "audit-action-workspace-renamed",
        Action::WorkspaceDeleted => "audit-action-workspace-deleted",
        Action::WorkspaceApproved => "audit-action-workspace-approved",
        Action::WorkspaceApprovalWithdrawn => "audit-action-workspace-approval-withdrawn",
        Action::WorkspaceQuotaChanged => "audit-action-workspace-quota-changed",
        Action::Invited => "audit-action-invited",
        Action::InvitationResent => "audit-action-invitation-resent",
        Action::InvitationRevoked => "audit-action-invitation-revoked",
        Action::InvitationLinkCopied => "audit-action-invitation-link-copied",
        Action::Joined => "audit-action-joined",
        Action::RoleChanged => "audit-action-role-changed",
        Action::MemberRemoved => "audit-action-member-removed",
        Action::SettingsSaved => "audit-action-settings-saved",
        Action::SettingsRestored => "audit-action-settings-restored",
        Action::ConsentGiven => "audit-action-consent-given",
        Action::Disconnected => "audit-action-disconnected",
        Action::MailOnHoldDecided => "audit-action-mail-on-hold-decided",
        Action::MailReleased => "audit-action-mail-released",
        Action::MasterKeyForgotten => "audit-action-master-key-forgotten",
        Action::KeyMade => "audit-action-key-made",
        Action::KeyDeleted => "audit-action-key-deleted",
        Action::MailPasswordMade => "audit-action-mail-password-made",
        Action::MailPasswordDeleted => "audit-action-mail-password-deleted",
        Action::AccountSendingChanged => "audit-action-account-sending-changed",
        Action::ScriptMade => "audit-action-script-made",
        Action::ScriptChanged => "audit-action-script-changed",
        Action::ScriptDeleted => "audit-action-script-deleted",
        Action::ScriptHookMade => "audit-action-script-hook-made",
        Action::ScriptHookEnded => "audit-action-script-hook-ended",
        Action::ScriptRunCancelled => "audit-action-script-run-cancelled",
        Action::ScriptRecipientsChanged => "audit-action-script-recipients-changed",
        Action::MailRead => "audit-action-mail-read",
        Action::FileStored => "audit-action-file-stored",
        Action::FileDeleted => "audit-action-file-deleted",
    }
}

const ACCOUNTS: &[Action] = &[
    Action::SetUp,
    Action::SignInFailed,
    Action::SignedOutEverywhere,
    Action::SignedUp,
    Action::Validated,
    Action::PasswordChanged,
    Action::PasswordReset,
    Action::AddressChanged,
    Action::AccountDeleted,
    Action::InstanceAdminMade,
    Action::InstanceAdminEnded,
    Action::SignUpOpened,
    Action::SignUpClosed,
];

const WORKSPACES: &[Action] = &[
    Action::WorkspaceMade,
    Action::WorkspaceRenamed,
    Action::WorkspaceDeleted,
    Action::WorkspaceApproved,
    Action::WorkspaceApprovalWithdrawn,
    Action::WorkspaceQuotaChanged,
    Action::Invited,
    Action::InvitationResent,
    Action::InvitationRevoked,
    Action::InvitationLinkCopied,
    Action::Joined,
    Action::RoleChanged,
    Action::MemberRemoved,
];

const MAIL: &[Action] = &[
    Action::SettingsSaved,
    Action::SettingsRestored,
    Action::ConsentGiven,
    Action::Disconnected,
    Action::MailOnHoldDecided,
    Action::MailReleased,
    Action::MasterKeyForgotten,
    Action::KeyMade,
    Action::KeyDeleted,
    Action::MailPasswordMade,
    Action::MailPasswordDeleted,
    Action::AccountSendingChanged,
    Action::MailRead,
];

const SCRIPTS: &[Action] = &[
    Action::ScriptMade,
    Action::ScriptChanged,
    Action::ScriptDeleted,
    Action::ScriptHookMade,
    Action::ScriptHookEnded,
    Action::ScriptRunCancelled,
    Action::ScriptRecipientsChanged,
    Action::FileStored,
    Action::FileDeleted,
];

/// All actions, grouped under headings.
pub fn groups() -> [(Cow<'static, str>, &'static [Action]); 4] {
    [
        (tr("audit-group-accounts"), ACCOUNTS),
        (tr("audit-group-workspaces"), WORKSPACES),
        (tr("audit-group-mail"), MAIL),
        (tr("audit-group-scripts"), SCRIPTS),
    ]
}

/// Who did it: an account by its address, a program by its API key. For a failed sign-in only the entered address is
/// known, which may belong to somebody else.
pub fn actor(entry: &Entry) -> Cow<'static, str> {
    match (&entry.actor, entry.action) {
        (Actor::Anonymous { email: None }, _) => tr("audit-without-address"),
        (Actor::Anonymous { email: Some(email) }, _) => {
            tr_args("audit-with-address", &[("address", email.as_str().into())])
        }
        (Actor::Stored { text }, Action::SignInFailed) if text.is_empty() => tr("audit-without-address"),
        (Actor::Stored { text }, Action::SignInFailed) => {
            tr_args("audit-with-address", &[("address", text.as_str().into())])
        }
        (Actor::ApiKey { name }, _) => tr_args("audit-by-key", &[("name", name.as_str().into())]),
        (Actor::Operator { command }, _) => tr_args("audit-by-operator", &[("command", command.as_str().into())]),
        (Actor::Account { email: who } | Actor::Stored { text: who }, _) => {
            tr_args("audit-by", &[("who", who.as_str().into())])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_action_is_in_the_list_once() {
        let chosen: Vec<Action> = groups().iter().flat_map(|(_, actions)| actions.iter().copied()).collect();
        assert_eq!(chosen, Action::ALL);
    }
}
