//! Delivery over a provider's HTTP API: one request per message, for all its recipients or for none.
//!
//! The APIs take the recipients from the header and remove Bcc before they send, so the header names exactly the
//! recipients of this attempt (`mail::addressed_to`). `gmail` and `graph` build the requests of each API.

mod gmail;
mod graph;

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use mail::{EmailAddress, Outcome, Outgoing, Problem, Report, Stage};
use oauth::{AccessToken, HttpClient, HttpError, HttpFailure, HttpResponse, HttpTimeouts, Provider, TokenRequest};
use smtp::{Journal, Progress, SmtpError, Timeouts};
use url::Url;

use super::recipients::{Outcomes, RecipientOutcome};
use crate::diagnosis::{self, ApiContext, ApiResult, Disposition};
use crate::transport::BoxFuture;
use crate::{ApiAccount, CheckFailure, Transport, texts};

/// Time limits of a delivery: enough for an upload of 25 MB over a slow line, and for the provider's own queue.
const DELIVERY: HttpTimeouts = HttpTimeouts { connect: Duration::from_secs(30), total: Duration::from_secs(5 * 60) };

/// A request that sends a message.
pub(crate) struct ApiRequest {
    /// The complete URL.
    url: String,
    /// The path for the transcript: `/v1.0/me/sendMail`.
    path: String,
    content_type: &'static str,
    body: Vec<u8>,
}

/// Sends through one account's API. Keeps HTTP connections for the next message.
#[derive(Debug)]
pub struct ApiTransport {
    account: ApiAccount,
    http: HttpClient,
    /// The sender of the last message, if it failed with a connection problem; `check` tests this sender.
    suspect: Mutex<Option<EmailAddress>>,
}

impl ApiTransport {
    /// A transport over `account`. Opens nothing before the first message.
    pub fn new(account: ApiAccount) -> Self {
        let http = HttpClient::new(account.ca_certificate.clone(), DELIVERY);
        Self { account, http, suspect: Mutex::default() }
    }

    async fn try_once(&self, outgoing: &Outgoing, progress: Progress) -> Report {
        let mut journal = Journal::new(None).with_progress(progress);
        let (outcome, throttled) = match self.token(TokenRequest::Valid, &mut journal).await {
            Ok(token) => self.send(outgoing, token, TokenRequest::Valid, &mut journal).await,
            Err(problem) => (Outcome::ConnectionProblem(problem), false),
        };
        let failed = matches!(outcome, Outcome::ConnectionProblem(_));
        *self.suspect.lock().unwrap_or_else(PoisonError::into_inner) =
            failed.then(|| outgoing.sender.address().cloned()).flatten();
        self.report(outcome, throttled, journal)
    }

    pub(crate) fn report(&self, outcome: Outcome, throttled: bool, journal: Journal<'_>) -> Report {
        let (stages, transcript) = journal.close();
        Report {
            outcome,
            stages,
            transcript,
            connection: self.account.connection(),
            throttled,
            passes_on_notifications: false,
            failed_at: None,
        }
    }

    /// Gets an access token; this is the stage `Login`.
    pub(crate) async fn token(&self, request: TokenRequest, journal: &mut Journal<'_>) -> Result<AccessToken, Problem> {
        journal.enter(Stage::Login);
        match self.account.tokens.token(request).await {
            Ok(token) => {
                journal.passed(texts::stage_token_available());
                Ok(token)
            }
            Err(problem) => {
                journal.failed(texts::no_token(&problem));
                journal.remark(format_args!("no access token: {}", problem.code));
                Err(problem)
            }
        }
    }

    /// Sends the message. Replaces the token once if it is refused and was not renewed just before.
    pub(crate) async fn send(
        &self,
        outgoing: &Outgoing,
        mut token: AccessToken,
        request: TokenRequest,
        journal: &mut Journal<'_>,
    ) -> (Outcome, bool) {
        let context = self.context(outgoing);
        let addressed = mail::addressed_to(&outgoing.bytes, &outgoing.recipients);
        if addressed.shortened {
            journal.remark(format_args!(
                "To and Cc name only the recipients of this attempt: the API sends to all that they name"
            ));
        }
        let api_request = self.request(addressed.bytes);
        journal.enter(Stage::Data);
        if let Some(diagnosis) = diagnosis::of_api_size(&context, api_request.body.len()) {
            journal.failed(texts::event_of(&diagnosis.problem));
            return same_outcome(outgoing, RecipientOutcome::Failed(diagnosis, None));
        }
        let mut may_replace = request == TokenRequest::Valid;
        loop {
            journal.client(&format!("POST {} ({} bytes)", api_request.path, api_request.body.len()));
            let posted = match journal.progress().message_may_arrive() {
                Ok(()) => self.post(&api_request, &token).await,
                Err(error) => Err(HttpError::Unreachable(HttpFailure::Other(error.to_string()))),
            };
            let response = match posted {
                Ok(response) => response,
                Err(error) => {
                    journal.remark(format_args!("{error}"));
                    journal.failed(diagnosis::http_cause(&error));
                    let diagnosis = diagnosis::of_http_error(&context, &error);
                    return same_outcome(outgoing, RecipientOutcome::Failed(diagnosis, None));
                }
            };
            match diagnosis::of_api_response(&context, &response) {
                ApiResult::Accepted(reply) => {
                    journal.server(&reply);
                    journal.passed(match reply.text.as_str() {
                        "" => smtp::texts::smtp_reply(reply.to_string()),
                        id => texts::api_accepted(context.service, id),
                    });
                    return same_outcome(outgoing, RecipientOutcome::Delivered(reply));
                }
                ApiResult::TokenRefused(_, reply) if may_replace => {
                    journal.server(&reply);
                    journal.remark(format_args!("once more with a new access token"));
                    may_replace = false;
                    match self.account.tokens.token(TokenRequest::Replace(token.number)).await {
                        Ok(other) => token = other,
                        Err(problem) => {
                            journal.failed(texts::no_token(&problem));
                            return (Outcome::ConnectionProblem(problem), false);
                        }
                    }
                }
                ApiResult::TokenRefused(diagnosis, reply) | ApiResult::Rejected(diagnosis, reply) => {
                    journal.server(&reply);
                    journal.failed(smtp::texts::smtp_reply(reply.to_string()));
                    return same_outcome(outgoing, RecipientOutcome::Failed(diagnosis, Some(reply)));
                }
            }
        }
    }

