//! A server that is killed during the renewal of a consent never loses the rotated token.
//!
//! The provider rotates strictly: a refresh token is revoked when the access token that came with its successor is
//! used. If a token is used before the rotated one is on disk, the next start detects it.

use std::time::{Duration, Instant};

use serde_json::json;
use testkit::{Choice, Client, ClockStart, Microsoft, MicrosoftOptions, Person, certificates};

use crate::home::{Home, Owlpost, PATIENCE};

const KILLS: u32 = 20;
const ANN: &str = "ann@example.com";
const PUBLIC_URL: &str = "http://localhost:8020";
const REDIRECT: &str = "http://localhost:8020/oauth/callback";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rotated_token_survives_every_kill() {
    let microsoft = Microsoft::start(MicrosoftOptions {
        clock: ClockStart::Running,
        strict_rotation: true,
        messages_per_minute: None,
        ..MicrosoftOptions::default()
    })
    .expect("a look-alike");
    microsoft.register_client(Client::new("client", "s3cret-of-the-client", REDIRECT)).expect("registered");
    microsoft.add_person(Person::new(ANN, "of ann"));
    let home = Home::set_up();
    configure(&home, &microsoft);
    let owlpost = home.start().await;
    connect(&owlpost, &microsoft).await;
    let mut accepted = 0;
    owlpost.kill();
    for kill in 0..KILLS {
        // Before the start: a message left waiting by the last kill may be the first that needs a token.
        let before = microsoft.renewals();
        let owlpost = home.start().await;
        accepted += post_until_renewed(&owlpost, &microsoft, before).await;
        // The provider has responded or is about to: the kill comes somewhere between its response, our write and our
        // use of it.
        tokio::time::sleep(Duration::from_micros(u64::from(kill) * 400)).await;
        owlpost.kill();
    }
    let owlpost = home.start().await;
    let arrived = || microsoft.arrivals().len();
    let started = Instant::now();
    while arrived() < accepted {
        assert!(started.elapsed() < PATIENCE, "{} of {accepted} arrived:\n{}", arrived(), owlpost.log());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let status = owlpost.must("GET", "/api/v1/email-settings/status", None).await.json();
    assert_eq!((&status["connected"]["alive"], &status["problem"]), (&json!(true), &json!(null)), "{status}");
    assert_eq!(microsoft.faults(), Vec::<String>::new());
}

/// Posts up to three messages and waits until this process has requested its first access token; returns the number of
/// accepted messages.
async fn post_until_renewed(owlpost: &Owlpost, microsoft: &Microsoft, before: usize) -> usize {
    let started = Instant::now();
    let mut accepted = 0;
    while microsoft.renewals() == before {
        assert!(started.elapsed() < PATIENCE, "no renewal:\n{}", owlpost.log());
        if accepted < 3 {
            owlpost.accepts("someone@example.org", "hello").await;
            accepted += 1;
        } else {
            tokio::time::sleep(Duration::from_micros(200)).await;
        }
    }
    accepted
}

fn configure(home: &Home, microsoft: &Microsoft) {
    let ca = home.configuration().with_file_name("ca.pem");
    std::fs::write(&ca, certificates::ca_pem()).expect("written");
    let text = format!(
        "public_url = \"http://localhost:8020\"\n[providers.microsoft]\nauthorize_url = \"{}\"\ntoken_url = \"{}\"\n\
         api_url = \"{}\"\nsmtp = \"smtp+starttls://127.0.0.1:{}\"\nca_file = \"{}\"\n",
        microsoft.authorize_url(),
        microsoft.token_url(),
        microsoft.api_url(),
        microsoft.smtp_starttls().port(),
        ca.display()
    );
    std::fs::write(home.configuration(), text).expect("written");
}

/// The URL that a page forwards to.
fn href_of(page: &str) -> String {
    let (_, href) = page.split_once("class=\"button primary\" href=\"").unwrap_or_else(|| panic!("no link in {page}"));
    let (href, _) = href.split_once('"').expect("a URL");
    href.replace("&#38;", "&").replace("&amp;", "&")
}

/// Saves the settings, consents as Ann and returns as the administrator.
async fn connect(owlpost: &Owlpost, microsoft: &Microsoft) {
    let settings = json!({
        "method": "oauth", "from": {"email": ANN}, "pace": {"messages_per_minute": 100_000},
        "oauth": {"provider": "microsoft", "client_id": "client", "client_secret": "s3cret-of-the-client"},
    });
    let saved = owlpost.must("PUT", "/api/v1/email-settings", Some(settings)).await;
    assert_eq!((saved.status, &saved.json()["state"]), (200, &json!("consent_needed")), "{}", saved.text);
    let start = owlpost.must("POST", "/api/v1/email-settings/oauth/start", None).await.json();
    let link = start["authorize_url"].as_str().expect("an address").strip_prefix(PUBLIC_URL).expect("a page of ours");
    let (page, token) = link.split_once("?link=").expect("a link");
    let administrator = owlpost.administrator().await;
    assert_eq!(administrator.page(link).await.status, 200);
    let leave = administrator.post(page, &format!("link={token}")).await;
    let authorize_url = href_of(&leave.text);
    let back = microsoft.consent(&authorize_url, ANN, "of ann", Choice::Allow).expect("comes back");
    let query = back.strip_prefix(REDIRECT).expect("to the redirect URL");
    assert_eq!(administrator.page(&format!("/oauth/callback{query}")).await.status, 303);
    let connected = owlpost.must("GET", "/api/v1/email-settings/status", None).await.json();
    assert_eq!(connected["connected"]["account"], ANN, "{connected}");
}
