//! Any other provider; the administrator enters its data.

use mail::Security;

use super::endpoints::StandardEndpoints;
use super::redirect::{PlainHttp, RedirectRules};
use super::{Pace, ProviderData, ScopeTable, SendMethod};
use crate::texts;

pub(super) const DATA: ProviderData = ProviderData {
    id: "custom",
    name: "Custom",
    mail_domains: &[],
    unused_refresh_token_expires_after: None,
    testing_trap: None,
    // OAUTHBEARER is the standard (RFC 7628); most servers supported XOAUTH2 first.
    mechanisms: &["OAUTHBEARER", "XOAUTH2"],
    extra_parameters: &[],
    extra_without_hint: &[],
    default_tenant: None,
    redirect_rules: RedirectRules {
        plain_http: PlainHttp::Loopback,
        longest: None,
        forbidden: "",
        public_names_only: false,
    },
    where_to_register: texts::provider_custom_register,
    client_id_hint: texts::provider_custom_client_id,
    secret_hint: texts::provider_custom_client_secret,
    redirect_hint: texts::provider_custom_redirect_url,
    standard_endpoints: StandardEndpoints {
        authorize_url: "",
        token_url: "",
        revoke_url: None,
        api_url: None,
        smtp_host: "",
        smtp_port: 587,
        smtp_security: Security::Starttls,
    },
    scopes: ScopeTable { mailbox_smtp: &[], mailbox_api: &[], app_smtp: &[], app_api: &[] },
    smtp: SendMethod {
        pace: Pace {
            connections: None,
            messages_per_minute: None,
            recipients_per_day: None,
            recipients_per_message: None,
        },
        app_setup: &[texts::provider_custom_app_grant, texts::provider_custom_app_sender],
    },
    api: None,
    revocation_names_client: true,
};
