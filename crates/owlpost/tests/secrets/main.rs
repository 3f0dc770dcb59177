//! Secrets appear only where they must be.
//!
//! The real binary does its work with a log at level `trace`; then everything that was written, logged, printed or sent
//! is searched for every secret in every encoding. The places where a secret may be are listed, and must contain it.

mod needles;
mod people;
mod server;

use std::fs;
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use needles::{Secret, complaints};
use people::People;
use server::{Server, owlpost};
use testkit::{Sink, SinkOptions};

const ANN: &str = "ann@example.com";
/// Characters that clients, pages and logs would encode come before the part that is searched for.
const ADMIN: (&str, &str) = ("p@ss \"<&+%", "aD3kq90ZmWv71LpXtR");
const WRONG_SIGN_IN: &str = "wR8jfk2LqPz66TnBvYc";
const TOO_SHORT: &str = "sH0rtQ7zXk1";
const SMTP_RIGHT: (&str, &str) = ("ü\"\\<&+% ", "rT5mNbQ82xKw94HsLd");
const SMTP_WRONG: (&str, &str) = ("", "wX6yGh13PvCr70FzMq");
const SMTP_NUMBER: &str = "907154238861";
const RELAY: &str = "rL4dSa58JkUe29WoYi";
const FOREIGN_KEY: &str = "owl_nK2vBt64DfGq83RsZxCw17MhLpYj95TaEuXoIdQbFkV";
const FORM: &str = "/configuration/email-settings";

fn joined(parts: (&str, &str)) -> String {
    format!("{}{}", parts.0, parts.1)
}

fn settings(port: u16, password: &str, mechanism: &str) -> String {
    let password = serde_json::to_string(password).expect("JSON");
    format!(
        r#"{{"method": "password", "from": {{"email": "noreply@example.com"}}, "password": {{"host": "127.0.0.1",
        "port": {port}, "username": "user", "password": {password}, "security": "none", "mechanism": "{mechanism}"}}}}"#
    )
}

#[test]
fn secrets_appear_only_where_they_must_be() {
    let folder = tempfile::tempdir().expect("a folder");
    let login = |password: String| SinkOptions { login: Some(("user".into(), password)), ..SinkOptions::default() };
    let relay = Sink::start(login(RELAY.into())).expect("a sink");
    let kept = SinkOptions { keep_messages: true, ..login(joined(SMTP_RIGHT)) };
    let sink = Sink::start(kept).expect("a sink");
    let configuration = format!(
        "[log]\nlevel = \"trace\"\n[builtin]\nmode = \"relay\"\nrelay = \"smtp://user:{RELAY}@127.0.0.1:{}\"\n",
        relay.port()
    );
    fs::write(folder.path().join("owlpost.toml"), &configuration).expect("written");

    let mut server = Server::start(folder.path());
    let (token, sessions) = sign_up_and_in(&mut server);
    let (key, keys) = make_keys(&mut server, &sessions[0]);
    mail_through_the_relay(&mut server, &key, &relay);
    for mechanism in ["plain", "login", "cram-md5", ""] {
        mail_through_the_server(&mut server, &key, &sessions[0], &sink, mechanism);
    }
    let of_people = People::new(&mut server, &sink, &sessions[0], &key).add_and_remove();
    let hooks = start_by_webhook(&mut server, &key);
    look_at_everything(&mut server, &key, &sessions[0]);
    server.keep_files("running");
    check_modes(&folder.path().join("owlpost-data"));
    run_commands(&mut server, folder.path(), &configuration, &key);
    let evidence = server.stop();

    let secret = |name, bytes: &str, may_be_in: &[&str]| Secret {
        name,
        bytes: bytes.as_bytes().to_vec(),
        may_be_in: may_be_in.iter().map(ToString::to_string).collect(),
        perhaps_in: &[],
    };
    let sealing = fs::read_to_string(folder.path().join("owlpost-data/master.key")).expect("the key");
    let key_files = ["running: master.key", "stopped: master.key"];
    let mut secrets = vec![
        secret("the setup token", &token, &["stdout", "the setup page", "the setup page with faults"]),
        secret("the first session", &sessions[0], &["set up"]),
        secret("the second session", &sessions[1], &["signed in"]),
        secret("the administrator's password", ADMIN.1, &[]),
        secret("a refused new password", TOO_SHORT, &[]),
        secret("a wrong password", WRONG_SIGN_IN, &[]),
        secret("the API key of the page", &keys[0], &["the page with the new key"]),
        secret("the API key of the API", &keys[1], &["the answer with the new key"]),
        secret("a mail password", &keys[2], &["the page with the mail password"]),
        secret("the token of a webhook", &hooks[0], &["the answer with the new script"]),
        secret("the webhook's second token", &hooks[1], &["the answer with the second webhook"]),
        secret("a key of elsewhere", &FOREIGN_KEY[4..], &[]),
        secret("the SMTP password", SMTP_RIGHT.1, &[]),
        secret("the wrong SMTP password", SMTP_WRONG.1, &[]),
        secret("an SMTP password written as a number", SMTP_NUMBER, &[]),
        secret("the relay's password", RELAY, &[]),
        secret("the master key as it is written", sealing.trim().trim_end_matches('='), &key_files),
    ];
    let raw = BASE64_STANDARD.decode(sealing.trim()).expect("Base64");
    secrets.push(Secret { bytes: raw, ..secret("the master key", "", &key_files) });
    secrets.extend(of_people);
    assert_eq!(complaints(&secrets, &evidence), Vec::<String>::new());

    // Checks that the log was at level trace and that the exchanges took place.
    let log = evidence.iter().find(|one| one.name == "log").expect("the log");
    assert!(String::from_utf8_lossy(&log.bytes).contains("TRACE"));
    assert!(evidence.iter().any(|one| String::from_utf8_lossy(&one.bytes).contains("AUTH PLAIN")), "a transcript");
}