    fn request(&self, message: Vec<u8>) -> ApiRequest {
        match self.account.provider {
            Provider::Microsoft => graph::send(&self.account, &message),
            Provider::Google | Provider::Custom => gmail::send(&self.account, message),
        }
    }

    async fn post(&self, request: &ApiRequest, token: &AccessToken) -> Result<HttpResponse, HttpError> {
        use secrecy::ExposeSecret;
        let post = self
            .http
            .post(&request.url)
            .await?
            .bearer_auth(token.secret.expose_secret())
            .header("Content-Type", request.content_type)
            .header("Accept", "application/json")
            .body(request.body.clone());
        self.http.send(post).await
    }

    /// Gets a token and connects to the API. After a refusal, checks whether the API still refuses.
    async fn check_once(&self) -> Result<(), Problem> {
        let token = self.account.tokens.token(TokenRequest::Valid).await?;
        let suspect = self.suspect.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(sender) = suspect {
            return self.check_sender(&sender, &token).await;
        }
        let timeouts = Timeouts::default();
        let connected = async {
            let (host, port) = self.host_and_port();
            let addresses = smtp::resolve(&host, port, timeouts.resolve).await?;
            smtp::connect_tcp(&addresses, timeouts.connect).await
        };
        match connected.await {
            Ok(_) => Ok(()),
            Err(error) => Err(self.unreachable(&error)),
        }
    }

    /// Sends a message without recipients. Both APIs reject it because of that if the account may send at all.
    async fn check_sender(&self, sender: &EmailAddress, token: &AccessToken) -> Result<(), Problem> {
        let message = format!("From: <{}>\r\nSubject: check\r\n\r\n", sender.expose()).into_bytes();
        let context = ApiContext { from: Some(sender.expose()), ..self.context_for(None) };
        let diagnosis = match self.post(&self.request(message), token).await {
            Ok(response) => match diagnosis::of_api_response(&context, &response) {
                ApiResult::Accepted(_) => return Ok(()),
                ApiResult::TokenRefused(diagnosis, _) | ApiResult::Rejected(diagnosis, _) => diagnosis,
            },
            Err(error) => diagnosis::of_http_error(&context, &error),
        };
        if diagnosis.disposition == Disposition::Connection { Err(diagnosis.problem) } else { Ok(()) }
    }

    /// The problem of an API that cannot be reached.
    pub(crate) fn unreachable(&self, error: &SmtpError) -> Problem {
        diagnosis::of_unreachable_api(&self.context_for(None), error.text()).problem
    }

    /// The API's host and port.
    pub(crate) fn host_and_port(&self) -> (String, u16) {
        let url = Url::parse(&self.account.base_url).ok();
        let host = url.as_ref().and_then(|url| url.host_str()).unwrap_or_default();
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        (host, url.and_then(|url| url.port_or_known_default()).unwrap_or(443))
    }

    /// Whether it uses TLS.
    pub(crate) fn is_encrypted(&self) -> bool {
        self.account.base_url.starts_with("https://")
    }

    pub(crate) fn account(&self) -> &ApiAccount {
        &self.account
    }

    fn context<'a>(&'a self, outgoing: &'a Outgoing) -> ApiContext<'a> {
        self.context_for(Some(outgoing))
    }

    fn context_for<'a>(&'a self, outgoing: Option<&'a Outgoing>) -> ApiContext<'a> {
        ApiContext {
            provider: self.account.provider,
            service: self.account.service(),
            server: self.account.server(),
            from: outgoing.and_then(|outgoing| outgoing.sender.address()).map(EmailAddress::expose),
        }
    }
}

/// An API accepts a message for all recipients or for none.
fn same_outcome(outgoing: &Outgoing, outcome: RecipientOutcome) -> (Outcome, bool) {
    Outcomes::same(outgoing.recipients.len(), &outcome).into_outcome(&outgoing.recipients)
}

impl Transport for ApiTransport {
    fn deliver<'a>(&'a self, outgoing: &'a Outgoing, progress: Progress) -> BoxFuture<'a, Report> {
        Box::pin(self.try_once(outgoing, progress))
    }

    fn check<'a>(&'a self, _sender: &'a EmailAddress) -> BoxFuture<'a, Result<(), CheckFailure>> {
        Box::pin(async { self.check_once().await.map_err(CheckFailure::from) })
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        // Idle connections are closed automatically; none is logged in.
        Box::pin(async {})
    }
}
