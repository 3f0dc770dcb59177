//! The way out over a provider's HTTP API: one request a message, for all its recipients or for none.
//!
//! The APIs take recipients from the header and take Bcc out before they send, so the header of what is handed over names
//! exactly the recipients of this try (`mail::addressed_to`). `gmail` and `graph` each say how their API is asked.

mod gmail;
mod graph;

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use mail::{EmailAddress, Outcome, Problem, Report, Stage};

use crate::http::{HttpAnswer, HttpClient, HttpMishap, HttpPatience};
use crate::oauth::{AccessToken, Provider, Wish};
use crate::smtp::dial;
use crate::smtp::journal::Journal;
use crate::smtp::standings::Standings;
use crate::transport::Boxed;
use crate::trouble::{self, ApiScene, ApiVerdict, Fate, Judgement};
use crate::{ApiAccount, Outgoing, Patience, Transport};

/// How long a request may take: an upload of 25 MB over a slow line, and the provider's own queue.
const REAL: HttpPatience = HttpPatience { connect: Duration::from_secs(30), whole: Duration::from_secs(5 * 60) };
/// The same for a test that somebody waits for.
const TEST: HttpPatience = HttpPatience { connect: Duration::from_secs(10), whole: Duration::from_secs(30) };

/// What is asked of an API to send a message.
pub(crate) struct Asked {
    /// The whole address.
    url: String,
    /// What stands in the transcript: `/v1.0/me/sendMail`.
    path: String,
    content_type: &'static str,
    body: Vec<u8>,
}

/// Sends through one account's API. Keeps connections for the next message.
#[derive(Debug)]
pub struct ApiTransport {
    account: ApiAccount,
    http: HttpClient,
    /// The sender of a message that the API did not take as trouble of the connection; `check` asks again with it.
    suspect: Mutex<Option<EmailAddress>>,
}

impl ApiTransport {
    /// A way out over `account`; opens nothing before the first message.
    pub fn new(account: ApiAccount) -> Self {
        Self::patient(account, REAL)
    }

    /// For a test that somebody waits for.
    pub(crate) fn for_test(account: ApiAccount) -> Self {
        Self::patient(account, TEST)
    }

    fn patient(account: ApiAccount, patience: HttpPatience) -> Self {
        let http = HttpClient::new(account.ca_certificate.clone(), patience);
        Self { account, http, suspect: Mutex::default() }
    }

    async fn try_once(&self, outgoing: &Outgoing) -> Report {
        let mut journal = Journal::new(None);
        let (outcome, throttled) = match self.token(Wish::Good, &mut journal).await {
            Ok(token) => self.send(outgoing, token, Wish::Good, &mut journal).await,
            Err(problem) => (Outcome::ConnectionTrouble(problem), false),
        };
        let in_trouble = matches!(outcome, Outcome::ConnectionTrouble(_));
        *self.suspect.lock().unwrap_or_else(PoisonError::into_inner) = in_trouble.then(|| outgoing.sender.clone());
        self.report(outcome, throttled, journal)
    }

    pub(crate) fn report(&self, outcome: Outcome, throttled: bool, journal: Journal<'_>) -> Report {
        let (stages, transcript) = journal.close();
        Report { outcome, stages, transcript, connection: self.account.connection(), throttled }
    }

    /// The stage in which an access token is got.
    pub(crate) async fn token(&self, wish: Wish, journal: &mut Journal<'_>) -> Result<AccessToken, Problem> {
        journal.enter(Stage::Login);
        match self.account.tokens.token(wish).await {
            Ok(token) => {
                journal.passed("access token at hand");
                Ok(token)
            }
            Err(problem) => {
                journal.failed(problem.what.clone());
                journal.remark(format_args!("no access token: {}", problem.what));
                Err(problem)
            }
        }
    }

    /// Hands the message over; with another token where this one is refused and was not got just now.
    pub(crate) async fn send(
        &self,
        outgoing: &Outgoing,
        mut token: AccessToken,
        wish: Wish,
        journal: &mut Journal<'_>,
    ) -> (Outcome, bool) {
        let scene = self.scene(outgoing);
        let mut standings = Standings::new(outgoing.recipients.len());
        (0..outgoing.recipients.len()).for_each(|at| standings.accept(at));
        let addressed = mail::addressed_to(&outgoing.bytes, &outgoing.recipients);
        if addressed.shortened {
            journal.remark(format_args!(
                "To and Cc name the recipients of this try alone: the API sends to all they name"
            ));
        }
        let asked = self.asked(addressed.bytes);
        if let Some(judgement) = trouble::unsendable_by_api(&scene, asked.body.len()) {
            journal.enter(Stage::Data);
            journal.failed(judgement.problem.what.clone());
            standings.judge_rest(&judgement, None);
            return ended(standings, outgoing);
        }
        journal.enter(Stage::Data);
        let mut may_renew = wish == Wish::Good;
        loop {
            journal.client(&format!("POST {} ({} bytes)", asked.path, asked.body.len()));
            let answer = match self.post(&asked, &token).await {
                Ok(answer) => answer,
                Err(mishap) => return lost(&scene, &mishap, standings, outgoing, journal),
            };
            match trouble::of_api_answer(&scene, &answer) {
                ApiVerdict::Accepted(reply) => {
                    journal.server(&reply);
                    journal.passed(reply.to_string());
                    standings.deliver(&reply);
                    return ended(standings, outgoing);
                }
                ApiVerdict::TokenRefused(_, reply) if may_renew => {
                    journal.server(&reply);
                    journal.remark(format_args!("once more with a new access token"));
                    may_renew = false;
                    match self.account.tokens.token(Wish::OtherThan(token.number)).await {
                        Ok(other) => token = other,
                        Err(problem) => {
                            journal.failed(problem.what.clone());
                            return (Outcome::ConnectionTrouble(problem), false);
                        }
                    }
                }
                ApiVerdict::TokenRefused(judgement, reply) | ApiVerdict::Judged(judgement, reply) => {
                    journal.server(&reply);
                    journal.failed(reply.to_string());
                    standings.judge_rest(&judgement, Some(&reply));
                    return ended(standings, outgoing);
                }
            }
        }
    }

