//! Attempts in several steps to send an access token to a mail server that nobody consented to: through other methods,
//! other providers, earlier versions, a consent that was started before, and the page.

use accounts::Scope;
use axum::http::StatusCode;
use settings::oauth::{CallbackResult, ConsentOutcome};
use testkit::{Choice, Sink, SinkOptions};
use testserver::Browser;

use crate::custom::{endpoints, other_destinations};
use crate::support::{ANN, CLIENT_ID, CLIENT_SECRET, OAuthServer, PASSWORD, Provider, SESSION};

const SETTINGS: &str = "/api/v1/email-settings";

/// A server that is connected with a custom provider, an attacker's mail server, and a key with the scope `settings`.
struct AttackTest {
    server: OAuthServer,
    thief: Sink,
    key: String,
    /// The settings of the consent, without the secret.
    kept: String,
}

impl AttackTest {
    async fn new() -> Self {
        let server = OAuthServer::of(Provider::google()).await;
        let good = endpoints(&server);
        server.save_json(&good).await.expect("saved");
        let outcome = server.consent(Choice::Allow).await;
        assert!(matches!(outcome, ConsentOutcome::Connected { .. }), "{outcome:?}");
        let thief = Sink::start(SinkOptions::default()).expect("a sink");
        let key = server.key("settings", &[Scope::Settings]).await;
        Self { server, thief, key, kept: good.replace(CLIENT_SECRET, "") }
    }

    /// The settings with the port of the attacker's server.
    fn stolen(&self) -> String {
        let port = self.server.provider.look_alike().smtp_starttls().port();
        let all = other_destinations(&self.kept, port, self.thief.port());
        all.into_iter().find(|(what, _)| *what == "port").expect("it is among them").1
    }

    async fn call(&self, method: &str, path: &str, body: &str, expected: StatusCode) -> String {
        let answer = self.server.send_json(method, &format!("{SETTINGS}{path}"), &self.key, body).await;
        assert_eq!(answer.status, expected, "{method} {path} {body}: {}", answer.body);
        answer.body
    }

    async fn is_refused(&self, body: &str) {
        let answer = self.call("PUT", "", body, StatusCode::UNPROCESSABLE_ENTITY).await;
        assert!(answer.contains("oauth.client_secret"), "{answer}");
    }

