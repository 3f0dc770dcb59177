//! Logins with an access token: what refusals mean, and which field of the settings they concern.
//!
//! The tables of other parts name fields of *Username and password*; [`field`] says what stands in their place here.

use mail::Fix;

use super::row::{KNOWN, Known, Row};
use super::{Class, Fate, login, standing};
use crate::BearerLogin;
use crate::oauth::{Grant, Provider, SendThrough};
use crate::smtp::mishap::Mishap;

const PROVIDER: Option<&str> = Some("oauth.provider");
const SEND_THROUGH: Option<&str> = Some("oauth.send_through");

/// The stable name of a refusal that another token may mend.
pub(super) const TOKEN_REFUSED: &str = "token_refused";
const AUTH_OFF_TENANT: &str = "smtp_auth_disabled_tenant";
const AUTH_OFF_MAILBOX: &str = "smtp_auth_disabled_mailbox";

/// The tables to ask for a refused login.
pub(super) const TABLES: &[&[Row]] = &[ROWS, standing::ROWS];

const REFUSED: Known = Known {
    code: TOKEN_REFUSED,
    field: PROVIDER,
    fate: Fate::Connection,
    meaning: "The server does not accept the access token, although it is new. As a rule the consent does not cover \
              sending through SMTP, or the mailbox that signed in is not {login}.",
    remedy: "Check that {login} is the mailbox that signed in and that the permission to send is granted, then choose \
             Reconnect.",
    ..KNOWN
};

/// A refusal that no row knows.
pub(super) fn default(class: Class) -> &'static Known {
    if class == Class::NotNow { &login::NOT_NOW } else { &REFUSED }
}

pub(super) const ROWS: &[Row] = &[
    Row {
        reply: "535",
        enhanced: "",
        says: &["smtpclientauthentication is disabled for the tenant", "disabled for the tenant"],
        means: Known {
            code: AUTH_OFF_TENANT,
            field: SEND_THROUGH,
            fate: Fate::Connection,
            meaning: "SMTP AUTH is switched off for the whole organisation. Microsoft asks for it also where no password \
                      is used.",
            remedy: "Send through Microsoft Graph instead, which does not need it; or have an Exchange administrator run \
                     Set-CASMailbox -Identity {login} -SmtpClientAuthenticationDisabled $false, which switches it on for \
                     this mailbox alone (for all: Set-TransportConfig -SmtpClientAuthenticationDisabled $false). It takes \
                     up to an hour.",
            ..KNOWN
        },
    },
    Row {
        reply: "535",
        enhanced: "",
        says: &["smtpclientauthentication is disabled for the mailbox", "disabled for the mailbox"],
        means: Known {
            code: AUTH_OFF_MAILBOX,
            field: SEND_THROUGH,
            fate: Fate::Connection,
            meaning: "SMTP AUTH is switched off for this mailbox. Microsoft asks for it also where no password is used.",
            remedy: "Send through Microsoft Graph instead, which does not need it; or have an Exchange administrator run \
                     Set-CASMailbox -Identity {login} -SmtpClientAuthenticationDisabled $false, or tick Authenticated \
                     SMTP for the mailbox (Microsoft 365 admin center, Users, Mail, Manage email apps). It takes up to an \
                     hour.",
            ..KNOWN
        },
    },
    Row {
        reply: "535",
        enhanced: "",
        says: &["security defaults", "did not meet the criteria", "conditional access"],
        means: Known {
            code: "login_blocked_by_policy",
            field: PROVIDER,
            fate: Fate::Connection,
            meaning: "A policy of the organisation (security defaults or Conditional Access) does not let this login \
                      through.",
            remedy: "Ask the administrator of the tenant to let the application through for {login}, or use app-only \
                     access, which policies for people do not cover.",
            ..KNOWN
        },
    },
    Row {
        reply: "535",
        enhanced: "7.3",
        says: &["5.7.3"],
        means: Known {
            code: TOKEN_REFUSED,
            field: PROVIDER,
            fate: Fate::Connection,
            meaning: "Microsoft does not accept the access token for {login}. It answers so when the consent lacks \
                      SMTP.Send, when another mailbox signed in, when the mailbox has no licence, and, app-only, when the \
                      service principal has no right to the mailbox.",
            remedy: "Check in this order: that {login} is the mailbox that signed in; that SMTP.Send is among the \
                     permissions (app-only: SMTP.SendAsApp with admin consent, New-ServicePrincipal with the Object ID \
                     of the Enterprise application, and Add-MailboxPermission); that Authenticated SMTP is ticked. Then \
                     choose Reconnect, or send through Microsoft Graph.",
            ..KNOWN
        },
    },
    Row {
        reply: "535 534",
        enhanced: "7.8 7.9 7.14",
        says: &["username and password not accepted", "badcredentials"],
        means: Known {
            code: TOKEN_REFUSED,
            field: PROVIDER,
            fate: Fate::Connection,
            meaning: "The server does not accept the access token for {login}: it has ended, the consent was revoked, or \
                      it does not cover this server. Google's SMTP server takes the scope https://mail.google.com/ only.",
            remedy: "Choose Reconnect and consent again with {login}, leaving every box ticked; or send through the \
                     provider's API.",
            ..KNOWN
        },
    },
    Row {
        reply: "454 421 4",
        enhanced: "3.2 7.0",
        says: &["too many", "rate limit", "try again later", "throttl"],
        means: Known { throttled: true, ..login::NOT_NOW },
    },
];

