//! Mail passwords of accounts: who may send what with them, by real clients and word for word.

use std::time::Duration;

use accounts::{
    Account, ActorContext, AssignedSenders, MailPassword, Role, Scope, TypedKeyLimits, Workspace, WorkspaceQuota,
    workspace,
};
use secrecy::ExposeSecret;
use testserver::ANN;
use tokio::process::Command;

use crate::clients::output;
use crate::support::{RECIPIENT, SENDER, SubmissionServer, auth_plain, message};

const BOB: &str = "bob@example.com";

/// A server with an account that is no administrator and member of no workspace.
async fn with_bob() -> (SubmissionServer, Account) {
    let server = SubmissionServer::start_with(|config| config.approval = config::Approval::Administrator).await;
    let bob = server.server.person(BOB, true, None).await;
    (server, bob)
}

impl SubmissionServer {
    async fn mail_password(&self, account: &Account, name: &str, limits: TypedKeyLimits) -> (MailPassword, String) {
        let by = ActorContext::account(account.email.expose(), [192, 0, 2, 7].into());
        let made = self.server.app.accounts.make_mail_password(account.id, name, &limits, &by).await;
        let (password, secret) = made.expect("a mail password");
        (password, secret.expose_secret().to_owned())
    }

    /// An approved workspace in which the account writes scripts.
    async fn approved_workspace(&self, account: &Account, role: Role) -> Workspace {
        let accounts = &self.server.app.accounts;
        let made = accounts.make_workspace("Shop", None, &self.server.by_ann()).await.expect("a workspace");
        let (id, account) = (made.id, account.id);
        let now_ms = self.server.now().as_millisecond();
        let db = &self.server.app.db;
        let joined: Result<_, storage::DbError> =
            db.write(move |tx| workspace::join(tx, id, account, role, now_ms)).await;
        assert!(joined.expect("joins"));
        made
    }

