//! Values that are allowed but probably wrong: shown beside the field, with a fix if there is one.

use mail::{Fix, Security, Text};

use oauth::Provider;

use super::email_settings::{EmailSettings, Method, OAuthMethod, PasswordMethod};
use super::texts;

/// A warning about one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The field, as in the API's JSON: `password.port`.
    pub field: &'static str,
    /// What is probably wrong, and what to do.
    pub text: Text,
    /// The change that fixes it.
    pub fix: Option<Fix>,
}

/// All warnings about `settings`. `redirect_url` is the URL to which providers redirect.
pub fn warnings(settings: &EmailSettings, redirect_url: &str) -> Vec<Warning> {
    match settings.method {
        Method::Builtin => Vec::new(),
        Method::Password => settings.password.as_ref().map(of_password).unwrap_or_default(),
        Method::OAuth => settings.oauth.as_ref().map(|method| of_oauth(method, redirect_url)).unwrap_or_default(),
    }
}

/// Checks the redirect URL against the provider's rules, before the administrator registers it there.
fn of_oauth(method: &OAuthMethod, redirect_url: &str) -> Vec<Warning> {
    if !method.needs_consent() {
        return Vec::new();
    }
    let faults = method.provider.redirect_faults(redirect_url).into_iter();
    faults.map(|fault| Warning { field: "oauth.redirect_url", text: fault, fix: None }).collect()
}

fn of_password(password: &PasswordMethod) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let provider = Provider::of_mail_host(&password.host);
    let fix = |port, security| Some(Fix::Server { port, security });
    match (password.security, password.port) {
        // Microsoft does not support implicit TLS, so both values are wrong.
        (Security::ImplicitTls, _) if provider == Some(Provider::Microsoft) => warnings.push(Warning {
            field: "password.security",
            text: texts::settings_microsoft_without_implicit_tls(),
            fix: fix(587, Security::Starttls),
        }),
        (Security::ImplicitTls, port @ (25 | 587)) => warnings.push(Warning {
            field: "password.port",
            text: texts::settings_port_without_implicit_tls(port.to_string()),
            fix: fix(465, Security::ImplicitTls),
        }),
        (Security::Starttls, 465) => warnings.push(Warning {
            field: "password.port",
            text: texts::settings_port_without_starttls(),
            fix: fix(587, Security::Starttls),
        }),
        (Security::None, 465) => warnings.push(Warning {
            field: "password.security",
            text: texts::settings_port_with_implicit_tls(),
            fix: fix(465, Security::ImplicitTls),
        }),
        _ => {}
    }
    if password.security == Security::None && !config::host::is_loopback(&password.host) {
        let text = match password.password_set {
            true => texts::settings_password_and_mail_without_tls(),
            false => texts::settings_mail_without_tls(),
        };
        warnings.push(Warning { field: "password.security", text, fix: None });
    }
    if provider == Some(Provider::Microsoft) && !password.username.is_empty() {
        warnings.push(Warning {
            field: "password.password",
            text: texts::settings_microsoft_password_login_ends(),
            fix: None,
        });
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::super::{PasswordInput, SecretInput, SettingsInput, check};
    use super::*;

    fn warned(host: &str, port: u32, security: &str) -> Vec<(&'static str, Option<Fix>)> {
        let input = SettingsInput {
            method: Some("password".into()),
            from: Some(super::super::FromInput { email: "a@example.com".into(), ..Default::default() }),
            password: Some(PasswordInput {
                host: host.into(),
                port: port.into(),
                security: security.into(),
                username: "u".into(),
                password: SecretInput::Set("p".to_owned().into()),
                allow_insecure_password: true,
                ..Default::default()
            }),
            ..Default::default()
        };
        let checked = check::check(input, &EmailSettings::before_the_first_save()).expect("no faults");
        warnings(&checked.settings, "http://localhost:8020/oauth/callback")
            .into_iter()
            .map(|warning| (warning.field, warning.fix))
            .collect()
    }

    #[test]
    fn a_mismatch_of_port_and_security_gets_a_warning_with_a_fix() {
        let fix = |port, security| Some(Fix::Server { port, security });
        let implicit = fix(465, Security::ImplicitTls);
        let starttls = fix(587, Security::Starttls);
        assert_eq!(warned("smtp.example.com", 465, "implicit_tls"), []);
        assert_eq!(warned("smtp.example.com", 587, "starttls"), []);
        assert_eq!(warned("smtp.example.com", 25, "implicit_tls"), [("password.port", implicit.clone())]);
        assert_eq!(warned("smtp.example.com", 587, "implicit_tls"), [("password.port", implicit.clone())]);
        assert_eq!(warned("smtp.example.com", 465, "starttls"), [("password.port", starttls.clone())]);
        assert_eq!(warned("127.0.0.1", 465, "none"), [("password.security", implicit)]);
        assert_eq!(warned("127.0.0.1", 2525, "none"), []);
        assert_eq!(warned("smtp.example.com", 25, "none"), [("password.security", None)]);
        assert_eq!(
            warned("smtp.office365.com", 465, "implicit_tls"),
            [("password.security", starttls), ("password.password", None)]
        );
        assert_eq!(warned("smtp.office365.com", 587, "starttls"), [("password.password", None)]);
    }
}
