//! What the active settings do to a checked draft: From, Reply-To, Automatic BCC.
//!
//! Pure. Exactly one From; a copy of a letter is never made, because a copied reset link is an account given away.

use mail::{CheckedDraft, EmailAddress, Mailbox, Text};
use queue::Kind;

use crate::texts;
use settings::EmailSettings;

/// How a draft leaves.
#[derive(Debug, PartialEq, Eq)]
pub struct Policy {
    /// The From header and the envelope sender.
    pub sender: Mailbox,
    /// Envelope recipients that stand in no header.
    pub copies: Vec<EmailAddress>,
    /// What was changed, for the message's log.
    pub remark: Option<Text>,
}

/// Applies `settings` to `draft`, whose Reply-To may change. `own` is the From address in force.
pub fn apply(settings: &EmailSettings, own: EmailAddress, kind: Kind, draft: &mut CheckedDraft) -> Policy {
    let own = Mailbox { name: settings.from.name.clone(), address: own };
    let (sender, remark) = sender(settings, own, draft);
    if draft.reply_to.is_empty()
        && let Some(address) = &settings.from.reply_to
    {
        draft.reply_to.push(Mailbox { name: None, address: address.clone() });
    }
    let copies = settings
        .automatic_bcc
        .iter()
        .filter(|_| is_copied(settings, kind))
        .filter(|copy| !draft.has_recipient(copy))
        .cloned()
        .collect();
    Policy { sender, copies, remark }
}

fn sender(settings: &EmailSettings, own: Mailbox, draft: &mut CheckedDraft) -> (Mailbox, Option<Text>) {
    let Some(asked) = draft.from.clone() else { return (own, None) };
    if asked.address == own.address {
        return (Mailbox { name: asked.name.or(own.name), address: own.address }, None);
    }
    if settings.from.allowed.iter().any(|allowed| allowed.covers(&asked.address)) {
        return (asked, None);
    }
    let (address, from) = (asked.address.expose().to_owned(), own.address.expose());
    let remark = if draft.reply_to.is_empty() {
        draft.reply_to.push(asked);
        texts::remark_from_became_reply_to(address, from)
    } else {
        texts::remark_from_left_out(address, from)
    };
    (own, Some(remark))
}

/// Whether the settings copy mail of this kind.
pub fn is_copied(settings: &EmailSettings, kind: Kind) -> bool {
    match kind {
        Kind::Script => true,
        Kind::Api => settings.automatic_bcc_api,
        Kind::Submission => settings.automatic_bcc_submission,
        Kind::Invitation | Kind::PasswordReset | Kind::Validation | Kind::Test | Kind::Notice => false,
    }
}

/// Whether owlpost words mails of this kind itself: they say so to auto-responders (RFC 3834 §5).
pub fn is_letter(kind: Kind) -> bool {
    match kind {
        Kind::Invitation | Kind::PasswordReset | Kind::Validation | Kind::Test | Kind::Notice => true,
        Kind::Script | Kind::Api | Kind::Submission => false,
    }
}

#[cfg(test)]
mod tests {
    use mail::{DisplayName, Draft};

    use super::*;
    use settings::{AllowedSender, From};

    fn address(text: &str) -> EmailAddress {
        EmailAddress::parse(text).expect("an address")
    }

    fn settings() -> EmailSettings {
        EmailSettings {
            automatic_bcc: Some(address("archive@example.com")),
            from: From {
                email: Some(address("noreply@example.com")),
                name: DisplayName::parse("Example").ok(),
                reply_to: Some(address("office@example.com")),
                allowed: vec![AllowedSender::Domain("example.net".into())],
            },
            ..EmailSettings::before_the_first_save()
        }
    }

    /// From, Reply-To and the remark's code of a draft that asks for `from` and `reply_to`.
    #[track_caller]
    fn check(from: &str, reply_to: &str, expected: [&str; 3]) {
        let draft = Draft {
            from: (!from.is_empty()).then(|| from.to_owned()),
            to: vec!["ann@example.org".into()],
            reply_to: vec![reply_to.to_owned()],
            text: Some("Hello".into()),
            ..Draft::default()
        };
        let mut draft = draft.check().expect("no faults");
        let policy = apply(&settings(), address("noreply@example.com"), Kind::Api, &mut draft);
        let show = |mailbox: &Mailbox| match &mailbox.name {
            Some(name) => format!("{} <{}>", name.as_str(), mailbox.address.expose()),
            None => mailbox.address.expose().to_owned(),
        };
        let reply_to = draft.reply_to.iter().map(show).collect::<Vec<_>>().join(", ");
        let remark = policy.remark.as_ref().map(Text::code).unwrap_or_default();
        assert_eq!([&*show(&policy.sender), &*reply_to, remark], expected);
        if let Some(remark) = &policy.remark {
            let arg = |name| remark.args().get(name).map(ToString::to_string);
            let asked = EmailAddress::parse(from.rsplit(' ').next().unwrap_or(from).trim_matches(['<', '>']));
            let asked = asked.expect("an address");
            assert_eq!(arg("address").as_deref(), Some(asked.expose()));
            assert_eq!(arg("own").as_deref(), Some(policy.sender.address.expose()));
        }
    }

    #[test]
    fn the_configured_from_is_used_unless_another_is_allowed() {
        let own = "Example <noreply@example.com>";
        check("", "", [own, "office@example.com", ""]);
        check("noreply@example.com", "", [own, "office@example.com", ""]);
        check("Shop <noreply@example.com>", "", ["Shop <noreply@example.com>", "office@example.com", ""]);
        check("Sales <sales@example.net>", "", ["Sales <sales@example.net>", "office@example.com", ""]);
        check("Ann <ann@example.org>", "", [own, "Ann <ann@example.org>", "remark_from_became_reply_to"]);
        check("ann@example.org", "bob@example.org", [own, "bob@example.org", "remark_from_left_out"]);
        check("a@sub.example.net", "", [own, "a@sub.example.net", "remark_from_became_reply_to"]);
    }

    #[test]
    fn script_mail_is_copied_and_letters_never_are() {
        let copies = |kind, settings: &EmailSettings, to: &str| {
            let draft = Draft { to: vec![to.into()], text: Some("Hello".into()), ..Draft::default() };
            let mut draft = draft.check().expect("no faults");
            apply(settings, address("noreply@example.com"), kind, &mut draft).copies.len()
        };
        let (settings, to) = (settings(), "ann@example.org");
        let both = EmailSettings { automatic_bcc_api: true, automatic_bcc_submission: true, ..settings.clone() };
        assert_eq!(copies(Kind::Script, &settings, to), 1);
        assert_eq!(copies(Kind::Script, &settings, "archive@example.com"), 0, "a recipient already");
        assert_eq!([copies(Kind::Api, &settings, to), copies(Kind::Submission, &settings, to)], [0, 0]);
        assert_eq!([copies(Kind::Api, &both, to), copies(Kind::Submission, &both, to)], [1, 1]);
        for kind in Kind::ALL.iter().filter(|kind| is_letter(**kind)) {
            assert_eq!(copies(*kind, &both, to), 0, "{kind}");
        }
    }
}
