//! Tests with third-party servers: Debian's Postfix and Python's aiosmtpd.
//!
//! They must receive the bytes that were sent, below the `Received` header that a server adds.

use std::time::Duration;

use delivery::{AccountSource, Login, Progress, SmtpAccount, SmtpTransport, Transport};
use mail::{EmailAddress, Outcome, Outgoing, Security};
use smtp::{CleartextLogin, Mechanism, PasswordLogin, Server, Timeouts};
use testkit::{Aiosmtpd, Postfix, certificates};

/// How long a test waits for Postfix to relay mail; it usually takes less than a second.
const PATIENCE: Duration = Duration::from_secs(60);

fn account(port: u16, security: Security) -> SmtpAccount {
    let server = Server {
        host: "localhost".to_owned(),
        port,
        security,
        ehlo_name: "client.example.com".to_owned(),
        ca_certificate: Some(certificates::ca_pem().to_owned()),
    };
    SmtpAccount { server, login: None, source: AccountSource::Settings }
}

/// The account with a login; without TLS, cleartext is allowed.
fn with_login(account: SmtpAccount, username: &str, password: &str, mechanism: Option<Mechanism>) -> SmtpAccount {
    let cleartext = match account.server.security {
        Security::None => CleartextLogin::Allowed,
        _ => CleartextLogin::Refused,
    };
    let password = password.to_owned().into();
    let login = Login::Password(PasswordLogin { username: username.to_owned(), password, mechanism, cleartext });
    SmtpAccount { login: Some(login), ..account }
}

fn message(sequence: &str, body: &str) -> String {
    format!(
        "X-Sequence: {sequence}\r\nMessage-ID: <{sequence}@example.com>\r\nDate: Sun, 22 Nov 2026 12:00:00 +0000\r\n\
         From: sender@example.com\r\nTo: ann@example.org\r\nSubject: A sample\r\n\r\n{body}"
    )
}

/// A body with everything that transport can damage: dots, spaces, octets above 127, empty lines.
const BODY: &str = ".\r\n..\r\n.leading\r\ntrailing \t\r\n\r\n\r\nFrom the start\r\nGrüße, 日本\r\n.\r\n";

fn outgoing(recipients: &[&str], message: String) -> Outgoing {
    let address = |text: &str| EmailAddress::parse(text).expect("an address");
    Outgoing {
        unique: 1,
        sender: address("sender@example.com").into(),
        recipients: recipients.iter().map(|text| address(text)).collect(),
        notifications: None,
        smtputf8: false,
        eight_bit: !message.is_ascii(),
        bytes: message.into_bytes().into(),
    }
}

/// Sends over a new transport. Returns the result of each recipient, or of the connection, as short text.
async fn send(account: SmtpAccount, outgoing: &Outgoing) -> String {
    let transport = SmtpTransport::new(account, Timeouts::interactive());
    let result = result(&transport, outgoing).await;
    transport.close().await;
    result
}

async fn result(transport: &SmtpTransport, outgoing: &Outgoing) -> String {
    let report = transport.deliver(outgoing, Progress::default()).await;
    let each: Vec<String> = match &report.outcome {
        Outcome::ConnectionProblem(problem) => vec![format!("trouble {}", problem.code)],
        Outcome::Tried(verdicts) => verdicts
            .iter()
            .map(|one| match &one.problem {
                Some(problem) => format!("{:?} {}", one.verdict, problem.code),
                None => format!("{:?}", one.verdict),
            })
            .collect(),
    };
    each.join(", ")
}

/// Every message that arrived at Postfix's sink, by sequence, without the header that Postfix added.
fn arrived(postfix: &Postfix, count: usize) -> Vec<(String, String, String)> {
    assert!(postfix.sink().wait_for(count, PATIENCE), "Postfix passed on too little; its log:\n{}", postfix.log());
    let mut all: Vec<_> = postfix
        .sink()
        .arrivals()
        .into_iter()
        .map(|one| (one.sequence, one.recipient, without_received(&one.message.expect("bytes are kept"))))
        .collect();
    all.sort();
    all
}

