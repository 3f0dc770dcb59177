//! Requests to token endpoints, one try each (RFC 6749 §4.1.3, §4.4 and §6, RFC 7523, RFC 7009).
//!
//! Everything is in the body, nothing in the address. What an answer means is for `trouble`; whoever calls keeps the
//! tokens and decides about trying again.

use jiff::Timestamp;
use mail::EmailAddress;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value};
use url::form_urlencoded::Serializer;

use super::granted::Granted;
use super::registration::{Credential, Registration};
use crate::http::HttpClient;
use crate::trouble::{self, TokenScene, TokenStep, TokenTrouble};

/// What became of a token that was to be revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revoked {
    /// It is dead now, or was before.
    Done,
    /// The provider has no revocation endpoint; it can be revoked in the provider's pages only.
    NotOffered,
}

/// Tokens for the code that came with the redirect (RFC 6749 §4.1.3, RFC 7636 §4.5). A code serves once.
///
/// # Errors
/// Why none were granted.
pub async fn exchange_code(
    http: &HttpClient,
    registration: &Registration,
    redirect_uri: &str,
    code: &SecretString,
    verifier: &SecretString,
) -> Result<Granted, TokenTrouble> {
    let mut form = Form::new("authorization_code");
    form.add("code", code.expose_secret());
    form.add("redirect_uri", redirect_uri);
    form.add("code_verifier", verifier.expose_secret());
    form.add_client(registration);
    ask(http, &scene(registration, TokenStep::Code, &with_client_secret(registration, &[code, verifier])), form).await
}

/// An access token for a refresh token (RFC 6749 §6).
///
/// Asks for no scope, which means the scope that was granted.
///
/// # Errors
/// Why none was granted.
pub async fn renew(
    http: &HttpClient,
    registration: &Registration,
    refresh_token: &SecretString,
) -> Result<Granted, TokenTrouble> {
    let mut form = Form::new("refresh_token");
    form.add("refresh_token", refresh_token.expose_secret());
    form.add_client(registration);
    ask(http, &scene(registration, TokenStep::Renewal, &with_client_secret(registration, &[refresh_token])), form).await
}

/// An access token for the application itself: with its client secret (RFC 6749 §4.4), or, for a service account, with a
/// signed assertion that asks to act for `mailbox` (RFC 7523 §2.1).
///
/// # Errors
/// Why none was granted.
pub async fn app_token(
    http: &HttpClient,
    registration: &Registration,
    scopes: &[String],
    mailbox: &EmailAddress,
    now: Timestamp,
) -> Result<Granted, TokenTrouble> {
    let about = TokenScene { scopes, mailbox: Some(mailbox), ..scene(registration, TokenStep::App, &[]) };
    match &registration.credential {
        Credential::Public => {
            Err(trouble::unaskable(&about, &trouble::SECRET_MISSING, "there is nothing to prove itself with"))
        }
        Credential::Secret(secret) => {
            let mut form = Form::new("client_credentials");
            form.add("scope", &scopes.join(" "));
            form.add_client(registration);
            ask(http, &TokenScene { secrets: &[secret], ..about }, form).await
        }
        Credential::ServiceAccount(key) => {
            let assertion = key
                .assertion(&registration.endpoints.token_url, scopes, mailbox, now)
                .map_err(|fault| trouble::unaskable(&about, &trouble::KEY_UNREADABLE, &fault.to_string()))?;
            let mut form = Form::new("urn:ietf:params:oauth:grant-type:jwt-bearer");
            form.add("assertion", assertion.expose_secret());
            ask(http, &TokenScene { secrets: &[&assertion, &key.private_key], ..about }, form).await
        }
    }
}

/// Ends a token, and the consent that it came from (RFC 7009).
///
/// # Errors
/// Why it may still be alive.
pub async fn revoke(
    http: &HttpClient,
    registration: &Registration,
    token: &SecretString,
) -> Result<Revoked, TokenTrouble> {
    let Some(url) = &registration.endpoints.revoke_url else { return Ok(Revoked::NotOffered) };
    let mut form = Form(String::new());
    form.add("token", token.expose_secret());
    if registration.provider.facts().revocation_names_client {
        form.add_client(registration);
    }
    let secrets = with_client_secret(registration, &[token]);
    let scene = scene(registration, TokenStep::Revocation, &secrets);
    let answer = post(http, url, form).await.map_err(|mishap| trouble::unanswered(&scene, &mishap))?;
    trouble::revoked(&scene, &answer).map(|()| Revoked::Done)
}

/// The body of a request (RFC 6749 appendix B).
struct Form(String);

impl Form {
    fn new(grant_type: &str) -> Self {
        let mut form = Self(String::new());
        form.add("grant_type", grant_type);
        form
    }

    fn add(&mut self, name: &str, value: &str) {
        // The serializer itself may not be held while a request is under way: it cannot change threads.
        let mut serializer = Serializer::for_suffix(std::mem::take(&mut self.0), 0);
        serializer.append_pair(name, value);
        self.0 = serializer.finish();
    }

    /// Who asks, with the secret in the body (RFC 6749 §2.3.1): both providers want it there, and nearly all take it.
    fn add_client(&mut self, registration: &Registration) {
        self.add("client_id", &registration.client_id);
        if let Credential::Secret(secret) = &registration.credential {
            self.add("client_secret", secret.expose_secret());
        }
    }
}

async fn ask(http: &HttpClient, scene: &TokenScene<'_>, form: Form) -> Result<Granted, TokenTrouble> {
    let Some(registration) = scene.registration else {
        return Err(trouble::unusable(scene, "no registration was given"));
    };
    let url = &registration.endpoints.token_url;
    let answer = post(http, url, form).await.map_err(|mishap| trouble::unanswered(scene, &mishap))?;
    let object: Map<String, Value> = trouble::granted(scene, &answer)?;
    Granted::read(&object, &registration.client_id).map_err(|fault| trouble::unusable(scene, fault))
}

async fn post(http: &HttpClient, url: &str, form: Form) -> Result<crate::http::HttpAnswer, crate::http::HttpMishap> {
    let Form(body) = form;
    let request = http
        .post(url)
        .await?
        .header("Content-Type", "application/x-www-form-urlencoded")
        // Some servers answer with a form where nobody asks for JSON.
        .header("Accept", "application/json")
        .body(body);
    http.send(request).await
}

fn scene<'a>(registration: &'a Registration, step: TokenStep, secrets: &'a [&'a SecretString]) -> TokenScene<'a> {
    TokenScene {
        provider: registration.provider,
        registration: Some(registration),
        step,
        scopes: &[],
        mailbox: None,
        secrets,
    }
}

fn with_client_secret<'a>(registration: &'a Registration, sent: &[&'a SecretString]) -> Vec<&'a SecretString> {
    let mut secrets = sent.to_vec();
    if let Credential::Secret(secret) = &registration.credential {
        secrets.push(secret);
    }
    secrets
}
