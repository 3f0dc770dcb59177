//! Fetches the endpoints of a custom provider from the metadata of its issuer, if the administrator did not enter them.
//!
//! Called before the check of a save or test, because the check runs in a transaction. Entered values are never
//! replaced.

use mail::{Fault, Text, quoted};
use oauth::{DiscoveryError, HttpClient, Provider, discover};

use super::tokens::HTTP_TIMEOUTS;
use crate::input::{CustomInput, SettingsInput};
use crate::texts;

const ISSUER: &str = "oauth.custom.issuer";

/// The fields that the metadata fills in.
const ENDPOINTS: [&str; 2] = ["oauth.custom.authorize_url", "oauth.custom.token_url"];

/// The input with the endpoints of its issuer, and a fault if they could not be fetched.
pub async fn with_endpoints(mut input: SettingsInput) -> (SettingsInput, Option<Fault>) {
    let Some(typed) = input.oauth.as_mut().filter(|typed| typed.provider.trim() == Provider::Custom.facts().id) else {
        return (input, None);
    };
    let is_app = typed.grant.trim() == oauth::Grant::App.name();
    let custom = &mut typed.custom;
    let is_missing = custom.token_url.trim().is_empty() || (custom.authorize_url.trim().is_empty() && !is_app);
    if custom.issuer.trim().is_empty() || !is_missing {
        return (input, None);
    }
    let fault = fill_in(custom).await.err().map(|text| Fault::new(ISSUER, text));
    (input, fault)
}

/// The faults of the check, with the issuer's fault in place of those that it causes.
pub fn with_issuer_fault(mut faults: Vec<Fault>, fault: Option<Fault>) -> Vec<Fault> {
    if let Some(fault) = fault {
        faults.retain(|other| !ENDPOINTS.contains(&other.field.as_str()));
        faults.push(fault);
    }
    faults
}

async fn fill_in(custom: &mut CustomInput) -> Result<(), Text> {
    let issuer = custom.issuer.trim();
    let certificate = Some(custom.ca_certificate.trim().to_owned()).filter(|pem| !pem.is_empty());
    let http = HttpClient::new(certificate, HTTP_TIMEOUTS);
    let found = discover(&http, issuer).await.map_err(|error| text_of(issuer, error))?;
    let fill = |typed: &mut String, found: Option<String>| {
        if typed.trim().is_empty() {
            *typed = found.unwrap_or_default();
        }
    };
    fill(&mut custom.authorize_url, found.authorize_url);
    fill(&mut custom.token_url, Some(found.token_url));
    fill(&mut custom.revoke_url, found.revoke_url);
    fill(&mut custom.client_authentication, found.client_authentication.map(|method| method.name().to_owned()));
    Ok(())
}

fn text_of(issuer: &str, error: DiscoveryError) -> Text {
    match error {
        DiscoveryError::IssuerInvalid => texts::settings_issuer_invalid(quoted(issuer)),
        DiscoveryError::Http { url, error } => {
            texts::settings_issuer_unreachable(url, delivery::diagnosis::http_cause(&error))
        }
        DiscoveryError::NotFound { url, status } => texts::settings_issuer_not_found(url, status.to_string()),
        DiscoveryError::Incomplete { url } => texts::settings_issuer_incomplete(url),
        DiscoveryError::OtherIssuer { url, found } => texts::settings_issuer_other(url, quoted(&found)),
    }
}
