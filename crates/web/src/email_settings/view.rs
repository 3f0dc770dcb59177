//! The view of the page *Email Settings*.

use std::borrow::Cow;
use std::time::Duration;

use askama::Template;
use jiff::Timestamp;
use mail::{Problem, Security, StageRecord, Text};
use oauth::{Grant, Provider, SendThrough};

use super::consent::LastConsent;
use super::form::{Fill, SettingsForm, usual_port};
use super::labels::{field_label, fix_label, method_label, stage_label};
use crate::docs::Explanation;
use crate::labels::TimeElement;
use crate::layout::{Faults, Frame, field_id, sentence};
use crate::translation::{filters, language, tr, tr_args};
use app::App;
use config::Builtin;
use settings::oauth::ConnectedMailbox;
use settings::{ConnectionState, Expiration, PRESETS, Preset, Warning};

/// The whole page.
#[derive(Template)]
#[template(path = "email_settings/page.html")]
pub struct Page {
    pub frame: Frame,
    pub form: SettingsForm,
    pub faults: Faults,
    pub faults_title: Cow<'static, str>,
    pub note: Option<Note>,
    /// Whether the values differ from the stored ones.
    pub unsaved: bool,
    /// Number of waiting recipients, if the page asks what happens to them before anything is saved.
    pub asks_about_waiting: Option<u64>,
    /// Whether saving asks for the password of the account.
    pub asks_for_password: bool,
    pub password_set: bool,
    pub client_secret_set: bool,
    /// The service account whose key is saved.
    pub service_account: Option<String>,
    /// The redirect URL to register at the provider.
    pub redirect_url: String,
    pub consent: ConsentPart,
    pub status: StatusView,
    pub builtin: BuiltinView,
    /// The From address that the built-in service uses if none is chosen.
    pub builtin_sender: String,
    pub chosen_preset: Option<&'static Preset>,
    pub preset_hint: Option<String>,
    pub username_hint: Cow<'static, str>,
    pub ehlo_hint: Cow<'static, str>,
    pub warnings: Vec<WarningView>,
    /// The result of a test that was started without JavaScript.
    pub result: Option<ResultView>,
}

