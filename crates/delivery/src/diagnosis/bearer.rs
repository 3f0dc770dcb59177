//! Logins with an access token: explanations, and the settings fields that they concern.
//!
//! The other tables name fields of *Username and password*; [`field`] maps them to those of OAuth.

use mail::Fix;
use oauth::{Grant, Provider, SendThrough};
use smtp::{ReplyClass, SmtpError};

use super::rule::{EXPLANATION, Explanation, Rule};
use super::{Disposition, login, permission};
use crate::BearerLogin;
use crate::problems::declared;

const PROVIDER: Option<&str> = Some("oauth.provider");
const SEND_THROUGH: Option<&str> = Some("oauth.send_through");

/// The code of a refusal that another token may fix.
pub(super) const TOKEN_REFUSED: &str = "token_refused";

/// The tables for a refused login.
pub(super) const TABLES: &[&[Rule]] = &[RULES, permission::RULES];

const REFUSED: Explanation = Explanation {
    problem: declared("token_refused_smtp"),
    field: PROVIDER,
    disposition: Disposition::Connection,
    ..EXPLANATION
};

/// The explanation of a refusal that no rule matches.
pub(super) fn default(class: ReplyClass) -> &'static Explanation {
    if class == ReplyClass::Transient { &login::NOT_NOW } else { &REFUSED }
}

pub(super) const RULES: &[Rule] = &[
    Rule {
        reply: "535",
        enhanced: "",
        contains: &["smtpclientauthentication is disabled for the tenant", "disabled for the tenant"],
        explanation: Explanation {
            problem: declared("smtp_auth_disabled_tenant"),
            field: SEND_THROUGH,
            disposition: Disposition::Connection,
            ..EXPLANATION
        },
    },
    Rule {
        reply: "535",
        enhanced: "",
        contains: &["smtpclientauthentication is disabled for the mailbox", "disabled for the mailbox"],
        explanation: Explanation {
            problem: declared("smtp_auth_disabled_mailbox"),
            field: SEND_THROUGH,
            disposition: Disposition::Connection,
            ..EXPLANATION
        },
    },
    Rule {
        reply: "535",
        enhanced: "",
        contains: &["security defaults", "did not meet the criteria", "conditional access"],
        explanation: Explanation {
            problem: declared("login_blocked_by_policy_token"),
            field: PROVIDER,
            disposition: Disposition::Connection,
            ..EXPLANATION
        },
    },
    Rule {
        reply: "535",
        enhanced: "7.3",
        contains: &["5.7.3"],
        explanation: Explanation {
            problem: declared("token_refused_smtp_microsoft"),
            field: PROVIDER,
            disposition: Disposition::Connection,
            ..EXPLANATION
        },
    },
    Rule {
        reply: "535 534",
        enhanced: "7.8 7.9 7.14",
        contains: &["username and password not accepted", "badcredentials"],
        explanation: Explanation {
            problem: declared("token_refused_smtp_ended"),
            field: PROVIDER,
            disposition: Disposition::Connection,
            ..EXPLANATION
        },
    },
    Rule {
        reply: "454 421 4",
        enhanced: "3.2 7.0",
        contains: &["too many", "rate limit", "try again later", "throttl"],
        explanation: Explanation { throttled: true, ..login::NOT_NOW },
    },
];

const NOT_OFFERED: Explanation = Explanation {
    problem: declared("login_not_offered_token"),
    field: PROVIDER,
    disposition: Disposition::Connection,
    ..EXPLANATION
};

const IN_CLEAR: Explanation = Explanation {
    problem: declared("login_needs_tls_token"),
    field: Some("password.security"),
    disposition: Disposition::Connection,
    ..EXPLANATION
};

const MECHANISM: Explanation = Explanation {
    problem: declared("mechanism_not_offered_token"),
    field: Some("password.mechanism"),
    disposition: Disposition::Connection,
    ..EXPLANATION
};

const CREDENTIAL: Explanation = Explanation {
    problem: declared("credential_unusable_token"),
    field: Some("from.email"),
    disposition: Disposition::Connection,
    ..EXPLANATION
};

const CHALLENGE: Explanation = Explanation {
    problem: declared("login_challenge_unreadable_token"),
    field: Some("password.mechanism"),
    disposition: Disposition::Connection,
    ..EXPLANATION
};

/// The explanation of an error that differs from that for a password.
pub(super) fn explanation(error: &SmtpError) -> Option<&'static Explanation> {
    match error {
        SmtpError::AuthNotOffered => Some(&NOT_OFFERED),
        SmtpError::CleartextAuthRefused => Some(&IN_CLEAR),
        SmtpError::MechanismNotOffered { .. } => Some(&MECHANISM),
        SmtpError::CredentialsInvalid => Some(&CREDENTIAL),
        SmtpError::ChallengeInvalid => Some(&CHALLENGE),
        _ => None,
    }
}

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
        (_, other) if other.starts_with("password.") => "oauth.provider",
        (_, other) => other,
    }
}

/// Proposes the provider's API if SMTP is switched off.
pub(super) fn fix(login: &BearerLogin, explanation: &Explanation) -> Option<Fix> {
    let is_off = ["smtp_auth_disabled_tenant", "smtp_auth_disabled_mailbox"].contains(&explanation.problem.code);
    let has_api = login.provider.supports(Grant::Mailbox, SendThrough::Api).is_ok();
    (is_off && has_api).then_some(Fix::SendThroughApi)
}
