//! Data in flight: whose memory it counts as, how much a download takes, and when an event stream ends.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use axum::body::{Body, BodyDataStream, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use futures_util::StreamExt;
use tower::ServiceExt;
use transfer::{Holder, Limits, PIECE_BYTES};

use super::support::{TestServer, start, start_with};
use accounts::Scope;

const CLIENT: [u8; 4] = [192, 0, 2, 9];
const OTHER: [u8; 4] = [192, 0, 2, 10];

/// Uploads a file of 100 kB from a client address.
async fn store(server: &TestServer, key: &str, from: [u8; 4]) -> StatusCode {
    let path = format!("/api/v1/workspaces/{}/files/a.bin", server.workspace);
    let headers = [("authorization", key), ("content-length", "100000")];
    server.call_from(from.into(), "PUT", &path, &headers, &"x".repeat(100_000)).await.status
}

/// Waits for a response while nothing else happens, so that a request that waits for memory gives up at once. Not
/// usable for writes, because the database runs on other threads.
async fn without_waiting<T>(response: impl Future<Output = T>) -> T {
    tokio::time::pause();
    let response = response.await;
    tokio::time::resume();
    response
}

/// The maximum memory of one holder.
fn share(server: &TestServer) -> usize {
    Limits::for_bodies(server.app.config.limits.request_bytes).large.of_one_bytes
}

#[tokio::test]
async fn a_body_is_counted_for_its_client_and_its_key() {
    let server = start().await;
    let (key, other) = (server.key("a", &[Scope::Scripts]).await, server.key("b", &[Scope::Scripts]).await);
    let id = server.app.accounts.key(key.trim_start_matches("Bearer ")).await.expect("reads").expect("a key").id;
    for (holder, key, from, expected) in [
        (Holder::Client(IpAddr::from(CLIENT)), &key, CLIENT, StatusCode::SERVICE_UNAVAILABLE),
        (Holder::Client(IpAddr::from(CLIENT)), &key, OTHER, StatusCode::OK),
        (Holder::ApiKey(id), &key, OTHER, StatusCode::SERVICE_UNAVAILABLE),
        (Holder::ApiKey(id), &other, OTHER, StatusCode::OK),
    ] {
        let _used = server.app.budget.charge(vec![holder], share(&server));
        let status = match expected {
            StatusCode::OK => store(&server, key, from).await,
            _ => without_waiting(store(&server, key, from)).await,
        };
        assert_eq!(status, expected, "{holder:?} {from:?}");
    }
    assert_eq!(server.app.budget.used_bytes(), 0, "all is given back");
}

#[tokio::test]
async fn a_form_is_counted_for_its_account_and_waits_for_memory() {
    let server = start().await;
    let ann = server.session().await;
    let ann_id = server.app.accounts.list().await.expect("reads").first().expect("Ann").account.id;
    let path = format!("/workspaces/{}/files", server.workspace);
    let body = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n".to_owned()
        + &"x".repeat(100_000)
        + "\r\n--b--\r\n";
    let length = body.len().to_string();
    let headers = [
        ("cookie", ann.as_str()),
        ("sec-fetch-site", "same-origin"),
        ("content-type", "multipart/form-data; boundary=b"),
        ("content-length", length.as_str()),
    ];
    let used = server.app.budget.charge(vec![Holder::Account(ann_id)], share(&server));
    let refused = without_waiting(server.call_from(CLIENT.into(), "POST", &path, &headers, &body)).await;
    assert_eq!((refused.status, refused.header(header::RETRY_AFTER)), (StatusCode::SERVICE_UNAVAILABLE, "10"));
    refused.says("Too much data at the same time");
    drop(used);
    let stored = server.call_from(CLIENT.into(), "POST", &path, &headers, &body).await;
    assert_eq!(stored.status, StatusCode::SEE_OTHER, "{}", stored.body);
}

