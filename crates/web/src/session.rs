//! The session: its cookie, and the extractors with which pages identify the visitor.

use i18n::{ProblemText, language};
use std::convert::Infallible;
use std::net::IpAddr;

use axum::Router;
use axum::extract::{FromRequestParts, OptionalFromRequestParts, OriginalUri, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use secrecy::{ExposeSecret, SecretString};

use super::error_pages::PageError;
use accounts::audit;
use accounts::{Account, SESSION_LIFE, Session};
use accounts::{Actor, ActorContext};
use app::App;
use config::Config;
use transfer::ClientAddress;

/// A signed-in account, possibly one that is not validated yet and has no rights.
pub struct SignedIn(pub Account);

impl FromRequestParts<App> for SignedIn {
    type Rejection = Response;

    /// Redirects to the sign-in page, and back afterwards if the request was for a page.
    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Response> {
        Ok(Self(begun(parts)?.account))
    }
}

impl OptionalFromRequestParts<App> for SignedIn {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Self>, Infallible> {
        Ok(<Self as FromRequestParts<App>>::from_request_parts(parts, app).await.ok())
    }
}

/// A signed-in, validated account, with the data of the page layout.
pub struct Visitor {
    pub account: Account,
    /// Whether the password was entered in this session recently.
    pub password_is_recent: bool,
    /// If sending is paused: what happened.
    pub alarm: Option<String>,
    /// Problems of the disk or of stored data.
    pub storage: Vec<ProblemText>,
    /// Whether the built-in mailbox is active, so that nothing is sent.
    pub to_mailbox: bool,
    /// A proxy that is not trusted, so that all visitors share its limits.
    pub untrusted_proxy: Option<IpAddr>,
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Response;

    /// Redirects to the sign-in page, or to the page of accounts that are not validated.
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let session = begun(parts)?;
        if !session.account.validated {
            return Err(Redirect::to("/validation").into_response());
        }
        let alarm = app.settings.pause().map(|pause| language().problem(&pause.problem).what);
        let storage = app.storage_status.problems().iter().map(|problem| language().problem(problem)).collect();
        let password_is_recent = session.is_password_recent(app.clock.now());
        let account = session.account;
        let (to_mailbox, untrusted_proxy) = (app.settings.is_to_mailbox(), app.untrusted_proxy.address());
        Ok(Self { account, password_is_recent, alarm, storage, to_mailbox, untrusted_proxy })
    }
}

impl Visitor {
    /// The account as the actor of an action.
    pub fn actor(&self) -> Actor {
        Actor::account(self.account.email.expose())
    }

    /// Who does something, for the audit log.
    pub fn by(&self, client: IpAddr) -> ActorContext {
        ActorContext::account(self.account.email.expose(), client)
    }
}

/// An instance administrator, who may see settings, keys and all mail.
pub struct Administrator(pub Visitor);

