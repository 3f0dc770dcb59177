//! Which redirect URLs a provider accepts, so that the page can warn before somebody registers one.
//!
//! These are the rules that providers publish. The provider decides, and compares URLs exactly (RFC 9700 section 4.1).

use mail::{Arg, Text};
use url::{Host, Url};

use super::ProviderData;
use crate::texts;

/// Which redirect URLs can be registered.
#[derive(Debug)]
pub struct RedirectRules {
    /// Where http is allowed instead of https.
    pub plain_http: PlainHttp,
    /// Maximum length in characters; `None` if there is no limit.
    pub longest: Option<usize>,
    /// Characters that must not occur.
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

/// The faults of `redirect_uri`:
///
/// - what no provider accepts: an invalid URL, a user, a fragment, a wildcard, dot segments (RFC 6749 section 3.1.2)
/// - http where the provider requires https
/// - length and characters
/// - private names and addresses
pub(super) fn faults(facts: &ProviderData, redirect_uri: &str) -> Vec<Text> {
    let provider = || provider_name(facts);
    let rules = &facts.redirect_rules;
    let Ok(url) = Url::parse(redirect_uri) else { return vec![texts::redirect_url_invalid(redirect_uri)] };
    let Some(host) = url.host() else { return vec![texts::redirect_url_without_host(provider())] };
    let mut faults = Vec::new();
    faults.extend(shape_faults(facts, redirect_uri, &url));
    faults.extend(scheme_fault(facts, &url, &host));
    let length = redirect_uri.chars().count();
    if let Some(longest) = rules.longest.filter(|longest| length > *longest) {
        faults.push(texts::redirect_url_too_long(provider(), length, longest));
    }
    let forbidden: Vec<String> =
        rules.forbidden.chars().filter(|c| redirect_uri.contains(*c)).map(|c| c.to_string()).collect();
    if !forbidden.is_empty() {
        faults.push(texts::redirect_url_characters(provider(), forbidden.join(" ")));
    }
    if rules.public_names_only {
        faults.extend(name_fault(facts, &host));
    }
    faults
}

/// The provider at the start of a sentence.
fn provider_name(facts: &ProviderData) -> Arg {
    if facts.has_standard_endpoints() { facts.name.into() } else { texts::provider_custom_name().into() }
}

/// Checks the original text, because a parsed URL has its dot segments resolved.
fn shape_faults(facts: &ProviderData, text: &str, url: &Url) -> Vec<Text> {
    let provider = || provider_name(facts);
    let mut faults = Vec::new();
    if !url.username().is_empty() || url.password().is_some() {
        faults.push(texts::redirect_url_user(provider()));
    }
    if url.fragment().is_some() {
        faults.push(texts::redirect_url_fragment(provider()));
    }
    if text.contains('*') {
        faults.push(texts::redirect_url_wildcard(provider()));
    }
    if text.contains("/..") || text.contains("\\..") {
        faults.push(texts::redirect_url_dot_segments(provider()));
    }
    faults
}

fn scheme_fault(facts: &ProviderData, url: &Url, host: &Host<&str>) -> Option<Text> {
    let provider = provider_name(facts);
    let allowed = match facts.redirect_rules.plain_http {
        PlainHttp::Loopback => is_loopback(host),
        PlainHttp::LocalhostByName => is_localhost(host),
    };
    match url.scheme() {
        "https" => None,
        "http" if allowed => None,
        "http" if is_loopback(host) => Some(texts::redirect_url_http_loopback(provider, host.to_string())),
        "http" => Some(texts::redirect_url_http(provider)),
        scheme => Some(texts::redirect_url_scheme(provider, scheme)),
    }
}

/// The fault of a host that is not public.
fn name_fault(facts: &ProviderData, host: &Host<&str>) -> Option<Text> {
    let provider = provider_name(facts);
    match host {
        host if is_loopback(host) => None,
        Host::Domain(name) if is_public(name) => None,
        Host::Domain(name) => Some(texts::redirect_url_private_name(provider, *name)),
        Host::Ipv4(_) | Host::Ipv6(_) => Some(texts::redirect_url_ip_address(provider, host.to_string())),
    }
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
