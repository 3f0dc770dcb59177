//! Any bytes in the place of a certificate: no panic, and names of a length that can be shown.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[allow(dead_code)]
#[path = "../../src/smtp/certificate.rs"]
mod certificate;

fuzz_target!(|bytes: &[u8]| {
    if let Some(facts) = certificate::Facts::read(bytes) {
        assert!(facts.issuer.as_ref().is_none_or(|issuer| issuer.chars().count() <= 100));
        assert!(!facts.last_day().is_empty());
    }
});
