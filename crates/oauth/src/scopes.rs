//! Compares granted scopes with the requested ones.

/// Scopes requested in addition to the access itself; a response may omit them or name them differently.
const EXTRA_SCOPES: [&str; 4] = ["openid", "email", "profile", "offline_access"];

/// Names of resources: hosts, and the IDs that Microsoft uses instead.
const RESOURCES: [(&str, &str); 6] = [
    ("outlook.office.com", "exchange"),
    ("outlook.office365.com", "exchange"),
    ("ps.outlook.com", "exchange"),
    ("00000002-0000-0ff1-ce00-000000000000", "exchange"),
    ("graph.microsoft.com", "graph"),
    ("00000003-0000-0000-c000-000000000000", "graph"),
];

/// The requested scopes that were not granted; people can untick them on the consent page.
///
/// `granted` is [`TokenResponse::scopes`](super::TokenResponse::scopes); `None` means the requested ones (RFC 6749 section
/// 5.1). Microsoft varies the case of the scopes of Exchange and Graph and the name of their resource, or omits it.
pub fn missing_scopes(wanted: &[String], granted: Option<&[String]>) -> Vec<String> {
    let Some(granted) = granted else { return Vec::new() };
    let granted: Vec<Scope> = granted.iter().map(|scope| Scope::read(scope)).collect();
    wanted
        .iter()
        .filter(|scope| {
            // `.default` means the scopes that an administrator granted; no response contains it.
            let is_extra = EXTRA_SCOPES.iter().any(|extra| scope.eq_ignore_ascii_case(extra));
            !is_extra && !scope.ends_with("/.default")
        })
        .filter(|scope| !granted.iter().any(|granted| granted.is(&Scope::read(scope))))
        .cloned()
        .collect()
}

/// A scope without Microsoft's resource.
#[derive(Debug, PartialEq, Eq)]
struct Scope {
    resource: Option<&'static str>,
    name: String,
}

impl Scope {
    fn read(scope: &str) -> Self {
        let scope = scope.trim();
        let bare = scope.strip_prefix("https://").unwrap_or(scope);
        let of_resource = bare.split_once('/').and_then(|(host, name)| {
            let known = RESOURCES.iter().find(|(known, _)| known.eq_ignore_ascii_case(host));
            known.map(|(_, resource)| Self { resource: Some(resource), name: name.to_ascii_lowercase() })
        });
        of_resource.unwrap_or_else(|| Self { resource: None, name: scope.trim_end_matches('/').to_owned() })
    }

    /// Whether two scopes are equal; a name without resource matches any resource.
    fn is(&self, other: &Self) -> bool {
        match (self.resource, other.resource) {
            (Some(this), Some(that)) => this == that && self.name == other.name,
            // Scopes are case-sensitive (RFC 6749 section 3.3), except Microsoft's.
            (None, None) => self.name == other.name,
            _ => self.name.eq_ignore_ascii_case(&other.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[track_caller]
    fn check(wanted: &str, granted: &str, expected: &str) {
        assert_eq!(missing_scopes(&list(wanted), Some(&list(granted))), list(expected), "{granted}");
    }

    #[test]
    fn finds_an_unticked_scope() {
        check(
            "https://mail.google.com/ openid email",
            "openid https://www.googleapis.com/auth/userinfo.email",
            "https://mail.google.com/",
        );
        check("https://mail.google.com/ openid email", "https://mail.google.com/ openid", "");
        check("https://mail.google.com/", "https://mail.google.com", "");
        check(
            "https://www.googleapis.com/auth/gmail.send",
            "https://www.googleapis.com/auth/gmail.readonly",
            "https://www.googleapis.com/auth/gmail.send",
        );
        check("mail:send mail:read", "mail:send", "mail:read");
        check("mail:send", "Mail:Send", "mail:send");
        check("mail:send", "", "mail:send");
    }

    #[test]
    fn microsofts_spellings_of_a_scope_are_equal() {
        let smtp = "https://outlook.office.com/SMTP.Send";
        check(smtp, "https://outlook.office365.com/SMTP.Send", "");
        check(smtp, "https://outlook.office.com/smtp.send", "");
        check(smtp, "SMTP.Send", "");
        check(smtp, "00000002-0000-0ff1-ce00-000000000000/SMTP.Send", "");
        check(smtp, "https://graph.microsoft.com/SMTP.Send", smtp);
        check(smtp, "https://outlook.office.com/IMAP.AccessAsUser.All", smtp);
        let graph = "https://graph.microsoft.com/Mail.Send";
        check(graph, "email openid Mail.Send profile", "");
        check(graph, "mail.send", "");
        check(graph, "https://outlook.office.com/Mail.Send", graph);
        check(
            "https://graph.microsoft.com/Mail.Send offline_access openid email",
            "https://graph.microsoft.com/Mail.Send",
            "",
        );
    }

    #[test]
    fn a_response_without_scopes_grants_the_requested_ones() {
        assert!(missing_scopes(&list("a b"), None).is_empty());
        check("https://outlook.office365.com/.default", "https://outlook.office365.com/SMTP.SendAsApp", "");
    }
}
