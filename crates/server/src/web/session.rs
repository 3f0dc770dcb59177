//! Who is visiting: the session cookie, and the extractors that pages ask with.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts, OptionalFromRequestParts};
use axum::http::Method;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use secrecy::{ExposeSecret, SecretString};

use super::trouble::PageError;
use crate::accounts::Account;
use crate::app::App;
use crate::settings::StatusState;

/// Somebody who is signed in, and what the frame of their page shows.
pub struct Visitor {
    pub account: Account,
    /// Sending is paused: what happened.
    pub alarm: Option<String>,
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Response;

    /// Leads to the sign-in page, and back afterwards where the request was for a page.
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let Some(account) = account(parts, app).await.map_err(IntoResponse::into_response)? else {
            return Err(lead_to_sign_in(parts));
        };
        let status = app.settings.status().await.map_err(|error| PageError::from(error).into_response())?;
        let alarm = match (status.state, status.problem) {
            (StatusState::FailingSince(_), Some(problem)) => Some(problem.what),
            _ => None,
        };
        Ok(Self { account, alarm })
    }
}

/// An administrator of this server: sees settings, keys and everyone's mail.
pub struct Administrator(pub Visitor);

impl FromRequestParts<App> for Administrator {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let visitor = Visitor::from_request_parts(parts, app).await?;
        if !visitor.account.instance_admin {
            return Err(PageError::Forbidden.into_response());
        }
        Ok(Self(visitor))
    }
}

impl OptionalFromRequestParts<App> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Self>, Infallible> {
        Ok(<Self as FromRequestParts<App>>::from_request_parts(parts, app).await.ok())
    }
}

/// The network address of the visitor, for the sign-in rate limit.
pub struct Client(pub IpAddr);

impl FromRequestParts<App> for Client {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, Response> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        // Without an address all visitors share one limit, which is the safe side.
        Ok(Self(peer.unwrap_or(IpAddr::from([0, 0, 0, 0]))))
    }
}

async fn account(parts: &Parts, app: &App) -> Result<Option<Account>, PageError> {
    let jar = CookieJar::from_headers(&parts.headers);
    let Some(cookie) = jar.get(cookie_name(&app.config.public_url)) else { return Ok(None) };
    Ok(app.accounts.session(cookie.value()).await?)
}

fn lead_to_sign_in(parts: &Parts) -> Response {
    if parts.method != Method::GET {
        return Redirect::to("/sign-in?ended=1").into_response();
    }
    let asked = parts.uri.path_and_query().map_or("/", |asked| asked.as_str());
    if asked == "/" {
        return Redirect::to("/sign-in").into_response();
    }
    Redirect::to(&format!("/sign-in?next={}", percent_encoded(asked))).into_response()
}

/// Over HTTPS the name itself makes browsers insist on Secure, on this host alone (RFC 6265bis §4.1.3.2).
fn cookie_name(public_url: &str) -> &'static str {
    if is_https(public_url) { "__Host-owlpost" } else { "owlpost" }
}

fn is_https(public_url: &str) -> bool {
    public_url.starts_with("https://")
}

/// The session's secret in the jar, as the public URL's scheme demands.
pub fn with_session(jar: CookieJar, session: &SecretString, public_url: &str) -> CookieJar {
    jar.add(cookie(session.expose_secret().to_owned(), public_url))
}

/// The jar without a session, and the secret that was in it.
pub fn without_session(jar: CookieJar, public_url: &str) -> (CookieJar, Option<String>) {
    let before = jar.get(cookie_name(public_url)).map(|cookie| cookie.value().to_owned());
    (jar.remove(cookie(String::new(), public_url)), before)
}

fn cookie(value: String, public_url: &str) -> Cookie<'static> {
    Cookie::build((cookie_name(public_url), value))
        .path("/")
        .http_only(true)
        .secure(is_https(public_url))
        .same_site(SameSite::Lax)
        .build()
}

/// Where to go after signing in: only a path of ours, never another site.
///
/// Browsers read `//host` and `/\host` as another site, and drop tabs and line feeds before they look.
pub fn safe_next(next: &str) -> &str {
    let ours = next.starts_with('/')
        && !next[1..].starts_with(['/', '\\'])
        && next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if ours { next } else { "/" }
}

/// A value of a query string (RFC 3986 §2.1).
pub fn percent_encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(byte.into());
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(next: &str, expected: &str) {
        assert_eq!(safe_next(next), expected, "{next:?}");
    }

    #[test]
    fn sign_in_leads_back_to_our_pages() {
        check("/outbox?state=failed", "/outbox?state=failed");
        check("/", "/");
    }

    #[test]
    fn sign_in_never_leads_to_another_site() {
        check("https://evil.example", "/");
        check("//evil.example", "/");
        check("/\\evil.example", "/");
        check("/\t/evil.example", "/");
        check("/a\r\nSet-Cookie: x", "/");
        check("javascript:alert(1)", "/");
        check("", "/");
    }

    #[test]
    fn over_https_the_cookie_is_bound_to_the_host() {
        let jar = with_session(CookieJar::new(), &"s3cret".to_owned().into(), "https://mail.example.com");
        let cookie = jar.get("__Host-owlpost").expect("a cookie");
        assert_eq!(cookie.to_string(), "__Host-owlpost=s3cret; HttpOnly; SameSite=Lax; Secure; Path=/");
    }

    #[test]
    fn over_http_the_cookie_is_plain() {
        let jar = with_session(CookieJar::new(), &"s3cret".to_owned().into(), "http://localhost:8020");
        assert_eq!(
            jar.get("owlpost").expect("a cookie").to_string(),
            "owlpost=s3cret; HttpOnly; SameSite=Lax; Path=/"
        );
    }
}