/// Checks that only the owner can read the folder, and that files with secrets or mail are protected even if the folder
/// is not.
fn check_modes(folder: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &std::path::Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(folder), 0o700);
    for file in ["master.key", "owlpost.db", "owlpost.db-wal", "owlpost.db-shm", "owlpost.lock"] {
        assert_eq!(mode(&folder.join(file)), 0o600, "{file}");
    }
}

/// Creates the first administrator, with every refusal on the way; returns the token and two sessions.
fn sign_up_and_in(server: &mut Server) -> (String, [String; 2]) {
    let token = server.announced.split("token=").nth(1).expect("a setup link").trim().to_owned();
    let admin = joined(ADMIN);
    server.call("the setup page", "GET", &format!("/setup?token={token}"), &[], "").expect(200);
    server.get("/setup?token=wrong", &[]).expect(403);
    let form = |password| [("token", token.as_str()), ("email", ANN), ("password", password), ("workspace", "Example")];
    server.post_form("the setup page with faults", "/setup", &[], &form(TOO_SHORT)).expect(422);
    let made = server.post_form("set up", "/setup", &[], &form(admin.as_str())).expect(303);
    server.post_form("set up again", "/setup", &[], &form(admin.as_str())).expect(403);
    for email in [ANN, "nobody@example.com"] {
        let wrong = [("email", email), ("password", WRONG_SIGN_IN)];
        server.post_form(&format!("wrong password of {email}"), "/sign-in", &[], &wrong).expect(422);
    }
    let right = [("email", ANN), ("password", admin.as_str()), ("next", "/outbox")];
    let again = server.post_form("signed in", "/sign-in", &[], &right).expect(303);
    (token, [made, again].map(|answer| answer.between("owlpost=", ';')))
}

