//! Logins with an access token: explanations, and the settings fields that they concern.
//!
//! The other tables name fields of *Username and password*; [`field`] maps them to those of OAuth.

use mail::Fix;
use oauth::{Grant, Provider, SendThrough};
use smtp::ReplyClass;

use super::login;
use super::rule::LoginKind::Token;
use super::rule::{Explanation, LOGIN, Rule, connection, numbered, says};
use crate::BearerLogin;

const PROVIDER: &str = "oauth.provider";
const SEND_THROUGH: &str = "oauth.send_through";

/// The code of a refusal that another token may fix.
pub(super) const TOKEN_REFUSED: &str = "token_refused";

const REFUSED: Explanation = connection("token_refused_smtp").field(PROVIDER);

/// The explanation of a refusal that no rule matches.
pub(super) fn default(class: ReplyClass) -> &'static Explanation {
    if class == ReplyClass::Transient { &login::NOT_NOW } else { &REFUSED }
}

const fn token(rule: Rule) -> Rule {
    rule.at(LOGIN).with_login(Token)
}

pub(super) const RULES: &[Rule] = &[
    token(says(
        &["smtpclientauthentication is disabled for the tenant", "disabled for the tenant"],
        connection("smtp_auth_disabled_tenant").field(SEND_THROUGH),
    )),
    token(says(
        &["smtpclientauthentication is disabled for the mailbox", "disabled for the mailbox"],
        connection("smtp_auth_disabled_mailbox").field(SEND_THROUGH),
    )),
    token(says(
        &["security defaults", "did not meet the criteria", "conditional access"],
        connection("login_blocked_by_policy_token").field(PROVIDER),
    )),
    token(says(
        &["username and password not accepted", "badcredentials"],
        connection("token_refused_smtp_ended").field(PROVIDER),
    ))
    .or_enhanced("7.8 7.9 7.14")
    .codes("535 534"),
    token(says(&["too many", "rate limit", "try again later", "throttl"], login::NOT_NOW.throttled()))
        .codes("4")
        .or_enhanced("3.2 7.0"),
    token(numbered(connection("token_refused_smtp_microsoft").field(PROVIDER))).codes("535").or_enhanced("7.3"),
];

/// The field that corresponds to `field` of a login with a password.
pub(super) fn field<'f>(login: Option<&BearerLogin>, field: &'f str) -> &'f str {
    let Some(login) = login else { return field };
    match (login.provider, field) {
        (Provider::Custom, "password.host") => "oauth.custom.host",
        (Provider::Custom, "password.port") => "oauth.custom.port",
        (Provider::Custom, "password.security") => "oauth.custom.security",
        (Provider::Custom, "password.mechanism") => "oauth.custom.mechanism",
        (Provider::Custom, "password.ca_certificate") => "oauth.custom.ca_certificate",
        (_, "password.username") => "from.email",
        (_, other) if other.starts_with("password.") => PROVIDER,
        (_, other) => other,
    }
}

/// Proposes the provider's API if SMTP is switched off.
pub(super) fn fix(login: &BearerLogin, explanation: &Explanation) -> Option<Fix> {
    let is_off = ["smtp_auth_disabled_tenant", "smtp_auth_disabled_mailbox"].contains(&explanation.problem.code);
    let has_api = login.provider.supports(Grant::Mailbox, SendThrough::Api).is_ok();
    (is_off && has_api).then_some(Fix::SendThroughApi)
}