const NOT_OFFERED: Known = Known {
    code: "login_not_offered",
    field: PROVIDER,
    fate: Fate::Connection,
    meaning: "The server offers no login on this connection. Many offer it only after TLS.",
    remedy: "Choose STARTTLS or implicit TLS, and check that the server is the provider's own.",
    ..KNOWN
};

const IN_CLEAR: Known = Known {
    code: "login_needs_tls",
    field: Some("password.security"),
    fate: Fate::Connection,
    meaning: "Without TLS everybody on the way could read the access token, so it was not sent.",
    remedy: "Choose STARTTLS or implicit TLS.",
    ..KNOWN
};

const MECHANISM: Known = Known {
    code: "mechanism_not_offered",
    field: Some("password.mechanism"),
    fate: Fate::Connection,
    meaning: "The server takes no login with an access token as configured: it offers neither XOAUTH2 nor OAUTHBEARER, or \
              not the one that was chosen.",
    remedy: "Set the login method to the best that is offered. If the server takes passwords alone, choose Username and \
             password as the connection method.",
    ..KNOWN
};

const CREDENTIAL: Known = Known {
    code: "credential_unusable",
    field: Some("from.email"),
    fate: Fate::Connection,
    meaning: "The mailbox's name or the access token holds a character that no login can carry.",
    remedy: "Check the From email. If it is right, the provider's tokens do not serve for SMTP.",
    ..KNOWN
};

const CHALLENGE: Known = Known {
    code: "login_challenge_unreadable",
    field: Some("password.mechanism"),
    fate: Fate::Connection,
    meaning: "The server asked something during the login that does not belong there.",
    remedy: "Choose the other login method, XOAUTH2 or OAUTHBEARER, where the provider leaves the choice.",
    ..KNOWN
};

/// What a mishap means that is worded otherwise for a password.
pub(super) fn known(mishap: &Mishap) -> Option<&'static Known> {
    match mishap {
        Mishap::LoginNotOffered => Some(&NOT_OFFERED),
        Mishap::CleartextRefused => Some(&IN_CLEAR),
        Mishap::MechanismNotOffered { .. } => Some(&MECHANISM),
        Mishap::CredentialUnusable => Some(&CREDENTIAL),
        Mishap::ChallengeUnreadable => Some(&CHALLENGE),
        _ => None,
    }
}

/// The field that stands where `field` of a password's settings does.
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

/// The provider's API instead, where SMTP is what is switched off.
pub(super) fn fix(login: &BearerLogin, known: &Known) -> Option<Fix> {
    let is_off = [AUTH_OFF_TENANT, AUTH_OFF_MAILBOX].contains(&known.code);
    let has_api = login.provider.supports(Grant::Mailbox, SendThrough::Api).is_ok();
    (is_off && has_api).then_some(Fix::SendThroughApi)
}
