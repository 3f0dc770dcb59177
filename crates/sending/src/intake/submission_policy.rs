//! What the active settings and a login do to a message that a client made itself: senders, recipients, Automatic BCC.
//!
//! Pure. Without a rewrite no octet of the message changes, so the Reply-To and the name of the settings are not used.

use mail::submitted::{CheckedSubmission, Handover};
use mail::{EmailAddress, Fault, Mailbox, ReversePath, Text};
use queue::Kind;

use super::policy::is_copied;
use super::{AllowedAddresses, FromPolicy, IntakeError};
use crate::texts;
use settings::EmailSettings;

/// The rules of a login.
#[derive(Debug)]
pub struct Rules<'a> {
    pub settings: &'a EmailSettings,
    /// The From address in force.
    pub own: EmailAddress,
    pub kind: Kind,
    pub from_policy: FromPolicy,
    pub allowed_senders: &'a AllowedAddresses,
    pub allowed_recipients: &'a AllowedAddresses,
}

/// How the message leaves, and what was changed, for its log.
///
/// # Errors
/// [`IntakeError::Faults`] for recipients, [`IntakeError::SenderRefused`] for senders: every one that is not allowed.
pub fn apply(rules: &Rules<'_>, message: &CheckedSubmission) -> Result<(Handover, Option<Text>), IntakeError> {
    let refused = message.recipients().filter(|recipient| !rules.allowed_recipients.covers(recipient));
    let refused: Vec<Fault> = refused
        .map(|recipient| Fault::new("recipient", texts::submission_recipient_not_allowed(recipient.expose())))
        .collect();
    if !refused.is_empty() {
        return Err(IntakeError::Faults(refused));
    }
    let copies: Vec<EmailAddress> =
        rules.settings.automatic_bcc.iter().filter(|_| is_copied(rules.settings, rules.kind)).cloned().collect();

    let named = message.from().iter().map(|address| ("headers.From", address));
    let named = named.chain(message.header_sender().map(|address| ("headers.Sender", address)));
    let not_allowed = named.filter_map(|(field, address)| rules.refuse(address).map(|text| Fault::new(field, text)));
    let wrong_in_header: Vec<Fault> = message.incomplete().iter().cloned().chain(not_allowed).collect();
    // An address of the header was judged there.
    let sender = message.sender().and_then(ReversePath::address).filter(|sender| !message.from().contains(sender));
    let wrong_in_envelope = sender.and_then(|address| rules.refuse(address)).map(|text| Fault::new("sender", text));
    let sender = message.sender().cloned().unwrap_or_else(|| rules.own.clone().into());
    let own = Mailbox { name: rules.settings.from.name.clone(), address: rules.own.clone() };
    if message.from().is_empty() && wrong_in_header.is_empty() {
        return rules.without_author(Handover { sender, from: Some(own), copies }, wrong_in_envelope);
    }
    match (rules.applied_policy(), wrong_in_header.is_empty(), wrong_in_envelope) {
        (_, true, None) => Ok((Handover { sender, from: None, copies }, None)),
        (FromPolicy::Refuse, _, wrong_in_envelope) => {
            Err(IntakeError::SenderRefused(wrong_in_header.into_iter().chain(wrong_in_envelope).collect()))
        }
        (FromPolicy::Rewrite, true, Some(_)) => {
            let sender = ReversePath::from(rules.own.clone());
            Ok((Handover { sender, from: None, copies }, None))
        }
        (FromPolicy::Rewrite, false, _) => {
            let sender = if sender.is_null() { sender } else { rules.own.clone().into() };
            Ok((Handover { sender, from: Some(own), copies }, Some(rules.remark(message))))
        }
    }
}

