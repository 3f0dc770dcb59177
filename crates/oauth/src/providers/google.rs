//! Google: Gmail and Google Workspace.
//!
//! Sources: Google's pages on OAuth 2.0 for web servers and service accounts, on XOAUTH2, on sending limits and on the
//! quota of the Gmail API, as of 2026.

use std::time::Duration;

use mail::Security;

use super::endpoints::StandardEndpoints;
use super::redirect::{PlainHttp, RedirectRules};
use super::{Pace, ProviderData, ScopeTable, SendMethod};
use crate::texts;

const DAY: u64 = 24 * 60 * 60;

const MAIL_SCOPE: &str = "https://mail.google.com/";
const API_SCOPE: &str = "https://www.googleapis.com/auth/gmail.send";

pub(super) const DATA: ProviderData = ProviderData {
    id: "google",
    name: "Google",
    mail_domains: &["gmail.com", "googlemail.com", "google.com"],
    // Google documents six months; the shortest six months have 181 days.
    unused_refresh_token_expires_after: Some(Duration::from_secs(180 * DAY)),
    // An external app whose publishing status is Testing: consents end after seven days, used or not.
    testing_trap: Some(Duration::from_secs(7 * DAY)),
    mechanisms: &["XOAUTH2", "OAUTHBEARER"],
    // Google returns a refresh token only with `offline`, and another one only after the consent page was shown again.
    // No `include_granted_scopes`: a token should have the requested scopes only.
    extra_parameters: &[("access_type", "offline"), ("prompt", "consent")],
    extra_without_hint: &[],
    default_tenant: None,
    redirect_rules: RedirectRules {
        plain_http: PlainHttp::Loopback,
        longest: None,
        forbidden: "",
        public_names_only: true,
    },
    where_to_register: texts::provider_google_register,
    client_id_hint: texts::provider_google_client_id,
    secret_hint: texts::provider_google_client_secret,
    redirect_hint: texts::provider_google_redirect_url,
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
        // Google's SMTP server accepts only the scope of the whole mailbox.
        mailbox_smtp: &[MAIL_SCOPE, "openid", "email"],
        mailbox_api: &[API_SCOPE, "openid", "email"],
        app_smtp: &[MAIL_SCOPE],
        app_api: &[API_SCOPE],
    },
    smtp: SendMethod {
        pace: Pace {
            // Google documents no number; with more than five sessions of one account it replies 421.
            connections: Some(5),
            messages_per_minute: None,
            // 2,000 messages in 24 hours for a Workspace user. Counting recipients stays below that in any case.
            recipients_per_day: Some(2_000),
            // 100 over SMTP; the documented 500 apply to the web page and the API.
            recipients_per_message: Some(100),
        },
        app_setup: &[texts::provider_google_app_key, texts::provider_google_app_delegation, || {
            texts::provider_google_app_scope(MAIL_SCOPE)
        }],
    },
    api: Some(SendMethod {
        pace: Pace {
            // A message costs 100 of the 250 units that a user has per second: two at a time, 150 per minute.
            connections: Some(2),
            messages_per_minute: Some(150),
            recipients_per_day: Some(2_000),
            // External recipients of one message; the 2,000 include the organization's own.
            recipients_per_message: Some(500),
        },
        app_setup: &[texts::provider_google_app_key_and_api, texts::provider_google_app_delegation, || {
            texts::provider_google_app_scope(API_SCOPE)
        }],
    }),
    // Google's documentation of the endpoint names only the token as parameter.
    revocation_names_client: false,
};
