//! A custom provider: found by its issuer, with a client secret in the body or by HTTP Basic, and with renamed scopes.

use accounts::Scope;
use axum::http::StatusCode;
use oauth::ClientAuthentication;
use settings::oauth::{Answer, AnswerResult, CallbackResult, ConsentOutcome, Question};
use testkit::{Choice, Client, Misbehaviour, Person, SecretIn, Sink, SinkOptions};

use crate::support::{ANN, CLIENT_ID, CLIENT_SECRET, OAuthServer, PASSWORD, Provider, REDIRECT, SESSION, actor};

const SCOPES: &str = "openid email https://mail.google.com/";

/// Google's look-alike as a provider that owlpost does not know.
async fn server_of(secret_in: SecretIn) -> OAuthServer {
    let server = OAuthServer::of(Provider::google()).await;
    let client = Client { authentication: secret_in, ..Client::new(CLIENT_ID, CLIENT_SECRET, REDIRECT) };
    match &server.provider {
        Provider::Google(google) => google.register_client(client).expect("registered"),
        Provider::Microsoft(_) => unreachable!("it is Google's"),
    }
    server
}

/// Settings with these members of the section `custom`.
fn settings(server: &OAuthServer, endpoints: &str) -> String {
    let port = server.provider.look_alike().smtp_starttls().port();
    let certificate = testkit::certificates::ca_pem().replace('\n', "\\n");
    format!(
        r#"{{"method": "oauth", "from": {{"email": "{ANN}"}}, "oauth": {{"provider": "custom", "client_id": "{CLIENT_ID}",
            "client_secret": "{CLIENT_SECRET}", "custom": {{{endpoints}, "scopes": "{SCOPES}", "host": "127.0.0.1",
            "port": {port}, "security": "starttls", "ca_certificate": "{certificate}"}}}}}}"#
    )
}

