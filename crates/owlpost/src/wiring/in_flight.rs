//! Adds to every request the address of its client and its memory. Handlers reserve memory when they know how much they
//! need. Here a stalled body fails, a large response is counted until it is sent, and a client behind a proxy gets only
//! a share of all requests, like a client without a proxy gets of all connections.

use std::net::{IpAddr, SocketAddr};

use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use transfer::{ClientAddress, Clients, Holder, RequestMemory};

use super::serving::CONNECTIONS_OF_ONE;
use accounts::network_of;
use app::App;
use config::Config;

/// The response to a request above the limit of a client behind a proxy.
const TOO_MANY: &str = "Too many requests from this address at the same time. Wait for some, then call again.\n";

/// Wraps pages and API.
pub(super) fn layer(faces: Router, app: App) -> Router {
    faces.layer(middleware::from_fn_with_state(InFlight { app, forwarded: Clients::default() }, count))
}

#[derive(Clone)]
struct InFlight {
    app: App,
    /// Requests forwarded by proxies; a client without a proxy is limited by its connections.
    forwarded: Clients,
}

/// Whether many clients may share this address: it belongs to a trusted proxy, or to this machine, where a proxy may
/// run that is not configured.
pub(super) fn is_shared(config: &Config, address: IpAddr) -> bool {
    address.to_canonical().is_loopback() || config.is_trusted_proxy(address)
}

async fn count(State(InFlight { app, forwarded }): State<InFlight>, mut request: Request, next: Next) -> Response {
    let peer = peer_of(&request);
    let client = client_of(peer, request.headers(), &app.config);
    look_for_proxy(&app, peer, request.headers());
    let place = if client.address == peer || client.is_proxy {
        None
    } else {
        match forwarded.enter(network_of(client.address), CONNECTIONS_OF_ONE) {
            Some(place) => Some(place),
            None => return (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, "10")], TOO_MANY).into_response(),
        }
    };
    // Clients behind a proxy that does not name them are limited only by their accounts and keys.
    let holders = if client.is_proxy { Vec::new() } else { vec![Holder::Client(network_of(client.address))] };
    let memory = RequestMemory::new(app.budget.clone(), holders);
    request.extensions_mut().insert(client);
    request.extensions_mut().insert(memory.clone());
    let response = memory.answered(next.run(transfer::limited(request)).await);
    match place {
        Some(place) => response.map(|body| transfer::holding(body, place)),
        None => response,
    }
}

/// With an https public URL there is a proxy in front. If it is not trusted, all clients count as one.
fn look_for_proxy(app: &App, peer: IpAddr, headers: &HeaderMap) {
    let is_untrusted = app.config.is_https() && transfer::is_forwarded(headers) && !app.config.is_trusted_proxy(peer);
    if is_untrusted && app.untrusted_proxy.note(peer) {
        tracing::warn!(
            %peer,
            "a request was forwarded by {peer}, which is not in trusted_proxies: all people behind it share one limit. If \
             it is your proxy, add its network to trusted_proxies; if not, let only your proxy reach this port"
        );
    }
}

/// Without an address all visitors share one limit, which is the safe choice.
fn peer_of(request: &Request) -> IpAddr {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    peer.unwrap_or(IpAddr::from([0, 0, 0, 0]))
}

fn client_of(peer: IpAddr, headers: &HeaderMap, config: &Config) -> ClientAddress {
    let client = ClientAddress::of(peer, headers, |address| config.is_trusted_proxy(address));
    ClientAddress { is_proxy: is_shared(config, client.address), ..client }
}
