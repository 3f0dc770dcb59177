//! Microsoft 365: Exchange Online with Microsoft Entra ID.
//!
//! Sources: Microsoft's pages on OAuth for SMTP, on the authorization code flow, on redirect URIs, on refresh tokens and
//! on the throttling of SMTP submission and of Graph, as of 2026.

use std::time::Duration;

use mail::Security;

use super::endpoints::StandardEndpoints;
use super::redirect::{PlainHttp, RedirectRules};
use super::{Pace, ProviderData, ScopeTable, SendMethod};
use crate::texts;

const DAY: u64 = 24 * 60 * 60;

pub(super) const DATA: ProviderData = ProviderData {
    id: "microsoft",
    name: "Microsoft 365",
    mail_domains: &["office365.com", "outlook.com", "hotmail.com", "live.com"],
    unused_refresh_token_expires_after: Some(Duration::from_secs(90 * DAY)),
    testing_trap: None,
    mechanisms: &["XOAUTH2"],
    extra_parameters: &[],
    // People are often signed in with an account other than the mailbox, so they are asked to choose. A hint selects
    // the account. Never `consent`: it asks again even if an administrator has consented for everyone, and blocks users
    // who may not consent themselves.
    extra_without_hint: &[("prompt", "select_account")],
    // Work and school accounts of any tenant; personal accounts have no Exchange Online.
    default_tenant: Some("organizations"),
    redirect_rules: RedirectRules {
        plain_http: PlainHttp::LocalhostByName,
        longest: Some(256),
        forbidden: "!$'(),;",
        public_names_only: false,
    },
    where_to_register: texts::provider_microsoft_register,
    client_id_hint: texts::provider_microsoft_client_id,
    secret_hint: texts::provider_microsoft_client_secret,
    redirect_hint: texts::provider_microsoft_redirect_url,
    standard_endpoints: StandardEndpoints {
        authorize_url: "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize",
        token_url: "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
        // Entra has no revocation endpoint; people and administrators revoke in its pages.
        revoke_url: None,
        api_url: Some("https://graph.microsoft.com"),
        smtp_host: "smtp.office365.com",
        // The only submission port; implicit TLS on 465 is not offered.
        smtp_port: 587,
        smtp_security: Security::Starttls,
    },
    // Except for OpenID Connect, all scopes of one request must belong to one resource. So the account is read from the
    // id_token, and not with Graph's User.Read.
    scopes: ScopeTable {
        mailbox_smtp: &["https://outlook.office.com/SMTP.Send", "offline_access", "openid", "email"],
        mailbox_api: &["https://graph.microsoft.com/Mail.Send", "offline_access", "openid", "email"],
        app_smtp: &["https://outlook.office365.com/.default"],
        app_api: &["https://graph.microsoft.com/.default"],
    },
    smtp: SendMethod {
        pace: Pace {
            // Per mailbox; the fourth session gets 432 4.3.2.
            connections: Some(3),
            messages_per_minute: Some(30),
            recipients_per_day: Some(10_000),
            // The default of a mailbox; its administrator can allow 1,000.
            recipients_per_message: Some(500),
        },
        app_setup: &[
            texts::provider_microsoft_app_smtp_permission,
            texts::provider_microsoft_app_service_principal,
            texts::provider_microsoft_app_mailbox,
            texts::provider_microsoft_app_authenticated_smtp,
        ],
    },
    api: Some(SendMethod {
        pace: Pace {
            // Concurrent requests of one application to one mailbox.
            connections: Some(4),
            // The limits of the mailbox apply to both transports.
            messages_per_minute: Some(30),
            recipients_per_day: Some(10_000),
            recipients_per_message: Some(500),
        },
        app_setup: &[texts::provider_microsoft_app_graph_permission, texts::provider_microsoft_app_one_mailbox],
    }),
    revocation_names_client: true,
};
