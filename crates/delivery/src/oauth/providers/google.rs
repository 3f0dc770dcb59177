//! Google: Gmail and Google Workspace.
//!
//! Sources: Google's pages on OAuth 2.0 for web servers and service accounts, on XOAUTH2, on sending limits and on the
//! quota of the Gmail API, as of 2026.

use std::time::Duration;

use mail::Security;

use super::endpoints::StandardEndpoints;
use super::redirect::{PlainHttp, RedirectRules};
use super::{Facts, Pace, ScopeTable, Way};
use crate::trouble::{TOKEN_KNOWN, TOKEN_ROW, TokenKnown, TokenRow, TokenStep, TokenTroubleKind};

const DAY: u64 = 24 * 60 * 60;

const DELEGATION: &str = "In the Google Admin console open Security, Access and data control, API controls, Manage \
                          domain-wide delegation, and choose Add new. The client ID is the service account's Unique ID \
                          (client_id in its key file).";

pub(super) const FACTS: Facts = Facts {
    id: "google",
    name: "Google",
    mail_domains: &["gmail.com", "googlemail.com", "google.com"],
    // Google says six months; the shortest six months have 181 days.
    unused_refresh_token_dies_after: Some(Duration::from_secs(180 * DAY)),
    // An external app whose publishing status is Testing: consents end after seven days, used or not.
    testing_trap: Some(Duration::from_secs(7 * DAY)),
    mechanisms: &["XOAUTH2", "OAUTHBEARER"],
    // A refresh token comes only with `offline`, and the second time only after the consent page was shown again.
    // `include_granted_scopes` stays away: a token should carry what was asked for and no more.
    extra_parameters: &[("access_type", "offline"), ("prompt", "consent")],
    extra_without_hint: &[],
    default_tenant: None,
    redirect_rules: RedirectRules {
        plain_http: PlainHttp::Loopback,
        longest: None,
        forbidden: "",
        public_names_only: true,
    },
    where_to_register: "In the Google Cloud console (console.cloud.google.com) open APIs & Services, Credentials, and \
                        choose Create credentials, OAuth client ID, Web application. Choose the user type Internal \
                        under Audience where you can: consents to an External app in Testing end after seven days. Add the scope under Data Access, \
                        and to send through the API switch the Gmail API on under APIs & Services, Library.",
    client_id_hint: "Ends in .apps.googleusercontent.com.",
    secret_hint: "Google shows the client secret once, when it is made. A lost one is replaced with Add secret on the \
                  client's page.",
    tenant_hint: None,
    redirect_hint: "Paste this URL into Authorized redirect URIs of the OAuth client, not into Authorized JavaScript \
                    origins.",
    standard_endpoints: StandardEndpoints {
        authorize_url: "https://accounts.google.com/o/oauth2/v2/auth",
        token_url: "https://oauth2.googleapis.com/token",
        revoke_url: Some("https://oauth2.googleapis.com/revoke"),
        api_url: Some("https://gmail.googleapis.com"),
        smtp_host: "smtp.gmail.com",
        smtp_port: 465,
        smtp_security: Security::ImplicitTls,
    },
    scopes: ScopeTable {
        // Google's SMTP server takes the scope of the whole mailbox only.
        mailbox_smtp: &["https://mail.google.com/", "openid", "email"],
        mailbox_api: &["https://www.googleapis.com/auth/gmail.send", "openid", "email"],
        app_smtp: &["https://mail.google.com/"],
        app_api: &["https://www.googleapis.com/auth/gmail.send"],
    },
    smtp: Way {
        pace: Pace {
            // Google names no number; five sessions are as many as it bears from one account without 421.
            connections: Some(5),
            messages_per_minute: None,
            // 2,000 messages in 24 hours for a Workspace user. Counting each recipient keeps below it in any case.
            recipients_per_day: Some(2_000),
            // By SMTP 100; the 500 of the limits' page hold for the web page and the API.
            recipients_per_message: Some(100),
        },
        app_setup: &[
            "In the Google Cloud console make a service account (IAM & Admin, Service Accounts) and a key of type JSON \
             for it.",
            DELEGATION,
            "As OAuth scope enter https://mail.google.com/ and choose Authorise.",
        ],
    },
    api: Some(Way {
        pace: Pace {
            // A message costs 100 of the 250 units that a user has in a second, so two at a time and 150 in a minute.
            connections: Some(2),
            messages_per_minute: Some(150),
            recipients_per_day: Some(2_000),
            // External recipients of one message; the 2,000 include the organisation's own.
            recipients_per_message: Some(500),
        },
        app_setup: &[
            "In the Google Cloud console switch the Gmail API on (APIs & Services, Library), make a service account \
             (IAM & Admin, Service Accounts) and a key of type JSON for it.",
            DELEGATION,
            "As OAuth scope enter https://www.googleapis.com/auth/gmail.send and choose Authorise.",
        ],
    }),
    // Google's endpoint is documented to take the token alone.
    revocation_names_client: false,
    errors: ERRORS,
};