#[tokio::test]
async fn clients_behind_a_trusted_proxy_are_counted_separately() {
    let server = start_with(|config| config.trusted_proxies = vec!["10.0.0.0/8".parse().expect("a network")]).await;
    let key = server.key("a", &[Scope::Scripts]).await;
    let path = format!("/api/v1/workspaces/{}/files/a.bin", server.workspace);
    let content = "x".repeat(100_000);
    let _used = server.app.budget.charge(vec![Holder::Client(IpAddr::from(CLIENT))], share(&server));
    for (name, value, expected) in [
        ("x-forwarded-for", "192.0.2.9:4711", StatusCode::SERVICE_UNAVAILABLE),
        ("x-forwarded-for", "192.0.2.10", StatusCode::OK),
        ("forwarded", "for=192.0.2.9", StatusCode::SERVICE_UNAVAILABLE),
        ("forwarded", "for=\"[2001:db8::1]:4711\"", StatusCode::OK),
    ] {
        let headers = [("authorization", key.as_str()), ("content-length", "100000"), (name, value)];
        let call = server.call_from([10, 0, 0, 1].into(), "PUT", &path, &headers, &content);
        let answer = if expected == StatusCode::OK { call.await } else { without_waiting(call).await };
        assert_eq!(answer.status, expected, "{name}: {value}");
    }
}

#[tokio::test]
async fn a_download_that_is_not_read_takes_two_pieces() {
    let server = start().await;
    let key = server.key("a", &[Scope::Scripts]).await;
    let content: Vec<u8> = (0..3_000_000_u32).map(|at| (at % 251) as u8).collect();
    server
        .app
        .files
        .put(server.workspace, "large.bin", None, content.clone(), &server.by_ann())
        .await
        .expect("is stored");
    let (api, page) = (
        format!("/api/v1/workspaces/{}/files/large.bin", server.workspace),
        format!("/workspaces/{}/files/large.bin", server.workspace),
    );
    let cookie = server.session().await;
    for (path, name, value) in [(api, "authorization", key), (page, "cookie", cookie)] {
        let request = Request::get(&path).header(name, value).header(header::HOST, "localhost:8020");
        let request = request.extension(ConnectInfo(SocketAddr::from((CLIENT, 4711))));
        let response = server.router().oneshot(request.body(Body::empty()).expect("a request")).await;
        let response = response.expect("infallible");
        assert_eq!(response.headers()[header::CONTENT_LENGTH], "3000000", "{path}");
        assert_eq!(server.app.budget.used_bytes(), 2 * PIECE_BYTES, "{path}");
        assert_eq!(to_bytes(response.into_body(), usize::MAX).await.expect("is read"), content);
        assert_eq!(server.app.budget.used_bytes(), 0, "{path}");
    }
}

#[tokio::test]
async fn replacing_a_file_during_a_download_does_not_mix_contents() {
    let server = start().await;
    let put = async |content: Vec<u8>| {
        server.turn(Duration::from_secs(1));
        server.app.files.put(server.workspace, "large.bin", None, content, &server.by_ann()).await.expect("is stored");
    };
    put(vec![1; 1_000_000]).await;
    let request = Request::get(format!("/workspaces/{}/files/large.bin", server.workspace))
        .header(header::COOKIE, server.session().await)
        .header(header::HOST, "localhost:8020");
    let response = server.router().oneshot(request.body(Body::empty()).expect("a request")).await.expect("infallible");
    assert_eq!(response.status(), StatusCode::OK);
    put(vec![2; 1_000_000]).await;
    assert!(to_bytes(response.into_body(), usize::MAX).await.is_err(), "ends early, with its length announced");
}

