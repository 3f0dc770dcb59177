//! Common providers, as data: what to fill in, and what to know.
//!
//! Sources are the providers' own pages; ports and names change seldom, and the test button tells when they did.

use mail::Security::{self, ImplicitTls, Starttls};

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
pub const PRESETS: &[Preset] = &[
    Preset {
        id: "ses",
        name: "Amazon SES",
        host: "email-smtp.REGION.amazonaws.com",
        port: 465,
        security: ImplicitTls,
        username: "the SMTP user name made in the SES console",
        hint: "Replace REGION, for example with eu-central-1. SMTP credentials are not the access keys of the account. From must be a verified identity.",
    },
    Preset {
        id: "brevo",
        name: "Brevo",
        host: "smtp-relay.brevo.com",
        port: 465,
        security: ImplicitTls,
        username: "the SMTP login shown under SMTP & API",
        hint: "The password is an SMTP key, not the account's password.",
    },
    Preset {
        id: "fastmail",
        name: "Fastmail",
        host: "smtp.fastmail.com",
        port: 465,
        security: ImplicitTls,
        username: "the whole address",
        hint: "The password is an app password with access to SMTP.",
    },
    Preset {
        id: "gmail",
        name: "Gmail with app password",
        host: "smtp.gmail.com",
        port: 465,
        security: ImplicitTls,
        username: "the whole address",
        hint: "The password is an app password, which needs 2-step verification. Gmail replaces another From by the account's address unless it is set up under Send mail as.",
    },
    Preset {
        id: "gmail-relay",
        name: "Google Workspace SMTP relay",
        host: "smtp-relay.gmail.com",
        port: 465,
        security: ImplicitTls,
        username: "empty where the relay knows this machine by its IP address; else the whole address",
        hint: "An administrator turns the relay on in the Google Admin console. It sends as any address of the domain.",
    },
    Preset {
        id: "icloud",
        name: "iCloud Mail",
        host: "smtp.mail.me.com",
        port: 587,
        security: Starttls,
        username: "the whole iCloud Mail address",
        hint: "The password is an app-specific password.",
    },
    Preset {
        id: "ionos",
        name: "IONOS",
        host: "smtp.ionos.com",
        port: 465,
        security: ImplicitTls,
        username: "the whole address",
        hint: "Accounts in other countries have the country's name, for example smtp.ionos.de.",
    },
    Preset {
        id: "mailgun",
        name: "Mailgun",
        host: "smtp.mailgun.org",
        port: 465,
        security: ImplicitTls,
        username: "the SMTP user of the sending domain, for example postmaster@mg.example.com",
        hint: "Domains in the EU region use smtp.eu.mailgun.org.",
    },
    Preset {
        id: "mailjet",
        name: "Mailjet",
        host: "in-v3.mailjet.com",
        port: 465,
        security: ImplicitTls,
        username: "the API key",
        hint: "The password is the secret key. From must be a validated sender or domain.",
    },
    Preset {
        id: "microsoft365",
        name: "Microsoft 365",
        host: "smtp.office365.com",
        port: 587,
        security: Starttls,
        username: "the whole address of a licensed mailbox",
        hint: "Authenticated SMTP must be on for the mailbox. Password login over SMTP is off by default from the end of December 2026.",
    },
    Preset {
        id: "ovh",
        name: "OVHcloud",
        host: "ssl0.ovh.net",
        port: 465,
        security: ImplicitTls,
        username: "the whole address",
        hint: "MX Plan mailboxes; Email Pro and Exchange have names of their own, shown in the control panel.",
    },
    Preset {
        id: "postmark",
        name: "Postmark",
        host: "smtp.postmarkapp.com",
        port: 587,
        security: Starttls,
        username: "the server's API token",
        hint: "The password is the same token. From must be a confirmed sender signature or domain.",
    },
    Preset {
        id: "sendgrid",
        name: "SendGrid",
        host: "smtp.sendgrid.net",
        port: 465,
        security: ImplicitTls,
        username: "the word apikey",
        hint: "The password is an API key with permission to send mail. From must be a verified sender or domain.",
    },
    Preset {
        id: "yahoo",
        name: "Yahoo Mail",
        host: "smtp.mail.yahoo.com",
        port: 465,
        security: ImplicitTls,
        username: "the whole address",
        hint: "The password is an app password.",
    },
    Preset {
        id: "zoho",
        name: "Zoho Mail",
        host: "smtp.zoho.com",
        port: 465,
        security: ImplicitTls,
        username: "the whole address",
        hint: "Accounts in the EU use smtp.zoho.eu; own domains on a paid plan use smtppro.zoho.com. With two-factor login the password is an application-specific one.",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use config::host::Host;

    #[test]
    fn every_preset_can_be_filled_in_as_it_is() {
        for preset in PRESETS {
            assert!(Host::parse(&preset.host.replace("REGION", "eu-central-1")).is_ok(), "{}", preset.id);
            assert!(matches!((preset.port, preset.security), (465, ImplicitTls) | (587, Starttls)), "{}", preset.id);
            assert!(preset.hint.ends_with('.') && !preset.username.ends_with('.'), "{}", preset.id);
        }
        assert!(PRESETS.is_sorted_by_key(|preset| preset.name.to_lowercase()), "by name");
    }
}
