//! A provider's endpoints.

use mail::Security;

/// A provider's endpoints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoints {
    /// The authorization endpoint; may contain `{tenant}` until it is filled in.
    pub authorize_url: String,
    /// The token endpoint; may contain `{tenant}` until it is filled in.
    pub token_url: String,
    /// The revocation endpoint (RFC 7009); `None` if the provider has none.
    pub revoke_url: Option<String>,
    /// The base URL of the API, without a final slash.
    pub api_url: Option<String>,
    /// The SMTP server.
    pub smtp: SmtpServer,
    /// PEM of certificates to trust in addition to the system's, for all endpoints.
    pub ca_certificate: Option<String>,
}

/// A provider's SMTP server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmtpServer {
    /// DNS name or IP address.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// How the connection is secured.
    pub security: Security,
}

/// [`Endpoints`] as a constant.
#[derive(Debug)]
pub(super) struct StandardEndpoints {
    pub(super) authorize_url: &'static str,
    pub(super) token_url: &'static str,
    pub(super) revoke_url: Option<&'static str>,
    pub(super) api_url: Option<&'static str>,
    pub(super) smtp_host: &'static str,
    pub(super) smtp_port: u16,
    pub(super) smtp_security: Security,
}

impl StandardEndpoints {
    pub(super) fn to_endpoints(&self) -> Endpoints {
        Endpoints {
            authorize_url: self.authorize_url.to_owned(),
            token_url: self.token_url.to_owned(),
            revoke_url: self.revoke_url.map(str::to_owned),
            api_url: self.api_url.map(str::to_owned),
            smtp: SmtpServer { host: self.smtp_host.to_owned(), port: self.smtp_port, security: self.smtp_security },
            ca_certificate: None,
        }
    }
}

impl Endpoints {
    /// The endpoints with `{tenant}` filled in.
    ///
    /// A tenant is an ID or a domain. Other characters are escaped, so that it stays one path segment.
    #[must_use]
    pub fn with_tenant(self, tenant: &str) -> Self {
        let tenant = one_segment(tenant.trim());
        let fill = |url: String| url.replace("{tenant}", &tenant);
        Self {
            authorize_url: fill(self.authorize_url),
            token_url: fill(self.token_url),
            revoke_url: self.revoke_url.map(fill),
            api_url: self.api_url.map(fill),
            ..self
        }
    }
}

fn one_segment(text: &str) -> String {
    let mut segment = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            segment.push(byte as char);
        } else {
            segment.push_str(&format!("%{byte:02X}"));
        }
    }
    // URL parsers resolve `.` and `..`, escaped or not.
    if segment.chars().all(|c| c == '.') { segment.replace('.', "_") } else { segment }
}

#[cfg(test)]
mod tests {
    use super::super::Provider;

    #[track_caller]
    fn check(tenant: &str, expected: &str) {
        let endpoints = Provider::Microsoft.endpoints().with_tenant(tenant);
        assert_eq!(endpoints.token_url, format!("https://login.microsoftonline.com/{expected}/oauth2/v2.0/token"));
        assert_eq!(
            endpoints.authorize_url,
            format!("https://login.microsoftonline.com/{expected}/oauth2/v2.0/authorize")
        );
    }

    #[test]
    fn a_tenant_is_one_path_segment() {
        check("organizations", "organizations");
        check(" contoso.onmicrosoft.com ", "contoso.onmicrosoft.com");
        check("72f988bf-86f1-41af-91ab-2d7cd011db47", "72f988bf-86f1-41af-91ab-2d7cd011db47");
        check("evil.example/x?y#z@w", "evil.example%2Fx%3Fy%23z%40w");
        check("..", "__");
    }
}
