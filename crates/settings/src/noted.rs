//! What the audit log says about email settings; never a secret.
//!
//! The words are the same in every language: `Version 4 (smtp.example.com:465)`.

use oauth::Provider;

use super::email_settings::{EmailSettings, Method};

/// A version that was saved, and where its mail goes.
pub(super) fn saved(number: u32, settings: &EmailSettings) -> String {
    format!("Version {number} ({})", way(settings))
}

/// A version that was restored as another one.
pub(super) fn restored(from: u32, number: u32, settings: &EmailSettings) -> String {
    format!("Version {from} → {number} ({})", way(settings))
}

/// A consent: with whom, and whose mailbox, where the provider tells.
pub(super) fn consent(settings: &EmailSettings, account: &str) -> String {
    let provider = settings.oauth.as_ref().map_or("", |method| method.provider.facts().name);
    if account.is_empty() { provider.to_owned() } else { format!("{provider} ({account})") }
}

fn way(settings: &EmailSettings) -> String {
    match (settings.method, &settings.password, &settings.oauth) {
        (Method::Password, Some(method), _) => format!("{}:{}", method.host, method.port),
        // The name of a provider that is not known says nothing: its server does.
        (Method::OAuth, _, Some(method)) if !method.custom.host.is_empty() && method.provider == Provider::Custom => {
            method.custom.host.clone()
        }
        (Method::OAuth, _, Some(method)) => method.provider.facts().name.to_owned(),
        _ => "owlpost".to_owned(),
    }
}