/// Makes two API keys and a mail password; returns the first key, and the secret parts of all.
fn make_keys(server: &mut Server, session: &str) -> (String, [String; 3]) {
    let cookie = format!("owlpost={session}");
    let form = [
        ("name", "shop"),
        ("messages:send", "on"),
        ("messages:read", "on"),
        ("settings", "on"),
        ("members", "on"),
        ("scripts", "on"),
    ];
    let page = "/configuration/api-keys";
    let made = server.post_form("the page with the new key", page, &[("Cookie", &cookie)], &form).expect(200);
    let first = made.between("owl_", '<');
    let first: String = first.chars().take_while(char::is_ascii_alphanumeric).collect();
    let key = format!("owl_{first}");
    let body = r#"{"name": "second", "scopes": ["messages:send"]}"#;
    let made = server.json("the answer with the new key", "POST", "/api/v1/api-keys", &key, body).expect(201);
    let second = made.between("owl_", '"');
    server.json("a wrong key", "GET", "/api/v1/messages", FOREIGN_KEY, "").expect(401);
    let page = "/account/mail-passwords";
    let form = [("name", "scanner")];
    let made = server.post_form("the page with the mail password", page, &[("Cookie", &cookie)], &form).expect(200);
    let third: String = made.between("owlmail_", '<').chars().take_while(char::is_ascii_alphanumeric).collect();
    (key, [first, second, third])
}

