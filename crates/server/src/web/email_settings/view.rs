//! What the page of *Email Settings* shows.

use std::time::Duration;

use askama::Template;
use delivery::oauth::{Facts, Grant, Provider, SendThrough};
use jiff::Timestamp;
use mail::{Problem, Security, Stage, StageRecord};

use super::consent::LastConsent;
use super::form::{Fill, SettingsForm, usual_port};
use crate::app::App;
use crate::config::Builtin;
use crate::settings::oauth::Connected;
use crate::settings::{Ending, Method, PRESETS, Preset, StatusState, Warning};
use crate::web::layout::{Faults, Frame, field_id};
use crate::web::speech::filters;
use crate::web::words::{When, counted};

/// The whole page.
#[derive(Template)]
#[template(path = "email_settings/page.html")]
pub struct Page {
    pub frame: Frame,
    pub form: SettingsForm,
    pub faults: Faults,
    pub faults_title: &'static str,
    pub note: Option<Note>,
    /// The values differ from what is stored.
    pub unsaved: bool,
    pub password_set: bool,
    pub client_secret_set: bool,
    /// The service account whose key is saved.
    pub service_account: Option<String>,
    /// What is registered at the provider.
    pub redirect_url: String,
    pub consent: ConsentPart,
    pub status: StatusView,
    pub builtin: BuiltinView,
    /// The From address that the built-in service uses where none is chosen.
    pub builtin_sender: String,
    pub chosen_preset: Option<&'static Preset>,
    pub preset_hint: Option<String>,
    pub username_hint: String,
    pub ehlo_hint: String,
    pub warnings: Vec<WarningView>,
    /// What a test came to, where it was asked for without JavaScript.
    pub result: Option<ResultView>,
}

/// What just happened, once.
pub enum Note {
    Welcome,
    Saved(u32),
    Filled(String),
    Connected,
    Disconnected(String),
}

/// Where consents stand.
pub struct ConsentPart {
    /// The version that waits for one.
    pub pending: Option<u32>,
    /// The version in force.
    pub active: u32,
    pub provider: &'static str,
    /// The From email of the version saved last.
    pub from: String,
    pub last: Option<LastConsent>,
    pub connected: Option<ConnectedView>,
}

/// How the mailbox is connected.
pub struct ConnectedView {
    /// Empty where the provider does not tell.
    pub account: String,
    pub since: When,
    pub renewed_at: When,
    pub is_alive: bool,
}

impl From<Connected> for ConnectedView {
    fn from(connected: Connected) -> Self {
        let Connected { account, since, renewed_at, is_alive } = connected;
        Self { account, since: When(since), renewed_at: When(renewed_at), is_alive }
    }
}

/// A known provider, as the page helps to register with it.
pub struct ProviderHelp {
    pub id: &'static str,
    pub name: &'static str,
    pub facts: &'static Facts,
    /// Steps for app-only, through SMTP and through the API.
    pub app_smtp: &'static [&'static str],
    pub app_api: &'static [&'static str],
}

impl Page {
    pub fn presets(&self) -> &'static [Preset] {
        PRESETS
    }

    pub fn providers(&self) -> impl Iterator<Item = ProviderHelp> {
        Provider::ALL.into_iter().map(|provider| {
            let facts = provider.facts();
            let has_api = provider.supports(Grant::Mailbox, SendThrough::Api).is_ok();
            ProviderHelp {
                id: facts.id,
                name: facts.name,
                facts,
                app_smtp: provider.app_setup(SendThrough::Smtp),
                app_api: if has_api { provider.app_setup(SendThrough::Api) } else { &[] },
            }
        })
    }

    pub fn is_chosen(&self, preset: &Preset) -> bool {
        self.chosen_preset == Some(preset)
    }

    pub fn warnings_of<'p>(&'p self, field: &'p str) -> impl Iterator<Item = &'p WarningView> {
        self.warnings.iter().filter(move |warning| warning.field == field)
    }

    /// The drawer opens by itself where one of its fields has a fault.
    pub fn advanced_open(&self) -> bool {
        const INSIDE: &[&str] = &[
            "from.name",
            "from.reply_to",
            "from.allowed",
            "password.ehlo",
            "password.mechanism",
            "password.ca_certificate",
            "oauth.custom.ca_certificate",
        ];
        self.faults.0.iter().any(|fault| INSIDE.contains(&fault.field.as_str()) || fault.field.starts_with("pace."))
    }

    /// The three choices of security, with the port in the words.
    pub fn securities(&self) -> [SecurityChoice; 3] {
        [
            (
                Security::ImplicitTls,
                "Implicit TLS (port 465)",
                "Encrypted from the first byte. The best choice where the server offers it.",
            ),
            (
                Security::Starttls,
                "STARTTLS (port 587)",
                "Begins in the clear and must switch to encryption before the login. Never goes on without.",
            ),
            (
                Security::None,
                "None (port 25, not recommended)",
                "Nothing is encrypted. For a server on this machine or in your own network.",
            ),
        ]
        .map(|(security, label, hint)| SecurityChoice {
            name: security.name(),
            port: usual_port(security),
            label,
            hint,
        })
    }
}