impl Rules<'_> {
    /// A login that may not send as the configured From gets no message sent from there by naming another sender.
    fn applied_policy(&self) -> FromPolicy {
        if self.allowed_senders.covers(&self.own) { self.from_policy } else { FromPolicy::Refuse }
    }

    /// Why an address is no sender here. The configured From always is one, unless the login has senders of its own.
    fn refuse(&self, address: &EmailAddress) -> Option<Text> {
        let is_configured =
            *address == self.own || self.settings.from.allowed.iter().any(|allowed| allowed.covers(address));
        if !self.allowed_senders.covers(address) {
            Some(texts::submission_sender_not_of_login(address.expose()))
        } else if !is_configured {
            Some(texts::submission_sender_not_allowed(address.expose(), self.own.expose()))
        } else {
            None
        }
    }

    /// A message without From gets the configured one, if its login may use that.
    fn without_author(
        &self,
        mut handover: Handover,
        wrong_in_envelope: Option<Fault>,
    ) -> Result<(Handover, Option<Text>), IntakeError> {
        let own = self.refuse(&self.own).map(|text| Fault::new("headers.From", text));
        let faults: Vec<Fault> = own.into_iter().chain(wrong_in_envelope.clone()).collect();
        if self.applied_policy() == FromPolicy::Refuse && !faults.is_empty() {
            return Err(IntakeError::SenderRefused(faults));
        }
        if wrong_in_envelope.is_some() {
            handover.sender = self.own.clone().into();
        }
        Ok((handover, None))
    }

    fn remark(&self, message: &CheckedSubmission) -> Text {
        let asked = message.asked_author();
        if message.has_reply_to() || message.from().is_empty() {
            texts::remark_from_left_out(asked, self.own.expose())
        } else {
            texts::remark_from_became_reply_to(asked, self.own.expose())
        }
    }
}

#[cfg(test)]
mod tests {
    use mail::Stamp;
    use mail::submitted::{Envelope, Protocol, Received, Recipient, Submitted};

    use super::*;
    use settings::{AllowedSender, From};

    fn address(text: &str) -> EmailAddress {
        EmailAddress::parse(text).expect("an address")
    }

    fn settings() -> EmailSettings {
        EmailSettings {
            automatic_bcc: Some(address("archive@example.com")),
            automatic_bcc_submission: true,
            from: From {
                email: Some(address("noreply@example.com")),
                name: mail::DisplayName::parse("Example").ok(),
                reply_to: Some(address("office@example.com")),
                allowed: vec![AllowedSender::Domain("example.net".into())],
            },
            ..EmailSettings::before_the_first_save()
        }
    }

    /// What becomes of a header and an envelope sender: MAIL FROM, the lines of the header that were not there before, and
    /// the code of the remark; or the fields of faults with their codes.
    fn handed_over(header: &str, sender: &str, from_policy: FromPolicy, kind: Kind) -> Vec<String> {
        handed_over_from(address("noreply@example.com"), (header, sender), from_policy, kind)
    }

    /// As [`handed_over`], with another configured From.
    fn handed_over_from(
        own: EmailAddress,
        (header, sender): (&str, &str),
        from_policy: FromPolicy,
        kind: Kind,
    ) -> Vec<String> {
        let envelope = Envelope {
            sender: Some(ReversePath::parse(sender).expect("a reverse-path")),
            recipients: Some(vec![Recipient::from(address("ann@example.org"))]),
            ..Envelope::default()
        };
        let header = format!("Date: x\r\nMessage-ID: <1@example.com>\r\n{header}\r\n\r\n");
        let received = Received { by: "mail.example.com".into(), with: Protocol::Http, from: None };
        let bytes = header.clone().into_bytes();
        let submitted = Submitted { envelope, bytes, received, provider_headers: false, default_domain: None };
        let checked = submitted.check().expect("no faults");
        let settings = settings();
        let rules = Rules {
            settings: &settings,
            own,
            kind,
            from_policy,
            allowed_senders: &AllowedAddresses::by(|address| address.local_part() != "boss"),
            allowed_recipients: &AllowedAddresses::ANY,
        };
        match apply(&rules, &checked) {
            Ok((handover, remark)) => {
                let stamp = Stamp { date: jiff::Timestamp::UNIX_EPOCH, unique: 1, auto_submitted: false };
                let message = checked.finish(handover, &stamp).expect("small");
                let text = String::from_utf8(message.bytes.to_vec()).expect("UTF-8").replace("\r\n ", " ");
                let new = text.lines().filter(|line| !header.contains(*line) && !line.starts_with("Received: "));
                let mut seen = vec![message.sender.shown().to_owned()];
                seen.extend(new.map(str::to_owned));
                seen.extend(remark.map(|remark| remark.code().to_owned()));
                seen.push(format!("{} recipients", message.recipients.len()));
                seen
            }
            Err(IntakeError::SenderRefused(faults) | IntakeError::Faults(faults)) => {
                faults.iter().map(|fault| format!("{}: {}", fault.field, fault.text.code())).collect()
            }
            Err(error) => panic!("{error}"),
        }
    }

