//! Tests of token requests, with a server that responds once and records the request.

use std::time::Duration;

use jiff::Timestamp;
use mail::EmailAddress;
use oauth::{
    Credential, HttpClient, HttpError, HttpTimeouts, Provider, Registration, Revocation, ServiceAccountKey, TokenError,
    TokenErrorCause, TokenResponse, UnusableToken, app_token, exchange_code, renew, revoke,
};
use secrecy::{ExposeSecret, SecretString};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

const TOKEN: &str = r#"{"access_token":"access-1","expires_in":3599,"token_type":"Bearer","scope":"a b"}"#;

/// A server that responds once and returns the request as text.
struct Server {
    url: String,
    request: JoinHandle<String>,
}

impl Server {
    async fn answers(status: &str, headers: &str, body: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/token", listener.local_addr().expect("an address"));
        let answer =
            format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n{headers}\r\n{body}", body.len());
        let request = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.expect("a connection");
            let mut request = Vec::new();
            let mut piece = [0; 4096];
            while !is_whole(&request) {
                let read = stream.read(&mut piece).await.expect("a piece");
                assert!(read > 0, "the request ended early");
                request.extend_from_slice(&piece[..read]);
            }
            stream.write_all(answer.as_bytes()).await.expect("the answer is taken");
            String::from_utf8(request).expect("text")
        });
        Self { url, request }
    }

    fn registration(&self, provider: Provider, credential: Credential) -> Registration {
        let mut endpoints = provider.endpoints();
        endpoints.token_url.clone_from(&self.url);
        endpoints.revoke_url = Some(self.url.clone());
        Registration { provider, endpoints, client_id: "client 1".to_owned(), credential, authentication: None }
    }

    /// The first line and the body of the request.
    async fn received(self) -> (String, String) {
        let request = self.request.await.expect("the server lives");
        let (head, body) = request.split_once("\r\n\r\n").expect("a head");
        let lower = head.to_ascii_lowercase();
        assert!(lower.contains("content-type: application/x-www-form-urlencoded"), "{head}");
        assert!(lower.contains("accept: application/json"), "{head}");
        assert!(!lower.contains("sesame"), "{head}");
        (head.lines().next().unwrap_or_default().to_owned(), body.to_owned())
    }
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head
        .lines()
        .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length:").map(|n| n.trim().to_owned()))
        .and_then(|length| length.parse::<usize>().ok());
    length.is_some_and(|length| body.len() >= length)
}

fn http() -> HttpClient {
    let timeouts = HttpTimeouts { connect: Duration::from_secs(5), total: Duration::from_secs(5) };
    HttpClient::new(None, timeouts)
}

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

fn with_secret() -> Credential {
    Credential::Secret(secret("sesame&open"))
}

fn mailbox() -> EmailAddress {
    EmailAddress::parse("news@example.com").expect("an address")
}

fn now() -> Timestamp {
    Timestamp::from_second(1_800_000_000).expect("a time")
}

async fn check_body(server: Server, expected: &str) {
    let (line, body) = server.received().await;
    assert_eq!(line, "POST /token HTTP/1.1");
    assert_eq!(body, expected);
}

#[tokio::test]
async fn code_verifier_and_secret_are_in_the_body() {
    let server = Server::answers("200 OK", "", TOKEN).await;
    let registration = server.registration(Provider::Google, with_secret());
    let granted = exchange_code(
        &http(),
        &registration,
        "https://mail.example.com/oauth/callback",
        &secret("4/sesame"),
        &secret("verifier-sesame"),
    )
    .await
    .expect("granted");
    assert_eq!(granted.access_token.expose_secret(), "access-1");
    assert_eq!(granted.expires_in, Duration::from_secs(3599));
    assert_eq!(granted.scopes, Some(vec!["a".to_owned(), "b".to_owned()]));
    check_body(
        server,
        "grant_type=authorization_code&code=4%2Fsesame&redirect_uri=https%3A%2F%2Fmail.example.com%2Foauth%2Fcallback\
         &code_verifier=verifier-sesame&client_id=client+1&client_secret=sesame%26open",
    )
    .await;
}

#[tokio::test]
async fn a_public_client_renews_without_a_secret() {
    let server = Server::answers("200 OK", "", TOKEN).await;
    let registration = server.registration(Provider::Custom, Credential::Public);
    renew(&http(), &registration, &secret("refresh-sesame")).await.expect("granted");
    check_body(server, "grant_type=refresh_token&refresh_token=refresh-sesame&client_id=client+1").await;
}

#[tokio::test]
async fn an_application_authenticates_with_its_secret() {
    let server = Server::answers("200 OK", "", TOKEN).await;
    let registration = server.registration(Provider::Microsoft, with_secret());
    let scopes = ["https://outlook.office365.com/.default".to_owned()];
    app_token(&http(), &registration, &scopes, &mailbox(), now()).await.expect("granted");
    check_body(
        server,
        "grant_type=client_credentials&scope=https%3A%2F%2Foutlook.office365.com%2F.default&client_id=client+1\
         &client_secret=sesame%26open",
    )
    .await;
}

