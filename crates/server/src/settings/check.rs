//! From what was typed to checked settings: every rule of the page *Email Settings*, every fault at once.
//!
//! Pure: what is stored comes in as an argument, and whether a new password must be sealed goes out.

use mail::{DisplayName, EmailAddress, Fault, Security};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use secrecy::{ExposeSecret, SecretString};

use super::email_settings::{AllowedSender, EmailSettings, From, Method, Pace, PasswordMethod};
use super::input::{FromInput, NumberInput, PaceInput, PasswordInput, SecretInput, SettingsInput};
use super::{DEFAULT_PORT, mechanism_of};
use crate::config::host::{Host, is_loopback};

/// Settings that passed, and what becomes of the password.
#[derive(Debug)]
pub(super) struct Checked {
    pub settings: EmailSettings,
    pub password: PasswordChange,
}

/// What becomes of the stored password.
#[derive(Clone, Debug)]
pub(super) enum PasswordChange {
    /// It stays as it is, if there is one: its destination is the same.
    Keep,
    /// There is none any more.
    Remove,
    /// This one is sealed for the destination.
    Set(SecretString),
}

/// Longest name, username or password; longer ones are pasted by mistake.
const LONGEST_TEXT: usize = 512;
/// Longest PEM: a chain of a few certificates.
const LONGEST_PEM: usize = 64 * 1024;
/// Most entries of the allowed-senders list.
const MOST_ALLOWED: usize = 1_000;

/// Checks `input` against what is `stored`.
pub(super) fn check(input: SettingsInput, stored: &EmailSettings) -> Result<Checked, Vec<Fault>> {
    let mut faults = Faults::default();
    let method = match input.method.as_deref() {
        None => stored.method,
        Some(name) => faults.take("method", method(name)).unwrap_or(stored.method),
    };
    let automatic_bcc = match input.automatic_bcc.as_deref().map(str::trim) {
        None => stored.automatic_bcc.clone(),
        Some(text) => faults.address("automatic_bcc", text),
    };
    let from = match input.from {
        None => stored.from.clone(),
        Some(typed) => check_from(typed, &mut faults),
    };
    let (password, change) = match input.password {
        None => (stored.password.clone(), PasswordChange::Keep),
        Some(typed) => check_password(typed, stored.password.as_ref(), &mut faults),
    };
    let pace = match input.pace {
        None => stored.pace,
        Some(typed) => check_pace(&typed, &mut faults),
    };
    let settings = EmailSettings {
        method,
        automatic_bcc,
        automatic_bcc_api: input.automatic_bcc_api.unwrap_or(stored.automatic_bcc_api),
        automatic_bcc_submission: input.automatic_bcc_submission.unwrap_or(stored.automatic_bcc_submission),
        from,
        password,
        pace,
    };
    complete(&settings, &mut faults);
    faults.none(Checked { settings, password: change })
}

/// Whether stored settings could be active again; asked before a restore.
pub(super) fn check_complete(settings: &EmailSettings) -> Result<(), Vec<Fault>> {
    let mut faults = Faults::default();
    complete(settings, &mut faults);
    faults.none(())
}

/// What the chosen method cannot do without. What is wrong already is not called missing as well.
fn complete(settings: &EmailSettings, faults: &mut Faults) {
    if settings.method != Method::Password {
        return;
    }
    if settings.from.email.is_none() {
        faults.add("from.email", "a From address is needed: write the address that mail is sent from");
    }
    match &settings.password {
        None => faults.add("password.host", "a mail server is needed: write its name, like `smtp.example.com`"),
        Some(password) if !password.username.is_empty() && !password.password_set => faults.add(
            "password.password",
            "the password is missing: type it, or leave the username empty for a relay that asks for none",
        ),
        Some(_) => {}
    }
}

fn check_from(typed: FromInput, faults: &mut Faults) -> From {
    let pieces = typed.allowed.iter().flat_map(|entry| entry.split([',', ';', ' ', '\t', '\r', '\n']));
    let mut allowed = Vec::new();
    for piece in pieces.map(str::trim).filter(|piece| !piece.is_empty()) {
        if let Some(sender) = faults.take("from.allowed", allowed_sender(piece))
            && !allowed.contains(&sender)
        {
            allowed.push(sender);
        }
    }
    if allowed.len() > MOST_ALLOWED {
        faults.add(
            "from.allowed",
            format!("{} entries: allow a domain rather than more than {MOST_ALLOWED}", allowed.len()),
        );
    }
    From {
        email: faults.address("from.email", &typed.email),
        name: faults.name("from.name", &typed.name),
        reply_to: faults.address("from.reply_to", &typed.reply_to),
        allowed,
    }
}

fn allowed_sender(piece: &str) -> Result<AllowedSender, String> {
    let domain = piece.strip_prefix('@').unwrap_or(piece);
    if domain.contains('@') {
        return EmailAddress::parse(piece).map(AllowedSender::Address).map_err(|error| error.to_string());
    }
    match Host::parse(domain) {
        Ok(Host::Name(name)) if name.contains('.') => Ok(AllowedSender::Domain(name)),
        _ => Err(format!("`{piece}` is neither an address nor a domain: write `sales@example.com` or `example.com`")),
    }
}