pub struct SecurityChoice {
    pub name: &'static str,
    pub port: u16,
    pub label: &'static str,
    pub hint: &'static str,
}

/// The status header.
pub struct StatusView {
    pub method: &'static str,
    pub sender: String,
    pub badge: &'static str,
    pub state: &'static str,
    pub since: Option<When>,
    pub last_success: Option<When>,
    pub waiting: String,
    pub problem: Option<Problem>,
    /// What ends next, soonest first.
    pub endings: Vec<EndingView>,
}

/// Something that ends.
pub struct EndingView {
    pub title: &'static str,
    pub at: When,
    pub meaning: String,
    /// Within a month, and nobody but a person prevents it.
    pub is_near: bool,
    pub is_over: bool,
}

impl StatusView {
    pub fn of(app: &App, waiting: u64) -> Self {
        let status = app.settings.status();
        let (badge, state, since) = match status.state {
            StatusState::NotVerified => ("warning", "Not verified", None),
            StatusState::Verified(at) => ("good", "Verified", Some(When(at))),
            StatusState::FailingSince(at) => ("danger", "Failing", Some(When(at))),
            StatusState::ConsentNeededSince(at) => ("danger", "Consent needed", Some(When(at))),
        };
        Self {
            method: method_words(status.method),
            sender: status.sender.expose().to_owned(),
            badge,
            state,
            since,
            last_success: status.last_success_at.map(When),
            waiting: if waiting == 0 { "Nothing".into() } else { counted(waiting, "message", "messages") },
            problem: status.problem,
            endings: Vec::new(),
        }
    }

    /// With what ends next.
    pub fn with_endings(self, endings: &[Ending], now: Timestamp) -> Self {
        const NEAR: Duration = Duration::from_secs(30 * 24 * 3600);
        let soon = now.saturating_add(NEAR).unwrap_or(Timestamp::MAX);
        let endings = endings.iter().map(|ending| EndingView {
            title: ending.title,
            at: When(ending.at),
            meaning: ending.meaning.clone(),
            is_near: ending.needs_somebody && ending.at <= soon,
            is_over: ending.at <= now,
        });
        Self { endings: endings.collect(), ..self }
    }
}

pub fn method_words(method: Method) -> &'static str {
    match method {
        Method::Builtin => "owlpost email service",
        Method::Password => "Username and password",
        Method::OAuth => "OAuth 2.0",
    }
}

/// What stands behind the built-in service.
pub enum BuiltinView {
    Mailbox,
    Relay(String),
}

impl BuiltinView {
    pub fn of(builtin: &Builtin) -> Self {
        match builtin {
            Builtin::Mailbox => Self::Mailbox,
            Builtin::Relay(account) => Self::Relay(account.host.clone()),
        }
    }
}

/// A warning beside its field, with a button where something mends it.
#[derive(Template)]
#[template(path = "email_settings/warning.html")]
pub struct WarningView {
    pub field: &'static str,
    pub message: String,
    pub fix: Option<FixView>,
}

impl From<Warning> for WarningView {
    fn from(warning: Warning) -> Self {
        Self { field: warning.field, message: warning.message, fix: warning.fix.as_ref().map(FixView::of) }
    }
}

/// A button that changes what a fix says.
pub struct FixView {
    pub value: String,
    pub label: String,
}

impl FixView {
    fn of(fix: &mail::Fix) -> Self {
        let label = match fix {
            mail::Fix::Server { port, security } => format!("Use port {port} with {}", security_words(*security)),
            mail::Fix::SendThroughApi => "Send through the provider's API".to_owned(),
        };
        Self { value: Fill::value(fix), label }
    }
}

/// What a fix filled in.
pub fn filled_in_words(fix: &mail::Fix) -> String {
    match fix {
        mail::Fix::Server { port, security } => {
            format!("Port {port} with {} is filled in. Try it, then save.", security_words(*security))
        }
        mail::Fix::SendThroughApi => {
            "The provider's API is chosen. Save, and consent to what it needs; mail leaves as before until then."
                .to_owned()
        }
    }
}

pub fn security_words(security: Security) -> &'static str {
    match security {
        Security::ImplicitTls => "implicit TLS",
        Security::Starttls => "STARTTLS",
        Security::None => "no encryption",
    }
}

/// One stage of a test.
#[derive(Template)]
#[template(path = "email_settings/stage.html")]
pub struct StageView {
    pub ok: bool,
    pub label: &'static str,
    pub ms: u64,
    pub detail: String,
}