#[tokio::test]
async fn a_service_account_authenticates_with_an_assertion() {
    let server = Server::answers("200 OK", "", TOKEN).await;
    let key = ServiceAccountKey::parse(&secret(include_str!("keys/service_account.json"))).expect("a key");
    let registration = server.registration(Provider::Google, Credential::ServiceAccount(key));
    app_token(&http(), &registration, &["a".to_owned()], &mailbox(), now()).await.expect("granted");
    let (_, body) = server.received().await;
    let assertion = body
        .strip_prefix("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=")
        .expect("an assertion");
    assert_eq!(assertion.split('.').count(), 3);
    assert!(!assertion.contains('&'), "{body}");
}

#[tokio::test]
async fn an_application_without_secret_sends_nothing() {
    let server = Server::answers("200 OK", "", TOKEN).await;
    let registration = server.registration(Provider::Custom, Credential::Public);
    let error = app_token(&http(), &registration, &[], &mailbox(), now()).await.expect_err("no secret");
    assert_eq!(error.cause, TokenErrorCause::ClientSecretMissing);
    server.request.abort();
}

#[tokio::test]
async fn a_revocation_follows_the_providers_rules() {
    for (provider, body) in [
        (Provider::Google, "token=refresh-sesame"),
        (Provider::Custom, "token=refresh-sesame&client_id=client+1&client_secret=sesame%26open"),
    ] {
        let server = Server::answers("200 OK", "", "").await;
        let registration = server.registration(provider, with_secret());
        let revoked = revoke(&http(), &registration, &secret("refresh-sesame")).await;
        assert_eq!(revoked, Ok(Revocation::Done));
        check_body(server, body).await;
    }
}

#[tokio::test]
async fn a_provider_without_revocation_gets_no_request() {
    let registration = Registration {
        provider: Provider::Microsoft,
        endpoints: Provider::Microsoft.endpoints(),
        client_id: "client-1".to_owned(),
        credential: Credential::Public,
        authentication: None,
    };
    assert_eq!(revoke(&http(), &registration, &secret("sesame")).await, Ok(Revocation::NotOffered));
}

async fn refused(status: &str, headers: &str, body: &str) -> TokenError {
    let server = Server::answers(status, headers, body).await;
    let registration = server.registration(Provider::Custom, with_secret());
    let answer: Result<TokenResponse, TokenError> = renew(&http(), &registration, &secret("refresh-sesame-1234")).await;
    drop(server);
    answer.expect_err("it is refused")
}

#[tokio::test]
async fn an_error_contains_no_secret_that_the_provider_repeats() {
    let body = r#"{"error":"invalid_grant","error_description":"refresh-sesame-1234 and sesame&open are no good"}"#;
    let error = refused("400 Bad Request", "", body).await;
    assert!(!format!("{error:?} {error}").contains("sesame"), "{error:?}");
    let TokenErrorCause::Refused { status: 400, refusal, .. } = error.cause else { panic!("{error:?}") };
    assert_eq!((refusal.error.as_str(), refusal.description.as_str()), ("invalid_grant", "… and … are no good"));
}

#[tokio::test]
async fn retry_after_is_part_of_the_error() {
    let error = refused("429 Too Many Requests", "Retry-After: 17\r\n", "").await;
    let TokenErrorCause::Refused { status: 429, retry_after, .. } = error.cause else { panic!("{error:?}") };
    assert_eq!(retry_after, Some(Duration::from_secs(17)));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let error = refused("307 Temporary Redirect", "Location: https://evil.example/token\r\n", "").await;
    assert!(matches!(error.cause, TokenErrorCause::Refused { status: 307, .. }), "{error:?}");
}

#[tokio::test]
async fn a_token_of_another_type_is_an_error() {
    let error = refused("200 OK", "", r#"{"access_token":"sesame-access","token_type":"DPoP"}"#).await;
    assert_eq!(error.cause, TokenErrorCause::Unusable(UnusableToken::NotBearer));
    assert!(!format!("{error:?}").contains("sesame"), "{error:?}");
}

#[tokio::test]
async fn an_unreachable_or_unencrypted_endpoint_is_an_error() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    drop(listener);
    for (url, is_unencrypted) in [
        (format!("http://127.0.0.1:{port}/token"), false),
        ("http://login.example/token".to_owned(), true),
        ("nonsense".to_owned(), true),
    ] {
        let mut registration = Registration {
            provider: Provider::Custom,
            endpoints: Provider::Custom.endpoints(),
            client_id: "client-1".to_owned(),
            credential: with_secret(),
            authentication: None,
        };
        registration.endpoints.token_url = url;
        let error = renew(&http(), &registration, &secret("refresh-sesame")).await.expect_err("no response");
        match &error.cause {
            TokenErrorCause::Http(HttpError::NotEncrypted(_)) => assert!(is_unencrypted, "{error:?}"),
            TokenErrorCause::Http(HttpError::Unreachable(_)) => assert!(!is_unencrypted, "{error:?}"),
            cause => panic!("{cause:?}"),
        }
        assert!(!format!("{error:?}").contains("sesame"), "{error:?}");
    }
}
