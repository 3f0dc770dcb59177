//! An application as its administrator registers it, and the redirect URLs that each provider accepts.
//!
//! Google's rules are those of its *Redirect URI validation rules*, Microsoft's those of *Redirect URI restrictions*.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use url::{Host, Url};

/// Top-level names that are not public; a name without a dot is refused too. The real list is far longer.
const INTRANET: [&str; 14] = [
    "arpa",
    "corp",
    "example",
    "home",
    "intern",
    "internal",
    "intranet",
    "invalid",
    "lan",
    "local",
    "localdomain",
    "localhost",
    "private",
    "test",
];

/// An application that asks for consent: *OAuth client* at Google, *app registration* at Microsoft.
#[derive(Clone)]
pub struct Client {
    /// The client ID (Microsoft: *Application ID*).
    pub id: String,
    /// The name that the consent page shows.
    pub name: String,
    /// The client secret; empty for a public client.
    pub secret: String,
    /// The secret's own ID, which people paste instead of its value. Microsoft only.
    pub secret_id: String,
    /// When the secret expires, by the provider's clock. Microsoft only.
    pub secret_expires: Option<Duration>,
    /// How it may present its secret.
    pub authentication: SecretIn,
    /// The redirect URLs, compared byte by byte.
    pub redirects: Vec<String>,
    /// What the application may do without a person. Microsoft only.
    pub permissions: Vec<ApplicationPermission>,
    /// The mailboxes it may use without a person; `None` means all. Microsoft only.
    pub mailboxes: Option<Vec<String>>,
}

/// How the token endpoint takes a client secret (RFC 6749 section 2.3.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SecretIn {
    /// Both ways, as Google and Microsoft do.
    #[default]
    Either,
    /// Only HTTP Basic authentication.
    Basic,
    /// Only the body.
    Body,
}

impl SecretIn {
    /// The names in the provider's metadata (RFC 8414 section 2).
    pub(super) fn names(self) -> &'static [&'static str] {
        match self {
            Self::Either => &["client_secret_post", "client_secret_basic"],
            Self::Basic => &["client_secret_basic"],
            Self::Body => &["client_secret_post"],
        }
    }
}

/// What an application may do without a person, once an administrator has approved it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApplicationPermission {
    /// *SMTP.SendAsApp* of Office 365 Exchange Online.
    SmtpSendAsApp,
    /// *Mail.Send* of Microsoft Graph.
    MailSend,
}

/// The provider's console refuses a registration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("registering a redirect URL: {0}")]
pub struct RegistrationError(pub(super) String);

impl Client {
    /// An application named *owlpost* with one redirect URL and no permissions.
    pub fn new(id: &str, secret: &str, redirect: &str) -> Self {
        Self {
            id: id.to_owned(),
            name: "owlpost".to_owned(),
            secret: secret.to_owned(),
            secret_id: super::random::guid_of(secret),
            secret_expires: None,
            authentication: SecretIn::Either,
            redirects: vec![redirect.to_owned()],
            permissions: Vec::new(),
            mailboxes: None,
        }
    }

    /// Adds a permission without a person.
    #[must_use]
    pub fn with_permission(mut self, permission: ApplicationPermission) -> Self {
        self.permissions.push(permission);
        self
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("id", &self.id).field("redirects", &self.redirects).finish_non_exhaustive()
    }
}

/// Whether Google's console accepts this redirect URL.
pub(super) fn google_takes(redirect: &str) -> Result<(), RegistrationError> {
    let (url, host) = parsed(redirect)?;
    let refuse = |why: &str| Err(RegistrationError(format!("Invalid Redirect: {redirect}: {why}")));
    if !url.username().is_empty() || url.password().is_some() {
        return refuse("must not contain userinfo");
    }
    if redirect.contains('*') || redirect.contains("/..") || redirect.contains("\\..") {
        return refuse("must not contain wildcards or path traversal");
    }
    match &host {
        host if is_loopback(host) => Ok(()),
        Host::Ipv4(_) | Host::Ipv6(_) => refuse("must not be a raw IP address"),
        Host::Domain(name) if is_intranet(name) => {
            refuse("must end with a public top-level domain (such as .com or .org)")
        }
        Host::Domain(_) if url.scheme() != "https" => refuse("must use https"),
        Host::Domain(_) => Ok(()),
    }
}

/// Whether Microsoft's portal accepts this redirect URL.
pub(super) fn microsoft_takes(redirect: &str) -> Result<(), RegistrationError> {
    let (url, host) = parsed(redirect)?;
    let refuse = |why: &str| Err(RegistrationError(format!("{redirect}: {why}")));
    if redirect.len() > 256 {
        return refuse("must be 256 characters or fewer");
    }
    if redirect.contains(['!', '$', '\'', '(', ')', ',', ';']) {
        return refuse("the characters ! $ ' ( ) , ; are not supported");
    }
    if url.scheme() != "https" && !is_loopback(&host) {
        return refuse("must start with HTTPS or http://localhost");
    }
    Ok(())
}

fn parsed(redirect: &str) -> Result<(Url, Host), RegistrationError> {
    let wrong = |why: &str| RegistrationError(format!("{redirect}: {why}"));
    let url = Url::parse(redirect).map_err(|_| wrong("not a valid URL"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(wrong("must use either http or https as the scheme"));
    }
    if url.fragment().is_some() {
        return Err(wrong("must not contain a fragment"));
    }
    let host = url.host().ok_or_else(|| wrong("no host"))?.to_owned();
    Ok((url, host))
}

fn is_loopback(host: &Host) -> bool {
    match host {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(address) => IpAddr::V4(*address).is_loopback(),
        Host::Ipv6(address) => IpAddr::V6(*address).is_loopback(),
    }
}

fn is_intranet(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    name.rsplit_once('.').is_none_or(|(_, ending)| INTRANET.contains(&ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(redirect: &str, google: bool, microsoft: bool) {
        assert_eq!(google_takes(redirect).is_ok(), google, "Google and {redirect}");
        assert_eq!(microsoft_takes(redirect).is_ok(), microsoft, "Microsoft and {redirect}");
    }

    #[test]
    fn each_provider_accepts_only_redirect_urls_that_follow_its_rules() {
        check("https://mail.example.com/oauth/callback", true, true);
        check("http://localhost:8020/oauth/callback", true, true);
        check("http://127.0.0.1:8020/oauth/callback", true, true);
        check("http://[::1]/cb", true, true);
        check("http://mail.example.com/cb", false, false);
        check("https://10.0.0.5/cb", false, true);
        check("https://mail.firma.local/cb", false, true);
        check("https://mail/cb", false, true);
        check("https://ann:pw@mail.example.com/cb", false, true);
        check("https://mail.example.com/cb#here", false, false);
        check("https://*.example.com/cb", false, true);
        check("https://mail.example.com/cb;x", true, false);
        check("ftp://mail.example.com/cb", false, false);
        check("not a url", false, false);
        check(&format!("https://mail.example.com/{}", "a".repeat(256)), true, false);
    }
}
