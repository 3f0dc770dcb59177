//! The method *Username and password*: the server as typed, and what becomes of the stored password.

use mail::Security;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use super::faults::Faults;
use super::{SecretChange, one_line, security};
use crate::email_settings::PasswordMethod;
use crate::input::{PasswordInput, SecretInput};
use crate::{DEFAULT_PORT, mechanism_of};
use config::host::{Host, is_loopback};

/// Longest PEM: a chain of a few certificates.
const LONGEST_PEM: usize = 64 * 1024;

/// Checks what was typed against what is stored.
pub fn check(
    typed: PasswordInput,
    stored: Option<&PasswordMethod>,
    faults: &mut Faults,
) -> (Option<PasswordMethod>, SecretChange) {
    let before = faults.count();
    let host = match typed.host.trim() {
        "" => None,
        text => faults.take("password.host", Host::parse(text)).map(|host| host.text()),
    };
    let port = faults.number("password.port", &typed.port, 1, u32::from(u16::MAX));
    let username = faults.text("password.username", &typed.username).unwrap_or_default();
    let security = faults.take("password.security", security(&typed.security)).unwrap_or(Security::ImplicitTls);
    let ehlo = faults.take("password.ehlo", ehlo(&typed.ehlo)).flatten();
    let mechanism = faults.take("password.mechanism", mechanism_of(&typed.mechanism)).flatten();
    let ca_certificate = faults.take("password.ca_certificate", ca_certificate(&typed.ca_certificate)).flatten();
    let Some(host) = host else {
        if faults.count() > before {
            // `complete` must not call a faulty host missing; the faults are answered, and nothing of this is stored.
            return (stored.cloned(), SecretChange::Keep);
        }
        return (None, SecretChange::Remove);
    };
    let mut method = PasswordMethod {
        host,
        port: port.and_then(|port| u16::try_from(port).ok()).unwrap_or(DEFAULT_PORT),
        username,
        password_set: false,
        security,
        ehlo,
        mechanism,
        ca_certificate,
        allow_insecure_password: typed.allow_insecure_password,
    };
    let change = password_change(typed.password, &method, stored, faults);
    method.password_set = match &change {
        SecretChange::Set(_) => true,
        SecretChange::Keep => stored.is_some_and(|stored| stored.password_set),
        SecretChange::Remove => false,
    };
    let in_clear = method.security == Security::None && method.password_set && !is_loopback(&method.host);
    if in_clear && !method.allow_insecure_password {
        faults.add(
            "password.security",
            "the password would travel unencrypted: choose `implicit_tls` or `starttls`, or confirm the risk with `allow_insecure_password`",
        );
    }
    (Some(method), change)
}

/// Decides about the password. A stored one is never sent to another destination than the one it was typed for.
fn password_change(
    typed: SecretInput,
    method: &PasswordMethod,
    stored: Option<&PasswordMethod>,
    faults: &mut Faults,
) -> SecretChange {
    match typed {
        SecretInput::Set(_) if method.username.is_empty() => {
            faults.add("password.username", "a password without a username: write the username, or leave both empty");
            SecretChange::Remove
        }
        SecretInput::Set(password) => {
            one_line(&password, "password.password", "password", faults);
            SecretChange::Set(password)
        }
        SecretInput::Remove => SecretChange::Remove,
        SecretInput::Keep if method.username.is_empty() => SecretChange::Remove,
        SecretInput::Keep => match stored.filter(|stored| stored.password_set) {
            Some(stored) if !stored.same_destination(method) => {
                faults.add(
                    "password.password",
                    "type the password again: host, port, security or username changed since it was saved, and a stored password is never sent to another destination",
                );
                SecretChange::Keep
            }
            Some(_) => SecretChange::Keep,
            None => SecretChange::Remove,
        },
    }
}

fn ehlo(text: &str) -> Result<Option<String>, String> {
    match text.trim() {
        "" => Ok(None),
        text => match Host::parse(text)? {
            host if is_loopback(&host.text()) => Err(format!(
                "`{text}` is refused by many servers: write the name of this machine as others know it, or leave it empty"
            )),
            Host::Name(name) => Ok(Some(name)),
            // RFC 5321 §4.1.3.
            Host::Address(std::net::IpAddr::V4(address)) => Ok(Some(format!("[{address}]"))),
            Host::Address(std::net::IpAddr::V6(address)) => Ok(Some(format!("[IPv6:{address}]"))),
        },
    }
}

pub fn ca_certificate(text: &str) -> Result<Option<String>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if text.len() > LONGEST_PEM {
        return Err(format!("longer than {} KiB: paste the CA's certificate alone", LONGEST_PEM / 1024));
    }
    if text.contains("PRIVATE KEY-----") {
        return Err(
            "this holds a private key: paste the certificate alone, and keep the key where it belongs".to_owned()
        );
    }
    let wrong =
        "this is no certificate in PEM: paste the text from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----";
    let certificates: Vec<CertificateDer<'_>> =
        CertificateDer::pem_slice_iter(text.as_bytes()).collect::<Result<_, _>>().map_err(|_| wrong.to_owned())?;
    let (taken, refused) = rustls::RootCertStore::empty().add_parsable_certificates(certificates);
    if taken == 0 || refused > 0 { Err(wrong.to_owned()) } else { Ok(Some(text.to_owned())) }
}

/// What the method cannot do without.
pub fn complete(method: Option<&PasswordMethod>, faults: &mut Faults) {
    match method {
        None => faults.add("password.host", "a mail server is needed: write its name, like `smtp.example.com`"),
        Some(password) if !password.username.is_empty() && !password.password_set => faults.add(
            "password.password",
            "the password is missing: type it, or leave the username empty for a relay that asks for none",
        ),
        Some(_) => {}
    }
}
