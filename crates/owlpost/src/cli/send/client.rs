//! The call of the API, and what its responses mean for a person.

use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, Response, StatusCode, Url, redirect};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use uuid::Uuid;

use super::failure::Failure;
use super::message::Message;
use super::{Key, Send};

const CONNECT_TIME: Duration = Duration::from_secs(10);
/// Time limit of the call: 25 MB over a slow connection.
const WHOLE_TIME: Duration = Duration::from_secs(300);
/// Maximum characters read of a response: an id or a problem document.
const ANSWER_CHARS: usize = 2_000;

/// Sends the message and returns its id.
pub(super) fn send(send: &Send, message: &Message) -> Result<Uuid, Failure> {
    let url = messages_url(&send.url)?;
    let key = key(send)?;
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| cannot_start(&error))?;
    runtime.block_on(async {
        let call = client()?.post(url.clone()).bearer_auth(key.expose_secret()).json(message);
        let response = call.send().await.map_err(|error| not_reached(&url, &error))?;
        match response.status() {
            StatusCode::ACCEPTED => accepted(&url, response).await,
            status => Err(refused(&url, status, response.text().await.unwrap_or_default())),
        }
    })
}

fn messages_url(base: &str) -> Result<Url, Failure> {
    let text = format!("{}/api/v1/messages", base.trim_end_matches('/'));
    let url = Url::parse(&text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    url.ok_or_else(|| {
        Failure::permanent(
            format!("\"{base}\" is not the URL of a server"),
            "Nothing was sent.",
            "Give the whole URL with --url or OWLPOST_URL, such as https://mail.example.com.",
        )
    })
}

fn key(send: &Send) -> Result<SecretString, Failure> {
    match (&send.api_key, &send.api_key_file) {
        (Some(Key(key)), _) if !key.expose_secret().is_empty() => Ok(key.clone()),
        (_, Some(file)) => std::fs::read_to_string(file).map(|text| text.trim().into()).map_err(|error| {
            Failure::permanent(
                format!("the API key cannot be read from {}: {error}", file.display()),
                "Nothing was sent.",
                "Check the name and the permissions of the file.",
            )
        }),
        _ => Err(Failure::permanent(
            "no API key was given",
            "Nothing was sent: the server must know who is sending.",
            "Set OWLPOST_API_KEY to a key with the scope messages:send; an administrator creates it under \
             Configuration, API keys.",
        )),
    }
}

/// Does not follow redirects: the key is only for the server that was named.
fn client() -> Result<Client, Failure> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| cannot_start(&error))?
        .with_root_certificates(Arc::clone(tls::system_roots()))
        .with_no_client_auth();
    Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(redirect::Policy::none())
        .connect_timeout(CONNECT_TIME)
        .timeout(WHOLE_TIME)
        .build()
        .map_err(|error| cannot_start(&error))
}

fn cannot_start(error: &dyn std::error::Error) -> Failure {
    Failure::for_now(format!("the HTTP client cannot start: {}", chain(error)), "Nothing was sent.", "Try again.")
}

fn not_reached(url: &Url, error: &reqwest::Error) -> Failure {
    let server = server(url);
    if error.is_connect() {
        return Failure::for_now(
            format!("{server} cannot be reached: {}", root_cause(error)),
            "Nothing was sent.",
            "Check that owlpost runs there, or name another server with --url or OWLPOST_URL.",
        );
    }
    Failure::for_now(
        format!("{server} did not respond: {}", root_cause(error)),
        "The message may or may not have been accepted.",
        "Try again with the same --key: the message is then sent only once.",
    )
}

#[derive(Deserialize)]
struct AcceptedMessage {
    id: Uuid,
}

async fn accepted(url: &Url, response: Response) -> Result<Uuid, Failure> {
    let answer = response.json::<AcceptedMessage>().await.map_err(|error| {
        Failure::permanent(
            format!("{} accepted the message, but its response cannot be read: {}", server(url), root_cause(&error)),
            "The message was accepted and will be sent.",
            "Check that the URL is that of an owlpost server.",
        )
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
}

fn refused(url: &Url, status: StatusCode, body: String) -> Failure {
    let server = server(url);
    let Ok(problem) = serde_json::from_str::<Problem>(&body) else {
        let start: String = body.chars().filter(|c| !c.is_control()).take(ANSWER_CHARS / 10).collect();
        return classified(
            status,
            format!("{server} responded with {status}, and the response is not from owlpost: {start}"),
            "Nothing was sent.",
            "Check the URL given with --url or OWLPOST_URL: it is that of the pages, without a path.",
        );
    };
    let mut what = format!("{server} refused the message: {}", problem.title);
    for error in &problem.errors {
        what.push_str(&format!("\n  {}: {}", error.field, error.message));
    }
    let what = what.chars().take(ANSWER_CHARS).collect();
    classified(status, what, &problem.detail, "The server's response above says what to change.")
}

fn classified(status: StatusCode, what: String, meaning: &str, remedy: &str) -> Failure {
    let may_succeed_later = status.is_server_error()
        || matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY);
    if may_succeed_later {
        Failure::for_now(what, meaning, "Try again later.")
    } else {
        Failure::permanent(what, meaning, remedy)
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
