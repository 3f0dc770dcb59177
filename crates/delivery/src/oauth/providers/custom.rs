//! Any other provider: everything that is known of it is typed by the administrator.

use super::Facts;

pub(super) const FACTS: Facts =
    Facts { id: "custom", name: "Custom", mail_domains: &[], unused_refresh_token_dies_after: None };
