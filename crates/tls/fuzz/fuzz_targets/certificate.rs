//! Arbitrary bytes as a certificate: no panic, and issuer names of bounded length.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[allow(dead_code)]
#[path = "../../src/certificate.rs"]
mod certificate;

fuzz_target!(|bytes: &[u8]| {
    if let Some(info) = certificate::CertificateInfo::read(bytes) {
        assert!(info.issuer.as_ref().is_none_or(|issuer| issuer.chars().count() <= 100));
        assert!(!info.last_day().is_empty());
    }
});