    #[track_caller]
    fn check(header: &str, sender: &str, from_policy: FromPolicy, expected: &[&str]) {
        assert_eq!(handed_over(header, sender, from_policy, Kind::Submission), expected, "{header}");
    }

    #[test]
    fn an_allowed_sender_is_left_alone() {
        for from_policy in [FromPolicy::Refuse, FromPolicy::Rewrite] {
            let own = "noreply@example.com";
            check("From: Other name <noreply@example.com>", own, from_policy, &[own, "2 recipients"]);
            check("From: sales@example.net", "sales@example.net", from_policy, &["sales@example.net", "2 recipients"]);
            check("From: sales@example.net", "", from_policy, &["<>", "2 recipients"]);
            check("From: sales@example.net", own, from_policy, &[own, "2 recipients"]);
        }
    }

    #[test]
    fn another_sender_is_refused_with_every_place_it_is_named_in() {
        let refuse = FromPolicy::Refuse;
        check("From: ann@example.org", "ann@example.org", refuse, &["headers.From: submission_sender_not_allowed"]);
        check("From: boss@example.net", "", refuse, &["headers.From: submission_sender_not_of_login"]);
        let everywhere = [
            "headers.From: submission_sender_not_allowed",
            "headers.Sender: submission_sender_not_of_login",
            "sender: submission_sender_not_allowed",
        ];
        check(
            "From: ann@example.org, sales@example.net\r\nSender: boss@example.net",
            "eve@example.org",
            refuse,
            &everywhere,
        );
    }

    #[test]
    fn or_it_becomes_the_configured_one() {
        let (rewrite, own) = (FromPolicy::Rewrite, "noreply@example.com");
        let from = "From: Example <noreply@example.com>";
        check(
            "From: Ann <ann@example.org>",
            "ann@example.org",
            rewrite,
            &[own, from, "Reply-To: Ann <ann@example.org>", "remark_from_became_reply_to", "2 recipients"],
        );
        check(
            "From: ann@example.org\r\nReply-To: bob@example.org",
            "",
            rewrite,
            &["<>", from, "remark_from_left_out", "2 recipients"],
        );
        check("From: sales@example.net", "ann@example.org", rewrite, &[own, "2 recipients"]);
    }

    #[test]
    fn an_author_without_a_domain_is_refused_or_replaced() {
        let cron = "From: root (Cron Daemon)";
        check(cron, "", FromPolicy::Refuse, &["headers.From: address_without_at"]);
        let from = "From: Example <noreply@example.com>";
        check(cron, "", FromPolicy::Rewrite, &["<>", from, "remark_from_left_out", "2 recipients"]);
        check(
            "From: root\r\nSender: daemon",
            "ann@example.org",
            FromPolicy::Rewrite,
            &["noreply@example.com", from, "remark_from_left_out", "2 recipients"],
        );
    }

    #[test]
    fn a_message_without_an_author_gets_the_configured_one() {
        let from = "From: Example <noreply@example.com>";
        for from_policy in [FromPolicy::Refuse, FromPolicy::Rewrite] {
            check("To: x@example.org", "sales@example.net", from_policy, &["sales@example.net", from, "2 recipients"]);
        }
        check("X: y", "ann@example.org", FromPolicy::Refuse, &["sender: submission_sender_not_allowed"]);
        check("X: y", "ann@example.org", FromPolicy::Rewrite, &["noreply@example.com", from, "2 recipients"]);
    }

    #[test]
    fn a_login_never_sends_as_a_configured_sender_that_is_not_its_own() {
        let refused = |header: &str, sender: &str, own: &str| {
            let kind = Kind::Submission;
            handed_over_from(address(own), (header, sender), FromPolicy::Rewrite, kind)
        };
        let (from, own) = ("From: ceo@example.org", "boss@example.com");
        assert_eq!(refused(from, "", own), ["headers.From: submission_sender_not_allowed"]);
        assert_eq!(refused("From: ceo@example.net", "ceo@example.org", own), ["sender: submission_sender_not_allowed"]);
        assert_eq!(refused(from, "", "noreply@example.com")[0], "<>", "its own");
    }

    #[test]
    fn automatic_bcc_has_a_switch_of_its_own() {
        let header = "From: noreply@example.com";
        let count = |kind| handed_over(header, "", FromPolicy::Refuse, kind).pop();
        assert_eq!(count(Kind::Submission).as_deref(), Some("2 recipients"));
        assert_eq!(count(Kind::Api).as_deref(), Some("1 recipients"), "that of the API is off");
    }
}
