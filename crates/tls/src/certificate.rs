//! Reads validity and issuer of a certificate, for error messages.
//!
//! Parses only the DER that this needs (X.690, RFC 5280 section 4.1). Verifies nothing; rustls does that.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// Validity and issuer of one certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CertificateInfo {
    /// The first moment of its validity.
    pub(crate) not_before: Timestamp,
    /// The last moment of its validity.
    pub(crate) not_after: Timestamp,
    /// The issuer's common name, or its organization if it has none.
    pub(crate) issuer: Option<String>,
    /// Issuer and subject are equal.
    pub(crate) self_signed: bool,
}

impl CertificateInfo {
    /// Reads a certificate; `None` if the bytes are not one.
    pub(crate) fn read(certificate: &[u8]) -> Option<Self> {
        let mut outer = Der(certificate);
        let mut certificate = Der(outer.take(SEQUENCE)?);
        let mut signed = Der(certificate.take(SEQUENCE)?);
        if signed.tag() == Some(VERSION) {
            signed.take(VERSION)?;
        }
        signed.take(INTEGER)?; // The serial number.
        signed.take(SEQUENCE)?; // The signature's algorithm.
        let issuer = signed.take(SEQUENCE)?;
        let mut validity = Der(signed.take(SEQUENCE)?);
        let subject = signed.take(SEQUENCE)?;
        Some(Self {
            not_before: validity.time()?,
            not_after: validity.time()?,
            issuer: name(issuer),
            self_signed: issuer == subject,
        })
    }

    /// The last day of its validity, UTC: `2027-03-01`.
    pub(crate) fn last_day(&self) -> String {
        day(self.not_after)
    }
}

/// A day in UTC: `2027-03-01`.
pub(crate) fn day(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).date().to_string()
}

const INTEGER: u8 = 0x02;
const OBJECT_ID: u8 = 0x06;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
/// `[0] EXPLICIT Version`.
const VERSION: u8 = 0xa0;

const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
const ORGANIZATION: &[u8] = &[0x55, 0x04, 0x0a];

/// The DER that has not been read yet.
struct Der<'a>(&'a [u8]);

impl<'a> Der<'a> {
    fn tag(&self) -> Option<u8> {
        self.0.first().copied()
    }

    /// The contents of the next element, which must have this tag.
    fn take(&mut self, tag: u8) -> Option<&'a [u8]> {
        let (found, contents) = self.any()?;
        (found == tag).then_some(contents)
    }

    fn any(&mut self) -> Option<(u8, &'a [u8])> {
        let (&tag, rest) = self.0.split_first()?;
        let (&first, rest) = rest.split_first()?;
        let (length, rest) = match first {
            0..=0x7f => (usize::from(first), rest),
            // Certificates are small: no length takes more than four bytes.
            0x81..=0x84 => {
                let (length, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
                (length.iter().fold(0usize, |sum, &byte| sum << 8 | usize::from(byte)), rest)
            }
            _ => return None,
        };
        let (contents, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some((tag, contents))
    }

    /// `YYMMDDHHMMSSZ` or `YYYYMMDDHHMMSSZ` (RFC 5280 section 4.1.2.5).
    fn time(&mut self) -> Option<Timestamp> {
        let (tag, contents) = self.any()?;
        let text = std::str::from_utf8(contents).ok()?.strip_suffix('Z')?;
        let digits = match tag {
            // Two-digit years are those from 1950 to 2049.
            UTC_TIME if text.get(..2)? < "50" => format!("20{text}"),
            UTC_TIME => format!("19{text}"),
            GENERALIZED_TIME => text.to_owned(),
            _ => return None,
        };
        let moment = DateTime::strptime("%Y%m%d%H%M%S", digits).ok()?;
        moment.to_zoned(TimeZone::UTC).ok().map(|moment| moment.timestamp())
    }
}

/// The common name of a distinguished name, or its organization.
fn name(distinguished: &[u8]) -> Option<String> {
    let mut organization = None;
    let mut sets = Der(distinguished);
    while let Some(set) = sets.take(SET) {
        let mut pair = Der(Der(set).take(SEQUENCE)?);
        let kind = pair.take(OBJECT_ID)?;
        let (_, value) = pair.any()?;
        let text = || String::from_utf8_lossy(value).chars().filter(|c| !c.is_control()).take(100).collect();
        match kind {
            COMMON_NAME => return Some(text()),
            ORGANIZATION => organization = Some(text()),
            _ => {}
        }
    }
    organization
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rcgen::{CertificateParams, DnType, KeyPair, date_time_ymd};

    fn certificate() -> Vec<u8> {
        let mut params = CertificateParams::new(vec!["mail.example.com".to_owned()]).expect("a name");
        params.distinguished_name.push(DnType::OrganizationName, "Example");
        params.distinguished_name.push(DnType::CommonName, "Example Mail");
        params.not_before = date_time_ymd(2020, 1, 2);
        params.not_after = date_time_ymd(2061, 3, 4);
        let key = KeyPair::generate().expect("a key");
        params.self_signed(&key).expect("a certificate").der().to_vec()
    }

    #[test]
    fn reads_validity_and_issuer() {
        let info = CertificateInfo::read(&certificate()).expect("a certificate");
        assert_eq!(day(info.not_before), "2020-01-02");
        assert_eq!(info.last_day(), "2061-03-04", "years after 2049 are written with four digits");
        assert_eq!(info.issuer.as_deref(), Some("Example Mail"));
        assert!(info.self_signed);
    }

    #[test]
    fn returns_none_for_other_bytes() {
        assert_eq!(CertificateInfo::read(b""), None);
        assert_eq!(CertificateInfo::read(b"\x30\x84\xff\xff\xff\xff"), None);
        let whole = certificate();
        for cut in 0..whole.len() {
            assert_eq!(CertificateInfo::read(&whole[..cut]), None, "cut at {cut}");
        }
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_do_not_panic(flips in prop::collection::vec((0usize..400, any::<u8>()), 1..20)) {
            let mut bytes = certificate();
            for (at, value) in flips {
                let at = at % bytes.len();
                bytes[at] = value;
            }
            let info = CertificateInfo::read(&bytes);
            prop_assert!(info.is_none_or(|info| info.issuer.is_none_or(|issuer| issuer.chars().count() <= 100)));
        }
    }
}
