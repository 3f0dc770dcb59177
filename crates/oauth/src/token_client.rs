//! Requests to token endpoints, one attempt each (RFC 6749 sections 4.1.3, 4.4 and 6, RFC 7523, RFC 7009).
//!
//! All parameters are in the body, except for a client secret sent with HTTP Basic authentication. The caller stores
//! the tokens and decides about another attempt.

use jiff::Timestamp;
use mail::EmailAddress;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value};
use url::form_urlencoded::Serializer;

use crate::client_authentication::{ClientAuthentication, basic};
use crate::error::{TokenError, TokenErrorCause, TokenOperation};
use crate::http::{HttpClient, HttpError, HttpFailure, HttpResponse};
use crate::redact::redact;
use crate::refusal::{Refusal, object};
use crate::registration::{Credential, Registration};
use crate::token_response::TokenResponse;

/// The result of a revocation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revocation {
    /// The token is revoked.
    Done,
    /// The provider has no revocation endpoint; people can revoke the consent on its pages.
    NotOffered,
}

/// Exchanges the code of a redirect for tokens (RFC 6749 section 4.1.3, RFC 7636 section 4.5). A code is valid once.
///
/// # Errors
/// [`TokenError`].
pub async fn exchange_code(
    http: &HttpClient,
    registration: &Registration,
    redirect_uri: &str,
    code: &SecretString,
    verifier: &SecretString,
) -> Result<TokenResponse, TokenError> {
    let mut form = Form::new("authorization_code");
    form.add("code", code.expose_secret());
    form.add("redirect_uri", redirect_uri);
    form.add("code_verifier", verifier.expose_secret());
    request_token(http, registration, form, &with_client_secret(registration, &[code, verifier]))
        .await
        .map_err(|cause| TokenError::new(TokenOperation::CodeExchange, cause))
}

/// Exchanges a refresh token for an access token (RFC 6749 section 6).
///
/// Requests no scope, which means the granted scope.
///
/// # Errors
/// [`TokenError`].
pub async fn renew(
    http: &HttpClient,
    registration: &Registration,
    refresh_token: &SecretString,
) -> Result<TokenResponse, TokenError> {
    let mut form = Form::new("refresh_token");
    form.add("refresh_token", refresh_token.expose_secret());
    request_token(http, registration, form, &with_client_secret(registration, &[refresh_token]))
        .await
        .map_err(|cause| TokenError::new(TokenOperation::Refresh, cause))
}

/// Requests an access token for the application itself: with its client secret (RFC 6749 section 4.4) or, for a service
/// account, with a signed assertion to act for `mailbox` (RFC 7523 section 2.1).
///
/// # Errors
/// [`TokenError`].
pub async fn app_token(
    http: &HttpClient,
    registration: &Registration,
    scopes: &[String],
    mailbox: &EmailAddress,
    now: Timestamp,
) -> Result<TokenResponse, TokenError> {
    app_token_request(http, registration, scopes, mailbox, now).await.map_err(|cause| TokenError {
        scopes: scopes.to_vec(),
        mailbox: Some(mailbox.clone()),
        ..TokenError::new(TokenOperation::AppToken, cause)
    })
}

async fn app_token_request(
    http: &HttpClient,
    registration: &Registration,
    scopes: &[String],
    mailbox: &EmailAddress,
    now: Timestamp,
) -> Result<TokenResponse, TokenErrorCause> {
    match &registration.credential {
        Credential::Public => Err(TokenErrorCause::ClientSecretMissing),
        Credential::Secret(secret) => {
            let mut form = Form::new("client_credentials");
            form.add("scope", &scopes.join(" "));
            request_token(http, registration, form, &[secret]).await
        }
        Credential::ServiceAccount(key) => {
            let assertion =
                key.assertion(&registration.endpoints.token_url, scopes, mailbox, now).map_err(TokenErrorCause::Key)?;
            let mut form = Form::new("urn:ietf:params:oauth:grant-type:jwt-bearer");
            form.add("assertion", assertion.expose_secret());
            let secrets = [&assertion, &key.private_key];
            let response = post(http, &registration.endpoints.token_url, form, None).await;
            read_token(&response.map_err(|error| http_cause(error, &secrets))?, &registration.client_id, &secrets)
        }
    }
}

