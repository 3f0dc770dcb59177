//! A whole house over a look-alike provider, with the product's verbs; both clocks are turned by hand, together.

use std::time::Duration;

use clock::{Clock, Random};
use config::Config;
use config::providers::Overrides;
use owlpost::wiring::House;
use sending::intake::Request;
use settings::oauth::{Callback, ConsentOutcome, Returned};
use settings::{Actor, ConnectionState, SettingsError};
use testkit::{
    Choice, Client, ClockStart, Google, GoogleOptions, Lookalike, Microsoft, MicrosoftOptions, Person, certificates,
};
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
        // What is tested here is no pace, and strict rotation finds out who uses a token before it is kept.
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

/// 2026-11-25, 08:00 UTC: where both clocks begin.
pub const BEGIN: ClockStart = ClockStart::At(1795593600);

/// Where owlpost has people sent back to when nothing else is configured.
pub const REDIRECT: &str = "http://localhost:8020/oauth/callback";

/// A house, its provider and its clock.
pub struct Home {
    pub house: House,
    pub provider: Provider,
    pub clock: Clock,
    folder: tempfile::TempDir,
}

impl Home {
    pub async fn of(provider: Provider) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = Clock::by_hand("2026-11-25T08:00:00Z".parse().expect("a time"));
        let house = open(&folder, &clock, &provider).await;
        Self { house, provider, clock, folder }
    }

    /// Consented, and mail leaves through it. DeliveryHandle may still be trying the connection, with a renewal of its own.
    pub async fn connected(provider: Provider, more: &str) -> Self {
        let home = Self::of(provider).await;
        home.save(more).await.expect("saved");
        let outcome = home.consent(Choice::Allow).await;
        assert!(matches!(&outcome, ConsentOutcome::Connected { account } if account == ANN), "{outcome:?}");
        home
    }

    /// As [`Home::connected`], and at rest: the delivery loop has tried the connection and found that it works.
    pub async fn verified(provider: Provider, more: &str) -> Self {
        let home = Self::connected(provider, more).await;
        let mut events = home.house.app.delivery_loop.events();
        while !matches!(home.house.app.settings.status().state, ConnectionState::Verified(_)) {
            let event = tokio::time::timeout(PATIENCE, events.recv()).await;
            event.expect("the delivery loop tries the connection").expect("the delivery loop lives");
        }
        home
    }

    /// Ends, and begins again with the same folder.
    pub async fn restarted(self) -> Self {
        let Self { house, provider, clock, folder } = self;
        house.close_within(Duration::from_secs(5)).await;
        let house = open(&folder, &clock, &provider).await;
        Self { house, provider, clock, folder }
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
        match self.house.app.settings.save(input, &actor()).await {
            Ok(version) => Ok(version.number),
            Err(SettingsError::Faults(faults)) => Err(faults
                .into_iter()
                .map(|fault| format!("{}: {}", fault.field, i18n::Language::English.render(&fault.text)))
                .collect()),
            Err(error) => panic!("{error:?}"),
        }
    }

    /// Ann goes to the provider and comes back.
    pub async fn consent(&self, choice: Choice<'_>) -> ConsentOutcome {
        self.consent_as(ANN, PASSWORD, choice).await
    }

    pub async fn consent_as(&self, email: &str, password: &str, choice: Choice<'_>) -> ConsentOutcome {
        match self.come_back(&self.visit(email, password, choice).await, SESSION).await {
            Returned::Ended { outcome, .. } => outcome,
            other => panic!("{other:?}"),
        }
    }

    /// Goes to the provider; answers where it sends the browser back to.
    pub async fn visit(&self, email: &str, password: &str, choice: Choice<'_>) -> String {
        let start = self.house.app.settings.begin_consent(Some(SESSION), &actor()).await.expect("begins");
        self.provider.look_alike().consent(&start.authorize_url, email, password, choice).expect("comes back")
    }

    pub async fn come_back(&self, address: &str, session: &str) -> Returned {
        assert!(address.starts_with(REDIRECT), "{address}");
        let url = reqwest::Url::parse(address).expect("a URL");
        let value = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        let callback = Callback {
            state: value("state").unwrap_or_default(),
            code: value("code").map(Into::into),
            error: value("error"),
            description: value("error_description"),
        };
        let returned = self.house.app.settings.take_callback(callback, Some(session)).await.expect("taken in");
        self.house.app.delivery_loop.recheck_connection();
        returned
    }

    /// Accepts a message with this subject.
    pub async fn accept(&self, to: &str, subject: &str) -> Uuid {
        let draft = mail::Draft {
            to: vec![to.to_owned()],
            subject: subject.to_owned(),
            text: Some("Hello".to_owned()),
            ..mail::Draft::default()
        };
        self.accept_draft(draft).await
    }

    pub async fn accept_draft(&self, draft: mail::Draft) -> Uuid {
        let request = Request { draft, kind: queue::Kind::Api, origin: "test".to_owned(), key: None, expires_at: None };
        self.house.app.intake.accept(request).await.expect("accepted").id.0
    }

    /// Turns both clocks, and waits until the caretaker has done what is due then.
    pub async fn goes_by(&self, time: Duration) {
        self.turn(time);
        let looked = tokio::time::timeout(PATIENCE, self.house.let_caretaker_look()).await;
        looked.expect("the caretaker looks");
    }

    /// How many letters to administrators were written so far.
    pub async fn notices(&self) -> usize {
        let filter = queue::Filter { kind: Some(queue::Kind::Notice), ..queue::Filter::default() };
        self.house.app.db.read(move |rx| queue::list(rx, &filter)).await.expect("lists").items.len()
    }

    /// Waits until the provider has taken so many messages in all.
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
            self.house.app.settings.status(),
            self.provider.look_alike().faults(),
            self.what_waits().await
        );
    }

    /// As [`Home::arrived`], while time goes by: pauses, retries and the provider's pace want it.
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

    /// The attempts of what has not left.
    async fn what_waits(&self) -> String {
        let listed = self.house.app.db.read(|rx| queue::list(rx, &queue::Filter::default())).await.expect("lists");
        let mut waiting = Vec::new();
        for id in listed.items.iter().map(|item| item.id) {
            let detail = self.house.app.db.read(move |rx| queue::detail(rx, id)).await.expect("reads");
            if detail.deliveries.iter().any(|delivery| delivery.state != queue::State::Sent) {
                waiting.push(format!("{detail:#?}"));
            }
        }
        waiting.join("\n")
    }

    /// Waits until the alarm stands that this problem raised.
    pub async fn alarmed(&self, code: &str) -> mail::Problem {
        for _ in 0..400 {
            if let Some(alarm) = self.house.app.settings.pause()
                && alarm.problem.code == code
            {
                return alarm.problem;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("no alarm {code}: {:?}", self.house.app.settings.pause());
    }

    /// Turns both clocks.
    pub fn turn(&self, by: Duration) {
        self.clock.turn(by);
        self.provider.look_alike().turn_clock(by);
    }

    pub fn needs_consent(&self) -> bool {
        matches!(self.house.app.settings.status().state, ConnectionState::ConsentNeededSince(_))
    }
}

pub fn actor() -> Actor {
    Actor::account(ANN)
}

async fn open(folder: &tempfile::TempDir, clock: &Clock, provider: &Provider) -> House {
    let mut config = Config::standard_in(folder.path());
    match provider {
        Provider::Google(_) => config.providers.google = provider.overrides(),
        Provider::Microsoft(_) => config.providers.microsoft = provider.overrides(),
    }
    House::open(config, clock.clone(), Random::system()).await.expect("opens")
}

pub const DAY: Duration = Duration::from_secs(24 * 3600);
