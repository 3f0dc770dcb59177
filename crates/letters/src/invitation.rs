//! The invitation to a workspace. Never says whether the address has an account.

use std::time::Duration;

use jiff::Timestamp;

use super::blocks::{Block, Content};
use super::foreign::unlinked;
use super::wording::Wording;
use super::{Language, Letter};
use i18n::Value;

/// The values of the letter.
#[derive(Clone, Debug)]
pub struct Values {
    /// Who is invited; may be empty.
    pub name: String,
    /// The workspace's title; empty if another platform did not give it.
    pub workspace: String,
    /// Who invites; empty if another platform did not give it.
    pub invited_by: String,
    /// The role that the person will have.
    pub role: Role,
    /// URL of the page that accepts the invitation.
    pub link: String,
    /// When the link expires.
    pub expires_at: Timestamp,
    /// How long the link works from now on.
    pub valid_for: Duration,
}

/// What the invited person may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Everything, including the management of members.
    Admin,
    /// Everything except the management of members.
    Editor,
    /// Only view.
    Viewer,
    /// An invitation of another platform, which has its own roles.
    Unknown,
}

impl Values {
    /// Sample values.
    pub fn sample() -> Self {
        Self {
            name: String::new(),
            workspace: "Müller & Söhne <Vertrieb>".into(),
            invited_by: "Ann O'Neil".into(),
            role: Role::Editor,
            link: "https://mail.example.com/invitation?ticket=Zm9yIHRoZSBzYW1wbGUgb25seQ".into(),
            expires_at: super::gallery::in_a_week(),
            valid_for: Duration::from_secs(7 * 24 * 3600),
        }
    }
}

/// Composes the letter.
pub fn letter(values: &Values, language: Language) -> Letter {
    let wording = Wording(language);
    let (subject, heading, lead) = who_and_where(values, wording);
    let works_until = wording.works_until(values.valid_for, values.expires_at);
    let mut blocks = vec![Block::Heading(heading)];
    if !values.name.trim().is_empty() {
        blocks.push(Block::Paragraph(wording.greeting(&values.name)));
    }
    blocks.push(Block::Paragraph(lead));
    match values.role {
        Role::Admin => blocks.push(Block::Paragraph(wording.tr("letter-invitation-admin"))),
        Role::Editor => blocks.push(Block::Paragraph(wording.tr("letter-invitation-editor"))),
        Role::Viewer => blocks.push(Block::Paragraph(wording.tr("letter-invitation-viewer"))),
        Role::Unknown => {}
    }
    blocks.extend([
        Block::Button { label: wording.tr("letter-invitation-button"), url: values.link.clone() },
        Block::Paragraph(works_until.clone()),
        Block::SmallPrint(wording.tr("letter-invitation-ignore")),
    ]);
    Content { language, subject, preview: works_until, blocks, foot: wording.tr("letter-invitation-foot") }.laid_out()
}

/// Subject, heading and first sentence, with inviter and workspace as far as they are known.
fn who_and_where(values: &Values, wording: Wording) -> (String, String, String) {
    let (inviter, workspace) = (unlinked(&values.invited_by), unlinked(&values.workspace));
    let (by, to) = (("inviter", Value::from(inviter.clone())), ("workspace", Value::from(workspace.clone())));
    match (inviter.is_empty(), workspace.is_empty()) {
        (false, false) => (
            wording.tr_args("letter-invitation-subject", &[by.clone(), to.clone()]),
            wording.tr_args("letter-invitation-heading", std::slice::from_ref(&to)),
            wording.tr_args("letter-invitation-lead", &[by, to]),
        ),
        (true, false) => (
            wording.tr_args("letter-invitation-subject-workspace", std::slice::from_ref(&to)),
            wording.tr_args("letter-invitation-heading", std::slice::from_ref(&to)),
            wording.tr_args("letter-invitation-lead-workspace", &[to]),
        ),
        (false, true) => (
            wording.tr_args("letter-invitation-subject-inviter", std::slice::from_ref(&by)),
            wording.tr("letter-invitation-heading-bare"),
            wording.tr_args("letter-invitation-lead-inviter", &[by]),
        ),
        (true, true) => (
            wording.tr("letter-invitation-subject-bare"),
            wording.tr("letter-invitation-heading-bare"),
            wording.tr("letter-invitation-lead-bare"),
        ),
    }
}