fn check_pace(typed: &PaceInput, faults: &mut Faults) -> Pace {
    Pace {
        connections: faults.limit("pace.connections", &typed.connections, 100),
        messages_per_minute: faults.limit("pace.messages_per_minute", &typed.messages_per_minute, 1_000_000),
        recipients_per_day: faults.limit("pace.recipients_per_day", &typed.recipients_per_day, 1_000_000_000),
        recipients_per_message: faults.limit("pace.recipients_per_message", &typed.recipients_per_message, 1_000),
    }
}

fn check_password(
    typed: PasswordInput,
    stored: Option<&PasswordMethod>,
    faults: &mut Faults,
) -> (Option<PasswordMethod>, PasswordChange) {
    let before = faults.found.len();
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
        if faults.found.len() > before {
            // `complete` must not call a faulty host missing; the faults are answered, and nothing of this is stored.
            return (stored.cloned(), PasswordChange::Keep);
        }
        return (None, PasswordChange::Remove);
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
        PasswordChange::Set(_) => true,
        PasswordChange::Keep => stored.is_some_and(|stored| stored.password_set),
        PasswordChange::Remove => false,
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
) -> PasswordChange {
    match typed {
        SecretInput::Set(_) if method.username.is_empty() => {
            faults.add("password.username", "a password without a username: write the username, or leave both empty");
            PasswordChange::Remove
        }
        SecretInput::Set(password) => {
            let text = password.expose_secret();
            if text.contains(['\r', '\n', '\0']) {
                faults.add("password.password", "the password holds a line break: paste it again without it");
            } else if text.len() > LONGEST_TEXT {
                faults.add(
                    "password.password",
                    format!("the password is longer than {LONGEST_TEXT} bytes: paste the password alone"),
                );
            }
            PasswordChange::Set(password)
        }
        SecretInput::Remove => PasswordChange::Remove,
        SecretInput::Keep if method.username.is_empty() => PasswordChange::Remove,
        SecretInput::Keep => match stored.filter(|stored| stored.password_set) {
            Some(stored) if !stored.same_destination(method) => {
                faults.add(
                    "password.password",
                    "type the password again: host, port, security or username changed since it was saved, and a stored password is never sent to another destination",
                );
                PasswordChange::Keep
            }
            Some(_) => PasswordChange::Keep,
            None => PasswordChange::Remove,
        },
    }
}

fn method(name: &str) -> Result<Method, String> {
    match name.trim() {
        "builtin" => Ok(Method::Builtin),
        "password" => Ok(Method::Password),
        "oauth" => Err("OAuth 2.0 is not supported by this version: choose `builtin` or `password`".to_owned()),
        other => Err(format!("`{other}` is no method: choose `builtin` or `password`")),
    }
}

fn security(name: &str) -> Result<Security, String> {
    match name.trim() {
        "" | "implicit_tls" => Ok(Security::ImplicitTls),
        "starttls" => Ok(Security::Starttls),
        "none" => Ok(Security::None),
        other => Err(format!("`{other}` is no security: choose `implicit_tls`, `starttls` or `none`")),
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

fn ca_certificate(text: &str) -> Result<Option<String>, String> {
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

/// Faults found so far, by field of the API's JSON.
#[derive(Default)]
struct Faults {
    found: Vec<Fault>,
}

impl Faults {
    /// Notes a fault; one for each field, the first found.
    fn add(&mut self, field: &str, message: impl Into<String>) {
        if field == "from.allowed" || !self.found.iter().any(|fault| fault.field == field) {
            self.found.push(Fault { field: field.to_owned(), message: message.into() });
        }
    }

    fn take<T>(&mut self, field: &str, result: Result<T, String>) -> Option<T> {
        result.map_err(|message| self.add(field, message)).ok()
    }

    fn none<T>(self, value: T) -> Result<T, Vec<Fault>> {
        if self.found.is_empty() { Ok(value) } else { Err(self.found) }
    }

    /// An address, or nothing where the field is empty.
    fn address(&mut self, field: &str, text: &str) -> Option<EmailAddress> {
        match text.trim() {
            "" => None,
            text => self.take(field, EmailAddress::parse(text).map_err(|error| error.to_string())),
        }
    }

    /// A display name, or nothing where the field is empty.
    fn name(&mut self, field: &str, text: &str) -> Option<DisplayName> {
        match text.trim() {
            "" => None,
            text => self.take(field, DisplayName::parse(text).map_err(|error| error.to_string())),
        }
    }

    /// One line of text, or nothing where the field is empty.
    fn text(&mut self, field: &str, text: &str) -> Option<String> {
        let text = text.trim();
        if text.chars().any(char::is_control) {
            self.add(field, "this holds a line break or another control character: write it as one line");
        } else if text.len() > LONGEST_TEXT {
            self.add(field, format!("this is longer than {LONGEST_TEXT} bytes: write a shorter one"));
        } else if !text.is_empty() {
            return Some(text.to_owned());
        }
        None
    }

    /// A number, or nothing where the field is empty or 0.
    fn number(&mut self, field: &str, typed: &NumberInput, least: u32, most: u32) -> Option<u32> {
        match typed.0.trim() {
            "" | "0" => None,
            text => {
                let number = text.parse().ok().filter(|number| (least..=most).contains(number));
                self.take(field, number.ok_or_else(|| format!("`{text}` is no whole number from {least} to {most}")))
            }
        }
    }

    fn limit(&mut self, field: &str, typed: &NumberInput, most: u32) -> Option<u32> {
        self.number(field, typed, 1, most)
    }
}

#[cfg(test)]
mod tests;
