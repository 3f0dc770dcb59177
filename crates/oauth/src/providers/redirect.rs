//! Which redirect URLs a provider accepts, so that the page can warn before somebody registers one.
//!
//! These are the rules that providers publish. The provider decides, and compares URLs exactly (RFC 9700 section 4.1).

use url::{Host, Url};

use super::Facts;

/// Which redirect URLs can be registered.
#[derive(Debug)]
pub struct RedirectRules {
    /// Where http is allowed instead of https.
    pub plain_http: PlainHttp,
    /// In characters.
    pub longest: Option<usize>,
    /// Characters that may not occur.
    pub forbidden: &'static str,
    /// Whether the host has to be a name below a public suffix.
    pub public_names_only: bool,
}

/// Where http is allowed instead of https.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlainHttp {
    /// On `localhost`, `127.0.0.1` and `[::1]`.
    Loopback,
    /// On `localhost` only.
    LocalhostByName,
}

/// The faults of `redirect_uri`, one or two sentences each:
///
/// - what no provider accepts: an invalid URL, a user, a fragment, a wildcard, dot segments (RFC 6749 section 3.1.2)
/// - http where the provider requires https
/// - length and characters
/// - private names and addresses
pub(super) fn faults(facts: &Facts, redirect_uri: &str) -> Vec<String> {
    let who = if facts.has_standard_endpoints() { facts.name } else { "The provider" };
    let rules = &facts.redirect_rules;
    let Ok(url) = Url::parse(redirect_uri) else {
        return vec![format!(
            "“{redirect_uri}” is no URL. Set public_url to the address under which people open owlpost, such as \
             https://mail.example.com."
        )];
    };
    let Some(host) = url.host() else {
        return vec![format!("{who} takes redirect URLs with https and a host name only. Correct public_url.")];
    };
    let mut faults = Vec::new();
    faults.extend(shape_faults(who, redirect_uri, &url));
    faults.extend(scheme_fault(who, rules.plain_http, &url, &host));
    if let Some(longest) = rules.longest.filter(|longest| redirect_uri.chars().count() > *longest) {
        faults.push(format!(
            "{who} takes redirect URLs of at most {longest} characters, and this one has {}. Use a shorter public_url.",
            redirect_uri.chars().count()
        ));
    }
    let forbidden: Vec<String> =
        rules.forbidden.chars().filter(|c| redirect_uri.contains(*c)).map(|c| c.to_string()).collect();
    if !forbidden.is_empty() {
        faults.push(format!(
            "{who} takes no redirect URL with the characters {}. Use a public_url without them.",
            forbidden.join(" ")
        ));
    }
    if rules.public_names_only {
        faults.extend(name_fault(who, &host));
    }
    faults
}

/// Checks the original text, because a parsed URL has its dot segments resolved.
fn shape_faults(who: &str, text: &str, url: &Url) -> Vec<String> {
    let mut faults = Vec::new();
    if !url.username().is_empty() || url.password().is_some() {
        faults.push(format!("{who} takes no redirect URL with a user before the host. Remove it from public_url."));
    }
    if url.fragment().is_some() {
        faults.push(format!("{who} takes no redirect URL with a fragment (#). Remove it from public_url."));
    }
    if text.contains('*') {
        faults.push(format!("{who} takes no redirect URL with a wildcard (*). Write the whole host in public_url."));
    }
    if text.contains("/..") || text.contains("\\..") {
        faults.push(format!("{who} takes no redirect URL with /.. in it. Remove it from public_url."));
    }
    faults
}

fn scheme_fault(who: &str, plain_http: PlainHttp, url: &Url, host: &Host<&str>) -> Option<String> {
    let allowed = match plain_http {
        PlainHttp::Loopback => is_loopback(host),
        PlainHttp::LocalhostByName => is_localhost(host),
    };
    match url.scheme() {
        "https" => None,
        "http" if allowed => None,
        "http" if is_loopback(host) => Some(format!(
            "{who} takes http for localhost by name only, not for {host}. Write localhost instead in public_url, and \
             open owlpost under that address."
        )),
        "http" => Some(format!(
            "{who} takes redirect URLs with https only, save for localhost. Give owlpost a certificate, for instance \
             with a reverse proxy before it, and set public_url to its https address."
        )),
        scheme => Some(format!("{who} takes redirect URLs with https, not with {scheme}. Correct public_url.")),
    }
}

/// The fault of a host that is not public.
fn name_fault(who: &str, host: &Host<&str>) -> Option<String> {
    if is_loopback(host) {
        return None;
    }
    let name = match host {
        Host::Domain(name) => *name,
        Host::Ipv4(_) | Host::Ipv6(_) => {
            return Some(format!(
                "{who} takes no IP address in a redirect URL, and this one has {host}. Give the machine a name under a \
                 public domain, such as mail.example.com (it need not be reachable from the Internet), and set \
                 public_url to it."
            ));
        }
    };
    if is_public(name) {
        return None;
    }
    Some(format!(
        "{who} takes only hosts under a public domain in a redirect URL, and {name} is an intranet name. Give the \
         machine a name under a domain of yours as well, such as mail.example.com (it may have an internal address and \
         need not be reachable from the Internet), and set public_url to it."
    ))
}

/// Whether the name is below a suffix of the Public Suffix List.
///
/// The list also contains two suffixes outside of the public DNS: `home.arpa` (RFC 8375) and `onion` (RFC 7686).
fn is_public(name: &str) -> bool {
    use psl::Psl as _;
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let Some(suffix) = psl::List.suffix(name.as_bytes()) else { return false };
    let is_special = name.ends_with(".arpa") || name.ends_with(".onion");
    suffix.is_known() && !is_special && name.len() > suffix.as_bytes().len()
}

fn is_localhost(host: &Host<&str>) -> bool {
    matches!(host, Host::Domain(name) if name.eq_ignore_ascii_case("localhost"))
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(_) => is_localhost(host),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}