/// Revokes a token and the consent that it came from (RFC 7009).
///
/// # Errors
/// [`TokenError`]; the token may still be valid.
pub async fn revoke(
    http: &HttpClient,
    registration: &Registration,
    token: &SecretString,
) -> Result<Revocation, TokenError> {
    let Some(url) = &registration.endpoints.revoke_url else { return Ok(Revocation::NotOffered) };
    let mut form = Form(String::new());
    form.add("token", token.expose_secret());
    let secrets = with_client_secret(registration, &[token]);
    let revoked = if registration.provider.facts().revocation_names_client {
        request(http, registration, url, form, &secrets, read_revocation).await.map(|((), _)| ())
    } else {
        match post(http, url, form, None).await {
            Ok(response) => read_revocation(&response, &secrets),
            Err(error) => Err(http_cause(error, &secrets)),
        }
    };
    revoked.map(|()| Revocation::Done).map_err(|cause| TokenError::new(TokenOperation::Revocation, cause))
}

impl TokenError {
    fn new(operation: TokenOperation, cause: TokenErrorCause) -> Self {
        Self { operation, scopes: Vec::new(), mailbox: None, cause }
    }
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
        // A serializer is not Send, so it cannot be kept across an await.
        let mut serializer = Serializer::for_suffix(std::mem::take(&mut self.0), 0);
        serializer.append_pair(name, value);
        self.0 = serializer.finish();
    }

    /// The same with the client's ID, and with its secret if there is one.
    fn with_client(&self, registration: &Registration, secret: Option<&SecretString>) -> Self {
        let mut form = Self(self.0.clone());
        form.add("client_id", &registration.client_id);
        if let Some(secret) = secret {
            form.add("client_secret", secret.expose_secret());
        }
        form
    }
}

async fn request_token(
    http: &HttpClient,
    registration: &Registration,
    form: Form,
    secrets: &[&SecretString],
) -> Result<TokenResponse, TokenErrorCause> {
    let read =
        |response: &HttpResponse, secrets: &[&SecretString]| read_token(response, &registration.client_id, secrets);
    let (granted, client_authentication) =
        request(http, registration, &registration.endpoints.token_url, form, secrets, read).await?;
    Ok(TokenResponse { client_authentication, ..granted })
}

/// Sends a request of the client and reads the response. Also returns how the client secret was sent.
///
/// If the server refuses the client, the request is repeated once with HTTP Basic authentication, unless it is known
/// how the client authenticates. A server authenticates the client before it looks at the rest of the request, so the
/// refusal does not use up a code.
async fn request<T>(
    http: &HttpClient,
    registration: &Registration,
    url: &str,
    form: Form,
    secrets: &[&SecretString],
    read: impl Fn(&HttpResponse, &[&SecretString]) -> Result<T, TokenErrorCause>,
) -> Result<(T, Option<ClientAuthentication>), TokenErrorCause> {
    let send = async |form: Form, authorization: Option<&SecretString>| {
        let secrets: Vec<_> = secrets.iter().copied().chain(authorization).collect();
        let response = post(http, url, form, authorization).await.map_err(|error| http_cause(error, &secrets))?;
        read(&response, &secrets)
    };
    let Credential::Secret(secret) = &registration.credential else {
        return send(form.with_client(registration, None), None).await.map(|read| (read, None));
    };
    let mut refusal = None;
    if registration.authentication != Some(ClientAuthentication::Basic) {
        match send(form.with_client(registration, Some(secret)), None).await {
            Ok(read) => return Ok((read, Some(ClientAuthentication::Body))),
            Err(cause) if registration.authentication.is_none() && refuses_client(&cause) => refusal = Some(cause),
            Err(cause) => return Err(cause),
        }
    }
    match send(form, Some(&basic(&registration.client_id, secret))).await {
        Ok(read) => Ok((read, Some(ClientAuthentication::Basic))),
        // A server without HTTP Basic authentication finds no client in the body; the first refusal is the real cause.
        Err(cause) if is_refused_with(&cause, "invalid_request") => Err(refusal.unwrap_or(cause)),
        Err(cause) => Err(cause),
    }
}

