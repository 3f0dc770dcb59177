//! What is allowed but probably wrong: shown beside the field, with a change that mends it where there is one.

use mail::{Fix, Security};

use oauth::Provider;

use super::email_settings::{EmailSettings, Method, OAuthMethod, PasswordMethod};

/// An inline warning of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The field, as in the API's JSON: `password.port`.
    pub field: &'static str,
    /// What is probably wrong, and what to do.
    pub message: String,
    /// The change that mends it.
    pub fix: Option<Fix>,
}

/// Everything that is probably wrong with `settings`, where providers send people back to `redirect_url`.
pub fn warnings(settings: &EmailSettings, redirect_url: &str) -> Vec<Warning> {
    match settings.method {
        Method::Builtin => Vec::new(),
        Method::Password => settings.password.as_ref().map(of_password).unwrap_or_default(),
        Method::OAuth => settings.oauth.as_ref().map(|method| of_oauth(method, redirect_url)).unwrap_or_default(),
    }
}

/// The redirect URL, against the provider's rules: before the administrator copies it to where it is refused.
fn of_oauth(method: &OAuthMethod, redirect_url: &str) -> Vec<Warning> {
    if !method.needs_consent() {
        return Vec::new();
    }
    let faults = method.provider.redirect_faults(redirect_url).into_iter();
    faults.map(|message| Warning { field: "oauth.redirect_url", message, fix: None }).collect()
}

fn of_password(password: &PasswordMethod) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let provider = Provider::of_mail_host(&password.host);
    let fix = |port, security| Some(Fix::Server { port, security });
    match (password.security, password.port) {
        // Microsoft has no implicit TLS at all, so the port alone is not what is wrong.
        (Security::ImplicitTls, _) if provider == Some(Provider::Microsoft) => warnings.push(Warning {
            field: "password.security",
            message: "Microsoft 365 takes mail over STARTTLS on port 587, and has no implicit TLS.".to_owned(),
            fix: fix(587, Security::Starttls),
        }),
        (Security::ImplicitTls, port @ (25 | 587)) => warnings.push(Warning {
            field: "password.port",
            message: format!("Port {port} begins without TLS as a rule; implicit TLS usually has port 465."),
            fix: fix(465, Security::ImplicitTls),
        }),
        (Security::Starttls, 465) => warnings.push(Warning {
            field: "password.port",
            message: "Port 465 begins with TLS as a rule; STARTTLS usually has port 587.".to_owned(),
            fix: fix(587, Security::Starttls),
        }),
        (Security::None, 465) => warnings.push(Warning {
            field: "password.security",
            message: "Port 465 begins with TLS as a rule; without TLS nothing will be understood there.".to_owned(),
            fix: fix(465, Security::ImplicitTls),
        }),
        _ => {}
    }
    if password.security == Security::None && !config::host::is_loopback(&password.host) {
        let what = if password.password_set { "The password and every mail travel" } else { "Every mail travels" };
        warnings.push(Warning {
            field: "password.security",
            message: format!(
                "{what} unencrypted: everybody on the way can read along. Choose a security if the server has one."
            ),
            fix: None,
        });
    }
    if provider == Some(Provider::Microsoft) && !password.username.is_empty() {
        warnings.push(Warning {
            field: "password.password",
            message: "Microsoft 365 turns off password login over SMTP by default from the end of December 2026. An administrator of the tenant can turn it on again for the time being; OAuth 2.0, the third connection method above, is the way that stays.".to_owned(),
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
    fn a_contradiction_of_port_and_security_is_warned_about_with_its_fix() {
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