    async fn change_sending(&self, account: &Account, senders: &str, limits: WorkspaceQuota) {
        let senders = AssignedSenders::parse(senders).expect("addresses");
        let by_ann = self.server.by_ann();
        let changed = self.server.app.accounts.set_account_sending(account.id, senders, limits, &by_ann).await;
        changed.expect("changed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn real_clients_send_with_a_mail_password() {
    let (server, bob) = with_bob().await;
    server.approved_workspace(&bob, Role::Editor).await;
    let (_, secret) = server.mail_password(&bob, "scanner", TypedKeyLimits::default()).await;
    assert!(secret.starts_with("owlmail_") && secret.len() == 51, "secret scanners recognise it: {secret}");
    let port = server.clear.port().to_string();
    let mut swaks = Command::new("swaks");
    swaks.args(["--server", "127.0.0.1", "--port", &port, "--from", SENDER, "--to", RECIPIENT, "--auth", "LOGIN"]);
    swaks.args(["--auth-user", BOB, "--auth-password", &secret, "--header", "Subject: by swaks"]);
    let dialogue = output(&mut swaks, "", "swaks").await;
    let id = dialogue.split("accepted as ").nth(1).and_then(|rest| rest.get(..36)).expect("an id").to_owned();
    let ca = server.ca_file();
    let smtplib = "import smtplib, ssl, sys\n\
                   port, ca, secret, sender, recipient = sys.argv[1:]\n\
                   with smtplib.SMTP_SSL('localhost', int(port), context=ssl.create_default_context(cafile=ca)) as server:\n\
                   \x20   server.login('bob', secret)\n\
                   \x20   text = f'From: {sender}\\r\\nTo: {recipient}\\r\\nSubject: by smtplib\\r\\n\\r\\nHello\\r\\n'\n\
                   \x20   server.sendmail(sender, [recipient], text)\n";
    let port = server.tls.port().to_string();
    let mut python = Command::new("python3");
    python.args(["-c", smtplib, &port, ca.to_str().expect("a path"), &secret, SENDER, RECIPIENT]);
    output(&mut python, "", "python3").await;
    let arrived = server.arrived(2).await;
    assert!(arrived.iter().all(|(sender, recipient, _)| (&**sender, &**recipient) == (SENDER, RECIPIENT)));

    let ann = server.server.browser_of(&server.server.account(ANN).await).await;
    server.server.read(&ann, &format!("/outbox/{id}")).await.says("mail password “scanner” of bob@example.com");
    let listed = server.server.app.accounts.mail_passwords(Some(bob.id)).await.expect("read");
    let used = listed[0].last_used_at.expect("its last use is recorded");
    assert!((listed[0].created_at..=server.server.now()).contains(&used), "{used}");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_has_no_power_at_the_api_and_the_password_of_an_account_none_here() {
    let (server, bob) = with_bob().await;
    let (_, secret) = server.mail_password(&bob, "scanner", TypedKeyLimits::default()).await;
    for (method, path) in [("POST", "/api/v1/messages"), ("GET", "/api/v1/messages"), ("GET", "/api/v1/mail-passwords")]
    {
        let answer = server.server.send_json(method, path, &format!("Bearer {secret}"), "{}").await;
        assert_eq!(answer.status, 401, "{method} {path}: {}", answer.body);
    }
    let mut client = server.client().await;
    client.expect("EHLO client.example", "250-").await;
    client.expect(&auth_plain(testserver::PASSWORD), "535 5.7.8 The password is an API key").await;
    client.expect(&auth_plain(&secret), "235 2.7.0 Logged in with the mail password scanner").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_is_not_approved_reaches_only_accounts() {
    let (server, bob) = with_bob().await;
    let (_, secret) = server.mail_password(&bob, "scanner", TypedKeyLimits::default()).await;
    let mut client = server.client().await;
    client.log_in(&secret).await;
    let refusal = format!("550 5.7.1 The mail password scanner may not send to {RECIPIENT}: it has no account here");
    client.expect(&format!("MAIL FROM:<{SENDER}>"), "250").await;
    client.expect(&format!("RCPT TO:<{RECIPIENT}>"), &refusal).await;
    client.expect(&format!("RCPT TO:<{ANN}>"), "250").await;
    client.expect("DATA", "354").await;
    // Whom the header names is nobody's recipient.
    client.expect(&format!("{}.", message("to an account")), "250 2.0.0").await;
    let arrived = server.arrived(1).await;
    assert_eq!(arrived[0].1, ANN);

    // A viewer runs no scripts; an editor of an approved workspace reaches whom its scripts reach.
    let workspace = server.approved_workspace(&bob, Role::Viewer).await;
    client.expect(&format!("MAIL FROM:<{SENDER}>"), "250").await;
    client.expect(&format!("RCPT TO:<{RECIPIENT}>"), &refusal).await;
    let accounts = &server.server.app.accounts;
    accounts.change_role(workspace.id, bob.id, Role::Editor, &server.server.by_ann()).await.expect("changed");
    let by_ann = server.server.by_ann();
    let scripts = &server.server.app.scripts;
    scripts.set_allowed_recipients(workspace.id, "example.net", &by_ann).await.expect("set");
    client.expect(&format!("RCPT TO:<{RECIPIENT}>"), &refusal).await;
    client.expect("RCPT TO:<carl@example.net>", "250").await;
    scripts.set_allowed_recipients(workspace.id, "", &by_ann).await.expect("set");
    client.expect(&format!("RCPT TO:<{RECIPIENT}>"), "250").await;
    // The approval counts when the message is accepted.
    accounts.withdraw_approval(workspace.id, &by_ann).await.expect("withdrawn");
    client.expect("DATA", "354").await;
    let reply = client.ask(&format!("{}.", message("no longer"))).await;
    assert!(reply.starts_with("554") && reply.contains(RECIPIENT), "{reply}");
    assert_eq!(server.arrived(1).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_senders_are_the_configured_one_and_those_that_an_administrator_assigned() {
    let (server, bob) = with_bob().await;
    server.approved_workspace(&bob, Role::Admin).await;
    let (_, secret) = server.mail_password(&bob, "scanner", TypedKeyLimits::default()).await;
    let own_limits = TypedKeyLimits { senders: "scan@example.com".into(), ..TypedKeyLimits::default() };
    let (_, narrow) = server.mail_password(&bob, "narrow", own_limits).await;
    let settings = serde_json::json!({
        "method": "password", "from": {"email": SENDER, "allowed": ["scan@example.com", "boss@example.com"]},
        "password": {"host": "127.0.0.1", "port": server.sink.port(), "security": "none"},
    });
    server.server.save_settings(&settings.to_string()).await;
    let mut client = server.client().await;
    client.log_in(&secret).await;
    client.expect(&format!("MAIL FROM:<{SENDER}>"), "250").await;
    client.expect("RSET", "250").await;
    let refusal = "550 5.7.1 The mail password scanner may not send as";
    for address in ["scan@example.com", "boss@example.com", BOB] {
        client.expect(&format!("MAIL FROM:<{address}>"), refusal).await;
    }
    server.change_sending(&bob, "scan@example.com", WorkspaceQuota::default()).await;
    client.expect("MAIL FROM:<scan@example.com>", "250").await;
    client.expect("RSET", "250").await;
    client.expect("MAIL FROM:<boss@example.com>", refusal).await;
    // The header counts as the envelope does.
    let reply = client.send(&message("x").replace(&format!("From: {SENDER}"), "From: boss@example.com")).await;
    assert!(reply.starts_with("550 5.7.1"), "{reply}");
    let mut client = server.client().await;
    client.log_in(&narrow).await;
    client.expect(&format!("MAIL FROM:<{SENDER}>"), "550 5.7.1 The mail password narrow may not send as").await;
    client.expect("MAIL FROM:<scan@example.com>", "250").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_of_the_mail_password_and_of_the_account_hold() {
    let (server, bob) = with_bob().await;
    server.approved_workspace(&bob, Role::Editor).await;
    let small = TypedKeyLimits { recipients_per_hour: Some(1), ..TypedKeyLimits::default() };
    let (_, small) = server.mail_password(&bob, "small", small).await;
    let (_, other) = server.mail_password(&bob, "other", TypedKeyLimits::default()).await;
    let limits = WorkspaceQuota { recipients_per_hour: Some(3), mails_per_recipient: Some(2), ..Default::default() };
    server.change_sending(&bob, "", limits).await;
    let mut client = server.client().await;
    client.log_in(&small).await;
    assert!(client.send(&message("1")).await.starts_with("250 2.0.0"));
    let reply = client.send(&message("2")).await;
    assert!(reply.starts_with("452 4.2.2 This mail password may send to 1 recipients within an hour"), "{reply}");
    let mut client = server.client().await;
    client.log_in(&other).await;
    assert!(client.send(&message("2")).await.starts_with("250 2.0.0"));
    let reply = client.send(&message("3")).await;
    assert!(reply.starts_with("452 4.2.2 This account may send 2 emails to ann@example.org"), "{reply}");
    let to = async |client: &mut crate::support::Dialogue<_>, recipient: &str| {
        client.expect(&format!("MAIL FROM:<{SENDER}>"), "250").await;
        client.expect(&format!("RCPT TO:<{recipient}>"), "250").await;
        client.expect("DATA", "354").await;
        client.ask(&format!("{}.", message("x"))).await
    };
    assert!(to(&mut client, "carl@example.org").await.starts_with("250 2.0.0"));
    let reply = to(&mut client, "dora@example.org").await;
    assert!(reply.starts_with("452 4.2.2 This account may send to 3 recipients within an hour"), "{reply}");
    // A mail password that was created anew starts with what is left of the account.
    let (_, fresh) = server.mail_password(&bob, "fresh", TypedKeyLimits::default()).await;
    let mut client = server.client().await;
    client.log_in(&fresh).await;
    assert!(to(&mut client, "dora@example.org").await.starts_with("452 4.2.2"));
    server.server.turn(Duration::from_secs(3_660));
    assert!(to(&mut client, "dora@example.org").await.starts_with("250 2.0.0"));
    server.arrived(4).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_expires_and_works_only_from_its_networks() {
    let (server, bob) = with_bob().await;
    server.approved_workspace(&bob, Role::Editor).await;
    let end = server.server.now() + Duration::from_secs(3_600);
    let (_, short) =
        server.mail_password(&bob, "short", TypedKeyLimits { expires_at: Some(end), ..Default::default() }).await;
    let elsewhere = TypedKeyLimits { networks: "192.0.2.0/24".into(), ..TypedKeyLimits::default() };
    let (_, elsewhere) = server.mail_password(&bob, "elsewhere", elsewhere).await;
    let mut client = server.client().await;
    client.expect("EHLO client.example", "250-").await;
    let refusal = "535 5.7.8 The mail password elsewhere does not work from your address";
    client.expect(&auth_plain(&elsewhere), refusal).await;
    client.expect(&auth_plain(&short), "235").await;
    server.server.turn(Duration::from_secs(3_601));
    client.expect(&format!("MAIL FROM:<{SENDER}>"), "550 5.7.1 The mail password short has expired").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_ends_when_it_is_deleted_and_with_its_account() {
    let (server, bob) = with_bob().await;
    let accounts = &server.server.app.accounts;
    let (first, secret) = server.mail_password(&bob, "first", TypedKeyLimits::default()).await;
    let (_, second) = server.mail_password(&bob, "second", TypedKeyLimits::default()).await;
    let mut client = server.client().await;
    client.log_in(&secret).await;
    let by_ann = server.server.by_ann();
    let ann = server.server.account(ANN).await;
    assert!(!accounts.delete_mail_password(first.id, Some(ann.id), &by_ann).await.expect("answers"), "another's");
    client.expect(&format!("MAIL FROM:<{SENDER}>"), "250").await;
    client.expect("RSET", "250").await;
    assert!(accounts.delete_mail_password(first.id, None, &by_ann).await.expect("deleted"));
    client.expect(&format!("MAIL FROM:<{SENDER}>"), "550 5.7.1").await;
    let mut client = server.client().await;
    client.log_in(&second).await;
    client.expect(&format!("MAIL FROM:<{SENDER}>"), "250").await;
    client.expect(&format!("RCPT TO:<{ANN}>"), "250").await;
    server.server.app.tickets.delete_account(bob.id, &by_ann).await.expect("deleted");
    client.expect(&format!("RCPT TO:<{ANN}>"), "550 5.7.1").await;
    client.expect("RSET", "250").await;
    client.expect(&format!("MAIL FROM:<{SENDER}>"), "550 5.7.1").await;
    assert_eq!(accounts.mail_passwords(None).await.expect("read"), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn guessers_of_mail_passwords_are_slowed_down() {
    let (server, bob) = with_bob().await;
    let (_, secret) = server.mail_password(&bob, "scanner", TypedKeyLimits::default()).await;
    for number in 0..4 {
        let mut client = server.client().await;
        client.expect("EHLO client.example", "250-").await;
        for nth in 0..3 {
            if client.ask(&auth_plain(&format!("owlmail_{:043}", number * 3 + nth))).await.is_empty() {
                break;
            }
        }
    }
    let mut client = server.client().await;
    client.expect("EHLO client.example", "250-").await;
    client.expect(&auth_plain("owlmail_guess"), "535 5.7.8 The password is").await;
    assert!(client.is_closed().await, "after one refusal");
    server.client().await.log_in(&secret).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sending_its_mail_again_counts_for_the_account() {
    let (server, bob) = with_bob().await;
    server.approved_workspace(&bob, Role::Editor).await;
    let (_, secret) = server.mail_password(&bob, "scanner", TypedKeyLimits::default()).await;
    server.change_sending(&bob, "", WorkspaceQuota { recipients_per_day: Some(1), ..Default::default() }).await;
    let mut client = server.client().await;
    client.log_in(&secret).await;
    let reply = client.send(&message("once")).await;
    let id = reply.strip_prefix("250 2.0.0 accepted as ").expect("an id").to_owned();
    server.arrived(1).await;
    let key = server.server.key("sender", &[Scope::MessagesSend]).await;
    let again = server.server.send_json("POST", &format!("/api/v1/messages/{id}/resend"), &key, "{}").await;
    assert_eq!(again.status, 429, "{}", again.body);
    assert!(again.body.contains("this account may send to 1 recipients within a day"), "{}", again.body);
}
