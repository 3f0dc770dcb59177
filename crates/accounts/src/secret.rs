//! Random secrets and their stored hashes.
//!
//! 256 random bits cannot be guessed, so an unsalted SHA-256 is enough for storage. Secrets are looked up by their
//! hash, so the timing of a comparison in the database can reveal only the hash, not the secret.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::SecretString;
use sha2::{Digest, Sha256};

use clock::Random;

/// Number of characters of a key: 62^43 > 2^256.
const KEY_CHARS: usize = 43;
const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The stored hash of a secret.
pub fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// 256 random bits, encoded for cookies and links.
pub fn token(random: &Random) -> SecretString {
    SecretString::from(URL_SAFE_NO_PAD.encode(random.bytes::<32>()))
}

/// `prefix` and 43 letters and digits: selected by one double click, and recognised by secret scanners.
pub(super) fn key(random: &Random, prefix: &str) -> SecretString {
    let mut text = String::with_capacity(prefix.len() + KEY_CHARS);
    text.push_str(prefix);
    while text.len() < prefix.len() + KEY_CHARS {
        // Bytes from 248 on are discarded; otherwise the first eight characters would be more likely than the others.
        let usable = random.bytes::<64>().into_iter().filter(|byte| *byte < 248);
        let room = prefix.len() + KEY_CHARS - text.len();
        text.extend(usable.take(room).map(|byte| char::from(BASE62[usize::from(byte % 62)])));
    }
    SecretString::from(text)
}

/// Whether `text` has the form of a [`key`]. Others are refused without a database lookup.
pub(super) fn looks_like_key(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix)
        .is_some_and(|rest| rest.len() == KEY_CHARS && rest.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}
