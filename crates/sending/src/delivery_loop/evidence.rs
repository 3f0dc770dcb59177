//! Evidence across messages: whether a reply that looks like a connection problem is one, and which recipients make the
//! server close the connection.
//!
//! A single reply (`delivery::diagnosis` reads it) does not show whether the connection, the message or a recipient is
//! at fault; several replies do. Pure: time is an argument.

use jiff::{SignedDuration, Timestamp};
use mail::{EmailAddress, FailedAt, ReversePath};
use queue::Id;
use std::collections::{HashMap, HashSet};

/// How long an accepted recipient, or a successful probe, shows that the connection works.
const WORKS_FOR: SignedDuration = SignedDuration::from_secs(10 * 60);
/// A recipient at which the server closed the connection this often is sent to alone.
const ISOLATED_AFTER: u32 = 2;
/// Maximum entries in each set of messages, recipients, domains or senders. A full set of messages or recipients is
/// cleared; domains and senders are no longer added.
const MAX_REMEMBERED: usize = 4_096;

/// The replies over one connection.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// When a recipient was last accepted.
    accepted_at: Option<Timestamp>,
    /// When a probe with the configured From last succeeded.
    probed_at: Option<Timestamp>,
    /// Domains of the recipients that got such a reply since a recipient was last accepted.
    domains: HashSet<String>,
    /// Senders that got such a reply since a recipient was last accepted.
    senders: HashSet<String>,
    /// Messages that were returned to the outbox once because of a connection problem.
    held_back: HashSet<Id>,
    /// How often the server closed the connection or was silent at a recipient.
    interrupted: HashMap<EmailAddress, u32>,
}

/// What a connection problem in a transaction means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Sending pauses. Otherwise only this message fails.
    pub pauses: bool,
    /// The attempt counts, so that the message ends at some point.
    pub counts: bool,
}

impl Evidence {
    /// Records that the server accepted `message` for `recipients`.
    pub fn accepted(&mut self, message: Id, recipients: impl IntoIterator<Item = EmailAddress>, now: Timestamp) {
        self.accepted_at = Some(now);
        self.domains.clear();
        self.senders.clear();
        self.held_back.remove(&message);
        if !self.interrupted.is_empty() {
            for recipient in recipients {
                self.interrupted.remove(&recipient);
            }
        }
    }

    /// Records that a probe with the configured From succeeded.
    pub fn probe_succeeded(&mut self, now: Timestamp) {
        self.probed_at = Some(now);
    }

    /// Judges a reply in a transaction that looks like a connection problem.
    ///
    /// - At RCPT it pauses sending if no recipient was accepted in the last ten minutes, or if recipients of two
    ///   domains got such a reply since one was accepted. Otherwise it concerns the recipient.
    /// - At MAIL with the configured From it pauses sending. With another sender it pauses if two such senders got such
    ///   a reply, or if neither a recipient nor a probe with the configured From was accepted in the last ten minutes.
    /// - At DATA and later, and while a session is opened, it pauses sending.
    ///
    /// In a transaction, the attempt of a message that was returned before counts, whatever the replies to others are.
    pub fn judge(
        &mut self,
        message: Id,
        failed_at: &FailedAt,
        (sender, configured): (&ReversePath, &EmailAddress),
        now: Timestamp,
    ) -> Judgement {
        let pauses = match failed_at {
            FailedAt::Session { .. } | FailedAt::Message => true,
            FailedAt::Recipient(recipient) => {
                is_second(&mut self.domains, recipient.domain()) || !works(self.accepted_at, now)
            }
            FailedAt::Sender if sender.address() == Some(configured) => true,
            FailedAt::Sender => {
                let works = works(self.accepted_at, now) || works(self.probed_at, now);
                is_second(&mut self.senders, sender.expose()) || !works
            }
        };
        if self.held_back.len() >= MAX_REMEMBERED {
            self.held_back.clear();
        }
        let is_first = !matches!(failed_at, FailedAt::Session { .. }) && self.held_back.insert(message);
        let counts = !pauses || !(is_first || matches!(failed_at, FailedAt::Session { .. }));
        Judgement { pauses, counts }
    }

    /// Records that the server closed the connection or was silent at this recipient.
    pub fn interrupted_at(&mut self, recipient: &EmailAddress) {
        if self.interrupted.len() >= MAX_REMEMBERED {
            self.interrupted.clear();
        }
        *self.interrupted.entry(recipient.clone()).or_default() += 1;
    }

    /// The recipients of the next attempt, at most `max`: first those at which the server did not repeatedly close the
    /// connection, then the others one by one. The rest follows at once in later attempts.
    pub fn next_recipients(&self, recipients: &[EmailAddress], max: usize) -> Vec<EmailAddress> {
        let is_isolated =
            |recipient: &&EmailAddress| self.interrupted.get(*recipient).is_some_and(|count| *count >= ISOLATED_AFTER);
        if self.interrupted.is_empty() || !recipients.iter().any(|recipient| is_isolated(&recipient)) {
            return recipients.iter().take(max).cloned().collect();
        }
        let others: Vec<_> = recipients.iter().filter(|recipient| !is_isolated(recipient)).take(max).cloned().collect();
        if others.is_empty() { recipients.iter().take(1).cloned().collect() } else { others }
    }
}

