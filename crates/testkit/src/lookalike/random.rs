//! Random codes, tokens and ids, as long as the real ones.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::{SecureRandom, SystemRandom};
use sha2::{Digest, Sha256};

/// Random bytes in Base64url.
pub(super) fn text(bytes: usize) -> String {
    let mut random = vec![0; bytes];
    SystemRandom::new().fill(&mut random).expect("the machine has randomness");
    URL_SAFE_NO_PAD.encode(random)
}

/// A random GUID.
pub(super) fn guid() -> String {
    guid_of(&text(16))
}

/// A GUID derived from this text.
pub(super) fn guid_of(text: &str) -> String {
    let hex: String = Sha256::digest(text).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{}-4{}-a{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..])
}

/// 21 digits derived from this text, like Google's ids of accounts.
pub(super) fn digits_of(text: &str) -> String {
    let digest = Sha256::digest(text);
    std::iter::once('1').chain(digest.iter().take(20).map(|byte| char::from(b'0' + byte % 10))).collect()
}