    /// Checks that tests of typed and stored settings send nothing to the attacker, and that mail is still sent through
    /// the right server.
    async fn sends_no_token(self, active: u32) {
        for path in ["/test-connection", "/test-email"] {
            let to = if path == "/test-email" { r#""to": "a@example.com", "# } else { "" };
            let body = format!(r#"{{{to}"settings": {}}}"#, self.stolen());
            self.call("POST", path, &body, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
        assert_eq!(self.server.app.settings.active().number, active);
        self.server.accept_subject("to@example.org", "To the right server").await;
        self.server.arrived(1).await;
        assert_eq!(self.thief.connections(), 0, "nobody else was even called");
    }
}

#[tokio::test]
async fn switching_methods_does_not_change_the_destination_of_secrets() {
    let scene = AttackTest::new().await;
    let stolen = scene.stolen();
    let builtin = |text: &str| text.replacen(r#""method": "oauth""#, r#""method": "builtin""#, 1);
    scene.is_refused(&builtin(&stolen)).await;
    scene.call("PUT", "", r#"{"method": "builtin"}"#, StatusCode::OK).await;
    scene.is_refused(&builtin(&stolen)).await;
    scene.is_refused(&stolen).await;
    // The settings of the consent need neither secret nor consent again.
    scene.call("PUT", "", &scene.kept, StatusCode::OK).await;
    scene.sends_no_token(3).await;
}

#[tokio::test]
async fn switching_providers_does_not_change_the_destination_of_secrets() {
    let scene = AttackTest::new().await;
    let stolen = scene.stolen();
    let google = stolen.replacen(r#""provider": "custom""#, r#""provider": "google""#, 1);
    scene.is_refused(&google).await;
    // With another secret: the stored one is deleted, so that none can be kept for the attacker's server.
    let other = google.replacen(r#""client_secret": """#, r#""client_secret": "another""#, 1);
    let saved = scene.call("PUT", "", &other, StatusCode::OK).await;
    assert!(saved.contains(r#""complete":false"#) || saved.contains("consent"), "{saved}");
    scene.is_refused(&stolen).await;
    scene.sends_no_token(1).await;
}

#[tokio::test]
async fn restoring_versions_does_not_mix_secrets_or_consents() {
    let scene = AttackTest::new().await;
    let guessed = scene.stolen().replacen(r#""client_secret": """#, r#""client_secret": "guess""#, 1);
    scene.call("PUT", "", &guessed, StatusCode::OK).await;
    // The newest version is the attacker's; without settings in the request the active version is tested.
    scene.call("POST", "/test-connection", "{}", StatusCode::OK).await;
    scene.call("POST", "/versions/1/restore", "", StatusCode::OK).await;
    assert_eq!(scene.server.app.settings.active().number, 3);
    scene.call("POST", "/versions/2/restore", "", StatusCode::OK).await;
    scene.call("POST", "/test-connection", "{}", StatusCode::OK).await;
    scene.is_refused(&scene.kept.clone()).await;
    scene.sends_no_token(3).await;
}

#[tokio::test]
async fn a_consent_counts_only_for_the_version_it_was_started_for() {
    let scene = AttackTest::new().await;
    let address = scene.server.visit(ANN, PASSWORD, Choice::Allow).await;
    let guessed = scene.stolen().replacen(r#""client_secret": """#, r#""client_secret": "guess""#, 1);
    scene.call("PUT", "", &guessed, StatusCode::OK).await;
    let CallbackResult::Ended { outcome: ConsentOutcome::Refused { problem }, .. } =
        scene.server.come_back(&address, SESSION).await
    else {
        panic!("a consent for other settings was taken");
    };
    assert_eq!(&*problem.code, "consent_superseded");
    scene.sends_no_token(1).await;
}

#[tokio::test]
async fn the_page_asks_for_the_secret_again_as_the_api_does() {
    let scene = AttackTest::new().await;
    let token = scene.server.setup_token().await;
    let form = [("token", &*token), ("email", ANN), ("password", testserver::PASSWORD), ("workspace", "Example")];
    let browser = Browser::with(scene.server.post("/setup", &form).await.session());
    let one = scene.server.provider.look_alike();
    let authorize = format!("{}?access_type=offline&prompt=consent", one.authorize_url());
    let (token_url, certificate) = (one.token_url(), testkit::certificates::ca_pem());
    let (right, wrong) = (one.smtp_starttls().port().to_string(), scene.thief.port().to_string());
    let form = |host: &'static str, port: &str, security: &'static str| {
        [
            ("method", "oauth"),
            ("from.email", ANN),
            ("oauth.provider", "custom"),
            ("oauth.grant", "mailbox"),
            ("oauth.client_id", CLIENT_ID),
            ("oauth.client_secret", ""),
            ("oauth.custom.authorize_url", &*authorize),
            ("oauth.custom.token_url", &*token_url),
            ("oauth.custom.scopes", "openid email https://mail.google.com/"),
            ("oauth.custom.host", host),
            ("oauth.custom.port", port),
            ("oauth.custom.security", security),
            ("oauth.custom.ca_certificate", &*certificate),
            ("test.to", "a@example.com"),
        ]
        .map(|(name, value)| (name, value.to_owned()))
    };
    let send = async |path: &str, form: &[(&str, String)]| {
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, &**value)).collect();
        scene.server.send(&browser, &format!("/configuration/email-settings{path}"), &form).await
    };
    for (host, port, security) in
        [("127.0.0.1", &wrong, "starttls"), ("localhost", &right, "starttls"), ("127.0.0.1", &right, "implicit_tls")]
    {
        for path in ["", "/test-connection", "/test-email"] {
            let answer = send(path, &form(host, port, security)).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}: {}", answer.body);
            answer.says("oauth-client-secret-fault");
        }
    }
    let saved = send("", &form("127.0.0.1", &right, "starttls")).await;
    assert_eq!(saved.header("location"), "/configuration/email-settings?saved=2", "{}", saved.body);
    scene.sends_no_token(2).await;
}
