//! The HTTP server of a look-alike: its routes, a runtime in a thread of its own, and connections that can be cut.

use std::convert::Infallible;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{any, get, post};
use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::sync::{Notify, oneshot};
use tower::ServiceExt as _;

use super::Shared;
use super::gmail_api;
use super::state::Provider;
use super::token::Form;
use super::{authorize, graph_api, token};

/// More than any limit of a provider, so that the provider's limit applies.
pub(super) const MOST_READ: usize = 64 * 1024 * 1024;

/// Cuts the connection of a request.
#[derive(Clone)]
pub(super) struct HangUp(Arc<Notify>);

impl HangUp {
    /// Ends the connection without a response.
    pub async fn now(&self) -> Response {
        self.0.notify_one();
        std::future::pending().await
    }
}

/// The running server; it ends when dropped.
pub(super) struct Web {
    stop: Option<oneshot::Sender<()>>,
    serving: Option<JoinHandle<()>>,
}

impl Web {
    pub fn serve(listener: TcpListener, shared: Arc<Shared>) -> io::Result<Self> {
        listener.set_nonblocking(true)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel();
        let serving = thread::spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    () = accept(listener, router(shared)) => {}
                    _ = stopped => {}
                }
            });
            // Requests in progress are dropped with their connections.
            runtime.shutdown_background();
        });
        Ok(Self { stop: Some(stop), serving: Some(serving) })
    }
}

impl Drop for Web {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(serving) = self.serving.take() {
            let _ = serving.join();
        }
    }
}

async fn accept(listener: TcpListener, router: Router) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    while let Ok((stream, _)) = listener.accept().await {
        let _ = stream.set_nodelay(true);
        tokio::spawn(serve(TokioIo::new(stream), router.clone()));
    }
}

async fn serve(stream: TokioIo<tokio::net::TcpStream>, router: Router) {
    let cut = Arc::new(Notify::new());
    let hang_up = HangUp(Arc::clone(&cut));
    let service = service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(hang_up.clone());
        let router = router.clone();
        async move { Ok::<_, Infallible>(router.oneshot(request).await.unwrap_or_else(|never| match never {})) }
    });
    tokio::select! {
        _ = http1::Builder::new().serve_connection(stream, service) => {}
        () = cut.notified() => {}
    }
}

/// The bearer token of a request.
pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    value.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, token)| token.trim())
}

/// Where a look-alike listens.
#[derive(Clone, Debug)]
pub(super) struct Addresses {
    pub http: SocketAddr,
    pub is_google: bool,
}

impl Addresses {
    pub fn base(&self) -> String {
        format!("http://{}", self.http)
    }

    pub fn authorize_url(&self) -> String {
        let path = if self.is_google { "o/oauth2/v2/auth" } else { "{tenant}/oauth2/v2.0/authorize" };
        format!("{}/{path}", self.base())
    }

    pub fn token_url(&self) -> String {
        format!("{}/{}", self.base(), if self.is_google { "token" } else { "{tenant}/oauth2/v2.0/token" })
    }

    /// The port is in the name, because browsers share cookies among the ports of a host.
    pub fn cookie_name(&self) -> String {
        format!("lookalike-{}", self.http.port())
    }
}

type WebState = State<Arc<Shared>>;

fn router(shared: Arc<Shared>) -> Router {
    let is_google = matches!(shared.state().provider, Provider::Google(_));
    let routes = if is_google {
        Router::new()
            .route("/o/oauth2/v2/auth", get(google_authorize).post(google_authorize))
            .route("/token", any(google_token))
            .route("/revoke", post(google_revoke))
            .route("/.well-known/openid-configuration", get(google_metadata))
            .route("/gmail/v1/users/{user}/messages/send", post(gmail_send))
            .route("/upload/gmail/v1/users/{user}/messages/send", post(gmail_upload))
    } else {
        Router::new()
            .route("/{tenant}/oauth2/v2.0/authorize", get(microsoft_authorize).post(microsoft_authorize))
            .route("/{tenant}/oauth2/v2.0/token", any(microsoft_token))
            .route("/v1.0/me/sendMail", post(graph_me))
            .route("/v1.0/users/{user}/sendMail", post(graph_user))
    };
    routes.with_state(shared)
}

