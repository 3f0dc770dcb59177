//! Microsoft 365: Exchange Online with Microsoft Entra ID.
//!
//! Sources: Microsoft's pages on OAuth for SMTP, on the authorization code flow, on redirect URIs, on refresh tokens and
//! on the throttling of SMTP submission and of Graph, as of 2026.

use std::time::Duration;

use mail::Security;

use super::endpoints::StandardEndpoints;
use super::redirect::{PlainHttp, RedirectRules};
use super::{Facts, Pace, ScopeTable, Way};

const DAY: u64 = 24 * 60 * 60;

pub(super) const FACTS: Facts = Facts {
    id: "microsoft",
    name: "Microsoft 365",
    mail_domains: &["office365.com", "outlook.com", "hotmail.com", "live.com"],
    unused_refresh_token_dies_after: Some(Duration::from_secs(90 * DAY)),
    testing_trap: None,
    mechanisms: &["XOAUTH2"],
    extra_parameters: &[],
    // People are often signed in with another account than the mailbox, so they choose. A hint selects the account.
    // Never `consent`: it asks again even if an administrator has consented for everyone, and blocks users who may not
    // consent themselves.
    extra_without_hint: &[("prompt", "select_account")],
    // Work and school accounts of any tenant; personal accounts have no Exchange Online.
    default_tenant: Some("organizations"),
    redirect_rules: RedirectRules {
        plain_http: PlainHttp::LocalhostByName,
        longest: Some(256),
        forbidden: "!$'(),;",
        public_names_only: false,
    },
    where_to_register: "In the Microsoft Entra admin center (entra.microsoft.com) open App registrations, New \
                        registration. Accounts in this organizational directory only is enough. Then open API \
                        permissions, Add a permission: for SMTP, APIs my organization uses, Office 365 Exchange \
                        Online, Delegated, SMTP.Send; for the API, Microsoft Graph, Delegated, Mail.Send.",
    client_id_hint: "Application (client) ID on the registration's Overview page, not the Object ID.",
    secret_hint: "Certificates & secrets, New client secret: copy the Value, not the Secret ID. It is shown once and \
                  lives 24 months at most; note the date it expires.",
    tenant_hint: Some(
        "Directory (tenant) ID on the registration's Overview page, or the tenant's domain. Needed when the \
         registration is for one organization only, and always without a signed-in mailbox.",
    ),
    redirect_hint: "Open Authentication, Add a platform, Web, and paste this URL as Redirect URI. Single-page \
                    application and Mobile do not serve.",
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
    smtp: Way {
        pace: Pace {
            // Per mailbox; the fourth session gets 432 4.3.2.
            connections: Some(3),
            messages_per_minute: Some(30),
            recipients_per_day: Some(10_000),
            // The default of a mailbox; its administrator can allow 1,000.
            recipients_per_message: Some(500),
        },
        app_setup: &[
            "In the Microsoft Entra admin center open App registrations, the app, API permissions, Add a permission, \
             APIs my organization uses, Office 365 Exchange Online, Application permissions, SMTP.SendAsApp, then \
             choose Grant admin consent. With the role of the last step this permission is not needed.",
            "In Exchange Online PowerShell: New-ServicePrincipal -AppId <client ID> -ObjectId <Object ID>. The Object ID \
             is that of the Enterprise application (Enterprise applications, the app, Overview), not of the \
             registration.",
            "Give it the mailbox: Add-MailboxPermission -Identity <mailbox> -User <Object ID> -AccessRights FullAccess. \
             Or, narrower, assign it the application role Application SMTP.SendAsApp with a scope of just this \
             mailbox.",
            "In the Microsoft 365 admin centre open the user, Mail, Manage email apps, and tick Authenticated SMTP.",
        ],
    },
    api: Some(Way {
        pace: Pace {
            // Concurrent requests of one application to one mailbox.
            connections: Some(4),
            // The mailbox's limits apply to both ways.
            messages_per_minute: Some(30),
            recipients_per_day: Some(10_000),
            recipients_per_message: Some(500),
        },
        app_setup: &[
            "In the Microsoft Entra admin center open App registrations, the app, API permissions, Add a permission, \
             Microsoft Graph, Application permissions, Mail.Send, then choose Grant admin consent.",
            "That lets the app send as every mailbox of the organization. To allow just this one, leave the \
             permission out, run New-ServicePrincipal with the Object ID of the Enterprise application in Exchange \
             Online PowerShell, and assign it the application role Application Mail.Send with a scope.",
        ],
    }),
    revocation_names_client: true,
};
