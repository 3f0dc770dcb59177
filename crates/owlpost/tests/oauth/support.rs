//! A server that sends through a look-alike of a provider; the test turns both clocks together.

use std::ops::Deref;
use std::time::Duration;

use config::providers::Overrides;
use settings::oauth::{Callback, CallbackResult, ConsentOutcome};
use settings::{Actor, ConnectionState, SettingsError};
use testkit::{
    Choice, Client, ClockStart, Google, GoogleOptions, Lookalike, Microsoft, MicrosoftOptions, Person, certificates,
};
use testserver::TestServer;
use uuid::Uuid;

pub const ANN: &str = "ann@example.com";
pub const PASSWORD: &str = "of ann at the provider";
pub const CLIENT_ID: &str = "owlpost-client";
pub const CLIENT_SECRET: &str = "cL1ent-Secret-7fK2";
pub const SESSION: &str = "the session of the administrator";
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Either look-alike.
pub enum Provider {
    Google(Google),
    Microsoft(Microsoft),
}

impl Provider {
    pub fn google() -> Self {
        Self::google_with(GoogleOptions::default())
    }

    pub fn google_with(options: GoogleOptions) -> Self {
        let google = Google::start(options).expect("a look-alike");
        google.register_client(Client::new(CLIENT_ID, CLIENT_SECRET, REDIRECT)).expect("registered");
        google.add_person(Person::new(ANN, PASSWORD));
        Self::Google(google)
    }

    pub fn microsoft() -> Self {
        // Rate limits are not tested here, and strict rotation detects use of a token before it is stored.
        Self::microsoft_with(MicrosoftOptions {
            strict_rotation: true,
            messages_per_minute: None,
            ..MicrosoftOptions::default()
        })
    }

    pub fn microsoft_with(options: MicrosoftOptions) -> Self {
        let microsoft = Microsoft::start(options).expect("a look-alike");
        microsoft.register_client(Client::new(CLIENT_ID, CLIENT_SECRET, REDIRECT)).expect("registered");
        microsoft.add_person(Person::new(ANN, PASSWORD));
        Self::Microsoft(microsoft)
    }

    pub fn id(&self) -> &'static str {
        match self {
            Self::Google(_) => "google",
            Self::Microsoft(_) => "microsoft",
        }
    }

    pub fn look_alike(&self) -> &Lookalike {
        match self {
            Self::Google(google) => google,
            Self::Microsoft(microsoft) => microsoft,
        }
    }

    fn overrides(&self) -> Overrides {
        let one = self.look_alike();
        Overrides {
            authorize_url: Some(one.authorize_url()),
            token_url: Some(one.token_url()),
            revoke_url: match self {
                Self::Google(google) => Some(google.revoke_url()),
                Self::Microsoft(_) => None,
            },
            api_url: Some(one.api_url()),
            smtp: Some(oauth::SmtpServer {
                host: "127.0.0.1".to_owned(),
                port: one.smtp_starttls().port(),
                security: mail::Security::Starttls,
            }),
            ca_certificate: Some(certificates::ca_pem().to_owned()),
        }
    }
}

/// The start of both clocks: 2026-11-25, 08:00 UTC.
pub const BEGIN: ClockStart = ClockStart::At(1795593600);

/// The redirect URL without configuration.
pub const REDIRECT: &str = "http://localhost:8020/oauth/callback";

/// A server that sends through a provider.
pub struct OAuthServer {
    pub provider: Provider,
    server: TestServer,
}

impl Deref for OAuthServer {
    type Target = TestServer;

    fn deref(&self) -> &TestServer {
        &self.server
    }
}

impl OAuthServer {
    pub async fn of(provider: Provider) -> Self {
        let (google, overrides) = (matches!(provider, Provider::Google(_)), provider.overrides());
        let builder = TestServer::builder().at("2026-11-25T08:00:00Z").config(move |config| {
            let place = if google { &mut config.providers.google } else { &mut config.providers.microsoft };
            *place = overrides;
        });
        Self { server: builder.start_empty().await, provider }
    }

    /// Starts with a consent; mail is sent. The delivery loop may still be checking the connection, with a renewal of
    /// its own.
    pub async fn connected(provider: Provider, more: &str) -> Self {
        let server = Self::of(provider).await;
        server.save(more).await.expect("saved");
        let outcome = server.consent(Choice::Allow).await;
        assert!(matches!(&outcome, ConsentOutcome::Connected { account } if account == ANN), "{outcome:?}");
        server
    }

    /// Like [`OAuthServer::connected`], after the delivery loop has checked the connection.
    pub async fn verified(provider: Provider, more: &str) -> Self {
        let server = Self::connected(provider, more).await;
        let mut events = server.app.delivery_loop.events();
        while !matches!(server.app.settings.status().state, ConnectionState::Verified(_)) {
            let event = tokio::time::timeout(PATIENCE, events.recv()).await;
            event.expect("the delivery loop tries the connection").expect("the delivery loop runs");
        }
        server
    }

    /// Stops, and starts again with the same folder.
    pub async fn restarted(self) -> Self {
        let Self { provider, server } = self;
        Self { server: server.stop().await.start().await, provider }
    }

