//! The method *Username and password*: the server, and the change of the stored password.

use mail::{Security, Text, quoted};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use secrecy::SecretString;

use super::faults::FaultCollector;
use super::{MAX_TEXT_BYTES, SecretChange, SecretFault, secret_fault, security};
use crate::email_settings::PasswordMethod;
use crate::input::{PasswordInput, SecretInput};
use crate::{DEFAULT_PORT, mechanism_of, texts};
use config::host::{Host, is_loopback};

/// Maximum size of a PEM text in kB (1,000 bytes): a chain of several certificates.
const MAX_PEM_KB: usize = 64;

/// Checks the input against the stored method.
pub fn check(
    typed: PasswordInput,
    stored: Option<&PasswordMethod>,
    faults: &mut FaultCollector,
) -> (Option<PasswordMethod>, SecretChange) {
    let before = faults.count();
    let host = match typed.host.trim() {
        "" => None,
        text => faults.value_of("password.host", Host::parse(text)).map(|host| host.text()),
    };
    let port = faults.port("password.port", &typed.port);
    let before_username = faults.count();
    let username = faults.text("password.username", &typed.username).unwrap_or_default();
    let has_no_username = username.is_empty() && faults.count() == before_username;
    let security = faults.value_of("password.security", security(&typed.security)).unwrap_or(Security::ImplicitTls);
    let ehlo = faults.value_of("password.ehlo", ehlo(&typed.ehlo)).flatten();
    let mechanism = faults.value_of("password.mechanism", mechanism_of(&typed.mechanism)).flatten();
    let ca_certificate = faults.value_of("password.ca_certificate", ca_certificate(&typed.ca_certificate)).flatten();
    let is_faulty = faults.count() > before;
    if let SecretInput::Set(password) = &typed.password {
        if has_no_username {
            faults.add("password.username", texts::settings_password_without_username());
        } else {
            password_faults(password, faults);
        }
    }
    let Some(host) = host else {
        if is_faulty {
            // `complete` must not report a faulty host as missing. The faults are reported, and nothing of this is
            // stored.
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
        faults.add("password.security", texts::settings_password_without_tls());
    }
    (Some(method), change)
}

/// Reports what is wrong with a typed password, regardless of the other fields.
fn password_faults(password: &SecretString, faults: &mut FaultCollector) {
    match secret_fault(password) {
        Some(SecretFault::LineBreak) => faults.add("password.password", texts::settings_password_line_break()),
        Some(SecretFault::TooLong) => {
            faults.add("password.password", texts::settings_password_too_long(MAX_TEXT_BYTES));
        }
        Some(SecretFault::Masked) => faults.add("password.password", texts::settings_secret_masked()),
        None => {}
    }
}

/// Decides about the password. A stored one is only sent to the destination that it was entered for.
fn password_change(
    typed: SecretInput,
    method: &PasswordMethod,
    stored: Option<&PasswordMethod>,
    faults: &mut FaultCollector,
) -> SecretChange {
    match typed {
        SecretInput::Set(_) if method.username.is_empty() => SecretChange::Remove,
        SecretInput::Set(password) => SecretChange::Set(password),
        SecretInput::Remove => SecretChange::Remove,
        SecretInput::Keep if method.username.is_empty() => SecretChange::Remove,
        SecretInput::Keep => match stored.filter(|stored| stored.password_set) {
            Some(stored) if !stored.same_destination(method) => {
                faults.add("password.password", texts::settings_password_destination_changed());
                SecretChange::Keep
            }
            Some(_) => SecretChange::Keep,
            None => SecretChange::Remove,
        },
    }
}

fn ehlo(text: &str) -> Result<Option<String>, Text> {
    match text.trim() {
        "" => Ok(None),
        text => match Host::parse(text)? {
            host if is_loopback(&host.text()) => Err(texts::settings_ehlo_loopback(quoted(text))),
            Host::Name(name) => Ok(Some(name)),
            // RFC 5321 section 4.1.3.
            Host::Address(std::net::IpAddr::V4(address)) => Ok(Some(format!("[{address}]"))),
            Host::Address(std::net::IpAddr::V6(address)) => Ok(Some(format!("[IPv6:{address}]"))),
        },
    }
}

/// A CA certificate in PEM, or `None` if the field is empty.
pub fn ca_certificate(text: &str) -> Result<Option<String>, Text> {
    let text = config::pem::plain(text);
    let text = text.as_str();
    if text.is_empty() {
        return Ok(None);
    }
    if text.len() > MAX_PEM_KB * 1_000 {
        return Err(texts::settings_certificate_too_long(MAX_PEM_KB));
    }
    if text.contains("PRIVATE KEY-----") {
        return Err(texts::settings_certificate_private_key());
    }
    let certificates: Vec<CertificateDer<'_>> = CertificateDer::pem_slice_iter(text.as_bytes())
        .collect::<Result<_, _>>()
        .map_err(|_| texts::settings_certificate_invalid())?;
    let (added, ignored) = rustls::RootCertStore::empty().add_parsable_certificates(certificates);
    if added == 0 || ignored > 0 { Err(texts::settings_certificate_invalid()) } else { Ok(Some(text.to_owned())) }
}

/// Reports missing values.
pub fn complete(method: Option<&PasswordMethod>, faults: &mut FaultCollector) {
    match method {
        None => faults.add("password.host", texts::settings_mail_server_missing()),
        Some(password) if !password.username.is_empty() && !password.password_set => {
            faults.add("password.password", texts::settings_password_missing());
        }
        Some(_) => {}
    }
}
