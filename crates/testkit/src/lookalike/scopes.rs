//! The scopes of each provider, their resources, and their form in responses.

use super::client::ApplicationPermission;
use super::refused::Refused;

/// Google's scope of the whole mailbox, the only one for SMTP.
pub(super) const GOOGLE_MAIL: &str = "https://mail.google.com/";
/// Google's scope for sending through the Gmail API.
pub(super) const GMAIL_SEND: &str = "https://www.googleapis.com/auth/gmail.send";
const GOOGLE_API: &str = "https://www.googleapis.com/auth/";
const OPENID: [&str; 4] = ["openid", "profile", "email", "offline_access"];

/// A resource of Microsoft for which tokens are issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Resource {
    Exchange,
    Graph,
}

/// The scopes of a request in Google's form: `email` and `profile` have long names.
pub(super) fn google(asked: &str) -> Result<Vec<String>, Refused> {
    let mut scopes = Vec::new();
    for scope in asked.split_whitespace() {
        let scope = match scope {
            "openid" => scope.to_owned(),
            "email" | "profile" => format!("{GOOGLE_API}userinfo.{scope}"),
            _ if scope == GOOGLE_MAIL => scope.to_owned(),
            _ if scope.strip_prefix(GOOGLE_API).is_some_and(|name| !name.is_empty()) => scope.to_owned(),
            _ => return Err(Refused::ScopeInvalid(scope.to_owned())),
        };
        if !scopes.contains(&scope) {
            scopes.push(scope);
        }
    }
    if scopes.is_empty() { Err(Refused::ParameterMissing("scope")) } else { Ok(scopes) }
}

/// Whether a person can untick this scope at Google.
pub(super) fn can_be_unticked(scope: &str) -> bool {
    scope != "openid" && !scope.starts_with("https://www.googleapis.com/auth/userinfo.")
}

/// The scopes of a request at Microsoft: of one resource, and the OpenID ones.
pub(super) fn microsoft(asked: &str) -> Result<Vec<String>, Refused> {
    let mut scopes: Vec<String> = Vec::new();
    let mut first = None;
    for scope in asked.split_whitespace() {
        if let Some((resource, name)) = of_resource(scope) {
            let known = match resource {
                Resource::Exchange => ["SMTP.Send", "IMAP.AccessAsUser.All", "POP.AccessAsUser.All"].contains(&name),
                Resource::Graph => {
                    ["Mail.Send", "Mail.Send.Shared", "Mail.Read", "Mail.ReadWrite", "User.Read", "SMTP.Send"]
                        .contains(&name)
                }
            };
            if !known {
                return Err(Refused::ScopeInvalid(scope.to_owned()));
            }
            if *first.get_or_insert(resource) != resource {
                return Err(Refused::ScopesOfTwoResources(scope.to_owned()));
            }
        } else if !OPENID.contains(&scope) {
            return Err(Refused::ScopeInvalid(scope.to_owned()));
        }
        if !scopes.iter().any(|known| known == scope) {
            scopes.push(scope.to_owned());
        }
    }
    if scopes.is_empty() { Err(Refused::ParameterMissing("scope")) } else { Ok(scopes) }
}

/// The resource that an application requests without a person: `…/.default`.
pub(super) fn default_of(asked: &str) -> Result<Resource, Refused> {
    match of_resource(asked.trim()) {
        Some((resource, ".default")) => Ok(resource),
        _ => Err(Refused::ScopeNotDefault(asked.to_owned())),
    }
}

/// The application permissions of a resource, as in tokens.
pub(super) fn roles(resource: Resource, permissions: &[ApplicationPermission]) -> Vec<String> {
    let role = |permission: &ApplicationPermission| match (resource, permission) {
        (Resource::Exchange, ApplicationPermission::SmtpSendAsApp) => {
            Some("https://outlook.office.com/SMTP.SendAsApp".to_owned())
        }
        (Resource::Graph, ApplicationPermission::MailSend) => Some("https://graph.microsoft.com/Mail.Send".to_owned()),
        _ => None,
    };
    permissions.iter().filter_map(role).collect()
}

/// The granted scopes in Microsoft's response: never `offline_access`, and for Exchange only its own.
pub(super) fn microsoft_answer(scopes: &[String]) -> String {
    let exchange = scopes.iter().any(|scope| matches!(of_resource(scope), Some((Resource::Exchange, _))));
    let named = |scope: &&String| **scope != "offline_access" && !(exchange && OPENID.contains(&scope.as_str()));
    scopes.iter().filter(named).cloned().collect::<Vec<_>>().join(" ")
}

/// Whether one of the scopes is this one of this resource.
pub(super) fn allows(scopes: &[String], resource: Resource, name: &str) -> bool {
    scopes.iter().any(|scope| of_resource(scope) == Some((resource, name)))
}

/// The resource and name of a scope; a bare name belongs to Graph.
fn of_resource(scope: &str) -> Option<(Resource, &str)> {
    if OPENID.contains(&scope) {
        return None;
    }
    if let Some(name) = scope.strip_prefix("https://graph.microsoft.com/") {
        return Some((Resource::Graph, name));
    }
    let exchange = ["https://outlook.office.com/", "https://outlook.office365.com/"];
    match exchange.iter().find_map(|host| scope.strip_prefix(host)) {
        Some(name) => Some((Resource::Exchange, name)),
        None if scope.contains("://") => None,
        None => Some((Resource::Graph, scope)),
    }
}