#[tokio::test]
async fn a_client_behind_a_trusted_proxy_has_64_requests_at_a_time() {
    let server = start_with(|config| config.trusted_proxies = vec!["10.0.0.0/8".parse().expect("a network")]).await;
    let ask = async |client: &str| {
        let request = Request::get("/sign-in").header("x-forwarded-for", client).header(header::HOST, "localhost:8020");
        let request = request.extension(ConnectInfo(SocketAddr::from(([10, 0, 0, 1], 4711))));
        server.router().oneshot(request.body(Body::empty()).expect("a request")).await.expect("infallible")
    };
    // Responses that are not read to the end.
    let mut unread = Vec::new();
    for port in 0..64 {
        unread.push(ask(&format!("192.0.2.9:{}", 5_000 + port)).await);
    }
    assert!(unread.iter().all(|response| response.status() == StatusCode::OK));
    assert_eq!(ask("192.0.2.9").await.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(ask("192.0.2.10").await.status(), StatusCode::OK, "another client of the same proxy");
    unread.pop();
    assert_eq!(ask("192.0.2.9").await.status(), StatusCode::OK);
}

/// An event stream, after its first event.
async fn events(server: &TestServer, cookie: &str) -> BodyDataStream {
    let request = Request::get("/events").header(header::COOKIE, cookie).header(header::HOST, "localhost:8020");
    let response = server.router().oneshot(request.body(Body::empty()).expect("a request")).await.expect("infallible");
    assert_eq!(response.status(), StatusCode::OK);
    let mut events = response.into_body().into_data_stream();
    events.next().await.expect("an event").expect("is read");
    events
}

/// Reads the rest of the stream; does not return if it does not end.
async fn end_of(mut events: BodyDataStream) {
    while events.next().await.is_some() {}
}

#[tokio::test]
async fn an_event_stream_ends_with_its_session() {
    let server = start().await;
    let (first, second) = (server.session().await, server.session().await);
    let mut streams = vec![events(&server, &first).await, events(&server, &second).await];
    let headers = [("cookie", first.as_str()), ("sec-fetch-site", "same-origin")];
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let signed_out = server.call_with("POST", "/sign-out", &[&headers[..], &form].concat(), "next=/").await;
    assert_eq!(signed_out.status, StatusCode::SEE_OTHER, "{}", signed_out.body);
    end_of(streams.remove(0)).await;
    // The other one continues until all sessions of the account end.
    let ann = server.app.accounts.list().await.expect("reads")[0].account.clone();
    server.send_to_nobody().await;
    streams[0].next().await.expect("an event").expect("is read");
    server.app.accounts.sign_out_everywhere(&ann, &server.by_ann()).await.expect("ends");
    end_of(streams.remove(0)).await;
}

#[tokio::test]
async fn an_idle_event_stream_ends_after_fifteen_minutes() {
    let server = start().await;
    let stream = events(&server, &server.session().await).await;
    server.turn(Duration::from_secs(15 * 60));
    end_of(stream).await;
}

#[tokio::test]
async fn an_account_has_at_most_20_event_streams() {
    let server = start().await;
    let cookie = server.session().await;
    let mut open = Vec::new();
    for _ in 0..20 {
        open.push(events(&server, &cookie).await);
    }
    let refused = server.call_with("GET", "/events", &[("cookie", cookie.as_str())], "").await;
    assert_eq!((refused.status, refused.header(header::RETRY_AFTER)), (StatusCode::SERVICE_UNAVAILABLE, "60"));
    open.pop();
    drop(events(&server, &cookie).await);
}

#[tokio::test]
async fn a_proxy_that_is_not_trusted_is_shown_to_administrators_of_an_https_server() {
    let proxied = [("x-forwarded-for", "192.0.2.9")];
    for (url, trusted, is_shown) in [
        ("https://mail.example.com", "10.1.0.0/16", true),
        ("https://mail.example.com", "10.0.0.0/8", false),
        ("http://mail.example.com", "10.1.0.0/16", false),
    ] {
        let server = start_with(move |config| {
            config.public_url = url.to_owned();
            config.trusted_proxies = vec![trusted.parse().expect("a network")];
        })
        .await;
        let cookie = server.session().await;
        let page = |path: &'static str, language: &'static str| {
            let headers = [("cookie", cookie.as_str()), ("accept-language", language)];
            let server = &server;
            async move { server.call_with("GET", path, &headers, "").await }
        };
        page("/", "en").await.does_not_say("not a trusted proxy");
        server.call_from([10, 0, 0, 1].into(), "GET", "/sign-in", &proxied, "").await;
        for path in ["/", "/configuration/email-settings"] {
            let (english, german) = (page(path, "en").await, page(path, "de").await);
            if is_shown {
                english.says("Requests are forwarded by 10.0.0.1, which is not a trusted proxy.");
                german.says("Anfragen werden von 10.0.0.1 weitergeleitet");
            } else {
                english.does_not_say("not a trusted proxy");
            }
        }
        page("/outbox", "en").await.does_not_say("not a trusted proxy");
    }
}