fn issuer(server: &OAuthServer) -> String {
    settings(server, &format!(r#""issuer": "{}""#, server.provider.look_alike().issuer()))
}

pub(super) fn endpoints(server: &OAuthServer) -> String {
    let one = server.provider.look_alike();
    let authorize = format!("{}?access_type=offline&prompt=consent", one.authorize_url());
    settings(server, &format!(r#""authorize_url": "{authorize}", "token_url": "{}""#, one.token_url()))
}

#[tokio::test]
async fn the_issuer_alone_suffices_and_determines_client_authentication() {
    for (secret_in, expected) in
        [(SecretIn::Basic, ClientAuthentication::Basic), (SecretIn::Either, ClientAuthentication::Body)]
    {
        let server = server_of(secret_in).await;
        server.save_json(&issuer(&server)).await.expect("saved");
        let newest = server.app.settings.newest().await.expect("read");
        let custom = &newest.settings.oauth.as_ref().expect("a method").custom;
        assert_eq!(custom.token_url, server.provider.look_alike().token_url());
        assert!(custom.authorize_url.starts_with(&server.provider.look_alike().authorize_url()));
        assert_eq!(custom.client_authentication, Some(expected));
        let outcome = server.consent(Choice::Allow).await;
        assert!(matches!(outcome, ConsentOutcome::Connected { .. }), "{outcome:?}");
        server.accept_subject("to@example.org", "By issuer").await;
        server.arrived(1).await;
        assert_eq!(server.provider.look_alike().counts().token_refusals, 0, "known from the metadata");
    }
}

#[tokio::test]
async fn an_issuer_without_metadata_is_a_fault() {
    let server = server_of(SecretIn::Either).await;
    let base = server.provider.look_alike().issuer();
    for (issuer, expected) in [
        (format!("{base}/elsewhere"), "There is no provider metadata at"),
        (format!("{base}?x=1"), "is not an issuer"),
        (base.replace("127.0.0.1", "localhost"), "is that of the issuer"),
    ] {
        let faults =
            server.save_json(&settings(&server, &format!(r#""issuer": "{issuer}""#))).await.expect_err("a fault");
        let [fault] = &faults[..] else { panic!("{faults:?}") };
        assert!(fault.starts_with("oauth.custom.issuer: ") && fault.contains(expected), "{fault}");
    }
}

#[tokio::test]
async fn http_basic_is_tried_if_the_body_is_refused_and_is_remembered() {
    let server = server_of(SecretIn::Basic).await;
    server.save_json(&endpoints(&server)).await.expect("saved");
    let outcome = server.consent(Choice::Allow).await;
    assert!(matches!(outcome, ConsentOutcome::Connected { .. }), "{outcome:?}");
    let counts = |server: &OAuthServer| {
        let counts = server.provider.look_alike().counts();
        (counts.exchanges, counts.token_refusals)
    };
    assert_eq!(counts(&server), (1, 1), "the body was refused once, and the code was good still");
    server.accept_subject("to@example.org", "After the body was refused").await;
    server.arrived(1).await;
    assert_eq!(counts(&server), (1, 1));

    let server = server.restarted().await;
    server.app.settings.renew_now().await.expect("renewed");
    server.accept_subject("to@example.org", "After a restart").await;
    server.arrived(2).await;
    assert_eq!(counts(&server), (1, 1), "remembered");
}

#[tokio::test]
async fn a_wrong_secret_is_reported_for_each_client_authentication() {
    for secret_in in [SecretIn::Either, SecretIn::Basic, SecretIn::Body] {
        let server = server_of(secret_in).await;
        server.save_json(&endpoints(&server).replace(CLIENT_SECRET, "wrong")).await.expect("saved");
        match server.consent(Choice::Allow).await {
            ConsentOutcome::Refused { problem } => {
                assert_eq!((&*problem.code, problem.field.as_deref()), ("client_refused", Some("oauth.client_secret")));
            }
            other => panic!("{secret_in:?}: {other:?}"),
        }
    }
}

/// Consents as `email` while the provider calls the requested scope `mail`.
async fn asked_about_scopes(server: &OAuthServer, email: &str, password: &str) -> uuid::Uuid {
    server.save_json(&endpoints(server)).await.expect("saved");
    server.provider.look_alike().misbehave(Misbehaviour::TokenScopeRenamed("openid mail".to_owned()));
    let address = server.visit(email, password, Choice::Allow).await;
    let CallbackResult::Ended { id, outcome } = server.come_back(&address, SESSION).await else {
        panic!("unexpected result")
    };
    let question = Question::OtherScopes {
        missing: vec!["https://mail.google.com/".to_owned()],
        granted: vec!["openid".to_owned(), "mail".to_owned()],
    };
    assert_eq!(outcome, ConsentOutcome::OpenQuestion { question });
    assert_eq!(server.app.settings.active().number, 0, "nothing is in force before the answer");
    id
}

#[tokio::test]
async fn renamed_scopes_are_asked_about() {
    let server = server_of(SecretIn::Either).await;
    let id = asked_about_scopes(&server, ANN, PASSWORD).await;
    let settings = &server.app.settings;
    assert!(settings.answer_question(id, Answer::IsAlias, &actor()).await.is_err(), "that is not the question");
    assert_eq!(
        settings.answer_question(id, Answer::AcceptScopes, &actor()).await.expect("answered"),
        AnswerResult::Connected(1)
    );
    assert!(settings.answer_question(id, Answer::AcceptScopes, &actor()).await.is_err(), "answered once");
    server.accept_subject("to@example.org", "With what was granted").await;
    server.arrived(1).await;
}

#[tokio::test]
async fn another_account_is_asked_about_after_its_scopes() {
    let server = server_of(SecretIn::Either).await;
    server.provider.look_alike().add_person(Person::new("bob@example.com", "bob").who_may_send_as(ANN));
    let id = asked_about_scopes(&server, "bob@example.com", "bob").await;
    let settings = &server.app.settings;
    assert_eq!(
        settings.answer_question(id, Answer::AcceptScopes, &actor()).await.expect("answered"),
        AnswerResult::AnotherQuestion
    );
    let question = Question::OtherAccount { account: "bob@example.com".to_owned() };
    let outcome = settings.consent_outcome(id).await.expect("read").expect("kept");
    assert_eq!(outcome, Some(ConsentOutcome::OpenQuestion { question }));
    let answered = settings.answer_question(id, Answer::IsAlias, &actor()).await.expect("answered");
    assert!(matches!(answered, AnswerResult::Connected(_)));
    server.accept_subject("to@example.org", "As Ann").await;
    server.arrived(1).await;
}

/// The settings with one value of the mail server or an endpoint replaced, each with what was replaced.
pub(super) fn other_destinations(good: &str, port: u16, thief: u16) -> Vec<(&'static str, String)> {
    let certificate = testkit::certificates::ca_pem().replace('\n', "\\n");
    let changed = |from: &str, to: &str| {
        let changed = good.replacen(from, to, 1);
        assert_ne!(changed, good, "{from} is in the settings");
        changed
    };
    let port = format!(r#""port": {port}"#);
    let thief_port = format!(r#""port": {thief}"#);
    vec![
        ("host", changed(r#""host": "127.0.0.1""#, r#""host": "localhost""#)),
        ("port", changed(&port, &thief_port)),
        ("security", changed(r#""security": "starttls""#, r#""security": "implicit_tls""#)),
        ("no TLS", changed(r#""security": "starttls""#, r#""security": "none""#).replace(&port, &thief_port)),
        ("CA", changed(&certificate, "")),
        ("revocation", changed(r#""scopes""#, &format!(r#""revoke_url": "http://127.0.0.1:{thief}/r", "scopes""#))),
        ("consent page", changed("prompt=consent", "prompt=none")),
    ]
}

#[tokio::test]
async fn an_access_token_is_sent_only_to_the_mail_server_of_the_consent() {
    for with_secret in [true, false] {
        let server = OAuthServer::of(Provider::google()).await;
        let mut good = endpoints(&server);
        if !with_secret {
            let Provider::Google(google) = &server.provider else { unreachable!("it is Google's") };
            google.register_client(Client::new(CLIENT_ID, "", REDIRECT)).expect("registered");
            good = good.replace(CLIENT_SECRET, "");
        }
        server.save_json(&good).await.expect("saved");
        let outcome = server.consent(Choice::Allow).await;
        assert!(matches!(outcome, ConsentOutcome::Connected { .. }), "{outcome:?}");
        server.accept_subject("to@example.org", "Before").await;
        server.arrived(1).await;

        let thief = Sink::start(SinkOptions::default()).expect("a sink");
        let key = server.key("settings", &[Scope::Settings]).await;
        let port = server.provider.look_alike().smtp_starttls().port();
        let kept = good.replace(CLIENT_SECRET, "");
        // A secret made up by the owner of the API key does not work either.
        let guessed =
            good.replace(r#""client_secret": """#, r#""client_secret": "guess""#).replace(CLIENT_SECRET, "guess");
        for (what, typed) in other_destinations(&kept, port, thief.port()).into_iter().chain(other_destinations(
            &guessed,
            port,
            thief.port(),
        )) {
            for path in ["test-connection", "test-email"] {
                let body = format!(r#"{{"to": "a@example.com", "settings": {typed}}}"#);
                let body = if path == "test-email" { body } else { body.replace(r#""to": "a@example.com", "#, "") };
                let answer = server.send_json("POST", &format!("/api/v1/email-settings/{path}"), &key, &body).await;
                assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path} {what}: {}", answer.body);
            }
        }
        for (what, typed) in other_destinations(&kept, port, thief.port()) {
            let answer = server.send_json("PUT", "/api/v1/email-settings", &key, &typed).await;
            if with_secret {
                assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}: {}", answer.body);
                answer.says("oauth.client_secret");
            } else {
                assert_eq!(answer.status, StatusCode::OK, "{what}: {}", answer.body);
            }
        }
        for (what, typed) in other_destinations(&guessed, port, thief.port()) {
            let answer = server.send_json("PUT", "/api/v1/email-settings", &key, &typed).await;
            assert_eq!(answer.status, StatusCode::OK, "{what}: {}", answer.body);
            let newest = server.app.settings.newest().await.expect("read");
            assert!(!newest.complete, "{what} waits for a new consent");
        }
        assert_eq!(server.app.settings.active().number, 1, "the version that was consented to stays active");
        server.accept_subject("to@example.org", "After").await;
        server.arrived(2).await;
        assert_eq!(thief.connections(), 0, "nobody else was even called");
    }
}
