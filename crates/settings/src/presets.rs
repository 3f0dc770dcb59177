//! SMTP servers of common providers: the values to enter, and hints.
//!
//! The sources are the providers' own pages. Ports and names change rarely, and *Test connection* shows if they have.

use mail::Security::{self, ImplicitTls, Starttls};
use mail::Text;

use super::texts;

/// A provider's SMTP server.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// A stable name: `microsoft365`.
    pub id: &'static str,
    /// The product's name, the same in all languages.
    pub name: &'static str,
    /// May contain a part to replace, in capitals: `email-smtp.REGION.amazonaws.com`.
    pub host: &'static str,
    /// TCP port.
    pub port: u16,
    /// How the connection is secured.
    pub security: Security,
    /// What to enter as username; the text follows `Username: `.
    pub username: fn() -> Text,
    /// A hint, in one or two sentences.
    pub hint: fn() -> Text,
}

/// All presets, by name.
pub const PRESETS: &[Preset] = &[
    Preset {
        id: "ses",
        name: "Amazon SES",
        host: "email-smtp.REGION.amazonaws.com",
        port: 465,
        security: ImplicitTls,
        username: texts::preset_ses_username,
        hint: texts::preset_ses_hint,
    },
    Preset {
        id: "brevo",
        name: "Brevo",
        host: "smtp-relay.brevo.com",
        port: 465,
        security: ImplicitTls,
        username: texts::preset_brevo_username,
        hint: texts::preset_brevo_hint,
    },
    Preset {
        id: "fastmail",
        name: "Fastmail",
        host: "smtp.fastmail.com",
        port: 465,
        security: ImplicitTls,
        username: texts::preset_username_address,
        hint: texts::preset_fastmail_hint,
    },
    Preset {
        id: "gmail",
        name: "Gmail",
        host: "smtp.gmail.com",
        port: 465,
        security: ImplicitTls,
        username: texts::preset_username_address,
        hint: texts::preset_gmail_hint,
    },
    Preset {
        id: "gmail-relay",
        name: "Google Workspace SMTP relay",
        host: "smtp-relay.gmail.com",
        port: 465,
        security: ImplicitTls,
        username: texts::preset_gmail_relay_username,
        hint: texts::preset_gmail_relay_hint,
    },
    Preset {
        id: "icloud",
        name: "iCloud Mail",
        host: "smtp.mail.me.com",
        port: 587,
        security: Starttls,
        username: texts::preset_icloud_username,
        hint: texts::preset_icloud_hint,
    },
    Preset {
        id: "ionos",
        name: "IONOS",
        host: "smtp.ionos.com",
        port: 465,
        security: ImplicitTls,
        username: texts::preset_username_address,
        hint: texts::preset_ionos_hint,
    },
    Preset {
        id: "mailgun",
        name: "Mailgun",
        host: "smtp.mailgun.org",
        port: 465,
        security: ImplicitTls,
        username: texts::preset_mailgun_username,
        hint: texts::preset_mailgun_hint,
    },
    Preset {
        id: "mailjet",
        name: "Mailjet",
        host: "in-v3.mailjet.com",
        port: 465,
        security: ImplicitTls,
        username: texts::preset_mailjet_username,
        hint: texts::preset_mailjet_hint,
    },
    Preset {
        id: "microsoft365",
        name: "Microsoft 365",
        host: "smtp.office365.com",
        port: 587,
        security: Starttls,
        username: texts::preset_microsoft365_username,
        hint: texts::preset_microsoft365_hint,
    },
    Preset {
        id: "ovh",
        name: "OVHcloud",
        host: "ssl0.ovh.net",
        port: 465,
        security: ImplicitTls,
        username: texts::preset_username_address,
        hint: texts::preset_ovh_hint,
    },
    Preset {
        id: "postmark",
        name: "Postmark",
        host: "smtp.postmarkapp.com",
        port: 587,
        security: Starttls,
        username: texts::preset_postmark_username,
        hint: texts::preset_postmark_hint,
    },
    Preset {
        id: "sendgrid",
        name: "SendGrid",
        host: "smtp.sendgrid.net",
        port: 465,
        security: ImplicitTls,
        username: texts::preset_sendgrid_username,
        hint: texts::preset_sendgrid_hint,
    },
    Preset {
        id: "yahoo",
        name: "Yahoo Mail",
        host: "smtp.mail.yahoo.com",
        port: 465,
        security: ImplicitTls,
        username: texts::preset_username_address,
        hint: texts::preset_yahoo_hint,
    },
    Preset {
        id: "zoho",
        name: "Zoho Mail",
        host: "smtp.zoho.com",
        port: 465,
        security: ImplicitTls,
        username: texts::preset_username_address,
        hint: texts::preset_zoho_hint,
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use config::host::Host;

    #[test]
    fn every_preset_has_valid_values() {
        for preset in PRESETS {
            assert!(Host::parse(&preset.host.replace("REGION", "eu-central-1")).is_ok(), "{}", preset.id);
            assert!(matches!((preset.port, preset.security), (465, ImplicitTls) | (587, Starttls)), "{}", preset.id);
            let (hint, username) = ((preset.hint)(), (preset.username)());
            let render = |text| i18n::Language::English.render(text);
            assert!(render(&hint).ends_with('.') && !render(&username).ends_with('.'), "{}", preset.id);
        }
        assert!(PRESETS.is_sorted_by_key(|preset| preset.name.to_lowercase()), "by name");
    }
}
