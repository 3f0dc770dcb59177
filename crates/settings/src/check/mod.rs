//! Checks the input of the page *Email Settings* and of the API, and reports all faults at once.
//!
//! Pure: the stored settings are an argument, and the change of each secret is a result.

mod faults;
mod oauth;
mod password;

use mail::{EmailAddress, Fault, Security, Text, quoted};
use secrecy::{ExposeSecret, SecretString};

use super::email_settings::{AllowedSender, EmailSettings, From, Method, RateLimits};
use super::input::{FromInput, PaceInput, SettingsInput};
use super::{WaitingMail, texts};
use config::host::Host;
use faults::FaultCollector;
pub(super) use oauth::mechanism as bearer_mechanism;

/// Valid settings, and the changes of their secrets.
#[derive(Debug)]
pub(super) struct CheckedInput {
    pub settings: EmailSettings,
    pub password: SecretChange,
    pub credential: SecretChange,
    pub waiting_mail: WaitingMail,
}

/// The change of a stored secret.
#[derive(Clone, Debug)]
pub(super) enum SecretChange {
    /// It is kept, if there is one: its destination is unchanged.
    Keep,
    /// It is deleted.
    Remove,
    /// It is replaced by this one, encrypted for its destination.
    Set(SecretString),
}

/// Maximum bytes of a name, username or password; longer ones are pasted by mistake.
const MAX_TEXT_BYTES: usize = 512;
/// Maximum number of allowed senders.
const MAX_ALLOWED: usize = 1_000;

/// Checks `input`; values that it does not contain are taken from `stored`.
pub(super) fn check(input: SettingsInput, stored: &EmailSettings) -> Result<CheckedInput, Vec<Fault>> {
    let mut faults = FaultCollector::default();
    let method = match input.method.as_deref() {
        None => stored.method,
        Some(name) => faults.value_of("method", method(name)).unwrap_or(stored.method),
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
        Some(typed) => check_rate_limits(&typed, &mut faults),
    };
    let waiting_mail = match input.waiting_mail.as_deref() {
        None => WaitingMail::default(),
        Some(name) => faults.value_of("waiting_mail", waiting_mail(name)).unwrap_or_default(),
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
    faults.finish(CheckedInput { settings, password: change, credential, waiting_mail })
}

/// Checks whether stored settings are complete; called before a restore.
pub(super) fn check_complete(settings: &EmailSettings) -> Result<(), Vec<Fault>> {
    let mut faults = FaultCollector::default();
    complete(settings, &mut faults);
    faults.finish(())
}

/// Reports missing values of the chosen method, except for fields that already have a fault.
fn complete(settings: &EmailSettings, faults: &mut FaultCollector) {
    if settings.method == Method::Builtin {
        return;
    }
    if settings.from.email.is_none() {
        faults.add("from.email", texts::settings_from_missing());
    }
    match settings.method {
        Method::Builtin => {}
        Method::Password => password::complete(settings.password.as_ref(), faults),
        Method::OAuth => oauth::complete(settings.oauth.as_ref(), faults),
    }
}

fn check_from(typed: FromInput, faults: &mut FaultCollector) -> From {
    let pieces = typed.allowed.iter().flat_map(|entry| entry.split([',', ';', ' ', '\t', '\r', '\n']));
    let mut allowed = Vec::new();
    for piece in pieces.map(str::trim).filter(|piece| !piece.is_empty()) {
        if let Some(sender) = faults.value_of("from.allowed", allowed_sender(piece))
            && !allowed.contains(&sender)
        {
            allowed.push(sender);
        }
    }
    if allowed.len() > MAX_ALLOWED {
        faults.add("from.allowed", texts::settings_allowed_too_many(allowed.len(), MAX_ALLOWED));
    }
    // `Ann <ann@example.com>` in the field of the address: the name goes into its own field.
    let both = match mail::parse_list(&typed.email).as_deref() {
        Ok([mailbox]) if mailbox.name.is_some() && typed.name.trim().is_empty() => Some(mailbox.clone()),
        _ => None,
    };
    let (email, name) = match both {
        Some(mailbox) => (Some(mailbox.address), mailbox.name),
        None => (faults.address("from.email", &typed.email), faults.name("from.name", &typed.name)),
    };
    From { email, name, reply_to: faults.address("from.reply_to", &typed.reply_to), allowed }
}

fn allowed_sender(piece: &str) -> Result<AllowedSender, Text> {
    let domain = piece.strip_prefix('@').unwrap_or(piece);
    if domain.contains('@') {
        return EmailAddress::parse(piece).map(AllowedSender::Address).map_err(Text::from);
    }
    match Host::parse(domain) {
        Ok(Host::Name(name)) if name.contains('.') => Ok(AllowedSender::Domain(name)),
        _ => Err(texts::settings_allowed_invalid(quoted(piece))),
    }
}

fn check_rate_limits(typed: &PaceInput, faults: &mut FaultCollector) -> RateLimits {
    RateLimits {
        connections: faults.limit("pace.connections", &typed.connections, 100),
        messages_per_minute: faults.limit("pace.messages_per_minute", &typed.messages_per_minute, 1_000_000),
        recipients_per_day: faults.limit("pace.recipients_per_day", &typed.recipients_per_day, 1_000_000_000),
        recipients_per_message: faults.limit("pace.recipients_per_message", &typed.recipients_per_message, 1_000),
        idle_seconds: faults.limit("pace.idle_seconds", &typed.idle_seconds, 600),
        kept_session_reply_seconds: faults.limit(
            "pace.kept_session_reply_seconds",
            &typed.kept_session_reply_seconds,
            300,
        ),
    }
}

fn method(name: &str) -> Result<Method, Text> {
    match name.trim() {
        "builtin" => Ok(Method::Builtin),
        "password" => Ok(Method::Password),
        "oauth" => Ok(Method::OAuth),
        other => Err(texts::settings_method_unknown(quoted(other))),
    }
}

fn waiting_mail(name: &str) -> Result<WaitingMail, Text> {
    let name = name.trim();
    WaitingMail::from_name(name).ok_or_else(|| texts::settings_waiting_mail_unknown(quoted(name)))
}

/// What is wrong with a secret, which must be one line of limited length.
enum SecretFault {
    LineBreak,
    TooLong,
    /// It consists of the characters that a page or a program shows in place of a secret.
    Masked,
}

/// Characters that pages and programs show in place of those of a secret.
const MASKS: [char; 4] = ['*', '•', '●', '∙'];

fn secret_fault(secret: &SecretString) -> Option<SecretFault> {
    let text = secret.expose_secret();
    if text.contains(['\r', '\n', '\0']) {
        Some(SecretFault::LineBreak)
    } else if text.len() > MAX_TEXT_BYTES {
        Some(SecretFault::TooLong)
    } else if text.trim().chars().count() >= 4 && text.trim().chars().all(|c| MASKS.contains(&c)) {
        Some(SecretFault::Masked)
    } else {
        None
    }
}

fn security(name: &str) -> Result<Security, Text> {
    match name.trim() {
        "" | "implicit_tls" => Ok(Security::ImplicitTls),
        "starttls" => Ok(Security::Starttls),
        "none" => Ok(Security::None),
        other => Err(texts::settings_security_unknown(quoted(other))),
    }
}

#[cfg(test)]
mod tests;