impl From<&StageRecord> for StageView {
    fn from(stage: &StageRecord) -> Self {
        Self { ok: stage.ok, label: stage_words(stage.name), ms: stage.ms, detail: stage.detail.clone() }
    }
}

pub fn stage_words(stage: Stage) -> &'static str {
    match stage {
        Stage::Resolve => "Find the server's address",
        Stage::Connect => "Connect to the server",
        Stage::Tls => "Encrypt the connection (TLS)",
        Stage::Greeting => "Greet each other (EHLO)",
        Stage::Login => "Log in",
        Stage::MailFrom => "Name the sender (MAIL FROM)",
        Stage::RcptTo => "Name the recipient (RCPT TO)",
        Stage::Data => "Hand over the message (DATA)",
    }
}

/// All of a test, for the page without JavaScript.
pub struct ResultView {
    pub stages: Vec<StageView>,
    pub outcome: OutcomeView,
}

/// What a test came to.
#[derive(Template)]
#[template(path = "email_settings/outcome.html")]
pub struct OutcomeView {
    pub title: String,
    /// Where all went well: what that does and does not prove.
    pub meaning: Option<&'static str>,
    pub in_mailbox: bool,
    pub problem: Option<ProblemView>,
    pub transcript: String,
}

/// A failure with its field and its fix.
pub struct ProblemView {
    pub meaning: String,
    pub remedy: String,
    pub field: Option<FieldLink>,
    pub fix: Option<FixView>,
}

/// The field that a failure concerns.
pub struct FieldLink {
    pub id: String,
    pub label: &'static str,
}

impl ProblemView {
    pub fn of(problem: &Problem) -> Self {
        let field = problem
            .field
            .as_deref()
            .and_then(|field| Some(FieldLink { id: field_id(field), label: field_words(field)? }));
        Self {
            meaning: problem.meaning.clone(),
            remedy: problem.remedy.clone(),
            field,
            fix: problem.fix.as_ref().map(FixView::of),
        }
    }
}

/// Every field with its label, in the order of the page.
const FIELDS: &[(&str, &str)] = &[
    ("method", "Connection method"),
    ("password.host", "SMTP host name"),
    ("password.port", "Port"),
    ("password.security", "Security"),
    ("password.username", "Username"),
    ("password.password", "Password"),
    ("password.allow_insecure_password", "Password without encryption"),
    ("oauth.provider", "Email provider"),
    ("oauth.grant", "Who signs in"),
    ("oauth.send_through", "Send through"),
    ("oauth.redirect_url", "OAuth redirect URL"),
    ("oauth.client_id", "Client ID"),
    ("oauth.client_secret", "Client secret"),
    ("oauth.client_secret_expires", "Client secret expires on"),
    ("oauth.tenant", "Tenant"),
    ("oauth.service_account_key", "Key of the service account"),
    ("oauth.custom.authorize_url", "Consent page"),
    ("oauth.custom.token_url", "Token endpoint"),
    ("oauth.custom.revoke_url", "Revocation endpoint"),
    ("oauth.custom.scopes", "Scopes"),
    ("oauth.custom.host", "SMTP server of the provider"),
    ("oauth.custom.port", "Port of the provider's server"),
    ("oauth.custom.security", "Security of the provider's server"),
    ("oauth.custom.mechanism", "How to log in at the provider's server"),
    ("oauth.custom.ca_certificate", "CA certificate of the provider"),
    ("from.email", "From email"),
    ("oauth.confirm_other_sender", "Another mailbox signs in"),
    ("automatic_bcc", "Automatic BCC"),
    ("from.name", "From name"),
    ("from.reply_to", "Reply-To"),
    ("from.allowed", "Other senders"),
    ("automatic_bcc_api", "Automatic BCC for API mail"),
    ("automatic_bcc_submission", "Automatic BCC for SMTP submission"),
    ("password.ehlo", "Name in the greeting"),
    ("password.mechanism", "Login method"),
    ("password.ca_certificate", "CA certificate"),
    ("pace.connections", "Connections at the same time"),
    ("pace.messages_per_minute", "Messages per minute"),
    ("pace.recipients_per_day", "Recipients per day"),
    ("pace.recipients_per_message", "Recipients per message"),
    ("test.to", "Recipient of the test email"),
];

/// A field's label, as the page shows it.
pub fn field_words(field: &str) -> Option<&'static str> {
    FIELDS.iter().find(|(name, _)| *name == field).map(|(_, label)| *label)
}

/// Where on the page a field stands; faults are listed in this order.
pub fn field_place(field: &str) -> usize {
    FIELDS.iter().position(|(name, _)| *name == field).unwrap_or(FIELDS.len())
}