    fn asked(&self, message: Vec<u8>) -> Asked {
        match self.account.provider {
            Provider::Microsoft => graph::send(&self.account, &message),
            Provider::Google | Provider::Custom => gmail::send(&self.account, message),
        }
    }

    async fn post(&self, asked: &Asked, token: &AccessToken) -> Result<HttpAnswer, HttpMishap> {
        use secrecy::ExposeSecret;
        let request = self
            .http
            .post(&asked.url)
            .await?
            .bearer_auth(token.secret.expose_secret())
            .header("Content-Type", asked.content_type)
            .header("Accept", "application/json")
            .body(asked.body.clone());
        self.http.send(request).await
    }

    /// Whether there is a token and somebody listens where the API is; after it refused us, whether it still does.
    async fn check_once(&self) -> Result<(), Problem> {
        let token = self.account.tokens.token(Wish::Good).await?;
        let suspect = self.suspect.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(sender) = suspect {
            return self.ask_again(&sender, &token).await;
        }
        let patience = Patience::default();
        let reached = async {
            let (host, port) = self.host_and_port();
            let addresses = dial::resolve(&host, port, patience.resolve).await?;
            dial::connect(&addresses, patience.connect).await
        };
        match reached.await {
            Ok(_) => Ok(()),
            Err(mishap) => Err(self.unreached(&mishap.to_string())),
        }
    }

    /// Asks with a message for nobody, which both APIs refuse as such once we may send at all.
    async fn ask_again(&self, sender: &EmailAddress, token: &AccessToken) -> Result<(), Problem> {
        let message = format!("From: <{}>\r\nSubject: check\r\n\r\n", sender.expose()).into_bytes();
        let scene = ApiScene { from: sender.expose(), ..self.scene_of(None) };
        let judgement = match self.post(&self.asked(message), token).await {
            Ok(answer) => match trouble::of_api_answer(&scene, &answer) {
                ApiVerdict::Accepted(_) => return Ok(()),
                ApiVerdict::TokenRefused(judgement, _) | ApiVerdict::Judged(judgement, _) => judgement,
            },
            Err(mishap) => trouble::of_api_mishap(&scene, &mishap),
        };
        if judgement.fate == Fate::Connection { Err(judgement.problem) } else { Ok(()) }
    }

    /// The problem of an API that cannot be reached.
    pub(crate) fn unreached(&self, why: &str) -> Problem {
        let scene = ApiScene { from: "the From address", ..self.scene_of(None) };
        trouble::of_api_mishap(&scene, &HttpMishap::Unreached(why.to_owned())).problem
    }

    /// Where the API is.
    pub(crate) fn host_and_port(&self) -> (String, u16) {
        let url = reqwest::Url::parse(&self.account.base_url).ok();
        let host = url.as_ref().and_then(|url| url.host_str()).unwrap_or_default();
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        (host, url.and_then(|url| url.port_or_known_default()).unwrap_or(443))
    }

    /// Whether it is asked over TLS.
    pub(crate) fn is_encrypted(&self) -> bool {
        self.account.base_url.starts_with("https://")
    }

    pub(crate) fn account(&self) -> &ApiAccount {
        &self.account
    }

    fn scene<'a>(&'a self, outgoing: &'a Outgoing) -> ApiScene<'a> {
        self.scene_of(Some(outgoing))
    }

    fn scene_of<'a>(&'a self, outgoing: Option<&'a Outgoing>) -> ApiScene<'a> {
        ApiScene {
            provider: self.account.provider,
            service: self.account.service(),
            server: self.account.server(),
            from: outgoing.map_or("the From address", |outgoing| outgoing.sender.expose()),
        }
    }
}

fn lost(
    scene: &ApiScene<'_>,
    mishap: &HttpMishap,
    mut standings: Standings,
    outgoing: &Outgoing,
    journal: &mut Journal<'_>,
) -> (Outcome, bool) {
    journal.remark(format_args!("{mishap}"));
    journal.failed(mishap.to_string());
    let judgement: Judgement = trouble::of_api_mishap(scene, mishap);
    standings.judge_rest(&judgement, None);
    ended(standings, outgoing)
}

fn ended(standings: Standings, outgoing: &Outgoing) -> (Outcome, bool) {
    let throttled = standings.throttled();
    let outcome = match standings.connection_trouble() {
        Some(problem) => Outcome::ConnectionTrouble(problem.clone()),
        None => Outcome::Tried(standings.into_verdicts(&outgoing.recipients)),
    };
    (outcome, throttled)
}

impl Transport for ApiTransport {
    fn deliver<'a>(&'a self, outgoing: &'a Outgoing) -> Boxed<'a, Report> {
        Box::pin(self.try_once(outgoing))
    }

    fn check(&self) -> Boxed<'_, Result<(), Problem>> {
        Box::pin(self.check_once())
    }

    fn close(&self) -> Boxed<'_, ()> {
        // Idle connections end by themselves; none is logged in.
        Box::pin(async {})
    }
}
