//! Microsoft 365: Exchange Online with Microsoft Entra ID.

use std::time::Duration;

use super::Facts;

pub(super) const FACTS: Facts = Facts {
    id: "microsoft",
    name: "Microsoft 365",
    mail_domains: &["office365.com", "outlook.com", "hotmail.com", "live.com"],
    unused_refresh_token_dies_after: Some(Duration::from_secs(90 * 24 * 3600)),
};
