//! The subjects of audit entries about email settings; they never contain a secret.

use ::oauth::Provider;
use accounts::texts;
use mail::Text;

use super::email_settings::{EmailSettings, Method};

/// A saved version, with the server or provider that its mail is sent to.
pub(super) fn saved(number: u32, settings: &EmailSettings) -> Text {
    texts::audit_settings_version(number.to_string(), destination(settings))
}

/// A version that was restored as a new one, with the server or provider.
pub(super) fn restored(from: u32, number: u32, settings: &EmailSettings) -> Text {
    texts::audit_settings_restored(from.to_string(), number.to_string(), destination(settings))
}

/// A consent: the provider, and the mailbox if the provider reports it.
pub(super) fn consent(settings: &EmailSettings, account: &str) -> Text {
    let provider = settings.oauth.as_ref().map_or("", |method| method.provider.facts().name);
    if account.is_empty() { texts::audit_name(provider) } else { texts::audit_consent(provider, account) }
}

fn destination(settings: &EmailSettings) -> String {
    match (settings.method, &settings.password, &settings.oauth) {
        (Method::Password, Some(method), _) => format!("{}:{}", method.host, method.port),
        // A custom provider has no name; its server identifies it.
        (Method::OAuth, _, Some(method)) if !method.custom.host.is_empty() && method.provider == Provider::Custom => {
            method.custom.host.clone()
        }
        (Method::OAuth, _, Some(method)) => method.provider.facts().name.to_owned(),
        _ => "owlpost".to_owned(),
    }
}