/// What just happened, shown once.
pub enum Note {
    Welcome,
    Saved(u32),
    Filled(Cow<'static, str>),
    Connected,
    Disconnected(Cow<'static, str>),
}

/// The state of consents.
pub struct ConsentPart {
    /// The version that waits for one.
    pub pending: Option<u32>,
    /// The active version.
    pub active: u32,
    /// Its name; `none` if no provider was ever chosen.
    pub provider: &'static str,
    /// The From email of the version saved last.
    pub from: String,
    pub last: Option<LastConsent>,
    pub connected: Option<ConnectedView>,
}

/// The connected mailbox.
pub struct ConnectedView {
    /// Empty if the provider does not report it.
    pub account: String,
    pub since: TimeElement,
    pub renewed_at: TimeElement,
    pub is_alive: bool,
}

impl From<ConnectedMailbox> for ConnectedView {
    fn from(connected: ConnectedMailbox) -> Self {
        let ConnectedMailbox { account, since, renewed_at, is_alive } = connected;
        Self { account, since: TimeElement(since), renewed_at: TimeElement(renewed_at), is_alive }
    }
}

/// The page's help for registering with a known provider.
pub struct ProviderHelp {
    pub id: &'static str,
    pub name: &'static str,
    pub where_to_register: String,
    pub client_id_hint: String,
    pub secret_hint: String,
    pub redirect_hint: String,
    /// Steps for app-only, through SMTP and through the API.
    pub app_smtp: Vec<String>,
    pub app_api: Vec<String>,
}

impl Page {
    pub fn presets(&self) -> &'static [Preset] {
        PRESETS
    }

    pub fn providers(&self) -> impl Iterator<Item = ProviderHelp> {
        Provider::ALL.into_iter().map(|provider| {
            let facts = provider.facts();
            let has_api = provider.supports(Grant::Mailbox, SendThrough::Api).is_ok();
            let words = |hint: fn() -> Text| language().render(&hint());
            let steps = |through| provider.app_setup(through).iter().map(|step| language().render(step)).collect();
            ProviderHelp {
                id: facts.id,
                name: facts.name,
                where_to_register: words(facts.where_to_register),
                client_id_hint: words(facts.client_id_hint),
                secret_hint: words(facts.secret_hint),
                redirect_hint: words(facts.redirect_hint),
                app_smtp: steps(SendThrough::Smtp),
                app_api: if has_api { steps(SendThrough::Api) } else { Vec::new() },
            }
        })
    }

    /// The attributes of a secret's field if one is saved.
    pub fn kept_secret(&self) -> String {
        format!(r#"autocomplete="new-password" placeholder="{}""#, tr("settings-secret-kept"))
    }

    pub fn is_chosen(&self, preset: &Preset) -> bool {
        self.chosen_preset.is_some_and(|chosen| chosen.id == preset.id)
    }

    pub fn warnings_of<'p>(&'p self, field: &'p str) -> impl Iterator<Item = &'p WarningView> {
        self.warnings.iter().filter(move |warning| warning.field == field)
    }

    /// The drawer opens automatically if one of its fields has a fault.
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
        self.faults.fields().any(|field| INSIDE.contains(&field) || field.starts_with("pace."))
    }

    /// The three security modes, each labelled with its port.
    pub fn securities(&self) -> [SecurityChoice; 3] {
        [
            (Security::ImplicitTls, "settings-implicit-tls", "settings-implicit-tls-hint"),
            (Security::Starttls, "settings-starttls", "settings-starttls-hint"),
            (Security::None, "settings-no-encryption", "settings-no-encryption-hint"),
        ]
        .map(|(security, label, hint)| SecurityChoice {
            name: security.name(),
            port: usual_port(security),
            label,
            hint,
        })
    }
}

/// A security mode; `label` and `hint` are the keys of its texts.
pub struct SecurityChoice {
    pub name: &'static str,
    pub port: u16,
    pub label: &'static str,
    pub hint: &'static str,
}

/// The status header.
pub struct StatusView {
    pub method: Cow<'static, str>,
    pub sender: String,
    pub badge: &'static str,
    pub state: Cow<'static, str>,
    pub since: Option<TimeElement>,
    pub last_success: Option<TimeElement>,
    /// The built-in mailbox: nothing is sent, so nothing succeeds.
    pub to_mailbox: bool,
    pub waiting: Cow<'static, str>,
    /// Recipients whose mail is on hold.
    pub on_hold: u64,
    pub problem: Option<Explanation>,
    /// What expires next, soonest first.
    pub expirations: Vec<ExpirationView>,
}

/// Something that expires.
pub struct ExpirationView {
    pub title: String,
    pub at: TimeElement,
    pub meaning: String,
    /// Whether it expires within a month and only a person can prevent that.
    pub is_near: bool,
    pub is_over: bool,
}

impl StatusView {
    pub fn of(app: &App, waiting: u64) -> Self {
        let status = app.settings.status();
        let (badge, state, since) = match status.state {
            ConnectionState::Mailbox => ("", "settings-state-mailbox", None),
            ConnectionState::NotVerified => ("warning", "settings-state-not-verified", None),
            ConnectionState::Verified(at) => ("good", "settings-state-verified", Some(TimeElement(at))),
            ConnectionState::FailingSince(at) => ("danger", "settings-state-failing", Some(TimeElement(at))),
            ConnectionState::ConsentNeededSince(at) => {
                ("danger", "settings-state-consent-needed", Some(TimeElement(at)))
            }
        };
        let disk = app.storage_status.disk();
        let (badge, state, since) =
            if disk.is_some() { ("danger", "settings-state-not-accepting", None) } else { (badge, state, since) };
        Self {
            method: method_label(status.method),
            sender: status.sender.expose().to_owned(),
            badge,
            state: tr(state),
            since,
            last_success: status.last_success_at.map(TimeElement),
            to_mailbox: app.settings.is_to_mailbox(),
            waiting: match waiting {
                0 => tr("settings-waiting-nothing"),
                count => tr_args("settings-waiting-messages", &[("count", count.into())]),
            },
            on_hold: 0,
            problem: disk.or(status.problem).as_ref().map(Explanation::of),
            expirations: Vec::new(),
        }
    }

