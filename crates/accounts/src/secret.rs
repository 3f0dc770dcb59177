//! Random secrets and their stored hashes.
//!
//! 256 random bits cannot be guessed, so a plain SHA-256 is enough at rest (no salt, no slow hash) and can be looked
//! up by index: the timing of a comparison in the database could reveal only the hash, not the secret.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::SecretString;
use sha2::{Digest, Sha256};

use clock::Random;

/// Characters of a secret: 62^43 > 2^256.
const KEY_CHARS: usize = 43;
const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The stored hash of a secret.
pub fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// 256 random bits, encoded for a cookie or a link.
pub fn token(random: &Random) -> SecretString {
    SecretString::from(URL_SAFE_NO_PAD.encode(random.bytes::<32>()))
}

/// `prefix` and 43 letters and digits: selected by one double click, and found by secret scanners.
pub(super) fn key(random: &Random, prefix: &str) -> SecretString {
    let mut text = String::with_capacity(prefix.len() + KEY_CHARS);
    text.push_str(prefix);
    while text.len() < prefix.len() + KEY_CHARS {
        // Bytes from 248 on are discarded, or the first eight characters would be more likely than the others.
        let usable = random.bytes::<64>().into_iter().filter(|byte| *byte < 248);
        let room = prefix.len() + KEY_CHARS - text.len();
        text.extend(usable.take(room).map(|byte| char::from(BASE62[usize::from(byte % 62)])));
    }
    SecretString::from(text)
}

/// Whether `text` has the form of a [`key`]; others are refused without a database lookup.
pub(super) fn looks_like_key(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix)
        .is_some_and(|rest| rest.len() == KEY_CHARS && rest.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}
