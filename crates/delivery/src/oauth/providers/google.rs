//! Google: Gmail and Google Workspace.

use std::time::Duration;

use super::Facts;

pub(super) const FACTS: Facts = Facts {
    id: "google",
    name: "Google",
    mail_domains: &["gmail.com", "googlemail.com", "google.com"],
    unused_refresh_token_dies_after: Some(Duration::from_secs(180 * 24 * 3600)),
};
