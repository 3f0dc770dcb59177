//! The call of the API, and what its responses mean for a person.

use std::sync::Arc;
use std::time::Duration;

use reqwest::{Response, StatusCode, Url, header, redirect};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::failure::{Exit, Failure};
use super::request::Request;
use super::settings::Settings;

const CONNECT_TIME: Duration = Duration::from_secs(10);
/// Time limit of the call: 25 MB over a slow connection.
const WHOLE_TIME: Duration = Duration::from_secs(300);
/// Maximum characters read of a response: an id or a problem document.
const ANSWER_CHARS: usize = 2_000;

/// Posts messages to one server with one API key.
pub(super) struct Client {
    http: reqwest::Client,
    url: Url,
    key: SecretString,
}

impl Client {
    /// # Errors
    /// [`Exit::Config`] for a URL that is none.
    pub(super) fn new(settings: &Settings) -> Result<Self, Failure> {
        Ok(Self { http: http_client()?, url: base_url(&settings.url)?, key: settings.api_key.clone() })
    }

    /// Names server and API key without telling the key: idempotency keys belong to both.
    pub(super) fn identity(&self) -> String {
        let digest = Sha256::digest(self.key.expose_secret().as_bytes());
        let start: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        format!("{} {start}", self.url)
    }

    /// Submits a message and returns its id.
    pub(super) async fn post(&self, request: &Request) -> Result<Uuid, Failure> {
        let mut url = self.url.clone();
        url.set_path(&format!("{}{}", self.url.path().trim_end_matches('/'), request.path));
        if !request.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&request.query);
        }
        let call = self.http.post(url.clone()).bearer_auth(self.key.expose_secret());
        let mut call = call.header(header::CONTENT_TYPE, &request.content_type);
        if let Some(key) = &request.idempotency_key {
            call = call.header("Idempotency-Key", key);
        }
        let response = call.body(request.body.clone()).send().await.map_err(|error| not_reached(&url, &error))?;
        match response.status() {
            StatusCode::ACCEPTED => accepted(&url, response).await,
            status => Err(refused(&url, status, response.text().await.unwrap_or_default())),
        }
    }
}

fn base_url(text: &str) -> Result<Url, Failure> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    url.ok_or_else(|| {
        Failure::new(
            Exit::Config,
            format!("\"{text}\" is not the URL of a server"),
            "Nothing was sent.",
            "Give the whole URL with --url, OWLPOST_URL or url in /etc/owlpost/send.toml, such as \
             https://mail.example.com.",
        )
    })
}

/// Does not follow redirects: the key is only for the server that was named.
fn http_client() -> Result<reqwest::Client, Failure> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| cannot_start(&error))?
        .with_root_certificates(Arc::clone(tls::system_roots()))
        .with_no_client_auth();
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(redirect::Policy::none())
        .connect_timeout(CONNECT_TIME)
        .timeout(WHOLE_TIME)
        .build()
        .map_err(|error| cannot_start(&error))
}

/// The command cannot work for now, without a fault of its caller.
pub(super) fn cannot_start(error: &dyn std::error::Error) -> Failure {
    Failure::new(
        Exit::TryAgain,
        format!("the command cannot start: {}", chain(error)),
        "Nothing was sent.",
        "Try again.",
    )
}

fn not_reached(url: &Url, error: &reqwest::Error) -> Failure {
    let server = server(url);
    if error.is_connect() {
        return Failure::new(
            Exit::TryAgain,
            format!("{server} cannot be reached: {}", root_cause(error)),
            "Nothing was sent.",
            "Check that owlpost runs there, or name another server with --url or OWLPOST_URL.",
        );
    }
    let failure = Failure::new(
        Exit::TryAgain,
        format!("{server} did not respond: {}", root_cause(error)),
        "The message may or may not have been accepted.",
        "Try again with the same --key: the message is then sent only once.",
    );
    failure.perhaps_arrived()
}

#[derive(Deserialize)]
struct AcceptedMessage {
    id: Uuid,
}

async fn accepted(url: &Url, response: Response) -> Result<Uuid, Failure> {
    let answer = response.json::<AcceptedMessage>().await.map_err(|error| {
        let failure = Failure::new(
            Exit::TryAgain,
            format!("{} accepted the message, but its response cannot be read: {}", server(url), root_cause(&error)),
            "The message was probably accepted and will be sent.",
            "Check that the URL is that of an owlpost server.",
        );
        failure.perhaps_arrived()
    })?;
    Ok(answer.id)
}

/// The part of a problem document that a person reads.
#[derive(Deserialize)]
struct Problem {
    title: String,
    detail: String,
    #[serde(default)]
    errors: Vec<FieldError>,
}

#[derive(Deserialize)]
struct FieldError {
    field: String,
    message: String,
    #[serde(default)]
    code: String,
}

fn refused(url: &Url, status: StatusCode, body: String) -> Failure {
    let server = server(url);
    let Ok(problem) = serde_json::from_str::<Problem>(&body) else {
        let start: String = body.chars().filter(|c| !c.is_control()).take(ANSWER_CHARS / 10).collect();
        let what = format!("{server} responded with {status}, and the response is not from owlpost: {start}");
        let remedy = "Check the URL given with --url or OWLPOST_URL: it is that of the pages, without a path.";
        return temporary(status, &what, "Nothing was sent.")
            .unwrap_or_else(|| Failure::new(Exit::Unavailable, what, "Nothing was sent.", remedy));
    };
    let mut what = format!("{server} refused the message: {}", problem.title);
    for error in &problem.errors {
        what.push_str(&format!("\n  {}: {}", error.field, error.message));
    }
    let what: String = what.chars().take(ANSWER_CHARS).collect();
    if let Some(failure) = temporary(status, &what, &problem.detail) {
        return failure;
    }
    let exit = match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Exit::NotPermitted,
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Exit::Unavailable,
        _ => exit_of_faults(&problem.errors),
    };
    let is_of_message = !matches!(
        status,
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED
    );
    let failure = Failure::new(exit, what, problem.detail, "The server's response above says what to change.");
    if is_of_message { failure.of_message() } else { failure }
}

fn temporary(status: StatusCode, what: &str, meaning: &str) -> Option<Failure> {
    let is_temporary = status.is_server_error()
        || matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY);
    let failure = is_temporary.then(|| Failure::new(Exit::TryAgain, what, meaning, "Try again later."))?;
    // A proxy gives up waiting for a server that may have accepted the message.
    Some(if status.is_server_error() { failure.perhaps_arrived() } else { failure })
}

/// A sender that is not allowed, recipients, or anything else.
fn exit_of_faults(faults: &[FieldError]) -> Exit {
    let is_recipient = |fault: &FieldError| {
        let names_one = matches!(fault.field.split('.').next(), Some("recipient" | "to" | "cc" | "bcc"));
        names_one && fault.code != "submitted_without_recipient"
    };
    if faults.iter().any(|fault| fault.code.starts_with("submission_sender")) {
        Exit::NotPermitted
    } else if !faults.is_empty() && faults.iter().all(is_recipient) {
        Exit::Recipient
    } else {
        Exit::Data
    }
}

fn server(url: &Url) -> String {
    url.origin().ascii_serialization()
}

fn root_cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause.to_string()
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}
