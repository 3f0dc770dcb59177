//! Sending without a person's consent: the application itself has been granted access.

use testkit::{ApplicationPermission, Channel, Client, Google, GoogleOptions, Microsoft, MicrosoftOptions, Person};

use crate::support::{ANN, BEGIN, CLIENT_ID, CLIENT_SECRET, OAuthServer, PASSWORD, Provider, REDIRECT};

#[tokio::test]
async fn microsoft_accepts_mail_of_an_application_by_smtp_and_graph() {
    for (through, way) in [("smtp", Channel::Smtp), ("api", Channel::Api)] {
        let microsoft = Microsoft::start(MicrosoftOptions::default()).expect("a look-alike");
        let client = Client::new(CLIENT_ID, CLIENT_SECRET, REDIRECT)
            .with_permission(ApplicationPermission::SmtpSendAsApp)
            .with_permission(ApplicationPermission::MailSend);
        microsoft.register_client(client).expect("registered");
        microsoft.add_person(Person::new(ANN, PASSWORD));
        let tenant = microsoft.tenant_id().to_owned();
        let server = OAuthServer::of(Provider::Microsoft(microsoft)).await;
        let more = format!(r#", "grant": "app", "tenant": "{tenant}", "send_through": "{through}""#);
        let number = server.save(&more).await.expect("saved");
        assert_eq!(server.app.settings.active().number, number, "in force without a consent");
        server.accept_subject("to@example.org", "By itself").await;
        server.arrived(1).await;
        assert_eq!(server.provider.look_alike().arrivals()[0].channel, way);
    }
}

#[tokio::test]
async fn google_accepts_mail_of_a_service_account_by_smtp_and_api() {
    for (through, way, scope) in [
        ("smtp", Channel::Smtp, "https://mail.google.com/"),
        ("api", Channel::Api, "https://www.googleapis.com/auth/gmail.send"),
    ] {
        let google = Google::start(GoogleOptions { clock: BEGIN, ..GoogleOptions::default() }).expect("a look-alike");
        google.add_person(Person::new(ANN, PASSWORD));
        let key = google.register_service_account("robot@project.iam.gserviceaccount.com", &[scope]);
        let server = OAuthServer::of(Provider::Google(google)).await;
        let key = serde_json::to_string(&key).expect("JSON");
        let json = format!(
            r#"{{"method": "oauth", "from": {{"email": "{ANN}"}}, "oauth": {{"provider": "google", "grant": "app",
                "send_through": "{through}", "service_account_key": {key}}}}}"#
        );
        server.save_json(&json).await.expect("saved");
        server.accept_subject("to@example.org", "By itself").await;
        server.arrived(1).await;
        assert_eq!(server.provider.look_alike().arrivals()[0].channel, way);
    }
}

#[tokio::test]
async fn a_missing_permission_is_a_connection_problem() {
    let microsoft = Microsoft::start(MicrosoftOptions::default()).expect("a look-alike");
    microsoft.register_client(Client::new(CLIENT_ID, CLIENT_SECRET, REDIRECT)).expect("registered");
    microsoft.add_person(Person::new(ANN, PASSWORD));
    let tenant = microsoft.tenant_id().to_owned();
    let server = OAuthServer::of(Provider::Microsoft(microsoft)).await;
    server.save(&format!(r#", "grant": "app", "tenant": "{tenant}", "send_through": "api""#)).await.expect("saved");
    server.accept_subject("to@example.org", "Waits").await;
    server.alarmed("api_permission_missing").await;
}
