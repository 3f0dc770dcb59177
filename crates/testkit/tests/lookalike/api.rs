//! Tests of the Gmail API and Microsoft Graph: recipients from the header fields, Bcc removed, errors in the real
//! formats.

use std::thread;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::json;
use testkit::plain_http::{self, Answer};
use testkit::{ApplicationPermission, Channel, Client, Google, Lookalike, Microsoft, Misbehaviour, Person};

use crate::oauth_client::*;

const LETTER: &str =
    "From: ann@example.com\nTo: B <b@x.org>, c@x.org\nCc: b@x.org\nBcc: d@x.org,\n e@x.org\nSubject: s";

fn access(lookalike: &Lookalike, scope: &str) -> String {
    text(&tokens(lookalike, scope, &[("prompt", "consent")]), "access_token")
}

fn post(url: &str, token: &str, kind: &str, body: &[u8]) -> Answer {
    let bearer = format!("Bearer {token}");
    plain_http::post(url, &[("Authorization", &bearer), ("Content-Type", kind)], body).expect("an answer")
}

fn gmail(google: &Google, token: &str, fields: &str) -> Answer {
    let url = format!("{}/gmail/v1/users/me/messages/send", google.api_url());
    let body = json!({ "raw": URL_SAFE_NO_PAD.encode(message(fields)) }).to_string();
    post(&url, token, "application/json", body.as_bytes())
}

fn graph(microsoft: &Microsoft, path: &str, token: &str, fields: &str) -> Answer {
    let url = format!("{}/v1.0/{path}/sendMail", microsoft.api_url());
    post(&url, token, "text/plain", STANDARD.encode(message(fields)).as_bytes())
}

#[track_caller]
fn check_gmail(answer: &Answer, status: u16, reason: &str) {
    let json = answer.json();
    let got = (answer.status, json["error"]["errors"][0]["reason"].as_str().unwrap_or_default());
    assert_eq!(got, (status, reason), "{json}");
    assert_eq!(json["error"]["code"], status);
}

#[track_caller]
fn check_graph(answer: &Answer, status: u16, code: &str) {
    let json = answer.json();
    assert_eq!((answer.status, json["error"]["code"].as_str().unwrap_or_default()), (status, code), "{json}");
    assert!(json["error"]["innerError"]["request-id"].is_string());
}

fn check_bcc_is_invisible(lookalike: &Lookalike) {
    let arrivals = lookalike.arrivals();
    let arrival = arrivals.last().expect("a message");
    assert_eq!((arrival.channel, &*arrival.account), (Channel::Api, ANN));
    assert_eq!(arrival.recipients, ["b@x.org", "c@x.org", "d@x.org", "e@x.org"]);
    for recipient in &arrival.recipients {
        let seen = String::from_utf8_lossy(arrival.as_seen_by(recipient).expect("a copy")).into_owned();
        assert!(!seen.contains("Bcc") && !seen.contains("d@x.org") && !seen.contains("e@x.org"), "{seen}");
        assert!(seen.contains("Subject: s\r\n\r\nHello\r\n"), "{seen}");
    }
}

#[test]
fn gmail_sends_to_all_recipients_and_removes_bcc() {
    let google = google();
    let token = access(&google, SEND);
    let answer = gmail(&google, &token, LETTER);
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.json()["labelIds"], json!(["SENT"]));
    assert!(answer.json()["id"].is_string() && answer.json()["threadId"].is_string());
    check_bcc_is_invisible(&google);
    let url = format!("{}/upload/gmail/v1/users/me/messages/send?uploadType=media", google.api_url());
    assert_eq!(post(&url, &token, "message/rfc822", message(LETTER).as_bytes()).status, 200);
    check_bcc_is_invisible(&google);
    assert_eq!(google.arrivals().len(), 2);
    gmail(&google, &token, "From: boss@example.com\nTo: b@x.org");
    assert_eq!(google.arrivals()[2].from_shown, ANN);
}

