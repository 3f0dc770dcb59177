//! Passwords: checking new ones, and their argon2id hashes.
//!
//! Length and guessability count (NIST SP 800-63B section 3.1.1): at least 12 characters, not easily guessed, no rules
//! on kinds of characters. One hash takes 19 MiB and about 40 ms, so few run at once, off the async threads, and their
//! queue is short: a flood of sign-ins is refused instead of filling memory.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use argon2::password_hash::{Error as HashError, PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use mail::Fault;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;
use zxcvbn::Score;

use super::{AccountsError, fault, texts};
use clock::Random;

/// Minimum number of characters.
pub(super) const MIN_CHARS: usize = 12;
/// Maximum number of bytes: long enough for any passphrase, and short enough that hashing takes no more time.
pub(super) const MAX_BYTES: usize = 1024;
/// The lowest accepted score. It stands for at least 10^8 guesses, more than an attacker can make by signing in.
const MIN_SCORE: Score = Score::Three;
/// Number of characters at the beginning of a password whose strength is estimated, so that the estimate takes
/// milliseconds. If the beginning is strong, the password is.
const ESTIMATED_CHARS: usize = 64;

/// OWASP's recommendation for argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Maximum number of concurrent hashes: they take 38 MiB.
const AT_ONCE: usize = 2;
/// Maximum number of hashes running and queued: the last waits about a second.
const QUEUE: usize = 50;

/// Verified if an address has no account, so that known and unknown addresses take the same time. Made with the
/// parameters above from an unknown password.
const PLACEHOLDER_HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$b3dscG9zdCBub2JvZHkgIQ$0KbVZzpw1fdsUMpVRpPBpYQoYnkZZ7ClCLIvkRBAvUA";

/// Hashes and verifies, with limits on memory and queue length.
pub(super) struct Passwords {
    random: Random,
    running: Arc<Semaphore>,
    queue: Semaphore,
    done: Arc<AtomicU64>,
}

impl Passwords {
    pub(super) fn new(random: Random) -> Self {
        Self {
            random,
            running: Arc::new(Semaphore::new(AT_ONCE)),
            queue: Semaphore::new(QUEUE),
            done: Arc::new(AtomicU64::new(0)),
        }
    }

    /// A hash with a new salt, in PHC form.
    pub(super) async fn hash(&self, password: SecretString) -> Result<String, AccountsError> {
        let salt = self.random.bytes::<16>();
        self.work(move |argon2| {
            let hash = argon2.hash_password_with_salt(password.expose_secret().as_bytes(), &salt)?;
            Ok(hash.to_string())
        })
        .await
    }

    /// Whether `password` matches the stored hash. `None` takes the same time and returns `false`.
    pub(super) async fn verify(&self, password: SecretString, stored: Option<String>) -> Result<bool, AccountsError> {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| PLACEHOLDER_HASH.to_owned());
        let right = self
            .work(move |argon2| match argon2.verify_password(password.expose_secret().as_bytes(), stored.as_str()) {
                Ok(()) => Ok(true),
                Err(HashError::PasswordInvalid) => Ok(false),
                Err(error) => Err(error),
            })
            .await?;
        Ok(known && right)
    }

    /// The number of hashes computed so far.
    #[cfg(test)]
    pub(super) fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    async fn work<T, F>(&self, hash: F) -> Result<T, AccountsError>
    where
        T: Send + 'static,
        F: FnOnce(Argon2<'static>) -> Result<T, HashError> + Send + 'static,
    {
        let Ok(_place) = self.queue.try_acquire() else {
            return Err(AccountsError::TooMany { seconds: 2 });
        };
        // The permit moves to the thread: if the call is cancelled, its memory is still in use.
        let permit = self.running.clone().acquire_owned().await.map_err(|error| AccountsError::Hash(error.into()))?;
        let done = self.done.clone();
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            done.fetch_add(1, Ordering::Relaxed);
            hash(argon2id()?)
        })
        .await
        .map_err(|error| AccountsError::Hash(error.into()))?
        .map_err(|error| AccountsError::Hash(error.into()))
    }
}

fn argon2id() -> Result<Argon2<'static>, HashError> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Checks a new password. `email` counts as an easy guess.
pub fn check(password: &SecretString, email: &str, faults: &mut Vec<Fault>) {
    let text = password.expose_secret();
    let chars = text.chars().count();
    if chars < MIN_CHARS {
        faults.push(fault("password", texts::password_too_short(chars, MIN_CHARS)));
    } else if text.len() > MAX_BYTES {
        faults.push(fault("password", texts::password_too_long(MAX_BYTES)));
    } else if is_easily_guessed(text, email) {
        faults.push(fault("password", texts::password_easily_guessed()));
    }
}

fn is_easily_guessed(text: &str, email: &str) -> bool {
    let email = email.trim().to_lowercase();
    let name = email.split('@').next().unwrap_or_default();
    let end = text.char_indices().nth(ESTIMATED_CHARS).map_or(text.len(), |(at, _)| at);
    text.to_lowercase() == email || zxcvbn::zxcvbn(&text[..end], &[&email, name, "owlpost"]).score() < MIN_SCORE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_password(text: &str, expected: Option<&str>) {
        let mut faults = Vec::new();
        check(&SecretString::from(text), "ann@example.com", &mut faults);
        let code = faults.first().map(|fault| fault.text.code());
        assert_eq!(code, expected, "{text}");
    }

    #[test]
    fn a_password_is_checked_for_length_and_guessability() {
        check_password("correct horse battery", None);
        check_password("zwölf Zeichen", None);
        check_password("elevenchars", Some("password_too_short"));
        check_password("", Some("password_too_short"));
        check_password("123456789012", Some("password_easily_guessed"));
        check_password("QWERTYUIOP[]", Some("password_easily_guessed"));
        check_password("abababababab", Some("password_easily_guessed"));
        check_password("Passw0rd!2026", Some("password_easily_guessed"));
        check_password("owlpostowlpost", Some("password_easily_guessed"));
        check_password("ann@example.com1", Some("password_easily_guessed"));
        check_password("Ann@Example.COM", Some("password_easily_guessed"));
        check_password(&"long ".repeat(205), Some("password_too_long"));
    }

    #[test]
    fn the_placeholder_hash_costs_as_much_as_a_real_one() {
        let real = argon2id().expect("valid parameters").hash_password_with_salt(b"x", &[7; 16]).expect("hashes");
        let parameters = |text: &str| text.split('$').take(4).collect::<Vec<_>>().join("$");
        assert_eq!(parameters(PLACEHOLDER_HASH), parameters(&real.to_string()));
        assert_eq!(PLACEHOLDER_HASH.len(), real.to_string().len());
    }
}
