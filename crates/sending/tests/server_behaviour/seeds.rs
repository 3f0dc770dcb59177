//! Servers that misbehave by seed: whatever they do, nothing is lost, nobody is stormed, and all mail leaves once they
//! work.

use std::collections::BTreeSet;
use std::time::Duration;

use queue::{Kind, State};

use crate::server::Rules;
use crate::support::TestLoop;

/// How many seeds run by default; `OWLPOST_SEEDS` asks for more.
const SEEDS: u64 = 6;
/// How long a server misbehaves, in seconds.
const MISBEHAVES: u64 = 900;
/// The most connections in a minute: growing pauses, and one more session now and then.
const MAX_CONNECTIONS_PER_MINUTE: usize = 24;

/// SplitMix64, so that a seed says everything about a run.
struct RandomNumbers(u64);

impl RandomNumbers {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides
    }

    fn rules(&mut self) -> Rules {
        Rules {
            max_sessions: [1, 2, 3, 5, usize::MAX][self.roll(5) as usize],
            refuses_connections: self.roll(5) == 0,
            refuses_one_in: [None, Some(2), Some(3), Some(7)][self.roll(4) as usize],
            refuses_logins: self.roll(6) == 0,
            message_takes: Duration::from_secs([0, 0, 1, 5, 40][self.roll(5) as usize]),
            silent_domains: if self.roll(3) == 0 { BTreeSet::from(["d1.example"]) } else { BTreeSet::new() },
            hangs_up_at: if self.roll(3) == 0 { BTreeSet::from(["n3@d0.example"]) } else { BTreeSet::new() },
            trouble_at: if self.roll(3) == 0 { BTreeSet::from(["n4@d1.example"]) } else { BTreeSet::new() },
            trouble_from: BTreeSet::new(),
        }
    }
}

async fn run(seed: u64) {
    let mut dice = RandomNumbers(seed);
    let connections = 1 + dice.roll(6);
    let test = TestLoop::start(&format!(r#"{{"connections": {connections}}}"#), dice.rules()).await;
    let mut ids = Vec::new();
    for number in 0..30 {
        ids.push(test.accept(&format!("n{number}@d{}.example", number % 3)).await);
    }
    for _ in 0..MISBEHAVES / 60 {
        if dice.roll(3) == 0 {
            let rules = dice.rules();
            test.server.change(|current| *current = rules);
        }
        if dice.roll(4) == 0 {
            let to = format!("urgent{}@d2.example", dice.roll(1_000));
            ids.push(test.accept_kind(Kind::PasswordReset, &[&to], None).await);
        }
        let before = test.server.log(|log| log.connections.len());
        test.run_for(60, 10).await;
        let made = test.server.log(|log| log.connections.len()) - before;
        assert!(made <= MAX_CONNECTIONS_PER_MINUTE, "seed {seed}: {made} connections in a minute");
    }
    test.server.change(|rules| *rules = Rules::default());
    for _ in 0..120 {
        test.run_for(60, 30).await;
        let mut waiting = 0;
        for id in &ids {
            waiting += test.states(*id).await.iter().filter(|state| **state != State::Sent).count();
        }
        if waiting == 0 {
            return;
        }
    }
    let mut left = Vec::new();
    for id in &ids {
        left.extend(test.detail(*id).await.deliveries.into_iter().filter(|delivery| delivery.state != State::Sent));
    }
    panic!("seed {seed}: not sent two hours after the server works again: {left:?}");
}

#[tokio::test]
async fn whatever_a_server_does_all_mail_leaves_when_it_works_again() {
    let seeds = std::env::var("OWLPOST_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(SEEDS);
    for seed in 1..=seeds {
        run(seed).await;
    }
}