    /// Saves OAuth settings; `more` are further keys of their section.
    pub async fn save(&self, more: &str) -> Result<u32, Vec<String>> {
        let json = format!(
            r#"{{"method": "oauth", "from": {{"email": "{ANN}"}}, "oauth": {{"provider": "{}", "client_id": "{CLIENT_ID}",
                "client_secret": "{CLIENT_SECRET}"{more}}}}}"#,
            self.provider.id()
        );
        self.save_json(&json).await
    }

    pub async fn save_json(&self, json: &str) -> Result<u32, Vec<String>> {
        let input = serde_json::from_str(json).expect("well-formed settings");
        match self.app.settings.save(input, &actor()).await {
            Ok(version) => Ok(version.number),
            Err(SettingsError::Faults(faults)) => Err(faults
                .into_iter()
                .map(|fault| format!("{}: {}", fault.field, i18n::Language::English.render(&fault.text)))
                .collect()),
            Err(error) => panic!("{error:?}"),
        }
    }

    /// Ann visits the provider and returns.
    pub async fn consent(&self, choice: Choice<'_>) -> ConsentOutcome {
        self.consent_as(ANN, PASSWORD, choice).await
    }

    pub async fn consent_as(&self, email: &str, password: &str, choice: Choice<'_>) -> ConsentOutcome {
        match self.come_back(&self.visit(email, password, choice).await, SESSION).await {
            CallbackResult::Ended { outcome, .. } => outcome,
            other => panic!("{other:?}"),
        }
    }

    /// Visits the provider; returns the URL to which it redirects the browser.
    pub async fn visit(&self, email: &str, password: &str, choice: Choice<'_>) -> String {
        let start = self.app.settings.begin_consent(SESSION, &actor()).await.expect("begins");
        self.provider.look_alike().consent(&start.authorize_url, email, password, choice).expect("comes back")
    }

    pub async fn come_back(&self, address: &str, session: &str) -> CallbackResult {
        assert!(address.starts_with(REDIRECT), "{address}");
        let url = reqwest::Url::parse(address).expect("a URL");
        let value = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        let callback = Callback {
            state: value("state").unwrap_or_default(),
            code: value("code").map(Into::into),
            error: value("error"),
            description: value("error_description"),
        };
        let returned = self.app.settings.take_callback(callback, Some(session)).await.expect("taken in");
        self.app.delivery_loop.recheck_connection();
        returned
    }

    /// Accepts a message with this subject.
    pub async fn accept_subject(&self, to: &str, subject: &str) -> Uuid {
        let draft = mail::Draft {
            to: vec![to.to_owned()],
            subject: subject.to_owned(),
            text: Some("Hello".to_owned()),
            ..mail::Draft::default()
        };
        self.accept_draft(draft).await.0
    }

    /// Turns both clocks, and waits until maintenance has done the work that is due.
    pub async fn goes_by(&self, time: Duration) {
        self.turn(time);
        let looked = tokio::time::timeout(PATIENCE, self.server.server.wait_for_maintenance()).await;
        looked.expect("maintenance runs");
    }

    /// Waits until the provider has accepted this number of messages in total.
    pub async fn arrived(&self, messages: usize) {
        for _ in 0..400 {
            if self.provider.look_alike().arrivals().len() >= messages {
                return;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!(
            "{} of {messages} arrived; status {:?}; faults {:?}; {}",
            self.provider.look_alike().arrivals().len(),
            self.app.settings.status(),
            self.provider.look_alike().faults(),
            self.unsent_attempts().await
        );
    }

    /// Like [`OAuthServer::arrived`], while time passes, for pauses, retries and the provider's rate limits.
    pub async fn arrived_with_time(&self, messages: usize) {
        for _ in 0..100 {
            if self.provider.look_alike().arrivals().len() >= messages {
                return;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
            self.turn(Duration::from_secs(20));
        }
        self.arrived(messages).await;
    }

    /// The attempts of messages that have not been sent.
    async fn unsent_attempts(&self) -> String {
        let listed = self.app.db.read(|rx| queue::list(rx, &queue::Filter::default())).await.expect("lists");
        let mut waiting = Vec::new();
        for id in listed.items.iter().map(|item| item.id) {
            let detail = self.app.db.read(move |rx| queue::detail(rx, id)).await.expect("reads");
            if detail.deliveries.iter().any(|delivery| delivery.state != queue::State::Sent) {
                waiting.push(format!("{detail:#?}"));
            }
        }
        waiting.join("\n")
    }

    /// Waits until sending is paused because of this problem.
    pub async fn alarmed(&self, code: &str) -> mail::Problem {
        for _ in 0..400 {
            if let Some(alarm) = self.app.settings.pause()
                && alarm.problem.code == code
            {
                return alarm.problem;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("no alarm {code}: {:?}", self.app.settings.pause());
    }

    /// Turns both clocks.
    pub fn turn(&self, by: Duration) {
        self.server.turn(by);
        self.provider.look_alike().turn_clock(by);
    }

    pub fn needs_consent(&self) -> bool {
        matches!(self.app.settings.status().state, ConnectionState::ConsentNeededSince(_))
    }
}

pub fn actor() -> Actor {
    Actor::account(ANN)
}

pub const DAY: Duration = Duration::from_secs(24 * 3600);
