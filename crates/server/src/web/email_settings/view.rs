//! What the page of *Email Settings* shows.

use askama::Template;
use mail::{Problem, Security, Stage, StageRecord};

use super::form::{Fill, SettingsForm, usual_port};
use crate::app::App;
use crate::config::Builtin;
use crate::settings::{Method, PRESETS, Preset, StatusState, Warning};
use crate::web::layout::{Faults, Frame, field_id};
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
}

impl Page {
    pub fn presets(&self) -> &'static [Preset] {
        PRESETS
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
}

impl StatusView {
    pub fn of(app: &App, waiting: u64) -> Self {
        let status = app.settings.status();
        let (badge, state, since) = match status.state {
            StatusState::NotVerified => ("warning", "Not verified", None),
            StatusState::Verified(at) => ("good", "Verified", Some(When(at))),
            StatusState::FailingSince(at) => ("danger", "Failing", Some(When(at))),
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
        }
    }
}

pub fn method_words(method: Method) -> &'static str {
    match method {
        Method::Builtin => "owlpost email service",
        Method::Password => "Username and password",
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

/// A button that changes port and security.
pub struct FixView {
    pub value: String,
    pub label: String,
}

impl FixView {
    fn of(fix: &mail::Fix) -> Self {
        Self { value: Fill::value(fix), label: format!("Use port {} with {}", fix.port, security_words(fix.security)) }
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
    ("from.email", "From email"),
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