    /// Adds how much is on hold.
    pub fn with_on_hold(self, on_hold: u64) -> Self {
        Self { on_hold, ..self }
    }

    /// Adds what expires next.
    pub fn with_expirations(self, expirations: &[Expiration], now: Timestamp) -> Self {
        const NEAR: Duration = Duration::from_secs(30 * 24 * 3600);
        let soon = now.saturating_add(NEAR).unwrap_or(Timestamp::MAX);
        let expirations = expirations.iter().map(|expiration| ExpirationView {
            title: language().render(&expiration.title),
            at: TimeElement(expiration.at),
            meaning: language().render(&expiration.meaning),
            is_near: expiration.needs_action && expiration.at <= soon,
            is_over: expiration.at <= now,
        });
        Self { expirations: expirations.collect(), ..self }
    }
}

/// How the built-in service delivers.
pub enum BuiltinView {
    Mailbox,
    Relay(String),
}

impl BuiltinView {
    pub fn of(builtin: &Builtin) -> Self {
        match builtin {
            Builtin::Mailbox => Self::Mailbox,
            Builtin::Relay(account) => Self::Relay(account.server.host.clone()),
        }
    }
}

/// A warning next to its field, with a button if there is a fix.
#[derive(Template)]
#[template(path = "email_settings/warning.html")]
pub struct WarningView {
    pub field: &'static str,
    pub message: String,
    pub fix: Option<FixView>,
}

impl From<Warning> for WarningView {
    fn from(warning: Warning) -> Self {
        Self {
            field: warning.field,
            message: sentence(&language().render(&warning.text)),
            fix: warning.fix.as_ref().map(FixView::of),
        }
    }
}

/// A button that applies a fix.
pub struct FixView {
    pub value: String,
    pub label: Cow<'static, str>,
}

impl FixView {
    fn of(fix: &mail::Fix) -> Self {
        Self { value: Fill::value(fix), label: fix_label(fix) }
    }
}

/// One stage of a test.
#[derive(Template)]
#[template(path = "email_settings/stage.html")]
pub struct StageView {
    pub ok: bool,
    pub label: Cow<'static, str>,
    pub ms: u64,
    pub detail: String,
}

impl From<&StageRecord> for StageView {
    fn from(stage: &StageRecord) -> Self {
        Self { ok: stage.ok, label: stage_label(stage.name), ms: stage.ms, detail: language().render(&stage.detail) }
    }
}

/// A whole test, for the page without JavaScript.
pub struct ResultView {
    pub stages: Vec<StageView>,
    pub outcome: OutcomeView,
}

/// The outcome of a test.
#[derive(Template)]
#[template(path = "email_settings/outcome.html")]
pub struct OutcomeView {
    pub title: Cow<'static, str>,
    /// For a success: what it does and does not prove.
    pub meaning: Option<Cow<'static, str>>,
    pub in_mailbox: bool,
    pub problem: Option<ProblemView>,
    pub transcript: String,
}

/// A failure with its field and its fix.
pub struct ProblemView {
    pub meaning: String,
    pub remedy: String,
    /// Where it is explained.
    pub about: Option<String>,
    pub field: Option<FieldLink>,
    pub fix: Option<FixView>,
}

/// The field that a failure concerns.
pub struct FieldLink {
    pub id: String,
    pub label: Cow<'static, str>,
}

impl ProblemView {
    pub fn of(problem: &Problem) -> Self {
        let field = problem
            .field
            .as_deref()
            .and_then(|field| Some(FieldLink { id: field_id(field), label: field_label(field)? }));
        let Explanation { meaning, remedy, about, .. } = Explanation::of(problem);
        Self { meaning, remedy, about, field, fix: problem.fix.as_ref().map(FixView::of) }
    }
}