/// Whether the server did not accept the client's credentials (RFC 6749 section 5.2); some servers report it only by
/// the status 401.
fn refuses_client(cause: &TokenErrorCause) -> bool {
    matches!(cause, TokenErrorCause::Refused { status: 401, .. }) || is_refused_with(cause, "invalid_client")
}

fn is_refused_with(cause: &TokenErrorCause, error: &str) -> bool {
    matches!(cause, TokenErrorCause::Refused { refusal, .. } if refusal.error == error)
}

/// Reads a response to a token request. `secrets` are the secrets of the request; they are removed from errors.
///
/// # Errors
/// [`TokenErrorCause::Refused`] or [`TokenErrorCause::Unusable`].
pub fn read_token(
    response: &HttpResponse,
    client_id: &str,
    secrets: &[&SecretString],
) -> Result<TokenResponse, TokenErrorCause> {
    let body = object(&response.body);
    match &body {
        // Some servers send an error response with status 200.
        Some(object) if is_success(response.status) && !object.contains_key("error") => {
            TokenResponse::read(object, client_id).map_err(TokenErrorCause::Unusable)
        }
        _ => Err(refused(response, body.as_ref(), secrets)),
    }
}

/// Reads a response to a revocation request (RFC 7009 section 2.2). `secrets` are the secrets of the request; they are
/// removed from errors.
///
/// # Errors
/// [`TokenErrorCause::Refused`]. A token that is already invalid counts as revoked.
pub fn read_revocation(response: &HttpResponse, secrets: &[&SecretString]) -> Result<(), TokenErrorCause> {
    let body = object(&response.body);
    let was_invalid = body.as_ref().and_then(|object| object.get("error")?.as_str()) == Some("invalid_token");
    if is_success(response.status) || was_invalid { Ok(()) } else { Err(refused(response, body.as_ref(), secrets)) }
}

fn refused(response: &HttpResponse, body: Option<&Map<String, Value>>, secrets: &[&SecretString]) -> TokenErrorCause {
    TokenErrorCause::Refused {
        status: response.status,
        retry_after: response.retry_after,
        refusal: Box::new(body.map(|object| Refusal::of_response(object, secrets)).unwrap_or_default()),
    }
}

fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}

/// The texts of HTTP errors come from the system and libraries, and are redacted as well.
fn http_cause(error: HttpError, secrets: &[&SecretString]) -> TokenErrorCause {
    let redacted = |text: String| redact(&text, secrets);
    let redacted_failure = |failure| match failure {
        HttpFailure::Other(reason) => HttpFailure::Other(redacted(reason)),
        other => other,
    };
    TokenErrorCause::Http(match error {
        HttpError::NotEncrypted(url) => HttpError::NotEncrypted(redacted(url)),
        HttpError::Trust(reason) => HttpError::Trust(redacted(reason)),
        HttpError::Unreachable(failure) => HttpError::Unreachable(redacted_failure(failure)),
        HttpError::ResponseLost(failure) => HttpError::ResponseLost(redacted_failure(failure)),
    })
}

async fn post(
    http: &HttpClient,
    url: &str,
    form: Form,
    authorization: Option<&SecretString>,
) -> Result<HttpResponse, HttpError> {
    let Form(body) = form;
    let mut request = http
        .post(url)
        .await?
        .header("Content-Type", "application/x-www-form-urlencoded")
        // Some servers respond with a form unless JSON is requested.
        .header("Accept", "application/json")
        .body(body);
    if let Some(authorization) = authorization {
        request = request.header("Authorization", authorization.expose_secret());
    }
    http.send(request).await
}

fn with_client_secret<'a>(registration: &'a Registration, sent: &[&'a SecretString]) -> Vec<&'a SecretString> {
    let mut secrets = sent.to_vec();
    if let Credential::Secret(secret) = &registration.credential {
        secrets.push(secret);
    }
    secrets
}
