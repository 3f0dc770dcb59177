//! Logins with an access token: explanations, and the settings fields that they concern.
//!
//! The other tables name fields of *Username and password*; [`field`] maps them to those of OAuth.

use mail::Fix;
use oauth::{Grant, Provider, SendThrough};
use smtp::{ReplyClass, SmtpError};

use super::rule::{EXPLANATION, Explanation, Rule};
use super::{Disposition, login, permission};
use crate::BearerLogin;

const PROVIDER: Option<&str> = Some("oauth.provider");
const SEND_THROUGH: Option<&str> = Some("oauth.send_through");

/// The code of a refusal that another token may fix.
pub(super) const TOKEN_REFUSED: &str = "token_refused";
const AUTH_OFF_TENANT: &str = "smtp_auth_disabled_tenant";
const AUTH_OFF_MAILBOX: &str = "smtp_auth_disabled_mailbox";

/// The tables for a refused login.
pub(super) const TABLES: &[&[Rule]] = &[RULES, permission::RULES];

const REFUSED: Explanation = Explanation {
    code: TOKEN_REFUSED,
    field: PROVIDER,
    disposition: Disposition::Connection,
    meaning: "The server does not accept the access token, although it is new. As a rule the consent does not cover \
              sending through SMTP, or the mailbox that signed in is not {login}.",
    remedy: "Check that {login} is the mailbox that signed in and that the permission to send is granted, then choose \
             Reconnect.",
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
            code: AUTH_OFF_TENANT,
            field: SEND_THROUGH,
            disposition: Disposition::Connection,
            meaning: "SMTP AUTH is switched off for the whole organisation. Microsoft asks for it also where no password \
                      is used.",
            remedy: "Send through Microsoft Graph instead, which does not need it; or have an Exchange administrator run \
                     Set-CASMailbox -Identity {login} -SmtpClientAuthenticationDisabled $false, which switches it on for \
                     this mailbox alone (for all: Set-TransportConfig -SmtpClientAuthenticationDisabled $false). It takes \
                     up to an hour.",
            ..EXPLANATION
        },
    },
    Rule {
        reply: "535",
        enhanced: "",
        contains: &["smtpclientauthentication is disabled for the mailbox", "disabled for the mailbox"],
        explanation: Explanation {
            code: AUTH_OFF_MAILBOX,
            field: SEND_THROUGH,
            disposition: Disposition::Connection,
            meaning: "SMTP AUTH is switched off for this mailbox. Microsoft asks for it also where no password is used.",
            remedy: "Send through Microsoft Graph instead, which does not need it; or have an Exchange administrator run \
                     Set-CASMailbox -Identity {login} -SmtpClientAuthenticationDisabled $false, or tick Authenticated \
                     SMTP for the mailbox (Microsoft 365 admin center, Users, Mail, Manage email apps). It takes up to an \
                     hour.",
            ..EXPLANATION
        },
    },
    Rule {
        reply: "535",
        enhanced: "",
        contains: &["security defaults", "did not meet the criteria", "conditional access"],
        explanation: Explanation {
            code: "login_blocked_by_policy",
            field: PROVIDER,
            disposition: Disposition::Connection,
            meaning: "A policy of the organisation (security defaults or Conditional Access) does not let this login \
                      through.",
            remedy: "Ask the administrator of the tenant to let the application through for {login}, or use app-only \
                     access, which policies for people do not cover.",
            ..EXPLANATION
        },
    },
    Rule {
        reply: "535",
        enhanced: "7.3",
        contains: &["5.7.3"],
        explanation: Explanation {
            code: TOKEN_REFUSED,
            field: PROVIDER,
            disposition: Disposition::Connection,
            meaning: "Microsoft does not accept the access token for {login}. It answers so when the consent lacks \
                      SMTP.Send, when another mailbox signed in, when the mailbox has no licence, and, app-only, when the \
                      service principal has no right to the mailbox.",
            remedy: "Check in this order: that {login} is the mailbox that signed in; that SMTP.Send is among the \
                     permissions (app-only: SMTP.SendAsApp with admin consent, New-ServicePrincipal with the Object ID \
                     of the Enterprise application, and Add-MailboxPermission); that Authenticated SMTP is ticked. Then \
                     choose Reconnect, or send through Microsoft Graph.",
            ..EXPLANATION
        },
    },
    Rule {
        reply: "535 534",
        enhanced: "7.8 7.9 7.14",
        contains: &["username and password not accepted", "badcredentials"],
        explanation: Explanation {
            code: TOKEN_REFUSED,
            field: PROVIDER,
            disposition: Disposition::Connection,
            meaning: "The server does not accept the access token for {login}: it has ended, the consent was revoked, or \
                      it does not cover this server. Google's SMTP server takes the scope https://mail.google.com/ only.",
            remedy: "Choose Reconnect and consent again with {login}, leaving every box ticked; or send through the \
                     provider's API.",
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
    code: "login_not_offered",
    field: PROVIDER,
    disposition: Disposition::Connection,
    meaning: "The server offers no login on this connection. Many offer it only after TLS.",
    remedy: "Choose STARTTLS or implicit TLS, and check that the server is the provider's own.",
    ..EXPLANATION
};

const IN_CLEAR: Explanation = Explanation {
    code: "login_needs_tls",
    field: Some("password.security"),
    disposition: Disposition::Connection,
    meaning: "Without TLS everybody on the way could read the access token, so it was not sent.",
    remedy: "Choose STARTTLS or implicit TLS.",
    ..EXPLANATION
};

const MECHANISM: Explanation = Explanation {
    code: "mechanism_not_offered",
    field: Some("password.mechanism"),
    disposition: Disposition::Connection,
    meaning: "The server takes no login with an access token as configured: it offers neither XOAUTH2 nor OAUTHBEARER, or \
              not the one that was chosen.",
    remedy: "Set the login method to the best that is offered. If the server takes passwords alone, choose Username and \
             password as the connection method.",
    ..EXPLANATION
};

const CREDENTIAL: Explanation = Explanation {
    code: "credential_unusable",
    field: Some("from.email"),
    disposition: Disposition::Connection,
    meaning: "The mailbox's name or the access token holds a character that no login can carry.",
    remedy: "Check the From email. If it is right, the provider's tokens do not serve for SMTP.",
    ..EXPLANATION
};

const CHALLENGE: Explanation = Explanation {
    code: "login_challenge_unreadable",
    field: Some("password.mechanism"),
    disposition: Disposition::Connection,
    meaning: "The server asked something during the login that does not belong there.",
    remedy: "Choose the other login method, XOAUTH2 or OAUTHBEARER, where the provider leaves the choice.",
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
    let is_off = [AUTH_OFF_TENANT, AUTH_OFF_MAILBOX].contains(&explanation.code);
    let has_api = login.provider.supports(Grant::Mailbox, SendThrough::Api).is_ok();
    (is_off && has_api).then_some(Fix::SendThroughApi)
}
