//! Rate limits for strangers: per address and per client network.
//!
//! Every sign-in attempt counts, before the password is checked. The limits are leaky buckets (GCRA) in memory; their
//! number is limited, and a restart resets them. A stranger who uses up an address's attempts must not lock its owner
//! out, so only the limit of the network applies to networks from which the address has signed in before.

use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Sign-in attempts for one address: 10 at once, then one a minute.
const ADDRESS: Rate = Rate { burst: 10, every_ms: 60_000 };
/// Sign-in attempts from one network: 30 at once, then one every ten seconds.
const NETWORK: Rate = Rate { burst: 30, every_ms: 10_000 };
/// Letters to one address requested by strangers: 3 at once, then one every ten minutes.
const LETTERS_TO_ADDRESS: Rate = Rate { burst: 3, every_ms: 600_000 };
/// Letters requested from one network: 10 at once, then one a minute.
const LETTERS_OF_NETWORK: Rate = Rate { burst: 10, every_ms: 60_000 };
/// Invitations from one workspace: 200 at once, then one every ten seconds.
const INVITATIONS: Rate = Rate { burst: 200, every_ms: 10_000 };
/// Maximum number of stored addresses, and of stored networks.
const REMEMBERED: usize = 10_000;

/// The limit on sign-in attempts.
#[derive(Default)]
pub(super) struct SignInLimit {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    addresses: Buckets<String>,
    networks: Buckets<IpAddr>,
    known_clients: KnownClients<String>,
}

impl SignInLimit {
    /// Counts an attempt. The error is the number of seconds until the next is allowed.
    pub(super) fn take(&self, email_key: &str, client: IpAddr, now_ms: i64) -> Result<(), u64> {
        let mut state = self.lock();
        let network = network_of(client);
        state.networks.take(network, NETWORK, now_ms)?;
        let pair = (email_key.to_owned(), network);
        if state.known_clients.set.contains(&pair) { Ok(()) } else { state.addresses.take(pair.0, ADDRESS, now_ms) }
    }