/// Adds a domain or sender, and returns whether there is more than one.
fn is_second(affected: &mut HashSet<String>, name: &str) -> bool {
    if affected.len() < MAX_REMEMBERED {
        affected.insert(name.to_ascii_lowercase());
    }
    affected.len() > 1
}

/// Whether `since` is within the last ten minutes.
fn works(since: Option<Timestamp>, now: Timestamp) -> bool {
    since.is_some_and(|at| now.duration_since(at) <= WORKS_FOR)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn at(minutes: u64) -> Timestamp {
        let noon: Timestamp = "2026-11-22T12:00:00Z".parse().expect("a time");
        noon + Duration::from_secs(minutes * 60)
    }

    fn address(text: &str) -> EmailAddress {
        EmailAddress::parse(text).expect("an address")
    }

    fn id(number: u128) -> Id {
        Id(uuid::Uuid::from_u128(number))
    }

    /// The judgement of a connection problem at `failed_at` for message `number` from `sender`.
    fn judge(evidence: &mut Evidence, number: u128, sender: &str, failed_at: FailedAt, minute: u64) -> (bool, bool) {
        let configured = address("noreply@example.com");
        let judgement = evidence.judge(id(number), &failed_at, (&address(sender).into(), &configured), at(minute));
        (judgement.pauses, judgement.counts)
    }

    fn rcpt(evidence: &mut Evidence, number: u128, recipient: &str, minute: u64) -> (bool, bool) {
        judge(evidence, number, "noreply@example.com", FailedAt::Recipient(address(recipient)), minute)
    }

    const PAUSES: (bool, bool) = (true, false);
    const PAUSES_AND_COUNTS: (bool, bool) = (true, true);
    const FAILS_ALONE: (bool, bool) = (false, true);

    #[test]
    fn a_problem_at_one_recipient_while_others_are_accepted_concerns_that_recipient() {
        let mut evidence = Evidence::default();
        evidence.accepted(id(1), [], at(0));
        assert_eq!(rcpt(&mut evidence, 2, "bob@far.example", 1), FAILS_ALONE);
        assert_eq!(rcpt(&mut evidence, 3, "eve@far.example", 2), FAILS_ALONE, "the same domain");
        evidence.accepted(id(4), [], at(3));
        assert_eq!(rcpt(&mut evidence, 5, "cy@other.example", 4), FAILS_ALONE, "one was accepted in between");
    }

    #[test]
    fn problems_at_recipients_of_two_domains_pause_sending() {
        let mut evidence = Evidence::default();
        evidence.accepted(id(1), [], at(0));
        assert_eq!(rcpt(&mut evidence, 2, "bob@far.example", 1), FAILS_ALONE);
        assert_eq!(rcpt(&mut evidence, 3, "cy@other.example", 1), PAUSES);
    }

    #[test]
    fn a_problem_pauses_if_nobody_was_accepted_lately_and_counts_the_second_time() {
        let mut evidence = Evidence::default();
        assert_eq!(rcpt(&mut evidence, 1, "bob@far.example", 0), PAUSES);
        assert_eq!(rcpt(&mut evidence, 1, "bob@far.example", 1), PAUSES_AND_COUNTS, "so that it can end");
        evidence.accepted(id(2), [], at(2));
        assert_eq!(rcpt(&mut evidence, 3, "bob@far.example", 12), FAILS_ALONE);
        evidence.accepted(id(2), [], at(13));
        assert_eq!(rcpt(&mut evidence, 4, "bob@far.example", 24), PAUSES);
    }

    #[test]
    fn a_sender_other_than_the_configured_one_fails_alone_after_a_successful_probe() {
        let mut evidence = Evidence::default();
        assert_eq!(judge(&mut evidence, 1, "odd@example.com", FailedAt::Sender, 0), PAUSES);
        evidence.probe_succeeded(at(1));
        assert_eq!(judge(&mut evidence, 1, "odd@example.com", FailedAt::Sender, 1), FAILS_ALONE);
        assert_eq!(judge(&mut evidence, 2, "noreply@example.com", FailedAt::Sender, 1), PAUSES);
        assert_eq!(judge(&mut evidence, 3, "other@example.com", FailedAt::Sender, 1), PAUSES, "a second sender");
    }

    #[test]
    fn senders_and_recipient_domains_are_counted_separately() {
        let mut evidence = Evidence::default();
        evidence.accepted(id(1), [], at(0));
        assert_eq!(judge(&mut evidence, 2, "odd@example.com", FailedAt::Sender, 1), FAILS_ALONE);
        assert_eq!(rcpt(&mut evidence, 3, "bob@far.example", 1), FAILS_ALONE);
    }

    #[test]
    fn a_recipient_at_which_the_server_closed_the_connection_twice_is_sent_to_alone() {
        let mut evidence = Evidence::default();
        let all = [address("ann@a.example"), address("bad@b.example"), address("cy@c.example")];
        evidence.interrupted_at(&all[1]);
        assert_eq!(evidence.next_recipients(&all, 10), all, "once may be a coincidence");
        evidence.interrupted_at(&all[1]);
        assert_eq!(evidence.next_recipients(&all, 10), [all[0].clone(), all[2].clone()]);
        assert_eq!(evidence.next_recipients(&all, 1), [all[0].clone()]);
        assert_eq!(evidence.next_recipients(&all[1..2], 10), [all[1].clone()]);
        evidence.accepted(id(1), [all[1].clone()], at(0));
        assert_eq!(evidence.next_recipients(&all, 10), all);
    }
}
