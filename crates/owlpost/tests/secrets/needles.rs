//! The encodings of a secret: plain, Base64 at each offset, hexadecimal and percent-encoded.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

/// A secret, and the only places where it may be.
pub struct Secret {
    pub name: &'static str,
    pub bytes: Vec<u8>,
    /// Names of evidence that must contain it, which also shows that the search works.
    pub may_be_in: Vec<String>,
    /// Names of evidence that may contain it for a while.
    pub perhaps_in: &'static [&'static str],
}

/// Something that was written or sent.
pub struct Evidence {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Every encoding with its name. Of Base64, only the part that does not depend on neighbouring bytes.
pub fn forms(secret: &[u8]) -> Vec<(String, Vec<u8>)> {
    let hex = |upper: bool| -> String {
        secret.iter().map(|byte| if upper { format!("{byte:02X}") } else { format!("{byte:02x}") }).collect()
    };
    let percent = |upper: bool| -> String {
        secret.iter().map(|byte| if upper { format!("%{byte:02X}") } else { format!("%{byte:02x}") }).collect()
    };
    let mut forms = vec![
        ("clear".to_owned(), secret.to_vec()),
        ("hex".to_owned(), hex(false).into_bytes()),
        ("HEX".to_owned(), hex(true).into_bytes()),
        ("percent".to_owned(), percent(false).into_bytes()),
        ("PERCENT".to_owned(), percent(true).into_bytes()),
    ];
    for offset in 0..3 {
        // Characters that contain bits of a neighbour are left out at both ends.
        let padded = [&b"\0\0"[..offset], secret].concat();
        let text = BASE64_STANDARD.encode(&padded);
        let first = (offset * 8).div_ceil(6);
        let sure = padded.len() * 8 / 6;
        let core = text[first..sure].to_owned();
        forms.push((format!("base64url at {offset}"), core.replace('+', "-").replace('/', "_").into_bytes()));
        forms.push((format!("base64 at {offset}"), core.into_bytes()));
    }
    forms
}

/// The encoding in which `text` contains the secret, if any.
fn found(secret: &[u8], text: &str) -> Option<String> {
    let in_it = |form: &[u8]| {
        assert!(form.len() >= 11, "a form too short would be found by accident");
        text.contains(&searchable(form))
    };
    forms(secret).into_iter().find(|(_, form)| in_it(form)).map(|(name, _)| name)
}

/// Each byte as a character: searching text is much faster than searching bytes.
fn searchable(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

/// Secrets found where they must not be, and secrets missing where they must be.
pub fn complaints(secrets: &[Secret], evidence: &[Evidence]) -> Vec<String> {
    let mut complaints = Vec::new();
    let texts: Vec<String> = evidence.iter().map(|one| searchable(&one.bytes)).collect();
    for secret in secrets {
        for (one, text) in evidence.iter().zip(&texts) {
            let may = secret.may_be_in.contains(&one.name);
            match (found(&secret.bytes, text), may) {
                (Some(_), false) if secret.perhaps_in.contains(&one.name.as_str()) => {}
                (Some(form), false) => complaints.push(format!("{} is in {} ({form})", secret.name, one.name)),
                (None, true) => complaints.push(format!("{} is not in {}: the search is blind", secret.name, one.name)),
                _ => {}
            }
        }
        for place in &secret.may_be_in {
            if !evidence.iter().any(|one| one.name == *place) {
                complaints.push(format!("there is no evidence called {place}"));
            }
        }
    }
    complaints
}

#[test]
fn a_planted_secret_is_found_in_every_encoding_and_at_every_offset() {
    let secret = b"Zx81qKp02LmNw7Tr";
    for before in 0..6 {
        let planted = [&b"abcdef"[..before], secret, b"xyz"].concat();
        let encoded = BASE64_STANDARD.encode(&planted);
        for text in [encoded.replace('+', "-").replace('/', "_"), encoded] {
            let log = format!("INFO something {text} else");
            assert!(found(secret, &log).is_some_and(|form| form.starts_with("base64")), "offset {before}");
        }
    }
    for (name, form) in forms(secret) {
        let log = [b"before ", &form[..], b" after"].concat();
        assert!(found(secret, &searchable(&log)).is_some(), "{name}");
    }
    assert_eq!(found(secret, "Zx81qKp02LmNw7T and nothing else"), None);
}

#[test]
fn a_complaint_names_the_secret_the_place_and_the_encoding() {
    let secret = |may_be_in: &[&str]| Secret {
        name: "the password",
        bytes: b"Zx81qKp02LmNw7Tr".to_vec(),
        may_be_in: may_be_in.iter().map(ToString::to_string).collect(),
        perhaps_in: &["wal"],
    };
    let evidence = |name: &str, bytes: &[u8]| Evidence { name: name.to_owned(), bytes: bytes.to_vec() };
    let log = [evidence("log", b"login with Zx81qKp02LmNw7Tr")];
    assert_eq!(complaints(&[secret(&[])], &log), ["the password is in log (clear)"]);
    assert_eq!(complaints(&[secret(&["log"])], &log), Vec::<String>::new());
    assert_eq!(complaints(&[secret(&[])], &[evidence("wal", b"Zx81qKp02LmNw7Tr")]), Vec::<String>::new());
    let clean = [evidence("log", b"nothing")];
    assert_eq!(complaints(&[secret(&["log"])], &clean), ["the password is not in log: the search is blind"]);
    assert_eq!(complaints(&[secret(&["page"])], &clean), ["there is no evidence called page"]);
}
