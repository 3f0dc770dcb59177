//! A small OAuth application and SMTP client, independent of the product, for testing the look-alikes.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use serde_json::Value;
use sha2::{Digest, Sha256};
use testkit::plain_http::{self, Answer};
use testkit::{Choice, Client, Google, GoogleOptions, Lookalike, Microsoft, MicrosoftOptions, Person, certificates};

pub const ID: &str = "client-id";
pub const SECRET: &str = "client+secret/value~";
pub const REDIRECT: &str = "http://localhost:8020/oauth/callback";
pub const ANN: &str = "ann@example.com";
pub const PASSWORD: &str = "correct horse";
pub const VERIFIER: &str = "a-verifier-of-at-least-forty-three-characters-0123456789";
pub const DAY: Duration = Duration::from_secs(86_400);

pub const MAIL: &str = "https://mail.google.com/";
pub const SEND: &str = "https://www.googleapis.com/auth/gmail.send";
pub const GOOGLE_SCOPE: &str = "openid email https://mail.google.com/";
pub const SMTP_SCOPE: &str = "openid email offline_access https://outlook.office.com/SMTP.Send";
pub const GRAPH_SCOPE: &str = "openid email offline_access https://graph.microsoft.com/Mail.Send";

pub fn google() -> Google {
    google_with(GoogleOptions::default())
}

pub fn google_with(options: GoogleOptions) -> Google {
    let google = Google::start(options).expect("a look-alike");
    google.register_client(Client::new(ID, SECRET, REDIRECT)).expect("registered");
    google.add_person(Person::new(ANN, PASSWORD).who_may_send_as("sales@example.com"));
    google
}

pub fn microsoft() -> Microsoft {
    microsoft_with(MicrosoftOptions::default())
}

pub fn microsoft_with(options: MicrosoftOptions) -> Microsoft {
    let microsoft = Microsoft::start(options).expect("a look-alike");
    microsoft.register_client(Client::new(ID, SECRET, REDIRECT)).expect("registered");
    microsoft.add_person(Person::new(ANN, PASSWORD).who_may_send_as("sales@example.com"));
    microsoft
}

/// A link to the consent page with a valid request, in which the given parameters are added, replaced or, if empty,
/// left out.
pub fn link(lookalike: &Lookalike, scope: &str, changes: &[(&str, &str)]) -> String {
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER));
    let mut parameters = vec![
        ("client_id", ID),
        ("redirect_uri", REDIRECT),
        ("response_type", "code"),
        ("scope", scope),
        ("state", "st&te"),
        ("access_type", "offline"),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ];
    for change in changes {
        parameters.retain(|(name, _)| *name != change.0);
        if !change.1.is_empty() {
            parameters.push(*change);
        }
    }
    let base = lookalike.authorize_url().replace("{tenant}", "organizations");
    url::Url::parse_with_params(&base, &parameters).expect("a URL").into()
}

/// A parameter of the redirect to the application; empty if missing.
pub fn parameter(url: &str, name: &str) -> String {
    let url = url::Url::parse(url).expect("a URL");
    url.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
}

/// The code for Ann's consent to the whole scope.
pub fn code(lookalike: &Lookalike, scope: &str, changes: &[(&str, &str)]) -> String {
    let back = lookalike.consent(&link(lookalike, scope, changes), ANN, PASSWORD, Choice::Allow).expect("a way back");
    assert!(back.starts_with(REDIRECT), "{back}");
    parameter(&back, "code")
}

/// Sends a request to the token endpoint, with the application's ID and secret unless the fields have their own.
pub fn ask(lookalike: &Lookalike, fields: &[(&str, &str)]) -> Answer {
    ask_at(&lookalike.token_url().replace("{tenant}", "organizations"), fields)
}

pub fn ask_at(token_url: &str, fields: &[(&str, &str)]) -> Answer {
    let mut all = fields.to_vec();
    for own in [("client_id", ID), ("client_secret", SECRET)] {
        if !fields.iter().any(|(name, _)| *name == own.0) {
            all.push(own);
        }
    }
    plain_http::post_form(token_url, &[], &all).expect("an answer")
}

pub fn redeem(lookalike: &Lookalike, code: &str) -> Answer {
    ask(
        lookalike,
        &[
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", REDIRECT),
            ("code_verifier", VERIFIER),
        ],
    )
}

pub fn renew(lookalike: &Lookalike, refresh_token: &str) -> Answer {
    ask(lookalike, &[("grant_type", "refresh_token"), ("refresh_token", refresh_token)])
}

