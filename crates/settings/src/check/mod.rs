//! From what was typed to checked settings: every rule of the page *Email Settings*, every fault at once.
//!
//! Pure: what is stored comes in as an argument, and whether new secrets must be sealed goes out.

mod faults;
mod oauth;
mod password;

use mail::{EmailAddress, Fault, Security};
use secrecy::{ExposeSecret, SecretString};

use super::email_settings::{AllowedSender, EmailSettings, From, Method, Pace};
use super::input::{FromInput, PaceInput, SettingsInput};
use config::host::Host;
use faults::Faults;
pub(super) use oauth::mechanism as bearer_mechanism;

/// Settings that passed, and what becomes of their secrets.
#[derive(Debug)]
pub(super) struct Checked {
    pub settings: EmailSettings,
    pub password: SecretChange,
    pub credential: SecretChange,
}

/// What becomes of a stored secret.
#[derive(Clone, Debug)]
pub(super) enum SecretChange {
    /// It stays as it is, if there is one: its destination is the same.
    Keep,
    /// There is none any more.
    Remove,
    /// This one is sealed for the destination.
    Set(SecretString),
}

/// Longest name, username or password; longer ones are pasted by mistake.
const LONGEST_TEXT: usize = 512;
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
        None => (stored.password.clone(), SecretChange::Keep),
        Some(typed) => password::check(typed, stored.password.as_ref(), &mut faults),
    };
    let (oauth, credential) = match input.oauth {
        None => (stored.oauth.clone(), SecretChange::Keep),
        Some(typed) => oauth::check(typed, stored.oauth.as_ref(), &mut faults),
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
        oauth,
        pace,
    };
    complete(&settings, &mut faults);
    faults.none(Checked { settings, password: change, credential })
}

/// Whether stored settings could be active again; asked before a restore.
pub(super) fn check_complete(settings: &EmailSettings) -> Result<(), Vec<Fault>> {
    let mut faults = Faults::default();
    complete(settings, &mut faults);
    faults.none(())
}

/// What the chosen method cannot do without. What is wrong already is not called missing as well.
fn complete(settings: &EmailSettings, faults: &mut Faults) {
    if settings.method == Method::Builtin {
        return;
    }
    if settings.from.email.is_none() {
        faults.add("from.email", "a From address is needed: write the address that mail is sent from");
    }
    match settings.method {
        Method::Builtin => {}
        Method::Password => password::complete(settings.password.as_ref(), faults),
        Method::OAuth => oauth::complete(settings.oauth.as_ref(), faults),
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

fn method(name: &str) -> Result<Method, String> {
    match name.trim() {
        "builtin" => Ok(Method::Builtin),
        "password" => Ok(Method::Password),
        "oauth" => Ok(Method::OAuth),
        other => Err(format!("`{other}` is no method: choose `builtin`, `password` or `oauth`")),
    }
}

/// A secret that is typed or pasted: one line, and no more than fits.
fn one_line(secret: &SecretString, field: &str, what: &str, faults: &mut Faults) {
    let text = secret.expose_secret();
    if text.contains(['\r', '\n', '\0']) {
        faults.add(field, format!("the {what} holds a line break: paste it again without it"));
    } else if text.len() > LONGEST_TEXT {
        faults.add(field, format!("the {what} is longer than {LONGEST_TEXT} bytes: paste the {what} alone"));
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

#[cfg(test)]
mod tests;
