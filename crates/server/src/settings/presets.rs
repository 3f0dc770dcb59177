//! Common providers, as data: what to fill in, and what to know.

use mail::Security;

/// A provider's SMTP server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// A stable name: `microsoft365`.
    pub id: &'static str,
    /// For a person.
    pub name: &'static str,
    /// May hold a part to replace, in capitals: `email-smtp.REGION.amazonaws.com`.
    pub host: &'static str,
    /// TCP port.
    pub port: u16,
    /// How the connection is secured.
    pub security: Security,
    /// What the username is; fits behind `Username: `.
    pub username: &'static str,
    /// What else to know, in a sentence or two.
    pub hint: &'static str,
}

/// All presets, by name.
pub const PRESETS: &[Preset] = &[];