/// Consent and exchange in one: the token endpoint's JSON.
#[track_caller]
pub fn tokens(lookalike: &Lookalike, scope: &str, changes: &[(&str, &str)]) -> Value {
    let answer = redeem(lookalike, &code(lookalike, scope, changes));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

pub fn text(json: &Value, name: &str) -> String {
    json[name].as_str().unwrap_or_default().to_owned()
}

/// Status, `error` and the AADSTS number, 0 without one.
pub fn refusal(answer: &Answer) -> (u16, String, u64) {
    let json = answer.json();
    (answer.status, text(&json, "error"), json["error_codes"][0].as_u64().unwrap_or(0))
}

#[track_caller]
pub fn check_refused(answer: &Answer, status: u16, error: &str, aadsts: u64) {
    assert_eq!(refusal(answer), (status, error.to_owned(), aadsts), "{}", answer.text());
}

pub fn claims(id_token: &str) -> Value {
    let part = id_token.split('.').nth(1).expect("claims");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).expect("Base64url")).expect("JSON")
}

pub fn xoauth2(user: &str, token: &str) -> String {
    STANDARD.encode(format!("user={user}\x01auth=Bearer {token}\x01\x01"))
}

pub fn oauthbearer(user: &str, token: &str) -> String {
    STANDARD.encode(format!("n,a={user},\x01host=h\x01port=587\x01auth=Bearer {token}\x01\x01"))
}

/// A message with these fields and a body.
pub fn message(fields: &str) -> String {
    format!("{}\r\n\r\nHello\r\n", fields.trim().replace('\n', "\r\n"))
}

/// An SMTP client that sends line by line.
pub struct Smtp {
    stream: StreamOwned<ClientConnection, TcpStream>,
    pub greeting: String,
}

impl Smtp {
    pub fn starttls(address: SocketAddr) -> Self {
        let mut tcp = TcpStream::connect(address).expect("a connection");
        let greeting = reply(&mut tcp);
        for (line, expected) in [("EHLO me", "250"), ("STARTTLS", "220")] {
            tcp.write_all(format!("{line}\r\n").as_bytes()).expect("sent");
            assert!(reply(&mut tcp).starts_with(expected));
        }
        Self { stream: tls(tcp), greeting }
    }

    pub fn implicit(address: SocketAddr) -> Self {
        let mut stream = tls(TcpStream::connect(address).expect("a connection"));
        let greeting = reply(&mut stream);
        Self { stream, greeting }
    }

    /// Sends a line, or a message with its final dot; returns the whole reply, empty if the server disconnected.
    pub fn say(&mut self, line: &str) -> String {
        let _ = self.stream.write_all(format!("{line}\r\n").as_bytes());
        let _ = self.stream.flush();
        reply(&mut self.stream)
    }

    pub fn login(&mut self, user: &str, token: &str) -> String {
        let response = xoauth2(user, token);
        if response.len() < 400 {
            return self.say(&format!("AUTH XOAUTH2 {response}"));
        }
        assert_eq!(self.say("AUTH XOAUTH2").trim_end(), "334");
        self.say(&response)
    }

    /// A whole transaction; returns the last reply.
    pub fn send(&mut self, sender: &str, recipients: &[&str], message: &str) -> String {
        let mut last = self.say(&format!("MAIL FROM:<{sender}>"));
        for recipient in recipients {
            last = self.say(&format!("RCPT TO:<{recipient}>"));
        }
        if !last.starts_with("250") {
            return last;
        }
        assert!(self.say("DATA").starts_with("354"));
        self.say(&format!("{message}."))
    }
}

fn tls(tcp: TcpStream) -> StreamOwned<ClientConnection, TcpStream> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(certificates::ca_pem().as_bytes()).expect("a CA")).expect("added");
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").expect("a name");
    StreamOwned::new(ClientConnection::new(Arc::new(config), name).expect("a client"), tcp)
}

fn reply(stream: &mut impl Read) -> String {
    let (mut reply, mut line) = (String::new(), String::new());
    let mut byte = [0];
    while matches!(stream.read(&mut byte), Ok(1)) {
        line.push(char::from(byte[0]));
        if line.ends_with("\r\n") {
            reply.push_str(&line);
            if line.as_bytes().get(3) != Some(&b'-') {
                break;
            }
            line.clear();
        }
    }
    reply
}
