//! Labels of methods, stages, fields and changes on the pages of *Email Settings*, in the reader's language.

use std::borrow::Cow;

use mail::{Fix, Security, Stage};

use crate::translation::{tr, tr_args};
use settings::Method;

pub fn method_label(method: Method) -> Cow<'static, str> {
    tr(match method {
        Method::Builtin => "settings-method-builtin",
        Method::Password => "settings-method-password",
        Method::OAuth => "settings-method-oauth",
    })
}

/// The label of a fix's button.
pub fn fix_label(fix: &Fix) -> Cow<'static, str> {
    match fix {
        Fix::Server { port, security } => about_server("settings-fix-server", *port, *security),
        Fix::SendThroughApi => tr("settings-fix-api"),
    }
}

/// The note after a fix was filled in.
pub fn filled_in_words(fix: &Fix) -> Cow<'static, str> {
    match fix {
        Fix::Server { port, security } => about_server("settings-filled-server", *port, *security),
        Fix::SendThroughApi => tr("settings-filled-api"),
    }
}

/// The port is a text argument, because a number would be grouped by thousands.
fn about_server(key: &str, port: u16, security: Security) -> Cow<'static, str> {
    tr_args(key, &[("port", port.to_string().into()), ("security", security.name().into())])
}

pub fn stage_label(stage: Stage) -> Cow<'static, str> {
    tr(match stage {
        Stage::Resolve => "settings-stage-resolve",
        Stage::Connect => "settings-stage-connect",
        Stage::Tls => "settings-stage-tls",
        Stage::Greeting => "settings-stage-greeting",
        Stage::Login => "settings-stage-login",
        Stage::MailFrom => "settings-stage-mail-from",
        Stage::RcptTo => "settings-stage-rcpt-to",
        Stage::Data => "settings-stage-data",
    })
}

/// The label of the choice `value` of a field, as in the form; `None` if the field is not a choice.
pub fn choice_label(field: &str, value: &str) -> Option<Cow<'static, str>> {
    let key = match (field, value) {
        ("method", "builtin") => "settings-method-builtin",
        ("method", "password") => "settings-method-password",
        ("method", "oauth") => "settings-method-oauth",
        ("password.security" | "oauth.custom.security", "implicit_tls") => "settings-implicit-tls",
        ("password.security" | "oauth.custom.security", "starttls") => "settings-starttls",
        ("password.security", "none") => "settings-no-encryption",
        ("oauth.custom.security", "none") => "settings-custom-no-encryption",
        ("oauth.provider", "google") => return Some("Google".into()),
        ("oauth.provider", "microsoft") => return Some("Microsoft 365".into()),
        ("oauth.provider", "custom") => "settings-provider-custom",
        ("oauth.grant", "mailbox") => "settings-grant-mailbox",
        ("oauth.grant", "app") => "settings-grant-app",
        ("oauth.send_through", "smtp") => return Some("SMTP".into()),
        ("oauth.send_through", "api") => "settings-value-api",
        ("password.mechanism" | "oauth.custom.mechanism", "") => "settings-mechanism-best",
        ("password.mechanism" | "oauth.custom.mechanism", name) => return Some(name.to_uppercase().into()),
        ("oauth.custom.client_authentication", "") => "settings-client-authentication-found",
        ("oauth.custom.client_authentication", "client_secret_basic") => "settings-client-authentication-basic",
        ("oauth.custom.client_authentication", "client_secret_post") => "settings-client-authentication-body",
        _ => return None,
    };
    Some(tr(key))
}

/// Every field with the key of its label, in the order of the page.
const FIELDS: &[(&str, &str)] = &[
    ("method", "settings-field-method"),
    ("password.host", "settings-field-host"),
    ("password.port", "settings-field-port"),
    ("password.security", "settings-field-security"),
    ("password.username", "settings-field-username"),
    ("password.password", "settings-field-password"),
    ("password.allow_insecure_password", "settings-field-insecure"),
    ("oauth.provider", "settings-field-provider"),
    ("oauth.grant", "settings-field-grant"),
    ("oauth.send_through", "settings-field-send-through"),
    ("oauth.redirect_url", "settings-field-redirect-url"),
    ("oauth.client_id", "settings-field-client-id"),
    ("oauth.client_secret", "settings-field-client-secret"),
    ("oauth.client_secret_expires", "settings-field-client-secret-expires"),
    ("oauth.tenant", "settings-field-tenant"),
    ("oauth.service_account_key", "settings-field-service-account-key"),
    ("oauth.custom.issuer", "settings-field-issuer"),
    ("oauth.custom.client_authentication", "settings-field-client-authentication"),
    ("oauth.custom.authorize_url", "settings-field-authorize-url"),
    ("oauth.custom.token_url", "settings-field-token-url"),
    ("oauth.custom.revoke_url", "settings-field-revoke-url"),
    ("oauth.custom.scopes", "settings-field-scopes"),
    ("oauth.custom.host", "settings-field-custom-host"),
    ("oauth.custom.port", "settings-field-custom-port"),
    ("oauth.custom.security", "settings-field-custom-security"),
    ("oauth.custom.mechanism", "settings-field-custom-mechanism"),
    ("oauth.custom.ca_certificate", "settings-field-custom-certificate"),
    ("from.email", "settings-field-from-email"),
    ("oauth.confirm_other_sender", "settings-field-other-sender"),
    ("automatic_bcc", "settings-field-bcc"),
    ("from.name", "settings-field-from-name"),
    ("from.reply_to", "settings-field-reply-to"),
    ("from.allowed", "settings-field-allowed"),
    ("automatic_bcc_api", "settings-field-bcc-api"),
    ("automatic_bcc_submission", "settings-field-bcc-submission"),
    ("password.ehlo", "settings-field-ehlo"),
    ("password.mechanism", "settings-field-mechanism"),
    ("password.ca_certificate", "settings-field-certificate"),
    ("pace.connections", "settings-field-connections"),
    ("pace.messages_per_minute", "settings-field-per-minute"),
    ("pace.recipients_per_day", "settings-field-per-day"),
    ("pace.recipients_per_message", "settings-field-per-message"),
    ("pace.idle_seconds", "settings-field-idle"),
    ("pace.kept_session_reply_seconds", "settings-field-kept-session-reply"),
    ("test.to", "settings-field-test-to"),
];

/// A field's label, as the page shows it.
pub fn field_label(field: &str) -> Option<Cow<'static, str>> {
    FIELDS.iter().find(|(name, _)| *name == field).map(|(_, key)| tr(key))
}

/// The fields in the order of the page.
pub fn field_names() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().map(|(name, _)| *name)
}

/// The order of fields on the page; faults are listed in this order.
pub fn field_place(field: &str) -> usize {
    FIELDS.iter().position(|(name, _)| *name == field).unwrap_or(FIELDS.len())
}
