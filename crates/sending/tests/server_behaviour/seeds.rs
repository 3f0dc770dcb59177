//! A day with a server that misbehaves at random: whatever it does, nothing is lost or sent twice, the server is not
//! flooded, urgent mail does not wait, attempts are bounded, and all mail is sent once the server works.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use queue::{Delivery, Id, Kind, State};

use crate::server::{Log, Rules};
use crate::support::TestLoop;

/// How many seeds run by default; `OWLPOST_SEEDS` selects another number (`100`) or a range (`100..200`).
const SEEDS: u64 = 6;
/// How long the server misbehaves: a day without its last hours.
const MISBEHAVES: SignedDuration = SignedDuration::from_hours(21);
/// Maximum connections in any 60 s: probes with growing delays, and one more session now and then.
const MAX_CONNECTIONS_PER_MINUTE: usize = 24;
/// Maximum refused logins in any hour.
const MAX_REFUSED_LOGINS_PER_HOUR: usize = 24;
/// The delivery of an urgent message begins within this time: a bulk attempt that hangs is ended after 30 s.
const URGENT_WITHIN: SignedDuration = SignedDuration::from_secs(35);
/// The longest step of the clock while an urgent message waits: a session sends one message in each step, so longer
/// steps would simulate a server that takes minutes for one message.
const URGENT_STEP: u64 = 10;

/// SplitMix64, so that the seed alone determines a run.
struct RandomNumbers(u64);