/// The delegation that a service account needs and does not have.
const DELEGATION_MISSING: TokenKnown = TokenKnown {
    code: "delegation_missing",
    field: Some("oauth.service_account_key"),
    kind: TokenTroubleKind::Registration,
    meaning: "The service account has no domain-wide delegation for the scope {scopes}, or it was granted less than a \
              day ago and has not reached all of Google's servers.",
    remedy: "In the Google Admin console open Security, Access and data control, API controls, Manage domain-wide \
             delegation, Add new. Paste {delegation_id} as client ID and {scopes} as OAuth scope, choose Authorise, \
             and try again in some minutes.",
};

const SECRET_OR_CLIENT_GONE: TokenKnown = TokenKnown {
    code: "client_unknown",
    field: Some("oauth.client_id"),
    kind: TokenTroubleKind::Registration,
    meaning: "Google does not know {client}: it was mistyped, or the OAuth client was deleted. Google deletes clients \
              that are not used for months.",
    remedy: "In the Google Cloud console open APIs & Services, Credentials. Copy the client ID and secret of the OAuth \
             client from there, or make a new one, then reconnect.",
};

const ERRORS: &[TokenRow] = &[
    TokenRow { errors: &["deleted_client"], means: SECRET_OR_CLIENT_GONE, ..TOKEN_ROW },
    TokenRow {
        errors: &["invalid_client"],
        says: &["not found", "deleted"],
        means: SECRET_OR_CLIENT_GONE,
        ..TOKEN_ROW
    },
    TokenRow {
        errors: &["invalid_client"],
        means: TokenKnown {
            code: "client_secret_wrong",
            field: Some("oauth.client_secret"),
            meaning: "Google does not accept the client secret for {client}: it was mistyped, belongs to another \
                      client, or was disabled when a new one was made.",
            remedy: "In the Google Cloud console open APIs & Services, Credentials, and the OAuth client. Add a \
                     secret, type it here, and reconnect.",
            ..TOKEN_KNOWN
        },
        ..TOKEN_ROW
    },
    TokenRow {
        steps: &[TokenStep::App],
        errors: &["unauthorized_client", "access_denied"],
        means: DELEGATION_MISSING,
        ..TOKEN_ROW
    },
    TokenRow {
        steps: &[TokenStep::App],
        says: &["jwt signature", "invalid signature", "no key", "key not found"],
        means: TokenKnown {
            code: "service_account_key_refused",
            field: Some("oauth.service_account_key"),
            meaning: "Google does not know the key that signed the request: it was deleted or disabled.",
            remedy: "In the Google Cloud console open IAM & Admin, Service Accounts, the account, Keys. Add a key of \
                     type JSON and paste its file here.",
            ..TOKEN_KNOWN
        },
        ..TOKEN_ROW
    },
    TokenRow {
        steps: &[TokenStep::App],
        says: &["reasonable timeframe", "short-lived", "iat", "expired jwt", "jwt*expired"],
        means: TokenKnown {
            code: "clock_wrong",
            field: None,
            meaning: "The request carries this machine's time, and Google finds it too far from its own.",
            remedy: "Set the clock of the machine that owlpost runs on, best with NTP, then test again.",
            ..TOKEN_KNOWN
        },
        ..TOKEN_ROW
    },
    TokenRow {
        steps: &[TokenStep::App],
        says: &["invalid email or user id", "account not found", "not a valid email", "user id*invalid"],
        means: TokenKnown {
            code: "mailbox_unknown",
            field: Some("from.email"),
            meaning: "The service account may act for the users of your Workspace, and {mailbox} is none of them. A \
                      group or an alias does not serve; nor does an account at gmail.com.",
            remedy: "Use the primary address of a user of your Workspace as From address, or correct the service \
                     account's key.",
            ..TOKEN_KNOWN
        },
        ..TOKEN_ROW
    },
    TokenRow {
        steps: &[TokenStep::Renewal],
        says: &["invalid_rapt", "reauth related error"],
        means: TokenKnown {
            code: "consent_needed",
            field: Some("oauth.provider"),
            kind: TokenTroubleKind::Consent,
            meaning: "A rule of your Workspace (session control) asks the mailbox's owner to sign in again every so \
                      often.",
            remedy: "Choose Reconnect and sign in with the mailbox. To end this for good, have an administrator of the \
                     Workspace mark the app as trusted and exempt trusted apps from session control in the Admin \
                     console, or use a service account.",
        },
        ..TOKEN_ROW
    },
    TokenRow {
        steps: &[TokenStep::Renewal],
        says: &["account has been deleted", "account*disabled", "account*suspended"],
        means: TokenKnown {
            code: "consent_needed",
            field: Some("from.email"),
            kind: TokenTroubleKind::Consent,
            meaning: "The Google account that consented is deleted or suspended.",
            remedy: "Have an administrator of the Workspace restore the account, or choose Reconnect and sign in with \
                     another mailbox.",
        },
        ..TOKEN_ROW
    },
    TokenRow {
        steps: &[TokenStep::Renewal],
        errors: &["invalid_grant"],
        means: TokenKnown {
            code: "consent_needed",
            field: Some("oauth.provider"),
            kind: TokenTroubleKind::Consent,
            meaning: "Google has ended the permission. It does so when the owner or an administrator revoked it, when \
                      the mailbox's password was changed, when it was not used for six months, seven days after a \
                      consent to an app in Testing, and when the same account has consented more than 100 times.",
            remedy: "Choose Reconnect and sign in with the mailbox. If it happens every seven days: in the Google \
                     Cloud console open Google Auth Platform, Audience, and choose Publish app, then reconnect once \
                     more.",
        },
        ..TOKEN_ROW
    },
    TokenRow {
        errors: &["org_internal"],
        means: TokenKnown {
            code: "account_outside_organization",
            field: Some("oauth.client_id"),
            meaning: "The app is Internal: only accounts of the Workspace that owns it can consent, and another one \
                      was chosen.",
            remedy: "Connect again and sign in with a mailbox of that Workspace; or, in the Google Cloud console, set \
                     Google Auth Platform, Audience to External and publish the app.",
            ..TOKEN_KNOWN
        },
        ..TOKEN_ROW
    },
    TokenRow {
        errors: &["admin_policy_enforced", "access_not_configured"],
        means: TokenKnown {
            code: "admin_approval_needed",
            field: Some("oauth.client_id"),
            meaning: "The Workspace allows only apps that its administrator trusts for this scope.",
            remedy: "Have an administrator open the Google Admin console, Security, Access and data control, API \
                     controls, Manage app access, add {client} as Trusted, then connect again.",
            ..TOKEN_KNOWN
        },
        ..TOKEN_ROW
    },
    TokenRow {
        errors: &["redirect_uri_mismatch"],
        means: TokenKnown {
            code: "redirect_url_unknown",
            field: Some("oauth.client_id"),
            meaning: "The redirect URL is not registered for {client}, letter by letter: https, host, path and a slash \
                      at the end all count.",
            remedy: "Copy the OAuth redirect URL from this page. In the Google Cloud console open APIs & Services, \
                     Credentials, the OAuth client, and paste it into Authorized redirect URIs. It takes effect in \
                     some minutes.",
            ..TOKEN_KNOWN
        },
        ..TOKEN_ROW
    },
    TokenRow {
        errors: &["disallowed_useragent"],
        means: TokenKnown {
            code: "browser_refused",
            field: None,
            meaning: "Google shows its consent page in ordinary browsers only, not inside other applications.",
            remedy: "Open owlpost in an ordinary browser, such as Firefox or Chrome, and connect from there.",
            ..TOKEN_KNOWN
        },
        ..TOKEN_ROW
    },
    TokenRow {
        errors: &["rate_limit_exceeded", "ratelimitexceeded", "resource_exhausted"],
        means: TokenKnown {
            code: "token_server_unavailable",
            field: None,
            kind: TokenTroubleKind::Passing,
            meaning: "Google has seen too many requests of this project lately.",
            remedy: "Nothing: it is tried again by itself.",
        },
        ..TOKEN_ROW
    },
];