#[test]
fn gmail_errors_have_googles_format() {
    let google = google();
    let token = access(&google, SEND);
    check_gmail(&gmail(&google, "nonsense", LETTER), 401, "authError");
    check_gmail(&gmail(&google, &access(&google, "openid email"), LETTER), 403, "insufficientPermissions");
    let none = gmail(&google, &token, "From: ann@example.com\nSubject: s");
    check_gmail(&none, 400, "invalidArgument");
    assert_eq!(none.json()["error"]["message"], "Recipient address required");
    let invalid = gmail(&google, &token, "From: ann@example.com\nTo: nobody");
    check_gmail(&invalid, 400, "invalidArgument");
    assert_eq!(invalid.json()["error"]["message"], "Invalid To header");
    let send = |path: &str, kind: &str, body: &[u8]| post(&format!("{}/{path}", google.api_url()), &token, kind, body);
    let (plain, upload) =
        ("gmail/v1/users/me/messages/send", "upload/gmail/v1/users/me/messages/send?uploadType=media");
    check_gmail(&send(plain, "application/json", b"{\"raw\":\"a+/b\"}"), 400, "invalidArgument");
    check_gmail(&send(plain, "application/json", b"{}"), 400, "invalidArgument");
    check_gmail(&send(plain, "application/json", &vec![b' '; 11 * 1024 * 1024]), 413, "uploadTooLarge");
    check_gmail(&send(upload, "message/rfc822", &vec![b' '; 36 * 1024 * 1024]), 413, "uploadTooLarge");
    check_gmail(&send(upload, "text/plain", message(LETTER).as_bytes()), 400, "badContent");
    let other = "gmail/v1/users/bob@example.com/messages/send";
    check_gmail(&send(other, "application/json", b"{}"), 403, "forbidden");
    google.enable_gmail_api(false);
    check_gmail(&gmail(&google, &token, LETTER), 403, "accessNotConfigured");
    google.enable_gmail_api(true);
    google.turn_clock(DAY);
    check_gmail(&gmail(&google, &token, LETTER), 401, "authError");
    assert_eq!(google.arrivals().len(), 0);
}

#[test]
fn gmail_misbehaves_on_demand() {
    let google = google();
    let token = access(&google, MAIL);
    let expect = |misbehaviour: Misbehaviour, status: u16, reason: &str| {
        google.misbehave(misbehaviour);
        let answer = gmail(&google, &token, LETTER);
        check_gmail(&answer, status, reason);
        answer
    };
    expect(Misbehaviour::ApiUnauthorized, 401, "authError");
    expect(Misbehaviour::ApiForbidden, 403, "userRateLimitExceeded");
    expect(Misbehaviour::ApiDailyLimit, 403, "dailyLimitExceeded");
    let slow_down = expect(Misbehaviour::ApiTooMany(17), 429, "rateLimitExceeded");
    assert_eq!(slow_down.header("retry-after"), Some("17"));
    expect(Misbehaviour::ApiStatus(500), 500, "backendError");
    expect(Misbehaviour::ApiStatus(503), 503, "backendError");
    assert_eq!(google.arrivals().len(), 0);
    google.misbehave(Misbehaviour::ApiLosesAnswer);
    let url = format!("{}/gmail/v1/users/me/messages/send", google.api_url());
    let bearer = format!("Bearer {token}");
    let body = json!({ "raw": URL_SAFE_NO_PAD.encode(message(LETTER)) }).to_string();
    assert!(plain_http::post(&url, &[("Authorization", &bearer)], body.as_bytes()).is_err());
    assert_eq!(google.arrivals().len(), 1, "it was sent nevertheless");
    assert_eq!(gmail(&google, &token, LETTER).status, 200);
}

#[test]
fn graph_sends_to_all_recipients_and_removes_bcc() {
    let microsoft = microsoft();
    let token = access(&microsoft, GRAPH_SCOPE);
    for path in ["me", "users/ann@example.com"] {
        let answer = graph(&microsoft, path, &token, LETTER);
        assert_eq!((answer.status, answer.body.len()), (202, 0), "{}", answer.text());
        assert!(answer.header("request-id").is_some());
        check_bcc_is_invisible(&microsoft);
    }
}

