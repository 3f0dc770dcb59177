//! How many of the bulk sessions one recipient domain may use, so that a domain whose mail hangs does not delay others.
//!
//! An unknown domain may use half of the sessions, a domain whose attempts are quick may use all, and a domain whose
//! attempts hang may use half, then fewer with each slow attempt. Pure: time is an argument.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use mail::EmailAddress;

/// An attempt that takes at least this long is slow.
const SLOW: SignedDuration = SignedDuration::from_secs(10);
/// Maximum number of times the share of a slow domain is halved.
const MAX_SLOWNESS: u32 = 4;
/// Above this number, domains without an attempt under way are forgotten: quick ones first, all of them above twice the
/// number.
const MAX_REMEMBERED: usize = 1_024;

/// The recipient domains of the attempts under way, and how fast earlier attempts were.
#[derive(Clone, Debug, Default)]
pub struct DomainShare {
    domains: HashMap<String, Domain>,
}

#[derive(Clone, Debug, Default)]
struct Domain {
    /// When each attempt under way began.
    under_way: Vec<Timestamp>,
    /// The last attempt was quick.
    is_quick: bool,
    /// Slow attempts minus quick ones since, from 0 to [`MAX_SLOWNESS`].
    slowness: u32,
}

/// The domains of the recipients, in lower case.
pub fn domains(recipients: &[EmailAddress]) -> BTreeSet<String> {
    recipients.iter().map(|recipient| recipient.domain().to_ascii_lowercase()).collect()
}

impl DomainShare {
    /// Whether another attempt for `domains` may begin, with `sessions` available to bulk mail.
    pub fn allows(&self, domains: &BTreeSet<String>, sessions: usize, now: Timestamp) -> bool {
        domains
            .iter()
            .filter_map(|domain| self.domains.get(domain))
            .all(|domain| domain.under_way.len() < domain.share(sessions, now))
    }

    /// Records that an attempt for `domains` begins.
    pub fn begin(&mut self, domains: &BTreeSet<String>, now: Timestamp) {
        for domain in domains {
            self.domains.entry(domain.clone()).or_default().under_way.push(now);
        }
    }

    /// Records that an attempt for `domains` that began at `since` ended.
    pub fn end(&mut self, domains: &BTreeSet<String>, since: Timestamp, now: Timestamp) {
        for name in domains {
            let Some(domain) = self.domains.get_mut(name) else { continue };
            if let Some(at) = domain.under_way.iter().position(|began| *began == since) {
                domain.under_way.swap_remove(at);
            }
            domain.is_quick = now.duration_since(since) < SLOW;
            domain.slowness = match domain.is_quick {
                true => domain.slowness.saturating_sub(1),
                false => (domain.slowness + 1).min(MAX_SLOWNESS),
            };
        }
        if self.domains.len() > MAX_REMEMBERED {
            self.domains.retain(|_, domain| !domain.under_way.is_empty() || domain.slowness > 0);
        }
        if self.domains.len() > 2 * MAX_REMEMBERED {
            self.domains.retain(|_, domain| !domain.under_way.is_empty());
        }
    }

    /// Adjusts to a clock that was set back by `by`.
    pub fn set_back(&mut self, by: Duration) {
        for at in self.domains.values_mut().flat_map(|domain| &mut domain.under_way) {
            *at -= by;
        }
    }
}

impl Domain {
    fn share(&self, sessions: usize, now: Timestamp) -> usize {
        let is_hanging = self.under_way.iter().any(|began| now.duration_since(*began) >= SLOW);
        if self.is_quick && self.slowness == 0 && !is_hanging {
            return sessions.max(1);
        }
        ((sessions / 2) >> self.slowness).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Timestamp {
        let noon: Timestamp = "2026-11-22T12:00:00Z".parse().expect("a time");
        noon + Duration::from_secs(seconds)
    }

    fn one(domain: &str) -> BTreeSet<String> {
        BTreeSet::from([domain.to_owned()])
    }

    /// Begins attempts while they are allowed, and returns how many began.
    fn fill(share: &mut DomainShare, domain: &str, sessions: usize, second: u64) -> usize {
        let domains = one(domain);
        let mut begun = 0;
        while share.allows(&domains, sessions, at(second)) {
            share.begin(&domains, at(second));
            begun += 1;
        }
        begun
    }

    #[test]
    fn an_unknown_domain_gets_half_and_a_quick_one_all() {
        let mut share = DomainShare::default();
        let domains = one("quick.example");
        share.begin(&domains, at(0));
        assert_eq!(fill(&mut share, "quick.example", 8, 0), 3, "four with the first");
        share.end(&domains, at(0), at(1));
        assert_eq!(fill(&mut share, "quick.example", 8, 1), 5, "eight with the three under way");
    }

    #[test]
    fn a_hanging_domain_gets_half_then_fewer_and_others_are_not_delayed() {
        let mut share = DomainShare::default();
        assert_eq!(fill(&mut share, "tarpit.example", 8, 0), 4);
        assert_eq!(fill(&mut share, "other.example", 8, 0), 4);
        share.end(&one("tarpit.example"), at(0), at(120));
        share.end(&one("tarpit.example"), at(0), at(120));
        assert!(!share.allows(&one("tarpit.example"), 8, at(120)), "two hang, and one is its share");
        share.end(&one("tarpit.example"), at(0), at(120));
        share.end(&one("tarpit.example"), at(0), at(120));
        assert_eq!(fill(&mut share, "tarpit.example", 8, 120), 1);
    }

    #[test]
    fn every_domain_may_use_one_session() {
        let mut share = DomainShare::default();
        assert_eq!(fill(&mut share, "slow.example", 1, 0), 1);
        share.end(&one("slow.example"), at(0), at(300));
        assert_eq!(fill(&mut share, "slow.example", 1, 300), 1);
    }

    #[test]
    fn a_message_to_several_domains_needs_a_share_of_each() {
        let mut share = DomainShare::default();
        fill(&mut share, "tarpit.example", 4, 0);
        let both = BTreeSet::from(["tarpit.example".to_owned(), "other.example".to_owned()]);
        assert!(!share.allows(&both, 4, at(0)));
        assert!(share.allows(&one("other.example"), 4, at(0)));
    }
}