    /// Called after a successful sign-in: resets the attempts of the address and records its network as known.
    pub(super) fn succeeded(&self, email_key: &str, client: IpAddr) {
        let mut state = self.lock();
        state.addresses.full_at_ms.remove(email_key);
        state.known_clients.add((email_key.to_owned(), network_of(client)));
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The limit on letters: sign-up, reset, validation, change of address, invitation.
#[derive(Default)]
pub struct LetterLimit {
    state: Mutex<Letters>,
}

#[derive(Default)]
struct Letters {
    addresses: Buckets<String>,
    networks: Buckets<IpAddr>,
    workspaces: Buckets<uuid::Uuid>,
}

impl LetterLimit {
    /// Counts a letter to an address requested by `client`, whether or not the address is known. The error is the
    /// number of seconds until the next is allowed.
    pub fn take(&self, email_key: &str, client: IpAddr, now_ms: i64) -> Result<(), u64> {
        let mut state = self.lock();
        state.networks.take(network_of(client), LETTERS_OF_NETWORK, now_ms)?;
        state.addresses.take(email_key.to_owned(), LETTERS_TO_ADDRESS, now_ms)
    }

    /// Counts an invitation from a workspace. The error is the number of seconds until the next is allowed.
    pub fn take_invitation(&self, workspace: uuid::Uuid, now_ms: i64) -> Result<(), u64> {
        self.lock().workspaces.take(workspace, INVITATIONS, now_ms)
    }

    fn lock(&self) -> MutexGuard<'_, Letters> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The limit on refused logins of programs (SMTP submission).
///
/// A program logs in for each connection, so only refusals count, and nobody who is right is slowed down: a password is 256
/// random bits, which cannot be guessed, so it is always checked. What is limited is how often a program that is wrong is
/// answered at once.
#[derive(Default)]
pub(super) struct ProgramLoginLimit {
    state: Mutex<RefusedLogins>,
}

#[derive(Default)]
struct RefusedLogins {
    /// By the hash of the user name: programs behind one address are told apart by it, where it says something.
    names: Buckets<([u8; 32], IpAddr)>,
    networks: Buckets<IpAddr>,
}

impl ProgramLoginLimit {
    /// Counts a refused login, given by the hash of the user name. Whether it is one too many.
    pub(super) fn is_exceeded_by(&self, name: &[u8; 32], client: IpAddr, now_ms: i64) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let network = network_of(client);
        let of_network = state.networks.take(network, NETWORK, now_ms);
        state.names.take((*name, network), ADDRESS, now_ms).is_err() || of_network.is_err()
    }
}

/// The limits on calls with API keys.
#[derive(Default)]
pub(super) struct KeyCalls {
    state: Mutex<Buckets<uuid::Uuid>>,
}

impl KeyCalls {
    /// Counts a call with a key that may make `limit` calls a minute. The error is the number of seconds until the next
    /// is allowed.
    pub(super) fn take(&self, key: uuid::Uuid, limit: u32, now_ms: i64) -> Result<(), u64> {
        self.lock().take(key, Self::rate(limit), now_ms)
    }

    /// The number of calls that may be made with the key at once.
    pub(super) fn left(&self, key: uuid::Uuid, limit: u32, now_ms: i64) -> u32 {
        let rate = Self::rate(limit);
        let full_at = self.lock().full_at_ms.get(&key).copied().unwrap_or(now_ms);
        let used = (full_at - now_ms).max(0).unsigned_abs().div_ceil(rate.every_ms.unsigned_abs());
        limit.saturating_sub(u32::try_from(used).unwrap_or(u32::MAX))
    }

    fn rate(limit: u32) -> Rate {
        Rate { burst: limit.into(), every_ms: (60_000 / i64::from(limit.max(1))).max(1) }
    }

    fn lock(&self) -> MutexGuard<'_, Buckets<uuid::Uuid>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The network that counts as one client: a single IPv4 address, or an IPv6 /64, the smallest network a subscriber
/// gets.
pub fn network_of(client: IpAddr) -> IpAddr {
    match client.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
    }
}

#[derive(Clone, Copy)]
struct Rate {
    burst: i64,
    every_ms: i64,
}

/// For each key, the time at which its bucket is full again; a missing key has a full bucket.
struct Buckets<K> {
    full_at_ms: HashMap<K, i64>,
}

impl<K> Default for Buckets<K> {
    fn default() -> Self {
        Self { full_at_ms: HashMap::new() }
    }
}

impl<K: Clone + Eq + Hash> Buckets<K> {
    fn take(&mut self, key: K, rate: Rate, now_ms: i64) -> Result<(), u64> {
        self.evict(now_ms);
        let empty_ms = rate.burst * rate.every_ms;
        // Limited to an empty bucket: if the clock was set back, the wait is one interval, not the difference.
        let was_full_at = self.full_at_ms.get(&key).map_or(now_ms, |at| (*at).clamp(now_ms, now_ms + empty_ms));
        let full_at = was_full_at + rate.every_ms;
        let wait_ms = full_at - now_ms - empty_ms;
        if wait_ms > 0 {
            self.full_at_ms.insert(key, was_full_at);
            return Err(wait_ms.unsigned_abs().div_ceil(1000));
        }
        self.full_at_ms.insert(key, full_at);
        Ok(())
    }

    /// Removes full buckets; if all are in use, removes the fullest half.
    fn evict(&mut self, now_ms: i64) {
        if self.full_at_ms.len() < REMEMBERED {
            return;
        }
        self.full_at_ms.retain(|_, at| *at > now_ms);
        if self.full_at_ms.len() >= REMEMBERED {
            let mut times: Vec<i64> = self.full_at_ms.values().copied().collect();
            let (_, median, _) = times.select_nth_unstable(REMEMBERED / 2);
            let median = *median;
            self.full_at_ms.retain(|_, at| *at > median);
        }
    }
}

/// Who signed in, with the network. The oldest is removed first.
struct KnownClients<K> {
    set: HashSet<(K, IpAddr)>,
    order: VecDeque<(K, IpAddr)>,
}

impl<K> Default for KnownClients<K> {
    fn default() -> Self {
        Self { set: HashSet::new(), order: VecDeque::new() }
    }
}

impl<K: Clone + Eq + Hash> KnownClients<K> {
    fn add(&mut self, pair: (K, IpAddr)) {
        if !self.set.insert(pair.clone()) {
            return;
        }
        self.order.push_back(pair);
        if self.order.len() > REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.set.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: &str = "192.0.2.1";

    fn tries(limit: &SignInLimit, email: &str, client: &str, now_ms: i64) -> (usize, u64) {
        let client = client.parse().expect("an address");
        for made in 0.. {
            if let Err(seconds) = limit.take(email, client, now_ms) {
                return (made, seconds);
            }
        }
        unreachable!("the limit ends the loop")
    }

    #[test]
    fn an_address_has_ten_attempts_and_then_one_a_minute() {
        let limit = SignInLimit::default();
        assert_eq!(tries(&limit, "ann@example.com", HOME, 0), (10, 60));
        assert_eq!(tries(&limit, "ann@example.com", HOME, 59_999), (0, 1));
        assert_eq!(tries(&limit, "ann@example.com", HOME, 60_000), (1, 60));
    }

    #[test]
    fn setting_the_clock_back_locks_nobody_out() {
        let limit = SignInLimit::default();
        tries(&limit, "ann@example.com", HOME, 1_000_000_000);
        assert_eq!(tries(&limit, "ann@example.com", HOME, 0), (0, 10), "its network's interval");
        assert_eq!(tries(&limit, "ann@example.com", HOME, 10_000), (0, 60), "its own");
        assert_eq!(tries(&limit, "ann@example.com", HOME, 70_000).0, 1);
    }

    #[test]
    fn a_network_has_thirty_attempts_over_all_addresses() {
        let limit = SignInLimit::default();
        let network = |host: u32| IpAddr::from(Ipv6Addr::from_bits(0x2001_0db8 << 96 | u128::from(host)));
        for host in 0..30 {
            assert_eq!(limit.take(&format!("{host}@example.com"), network(host), 0), Ok(()));
        }
        assert_eq!(limit.take("next@example.com", network(99), 0), Err(10));
        assert_eq!(limit.take("next@example.com", "2001:db8:0:1::1".parse().expect("an address"), 0), Ok(()));
    }

    #[test]
    fn refused_logins_of_programs_count_by_user_name_and_network() {
        let limit = ProgramLoginLimit::default();
        let client = |host: u8| IpAddr::from([192, 0, 2, host]);
        let until_exceeded = |name: u8, host: u8, now_ms: i64| {
            (0..).find(|_| limit.is_exceeded_by(&[name; 32], client(host), now_ms)).expect("there is an end")
        };
        assert_eq!(until_exceeded(7, 1, 0), 10);
        assert_eq!(until_exceeded(7, 2, 0), 10, "the same name elsewhere is another program");
        assert_eq!(until_exceeded(8, 1, 0), 10, "another program behind the address");
        assert_eq!(until_exceeded(9, 1, 0), 8, "30 of the network, with the two that were too many");
        assert_eq!(until_exceeded(7, 2, 60_000), 1);
    }

    #[test]
    fn an_address_gets_three_letters_and_a_network_causes_ten() {
        let limit = LetterLimit::default();
        let client = |host: u8| IpAddr::from([192, 0, 2, host]);
        for _ in 0..3 {
            assert_eq!(limit.take("ann@example.com", client(1), 0), Ok(()));
        }
        assert_eq!(limit.take("ann@example.com", client(2), 0), Err(600), "from elsewhere as well");
        for number in 0..7 {
            assert_eq!(limit.take(&format!("{number}@example.com"), client(1), 0), Ok(()));
        }
        assert_eq!(limit.take("next@example.com", client(1), 0), Err(60));
        assert_eq!(limit.take("next@example.com", client(1), 60_000), Ok(()));
    }

    #[test]
    fn a_key_makes_a_minutes_calls_at_once_and_then_one_per_interval() {
        let calls = KeyCalls::default();
        let key = uuid::Uuid::from_u128(1);
        assert_eq!(calls.left(key, 3, 0), 3);
        for left in [2, 1, 0] {
            assert_eq!((calls.take(key, 3, 0), calls.left(key, 3, 0)), (Ok(()), left));
        }
        assert_eq!(calls.take(key, 3, 0), Err(20));
        assert_eq!((calls.take(key, 3, 20_000), calls.left(key, 3, 20_000)), (Ok(()), 0));
    }

    #[test]
    fn a_mapped_ipv4_address_is_the_ipv4_address() {
        let plain: IpAddr = HOME.parse().expect("an address");
        assert_eq!(network_of("::ffff:192.0.2.1".parse().expect("an address")), plain);
    }

    #[test]
    fn strangers_cannot_lock_the_owner_out() {
        let limit = SignInLimit::default();
        let home: IpAddr = HOME.parse().expect("an address");
        limit.succeeded("ann@example.com", home);
        assert_eq!(tries(&limit, "ann@example.com", "198.51.100.7", 0).0, 10);
        assert_eq!(limit.take("ann@example.com", home, 0), Ok(()));
    }

    #[test]
    fn the_number_of_buckets_is_limited_and_the_busiest_are_kept() {
        let mut buckets = Buckets::default();
        for _ in 0..ADDRESS.burst {
            buckets.take(u32::MAX, ADDRESS, 0).expect("within the burst");
        }
        for key in 0..50_000_u32 {
            buckets.take(key, ADDRESS, 0).expect("a first try");
        }
        assert!(buckets.full_at_ms.len() <= REMEMBERED);
        assert_eq!(buckets.take(u32::MAX, ADDRESS, 0), Err(60));
    }
}