impl RandomNumbers {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides
    }

    fn one_in(&mut self, sides: u64) -> bool {
        self.roll(sides) == 0
    }

    fn names(&mut self, names: &[&'static str]) -> BTreeSet<&'static str> {
        names.iter().copied().filter(|_| self.one_in(3)).collect()
    }

    fn rules(&mut self) -> Rules {
        Rules {
            max_sessions: [1, 2, 3, 5, usize::MAX][self.roll(5) as usize],
            refuses_connections: self.one_in(6),
            refuses_one_in: [None, None, Some(2), Some(3), Some(7)][self.roll(5) as usize],
            refuses_logins: self.one_in(8),
            message_takes: Duration::from_secs([0, 0, 1, 5, 40][self.roll(5) as usize]),
            silent_domains: self.names(&["d1.example"]),
            hangs_up_at: self.names(&["n3@d0.example", "n8@d2.example"]),
            trouble_at: self.names(&["n4@d1.example", "n5@d2.example"]),
            trouble_from: BTreeSet::new(),
            refuses: BTreeSet::from(["n6@d0.example"]),
            greylists: if self.one_in(4) { Some(Duration::from_secs(300)) } else { None },
            daily_quota: if self.one_in(5) { Some(20 + self.roll(40) as usize) } else { None },
        }
    }
}

/// An urgent message that was accepted while nothing kept the server from accepting it.
struct Urgent {
    recipient: String,
    accepted_at: Timestamp,
    /// The time that the messages before it take: one of bulk mail, and all waiting urgent ones.
    behind: SignedDuration,
    /// When the server was last checked.
    looked_at: Timestamp,
}

/// One day of one seed.
struct Day {
    seed: u64,
    dice: RandomNumbers,
    test: TestLoop,
    ids: Vec<Id>,
    /// The recipients of all urgent messages.
    urgent_recipients: Vec<String>,
    /// The urgent messages whose wait is checked.
    urgent: Vec<Urgent>,
    /// Since when the server has been good enough for urgent mail.
    is_fair_since: Option<Timestamp>,
}

impl Day {
    async fn start(seed: u64) -> Self {
        let mut dice = RandomNumbers(seed);
        let connections = 1 + dice.roll(8);
        let limits = format!(r#"{{"connections": {connections}}}"#);
        let test = TestLoop::start_in_memory(&limits, dice.rules()).await;
        Self {
            seed,
            dice,
            test,
            ids: Vec::new(),
            urgent_recipients: Vec::new(),
            urgent: Vec::new(),
            is_fair_since: None,
        }
    }

    /// Simulates half an hour: mail is accepted, the rules may change, and the clock is turned in steps of many sizes.
    async fn half_hour(&mut self) {
        if self.dice.one_in(2) {
            let rules = self.dice.rules();
            self.test.server.change(|current| *current = rules);
            self.is_fair_since = None;
        }
        for _ in 0..self.dice.roll(6) {
            let number = self.ids.len();
            self.ids.push(self.test.accept_from(number % 5, &format!("n{number}@d{}.example", number % 3)).await);
        }
        let steps: &[u64] = if self.is_idle() { &[600, 600, 600] } else { &[1, 4, 10, 15, 30, 60, 180, 600, 900] };
        for step in steps.iter().copied() {
            if self.dice.one_in(8) {
                self.accept_urgent().await;
                self.test.settle_briefly().await;
            }
            self.turn(step).await;
        }
    }

    /// Turns the clock, in short steps while an urgent message waits.
    async fn turn(&mut self, seconds: u64) {
        let mut left = seconds;
        while left > 0 {
            let step = if self.urgent.is_empty() { left } else { left.min(URGENT_STEP) };
            left -= step;
            self.test.clock.turn(Duration::from_secs(step));
            self.test.settle_briefly().await;
            self.check_urgent();
        }
    }

    /// Whether the server has accepted or refused all mail.
    fn is_idle(&self) -> bool {
        self.ids.len() == self.test.accepted() + self.refused()
    }

    /// The messages whose recipient the server has refused.
    fn refused(&self) -> usize {
        self.test.server.log(|log| log.permanently_refused.len())
    }

    /// How many urgent messages have not left.
    fn waiting_urgent(&self) -> usize {
        let left = |log: &Log| self.urgent_recipients.iter().filter(|name| log.accepted.contains_key(*name)).count();
        self.urgent_recipients.len() - self.test.server.log(left)
    }

    async fn accept_urgent(&mut self) {
        let number = self.ids.len();
        let recipient = format!("urgent{number}@u.example");
        self.ids.push(self.test.accept_kind(Kind::PasswordReset, &[&recipient], None).await);
        self.urgent_recipients.push(recipient.clone());
        let (now, is_paused) = (self.test.now(), self.test.settings.is_paused());
        let (is_fair, takes) = self.test.server.rules(|rules| (is_fair(rules), rules.message_takes));
        let is_over_quota = self.test.server.log(|log| log.is_over_quota);
        if is_fair && !is_paused && !is_over_quota {
            let since = *self.is_fair_since.get_or_insert(now);
            if now.duration_since(since) > SignedDuration::from_secs(120) {
                let takes = SignedDuration::try_from(takes).expect("a duration");
                let behind = takes * (1 + self.waiting_urgent() as i32);
                self.urgent.push(Urgent { recipient, accepted_at: now, behind, looked_at: now });
            }
        } else {
            self.is_fair_since = None;
        }
    }

    /// Checks that no urgent message waits too long while the server is good enough for it.
    fn check_urgent(&mut self) {
        let (now, is_paused) = (self.test.now(), self.test.settings.is_paused());
        if self.is_fair_since.is_none() || is_paused {
            self.urgent.clear();
            return;
        }
        let (seed, server) = (self.seed, self.test.server.clone());
        self.urgent.retain_mut(|urgent| {
            let has_begun = server.log(|log| log.tried.contains_key(&urgent.recipient));
            // Measured to the previous check, because the loop acts at the end of a step.
            let waited = urgent.looked_at.duration_since(urgent.accepted_at);
            let within = URGENT_WITHIN + urgent.behind;
            assert!(has_begun || waited <= within, "seed {seed}: urgent mail waits for {waited}");
            urgent.looked_at = now;
            !has_begun
        });
    }

    async fn deliveries(&self) -> Vec<Delivery> {
        self.test.deliveries(&self.ids).await
    }

    /// Checks what must be true at any time.
    async fn check(&self) {
        let seed = self.seed;
        self.test.server.log(|log| {
            let twice: Vec<_> = log.times_accepted.iter().filter(|(_, times)| **times > 1).collect();
            assert!(twice.is_empty(), "seed {seed}: accepted twice: {twice:?}");
            let minute = most_within(&log.connections, SignedDuration::from_secs(60));
            assert!(minute <= MAX_CONNECTIONS_PER_MINUTE, "seed {seed}: {minute} connections in a minute");
            let hour = most_within(&log.refused_logins, SignedDuration::from_hours(1));
            assert!(hour <= MAX_REFUSED_LOGINS_PER_HOUR, "seed {seed}: {hour} refused logins in an hour");
        });
        for delivery in self.deliveries().await {
            let name = delivery.recipient.expose();
            let (is_accepted, tried) =
                self.test.server.log(|log| (log.accepted.contains_key(name), log.tried.get(name).copied()));
            assert_eq!(delivery.state == State::Sent, is_accepted, "seed {seed}: {delivery:?}");
            // The delays grow to an hour.
            let most = 8 + MISBEHAVES.as_hours() as u32 + 4;
            assert!(delivery.attempts <= most, "seed {seed}: {} attempts", delivery.attempts);
            let tried = tried.unwrap_or(0);
            assert!(tried <= 2 * delivery.attempts as usize + 8, "seed {seed}: tried {tried} times, {delivery:?}");
        }
    }

    /// Lets the server work and waits until all mail is sent.
    async fn end(&self) {
        self.test.server.change(|rules| {
            *rules = Rules { refuses: BTreeSet::from(["n6@d0.example"]), ..Rules::default() };
        });
        for _ in 0..60 {
            for _ in 0..4 {
                self.test.clock.turn(Duration::from_secs(60));
                self.test.settle_briefly().await;
            }
            if self.is_idle() {
                return;
            }
        }
        let mut left = self.deliveries().await;
        left.retain(|delivery| !matches!(delivery.state, State::Sent | State::Failed));
        panic!("seed {}: not sent four hours after the server works again: {left:?}", self.seed);
    }
}

/// Whether urgent mail can leave: sessions and logins are not refused, and its recipients are not deferred.
fn is_fair(rules: &Rules) -> bool {
    !rules.refuses_connections
        && !rules.refuses_logins
        && rules.refuses_one_in.is_none()
        && rules.greylists.is_none()
        && rules.daily_quota.is_none()
}

/// The maximum number of `times`, in ascending order, within any span.
fn most_within(times: &[Timestamp], span: SignedDuration) -> usize {
    let mut first = 0;
    let mut most = 0;
    for (last, at) in times.iter().enumerate() {
        while at.duration_since(times[first]) >= span {
            first += 1;
        }
        most = most.max(last + 1 - first);
    }
    most
}

async fn run(seed: u64) {
    let mut day = Day::start(seed).await;
    let until = day.test.now() + MISBEHAVES;
    while day.test.now() < until {
        day.half_hour().await;
    }
    day.check().await;
    day.end().await;
    day.check().await;
}

/// The selected seeds.
fn seeds() -> std::ops::RangeInclusive<u64> {
    let selected = std::env::var("OWLPOST_SEEDS").unwrap_or_default();
    match selected.split_once("..") {
        Some((first, last)) => first.parse().expect("a number")..=last.parse().expect("a number"),
        None => 1..=selected.parse().unwrap_or(SEEDS),
    }
}

#[tokio::test]
async fn whatever_a_server_does_for_a_day_all_mail_is_sent_once_it_works_again() {
    let mut failed = Vec::new();
    for seed in seeds() {
        // The others are run as well; each prints its own reason.
        if tokio::spawn(run(seed)).await.is_err() {
            failed.push(seed);
        }
    }
    assert!(failed.is_empty(), "seeds {failed:?}");
}