impl FromRequestParts<App> for Administrator {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let visitor = <Visitor as FromRequestParts<App>>::from_request_parts(parts, app).await?;
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

/// Makes the client's network address available to the audit log while a request is handled; for pages and API.
pub fn with_client(faces: Router, app: App) -> Router {
    faces.layer(middleware::from_fn_with_state(app, |Client(client): Client, request: Request, next: Next| {
        audit::with_client(Some(client), next.run(request))
    }))
}

/// The network address of the visitor, for the sign-in rate limit.
pub struct Client(pub IpAddr);

impl FromRequestParts<App> for Client {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Response> {
        let client = parts.extensions.get::<ClientAddress>().map(|client| client.address);
        // Without an address all visitors share one limit, which is the safe choice.
        Ok(Self(client.unwrap_or(IpAddr::from([0, 0, 0, 0]))))
    }
}

/// The result of looking up the session cookie of a request; stored in the request once, by `translation::translate`.
#[derive(Clone)]
pub enum SessionLookup {
    /// No session, or one that has ended.
    Nobody,
    /// Signed in.
    Session(Box<Session>),
    /// The database could not be read.
    Broken,
}

/// Looks up the session of the cookie.
pub async fn find(headers: &HeaderMap, app: &App) -> SessionLookup {
    let Some(secret) = cookie(headers, app) else { return SessionLookup::Nobody };
    match app.accounts.session(&secret).await {
        Ok(Some(session)) => SessionLookup::Session(Box::new(session)),
        Ok(None) => SessionLookup::Nobody,
        Err(error) => {
            // Already logged; pages that need the session report it.
            let _ = PageError::from(error);
            SessionLookup::Broken
        }
    }
}

/// The visitor's session; the error is a redirect to the sign-in page.
#[expect(clippy::result_large_err, reason = "extractors return responses")]
fn begun(parts: &Parts) -> Result<Session, Response> {
    session(parts).map_err(IntoResponse::into_response)?.ok_or_else(|| lead_to_sign_in(parts))
}

fn session(parts: &Parts) -> Result<Option<Session>, PageError> {
    match parts.extensions.get::<SessionLookup>() {
        Some(SessionLookup::Session(session)) => Ok(Some((**session).clone())),
        Some(SessionLookup::Nobody) => Ok(None),
        // The route is outside of `translation::translate`: nobody is admitted.
        Some(SessionLookup::Broken) | None => Err(PageError::Broken),
    }
}

fn cookie(headers: &HeaderMap, app: &App) -> Option<String> {
    let jar = CookieJar::from_headers(headers);
    jar.get(cookie_name(app.config.is_https())).map(|cookie| cookie.value().to_owned())
}

fn lead_to_sign_in(parts: &Parts) -> Response {
    if parts.method != Method::GET {
        return Redirect::to("/sign-in?ended=1").into_response();
    }
    // Within a nested router `parts.uri` lacks its beginning.
    let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |OriginalUri(uri)| uri);
    let asked = uri.path_and_query().map_or("/", |asked| asked.as_str());
    if asked == "/" {
        return Redirect::to("/sign-in").into_response();
    }
    Redirect::to(&format!("/sign-in?next={}", percent_encoded(asked))).into_response()
}

/// Over HTTPS the prefix of the name makes browsers require Secure and this host only (RFC 6265bis §4.1.3.2).
fn cookie_name(https: bool) -> &'static str {
    if https { "__Host-owlpost" } else { "owlpost" }
}

/// The `Set-Cookie` value that begins a session (RFC 6265 §4.1).
pub fn begin(session: &SecretString, config: &Config) -> String {
    set_cookie(session.expose_secret(), SESSION_LIFE.as_secs(), config.is_https())
}

/// The `Set-Cookie` value that ends one.
pub fn end(config: &Config) -> String {
    set_cookie("", 0, config.is_https())
}

fn set_cookie(value: &str, max_age_s: u64, https: bool) -> String {
    let (name, secure) = (cookie_name(https), if https { "; Secure" } else { "" });
    format!("{name}={value}; Path=/; Max-Age={max_age_s}; HttpOnly; SameSite=Lax{secure}")
}

/// The session's secret that the browser sent.
pub struct SessionCookie(pub Option<String>);

impl FromRequestParts<App> for SessionCookie {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self(cookie(&parts.headers, app)))
    }
}

/// Where to go after signing in: a path on this server, never another site.
///
/// Browsers read `//host` and `/\host` as another site, and remove tabs and line feeds first.
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
    fn sign_in_returns_to_own_pages() {
        check("/outbox?state=failed", "/outbox?state=failed");
        check("/", "/");
    }

    #[test]
    fn sign_in_never_redirects_to_another_site() {
        check("https://evil.example", "/");
        check("//evil.example", "/");
        check("/\\evil.example", "/");
        check("/\t/evil.example", "/");
        check("/a\r\nSet-Cookie: x", "/");
        check("javascript:alert(1)", "/");
        check("", "/");
    }

    #[track_caller]
    fn check_cookie(https: bool, expected: &str) {
        assert_eq!(set_cookie("s3cret", 60, https), expected);
    }

    #[test]
    fn over_https_the_cookie_is_bound_to_the_host() {
        check_cookie(true, "__Host-owlpost=s3cret; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure");
        check_cookie(false, "owlpost=s3cret; Path=/; Max-Age=60; HttpOnly; SameSite=Lax");
    }
}