/// The message without the first header and its folded lines.
fn without_received(message: &[u8]) -> String {
    let message = std::str::from_utf8(message).expect("what was sent is UTF-8");
    assert!(message.starts_with("Received: "), "{message}");
    message.split_inclusive('\n').skip(1).skip_while(|line| line.starts_with([' ', '\t'])).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn postfix_accepts_mail_in_every_security_mode_with_and_without_login() {
    let postfix = Postfix::start().expect("Postfix");
    let ways = [
        ("clear", account(postfix.clear_port(), Security::None)),
        ("starttls", account(postfix.starttls_port(), Security::Starttls)),
        ("implicit_tls", account(postfix.implicit_tls_port(), Security::ImplicitTls)),
    ];
    let mut sent = Vec::new();
    for (name, account) in ways {
        let logins = [
            ("anonymous", account.clone()),
            ("best", with_login(account.clone(), Postfix::USERNAME, Postfix::PASSWORD, None)),
            ("plain", with_login(account.clone(), Postfix::USERNAME, Postfix::PASSWORD, Some(Mechanism::Plain))),
            ("login", with_login(account.clone(), Postfix::USERNAME, Postfix::PASSWORD, Some(Mechanism::Login))),
            ("cram", with_login(account, Postfix::USERNAME, Postfix::PASSWORD, Some(Mechanism::CramMd5))),
        ];
        for (login, account) in logins {
            let sequence = format!("{name}-{login}");
            let bytes = message(&sequence, BODY);
            assert_eq!(send(account, &outgoing(&["ann@example.org"], bytes.clone())).await, "Delivered", "{sequence}");
            sent.push((sequence, "ann@example.org".to_owned(), bytes));
        }
    }
    sent.sort();
    assert_eq!(arrived(&postfix, sent.len()), sent);
}

#[tokio::test(flavor = "multi_thread")]
async fn postfix_refuses_what_it_should_and_the_report_says_why() {
    let postfix = Postfix::start().expect("Postfix");
    let tls = || account(postfix.implicit_tls_port(), Security::ImplicitTls);
    let small = |to: &[&str]| outgoing(to, message("small", "Hello\r\n"));

    let wrong = with_login(tls(), Postfix::USERNAME, "wrong", None);
    assert_eq!(send(wrong, &small(&["ann@example.org"])).await, "trouble login_refused");

    let nobody = account(postfix.login_only_port(), Security::Starttls);
    assert_eq!(send(nobody.clone(), &small(&["ann@example.org"])).await, "trouble relaying_denied");
    let somebody = with_login(nobody, Postfix::USERNAME, Postfix::PASSWORD, None);
    assert_eq!(send(somebody, &small(&["ann@example.org"])).await, "Delivered");

    let stranger = format!("stranger@{}", Postfix::KNOWN_DOMAIN);
    let elsewhere = format!("ann@{}", Postfix::REFUSED_DOMAIN);
    let three = small(&[&stranger, Postfix::KNOWN_RECIPIENT, &elsewhere]);
    assert_eq!(send(tls(), &three).await, "Refused recipient_unknown, Delivered, Refused recipient_domain_unknown");

    let big = outgoing(&["ann@example.org"], message("big", &"0123456789\r\n".repeat(Postfix::SIZE_LIMIT / 12)));
    assert_eq!(send(tls(), &big).await, "Refused message_too_big");

    let mut untrusting = tls();
    untrusting.server.ca_certificate = None;
    assert_eq!(send(untrusting, &small(&["ann@example.org"])).await, "trouble certificate_untrusted");
    let plain = account(postfix.implicit_tls_port(), Security::None);
    let plain_patience = Timeouts { greeting: Duration::from_secs(1), ..Timeouts::interactive() };
    let silent = SmtpTransport::new(plain, plain_patience);
    assert_eq!(result(&silent, &small(&["ann@example.org"])).await, "trouble greeting_missing");
    let tls_on_clear = account(postfix.clear_port(), Security::ImplicitTls);
    assert_eq!(send(tls_on_clear, &small(&["ann@example.org"])).await, "trouble tls_not_spoken");
    let no_starttls = account(postfix.implicit_tls_port(), Security::ImplicitTls);
    assert_eq!(send(no_starttls, &small(&["ann@example.org"])).await, "Delivered");
}

#[tokio::test(flavor = "multi_thread")]
async fn postfix_accepts_utf8_addresses_and_many_messages_in_one_session() {
    let postfix = Postfix::start().expect("Postfix");
    let recipient = format!("größe@{}", Postfix::KNOWN_DOMAIN);
    let transport = SmtpTransport::new(account(postfix.starttls_port(), Security::Starttls), Timeouts::interactive());
    let mut sent = Vec::new();
    for number in 10..40 {
        let sequence = number.to_string();
        let bytes = message(&sequence, &BODY.repeat(number * 10));
        let outgoing = Outgoing { smtputf8: true, ..outgoing(&[&recipient], bytes.clone()) };
        assert_eq!(result(&transport, &outgoing).await, "Delivered", "{sequence}");
        sent.push((sequence, recipient.clone(), bytes));
    }
    transport.close().await;
    assert_eq!(arrived(&postfix, sent.len()), sent);
    let sessions = postfix.log().lines().filter(|line| line.contains(": connect from")).count();
    assert_eq!(sessions, 1, "the session was kept:\n{}", postfix.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn aiosmtpd_accepts_mail_over_starttls_and_tls_with_plain_and_login() {
    let server = Aiosmtpd::start().expect("aiosmtpd");
    let starttls = || account(server.starttls_port(), Security::Starttls);
    let tls = || account(server.implicit_tls_port(), Security::ImplicitTls);
    let clear = || account(server.clear_port(), Security::None);
    let mut sent = Vec::new();
    for account in [starttls(), tls(), clear()] {
        for mechanism in [None, Some(Mechanism::Plain), Some(Mechanism::Login)] {
            let account = with_login(account.clone(), Aiosmtpd::USERNAME, Aiosmtpd::PASSWORD, mechanism);
            let bytes = message(&sent.len().to_string(), BODY);
            let to = ["ann@example.org", "refuse-bob@example.org", "größe@example.org"];
            let outgoing = outgoing(&to, bytes.clone());
            assert_eq!(send(account, &outgoing).await, "Delivered, Refused recipient_unknown, Delivered");
            sent.push(bytes);
        }
    }
    let kept = server.kept().expect("aiosmtpd's files");
    assert_eq!(kept.iter().map(|one| String::from_utf8_lossy(&one.message)).collect::<Vec<_>>(), sent);
    assert!(kept.iter().all(|one| one.sender == "sender@example.com"));
    assert!(kept.iter().all(|one| one.recipients == ["ann@example.org", "größe@example.org"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn aiosmtpd_refuses_a_wrong_password_and_mail_without_login() {
    let server = Aiosmtpd::start().expect("aiosmtpd");
    let outgoing = outgoing(&["ann@example.org"], message("1", "Hello\r\n"));
    let starttls = account(server.starttls_port(), Security::Starttls);
    let wrong = with_login(starttls.clone(), Aiosmtpd::USERNAME, "wrong", None);
    assert_eq!(send(wrong, &outgoing).await, "trouble login_refused");
    assert_eq!(send(starttls, &outgoing).await, "trouble login_required");
    assert_eq!(server.kept().expect("aiosmtpd's files"), []);
}