#[test]
fn graph_errors_have_microsofts_format() {
    let microsoft = microsoft();
    microsoft.add_person(Person::new("bob@example.com", "pw"));
    let token = access(&microsoft, GRAPH_SCOPE);
    check_graph(&graph(&microsoft, "me", "nonsense", LETTER), 401, "InvalidAuthenticationToken");
    check_graph(&graph(&microsoft, "me", &access(&microsoft, SMTP_SCOPE), LETTER), 401, "InvalidAuthenticationToken");
    let read_only = access(&microsoft, "https://graph.microsoft.com/User.Read");
    check_graph(&graph(&microsoft, "me", &read_only, LETTER), 403, "ErrorAccessDenied");
    check_graph(&graph(&microsoft, "users/bob@example.com", &token, LETTER), 403, "ErrorAccessDenied");
    check_graph(&graph(&microsoft, "users/nobody@example.com", &token, LETTER), 404, "ErrorInvalidUser");
    let from_boss = "From: boss@example.com\nTo: b@x.org";
    check_graph(&graph(&microsoft, "me", &token, from_boss), 403, "ErrorSendAsDenied");
    check_graph(&graph(&microsoft, "me", &token, "From: ann@example.com"), 400, "ErrorInvalidRecipients");
    check_graph(&graph(&microsoft, "me", &token, "From: ann@example.com\nTo: b"), 400, "ErrorInvalidRecipients");
    let url = format!("{}/v1.0/me/sendMail", microsoft.api_url());
    check_graph(&post(&url, &token, "application/json", b"{}"), 400, "BadRequest");
    check_graph(&post(&url, &token, "text/plain", b"From: x"), 400, "ErrorMimeContentInvalidBase64String");
    check_graph(&post(&url, &token, "text/plain", &vec![b'A'; 4_194_308]), 413, "RequestEntityTooLarge");
    assert_eq!(microsoft.arrivals().len(), 0);
}

#[test]
fn an_application_sends_for_any_user_but_not_as_me() {
    let microsoft = microsoft();
    microsoft
        .register_client(Client::new(ID, SECRET, REDIRECT).with_permission(ApplicationPermission::MailSend))
        .expect("registered");
    let url = microsoft.token_url().replace("{tenant}", microsoft.tenant_id());
    let grant = [("grant_type", "client_credentials"), ("scope", "https://graph.microsoft.com/.default")];
    let token = text(&ask_at(&url, &grant).json(), "access_token");
    let me = graph(&microsoft, "me", &token, LETTER);
    check_graph(&me, 400, "BadRequest");
    assert_eq!(me.json()["error"]["message"], "/me request is only valid with delegated authentication flow.");
    assert_eq!(graph(&microsoft, "users/ann@example.com", &token, LETTER).status, 202);
    check_graph(&graph(&microsoft, "users/nobody@example.com", &token, LETTER), 404, "ErrorInvalidUser");
}

#[test]
fn graph_misbehaves_on_demand() {
    let microsoft = microsoft();
    let token = access(&microsoft, GRAPH_SCOPE);
    let expect = |misbehaviour: Misbehaviour, status: u16, code: &str| {
        microsoft.misbehave(misbehaviour);
        let answer = graph(&microsoft, "me", &token, LETTER);
        check_graph(&answer, status, code);
        answer
    };
    expect(Misbehaviour::ApiUnauthorized, 401, "InvalidAuthenticationToken");
    expect(Misbehaviour::ApiForbidden, 403, "ErrorAccessDenied");
    let slow_down = expect(Misbehaviour::ApiTooMany(9), 429, "ApplicationThrottled");
    assert_eq!(slow_down.header("retry-after"), Some("9"));
    expect(Misbehaviour::ApiStatus(503), 503, "serviceNotAvailable");
    assert_eq!(microsoft.arrivals().len(), 0);
}

#[test]
fn graph_serves_four_requests_of_an_application_at_once() {
    let microsoft = microsoft();
    let token = access(&microsoft, GRAPH_SCOPE);
    microsoft.misbehave_always(Misbehaviour::ApiSlow(Duration::from_millis(300)));
    let statuses: Vec<u16> = thread::scope(|scope| {
        let asking: Vec<_> = (0..6).map(|_| scope.spawn(|| graph(&microsoft, "me", &token, LETTER).status)).collect();
        asking.into_iter().map(|thread| thread.join().expect("a status")).collect()
    });
    let count = |status: u16| statuses.iter().filter(|got| **got == status).count();
    assert_eq!((count(202), count(429)), (4, 2), "{statuses:?}");
    microsoft.behave();
    assert_eq!(graph(&microsoft, "me", &token, LETTER).status, 202);
}