async fn google_authorize(State(shared): WebState, request: Request) -> Response {
    authorized(&shared, None, request).await
}

async fn microsoft_authorize(State(shared): WebState, Path(tenant): Path<String>, request: Request) -> Response {
    authorized(&shared, Some(&tenant), request).await
}

async fn authorized(shared: &Shared, tenant: Option<&str>, request: Request) -> Response {
    let query = Form::parse(request.uri().query().unwrap_or_default().as_bytes());
    let cookies = request.headers().get(header::COOKIE).and_then(|cookies| cookies.to_str().ok());
    let name = shared.addresses.cookie_name();
    let cookie = cookies.and_then(|cookies| {
        let mut pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(known, _)| *known == name).map(|(_, value)| value.to_owned())
    });
    let form =
        if request.method() == Method::POST { Some(Form::parse(&read(request.into_body()).await)) } else { None };
    authorize::authorize(shared, tenant, &query, form.as_ref(), cookie.as_deref())
}

async fn google_token(
    State(shared): WebState,
    Extension(hang_up): Extension<HangUp>,
    method: Method,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    token::token(&shared, &hang_up, None, &method, &headers, body).await
}

async fn microsoft_token(
    State(shared): WebState,
    Extension(hang_up): Extension<HangUp>,
    Path(tenant): Path<String>,
    method: Method,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    token::token(&shared, &hang_up, Some(&tenant), &method, &headers, body).await
}

async fn google_revoke(State(shared): WebState, request: Request) -> Response {
    let mut form = Form::parse(request.uri().query().unwrap_or_default().as_bytes());
    form.0.extend(Form::parse(&read(request.into_body()).await).0);
    token::revoke(&shared, &form)
}

/// OpenID Connect Discovery 1.0 §4.
async fn google_metadata(State(shared): WebState) -> Response {
    let addresses = &shared.addresses;
    let state = shared.state();
    let methods = state.clients.values().next().map(|client| client.authentication).unwrap_or_default().names();
    axum::Json(serde_json::json!({
        "issuer": addresses.base(),
        // A client that does not use Google's parameters gets a refresh token too.
        "authorization_endpoint": format!("{}?access_type=offline&prompt=consent", addresses.authorize_url()),
        "token_endpoint": addresses.token_url(),
        "revocation_endpoint": format!("{}/revoke", addresses.base()),
        "token_endpoint_auth_methods_supported": methods,
    }))
    .into_response()
}

async fn gmail_send(
    State(shared): WebState,
    Extension(hang_up): Extension<HangUp>,
    Path(user): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    match to_bytes(body, MOST_READ).await {
        Ok(body) => gmail_api::send(&shared, &hang_up, &user, gmail_api::Form::Json, &headers, body).await,
        Err(_) => gmail_api::body_too_large(),
    }
}

async fn gmail_upload(
    State(shared): WebState,
    Extension(hang_up): Extension<HangUp>,
    Path(user): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    match to_bytes(body, MOST_READ).await {
        Ok(body) => gmail_api::send(&shared, &hang_up, &user, gmail_api::Form::Upload, &headers, body).await,
        Err(_) => gmail_api::body_too_large(),
    }
}

async fn graph_me(
    State(shared): WebState,
    Extension(hang_up): Extension<HangUp>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    graph_api::send_mail(&shared, &hang_up, None, &headers, body).await
}

async fn graph_user(
    State(shared): WebState,
    Extension(hang_up): Extension<HangUp>,
    Path(user): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    graph_api::send_mail(&shared, &hang_up, Some(&user), &headers, body).await
}

async fn read(body: Body) -> Bytes {
    to_bytes(body, MOST_READ).await.unwrap_or_default()
}