/// Runs a script by its webhook, with valid and invalid calls; returns the tokens it had.
fn start_by_webhook(server: &mut Server, key: &str) -> [String; 2] {
    let bearer = format!("Bearer {key}");
    let workspace =
        server.get("/api/v1/workspaces", &[("Authorization", &bearer)]).expect(200).between("\"id\":\"", '"');
    let script = format!(
        r#"{{"workspace_id": "{workspace}", "name": "Shop", "source": "console.log(input)", "triggers": {{"webhook": true}}}}"#
    );
    let made = server.json("the answer with the new script", "POST", "/api/v1/scripts", key, &script).expect(201);
    let (id, first) = (made.between("\"id\":\"", '"'), made.between("/hooks/", '"'));
    let json = ("Content-Type", "application/json");
    let hook = format!("/hooks/{first}");
    let called = server.call("a webhook", "POST", &hook, &[json], r#"{"order": 42}"#).expect(202);
    let run = called.between("\"run_id\":\"", '"');
    server.call("a webhook with broken JSON", "POST", &hook, &[json], "{").expect(400);
    server.call("a webhook with XML", "POST", &hook, &[("Content-Type", "text/xml")], "<a/>").expect(415);
    server.call("a webhook in a browser", "GET", &hook, &[], "").expect(405);
    server.get(&format!("/api/v1/runs/{run}?wait=30"), &[("Authorization", &bearer)]).expect(200);
    let path = format!("/api/v1/scripts/{id}/webhook");
    let second =
        server.json("the answer with the second webhook", "POST", &path, key, "").expect(200).between("/hooks/", '"');
    server.call("a webhook that was replaced", "POST", &hook, &[json], "{}").expect(404);
    for below in ["", "/runs", "/versions"] {
        server.get(&format!("/api/v1/scripts/{id}{below}"), &[("Authorization", &bearer)]).expect(200);
    }
    [first, second]
}

fn message(server: &mut Server, key: &str, subject: &str) -> String {
    let body = format!(r#"{{"to": "bob@example.com", "subject": "{subject}", "text": "Hello"}}"#);
    let accepted = server.json(&format!("message {subject}"), "POST", "/api/v1/messages", key, &body).expect(202);
    accepted.between("\"id\":\"", '"')
}

fn mail_through_the_relay(server: &mut Server, key: &str, relay: &Sink) {
    let tested =
        server.json("relay test", "POST", "/api/v1/email-settings/test-email", key, r#"{"to": "ann@example.com"}"#);
    assert!(tested.expect(200).says("\"ok\":true"));
    let id = message(server, key, "relay");
    assert!(relay.wait_for(2, Duration::from_secs(20)), "mail through the relay");
    server.get(&format!("/api/v1/messages/{id}"), &[("Authorization", &format!("Bearer {key}"))]).expect(200);
}

/// Saves and tests valid and invalid settings, by API and page.
fn mail_through_the_server(server: &mut Server, key: &str, session: &str, sink: &Sink, mechanism: &str) {
    let (right, wrong) = (joined(SMTP_RIGHT), joined(SMTP_WRONG));
    let api = "/api/v1/email-settings";
    let (good, bad) = (settings(sink.port(), &right, mechanism), settings(sink.port(), &wrong, mechanism));
    let name = |what: &str| format!("{what} with {mechanism}");

    for (what, typed, ok) in [("right", &good, true), ("wrong", &bad, false)] {
        let body = format!(r#"{{"settings": {typed}}}"#);
        let tested = server.json(&name(what), "POST", &format!("{api}/test-connection"), key, &body).expect(200);
        assert!(tested.says(&format!("\"ok\":{ok}")), "{}", tested.0);
        let body = format!(r#"{{"to": "ann@example.com", "settings": {typed}}}"#);
        let tested = server.json(&name(&format!("mail {what}")), "POST", &format!("{api}/test-email"), key, &body);
        assert!(tested.expect(200).says(&format!("\"ok\":{ok}")));
    }
    server.json(&name("saved"), "PUT", api, key, &good).expect(200);
    let elsewhere = settings(sink.port(), "", mechanism).replace("127.0.0.1", "mail.example.com");
    server.json(&name("kept elsewhere"), "PUT", api, key, &elsewhere).expect(422);
    server.json(&name("with a fault"), "PUT", api, key, &good.replace("\"none\"", "\"perhaps\"")).expect(422);
    server.json(&name("cut off"), "PUT", api, key, &good[..good.len() - 30]).expect(400);
    let number =
        settings(sink.port(), "", mechanism).replace("\"password\": \"\"", &format!("\"password\": {SMTP_NUMBER}"));
    server.json(&name("a number"), "PUT", api, key, &number).expect(422);

    let cookie = format!("owlpost={session}");
    let port = sink.port().to_string();
    for (what, password) in [("right", right.as_str()), ("wrong", wrong.as_str())] {
        let form = [
            ("method", "password"),
            ("from.email", "noreply@example.com"),
            ("password.host", "127.0.0.1"),
            ("password.port", port.as_str()),
            ("password.security", "none"),
            ("password.username", "user"),
            ("password.mechanism", mechanism),
            ("password.password", password),
            ("test.to", ANN),
        ];
        for path in ["test-connection", "test-email", "fill", "warnings"] {
            let path = format!("{FORM}/{path}");
            server.post_form(&name(&format!("{path} {what}")), &path, &[("Cookie", &cookie)], &form).expect(200);
            let live = [("Cookie", cookie.as_str()), ("Accept", "application/x-ndjson")];
            server.post_form(&name(&format!("{path} live {what}")), &path, &live, &form).expect(200);
        }
        let refused = [&form[..], &[("password.host", "no host")]].concat();
        server.post_form(&name(&format!("refused {what}")), FORM, &[("Cookie", &cookie)], &refused);
    }

    let before = sink.arrivals().len();
    let id = message(server, key, &name("good"));
    assert!(sink.wait_for(before + 1, Duration::from_secs(20)), "mail through the server");
    server.get(&format!("/api/v1/messages/{id}"), &[("Authorization", &format!("Bearer {key}"))]).expect(200);

    // A wrong password that is saved pauses sending: in the pause, the status and the log.
    server.json(&name("saved wrong"), "PUT", api, key, &bad).expect(200);
    message(server, key, &name("bad"));
    let failing = (0..2_000).any(|_| {
        server.evidence.truncate(
            server.evidence.len() - usize::from(server.evidence.last().is_some_and(|one| one.name == "status")),
        );
        server
            .call("status", "GET", &format!("{api}/status"), &[("Authorization", &format!("Bearer {key}"))], "")
            .says("\"failing")
    });
    assert!(failing, "the alarm is raised");
    server.get("/", &[("Cookie", &cookie)]).expect(200);
    server.get(FORM, &[("Cookie", &cookie)]).expect(200);
    server.json(&name("saved again"), "PUT", api, key, &good).expect(200);
    assert!(sink.wait_for(before + 2, Duration::from_secs(20)), "sending resumes");
}

fn look_at_everything(server: &mut Server, key: &str, session: &str) {
    let (bearer, cookie) = (format!("Bearer {key}"), format!("owlpost={session}"));
    let list = server.get("/api/v1/messages", &[("Authorization", &bearer)]).expect(200);
    let ids: Vec<String> = list.0.split("\"id\":\"").skip(1).map(|rest| rest[..36].to_owned()).collect();
    assert!(ids.len() > 10, "{}", list.0);
    for id in &ids {
        server.get(&format!("/api/v1/messages/{id}"), &[("Authorization", &bearer)]).expect(200);
        server.get(&format!("/outbox/{id}"), &[("Cookie", &cookie)]).expect(200);
        for below in ["mail", "mail/html", "mail/source"] {
            server.get(&format!("/outbox/{id}/{below}"), &[("Cookie", &cookie)]);
        }
        server.get(&format!("/api/v1/messages/{id}/raw"), &[("Authorization", &bearer)]);
    }
    for path in
        ["/email-settings", "/email-settings/status", "/email-settings/versions", "/api-keys", "/mail-passwords"]
    {
        server.get(&format!("/api/v1{path}"), &[("Authorization", &bearer)]).expect(200);
    }
    for path in ["/", "/outbox", "/mailbox", "/workspaces", "/account", "/account/mail-passwords", FORM] {
        server.get(path, &[("Cookie", &cookie)]).expect(200);
    }
    for below in ["email-settings/versions", "api-keys", "audit-log", "accounts"] {
        server.get(&format!("/configuration/{below}"), &[("Cookie", &cookie)]).expect(200);
    }
    for path in ["/metrics", "/healthz", "/readyz", "/api/v1/openapi.json", "/sign-in", "/nowhere"] {
        server.get(path, &[]);
    }
    server
        .post_form("restored", "/configuration/email-settings/versions/1/restore", &[("Cookie", &cookie)], &[])
        .expect(303);
    server.post_form("signed out", "/sign-out", &[("Cookie", &cookie)], &[]).expect(303);
}

/// The output of commands, for success and failure.
fn run_commands(server: &mut Server, folder: &std::path::Path, configuration: &str, key: &str) {
    let checked = server.run("check while it runs", owlpost(folder).arg("check"));
    assert!(checked.contains("mail leaves through 127.0.0.1"), "{checked}");
    for (name, key) in [("send", key), ("send with a wrong key", FOREIGN_KEY)] {
        let url =
            server.announced.split("serves ").nth(1).and_then(|rest| rest.split(' ').next()).expect("a URL").to_owned();
        let arguments = ["send", "--url", &url, "--to", "bob@example.com", "--subject", "x", "--text", "y"];
        server.run(name, owlpost(folder).args(arguments).env("OWLPOST_API_KEY", key).env("OWLPOST_LOG_LEVEL", "trace"));
    }
    let elsewhere = tempfile::tempdir().expect("a folder");
    for (name, wrong) in [("port", ":99999"), ("scheme", ":x"), ("key", ":1\"\nrelai = \"")] {
        let broken = configuration.replacen(
            &format!("127.0.0.1:{}", configuration.rsplit(':').next().expect("a port").trim_end_matches("\"\n")),
            &format!("127.0.0.1{wrong}"),
            1,
        );
        assert_ne!(broken, configuration);
        fs::write(elsewhere.path().join("owlpost.toml"), broken).expect("written");
        let said = server.run(&format!("a configuration with a wrong {name}"), owlpost(elsewhere.path()).arg("check"));
        assert!(said.contains("faults"), "{said}");
    }
    fs::write(elsewhere.path().join("owlpost.toml"), configuration.replace("smtp://", "smtpp://")).expect("written");
    server.run("a configuration with a wrong scheme of the relay", owlpost(elsewhere.path()).arg("check"));
}
