//! Programs that people send mail with, each in clear, with STARTTLS and with implicit TLS where it can.

use std::path::Path;
use std::process::Stdio;

use testkit::{Postfix, Smarthost};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::process::Command;

use crate::support::{BODY, Dialogue, PROGRAM_WITHIN, RECIPIENT, SENDER, SubmissionServer};

/// How a program connects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Security {
    Clear,
    Starttls,
    ImplicitTls,
}

const ALL: [Security; 3] = [Security::Clear, Security::Starttls, Security::ImplicitTls];

/// What a program is told.
struct Call<'a> {
    security: Security,
    port: String,
    key: &'a str,
    ca: &'a str,
    /// A folder of its own, with `message.eml`.
    folder: &'a Path,
}

/// The message that programs send that take a whole one.
fn message() -> String {
    let body = BODY.replace("\r\n", "\n");
    format!("From: {SENDER}\nTo: {RECIPIENT}\nSubject: sent by a program\nX-Sequence: 1\n\n{body}")
}

/// Runs a program with every kind of security; what arrives has its body unchanged.
async fn check(program: &str, package: &str, command: impl Fn(&Call<'_>, &mut Command), input: &str, body: &str) {
    for security in ALL {
        let server = SubmissionServer::start().await;
        let ca = server.ca_file();
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("message.eml"), message()).expect("written");
        let address = if security == Security::ImplicitTls { server.tls } else { server.clear };
        let call = Call {
            security,
            port: address.port().to_string(),
            key: &server.key,
            ca: ca.to_str().expect("a path"),
            folder: folder.path(),
        };
        let mut run = Command::new(program);
        run.current_dir(folder.path()).env("HOME", folder.path()).env("LC_ALL", "C.UTF-8");
        command(&call, &mut run);
        let said = output(&mut run, input, package).await;
        let arrived = server.arrived(1).await;
        let (sender, recipient, text) = &arrived[0];
        assert_eq!((sender.as_str(), recipient.as_str()), (SENDER, RECIPIENT), "{program}, {security:?}: {said}");
        assert!(text.ends_with(body), "{program}, {security:?}: {text:?}");
        let with = if security == Security::Clear { "with ESMTPA" } else { "with ESMTPSA" };
        assert!(text.starts_with("Received: by ") && text.contains(with), "{program}, {security:?}: {text}");
        assert!(!text.contains("127.0.0.1"), "the client's address is not told: {text}");
    }
}

pub async fn output(run: &mut Command, input: &str, package: &str) -> String {
    let program = run.as_std().get_program().to_string_lossy().into_owned();
    run.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut child = run.spawn().unwrap_or_else(|error| {
        panic!("{program}: {error}: install the Debian package {package}, or run ./check, which does")
    });
    let mut stdin = child.stdin.take().expect("a pipe");
    // A program may end without reading all of it.
    let _ = stdin.write_all(input.as_bytes()).await;
    drop(stdin);
    let output =
        tokio::time::timeout(PROGRAM_WITHIN, child.wait_with_output()).await.expect("it ends").expect("it runs");
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{program}: {}: {said}", output.status);
    said
}

#[tokio::test(flavor = "multi_thread")]
async fn swaks() {
    for mechanism in ["PLAIN", "LOGIN"] {
        let command = |call: &Call<'_>, run: &mut Command| {
            run.args(["--server", "127.0.0.1", "--port", &call.port, "--from", SENDER, "--to", RECIPIENT]);
            run.args([
                "--auth",
                mechanism,
                "--auth-user",
                "any",
                "--auth-password",
                call.key,
                "--data",
                "@message.eml",
            ]);
            match call.security {
                Security::Clear => run,
                Security::Starttls => run.args(["--tls", "--tls-verify", "--tls-ca-path", call.ca]),
                Security::ImplicitTls => run.args(["--tls-on-connect", "--tls-verify", "--tls-ca-path", call.ca]),
            };
        };
        // It ends the message with a line ending of its own.
        check("swaks", "swaks", command, "", &format!("{BODY}\r\n")).await;
    }
}

/// Python's `smtplib` with the `email` package.
const SMTPLIB: &str = r#"
import smtplib, ssl, sys
from email.message import EmailMessage
security, port, key, ca, sender, recipient = sys.argv[1:]
context = ssl.create_default_context(cafile=ca)
if security == "ImplicitTls":
    server = smtplib.SMTP_SSL("localhost", int(port), context=context)
else:
    server = smtplib.SMTP("localhost", int(port))
with server:
    if security == "Starttls":
        server.starttls(context=context)
    server.login("any", key)
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, recipient, "Grüße"
    message.set_content("Schöne Grüße\n.\n", cte="8bit")
    assert server.send_message(message) == {}
    # A recipient that is refused leaves the other one alone.
"#;

#[tokio::test(flavor = "multi_thread")]
async fn python_smtplib() {
    let command = |call: &Call<'_>, run: &mut Command| {
        let security = format!("{:?}", call.security);
        run.args(["-c", SMTPLIB, &security, &call.port, call.key, call.ca, SENDER, RECIPIENT]);
    };
    check("python3", "python3", command, "", "Schöne Grüße\r\n.\r\n").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn curl() {
    let command = |call: &Call<'_>, run: &mut Command| {
        let scheme = if call.security == Security::ImplicitTls { "smtps" } else { "smtp" };
        run.arg(format!("{scheme}://localhost:{}/client.example", call.port));
        run.args(["--silent", "--show-error", "--noproxy", "*", "--mail-from", SENDER, "--mail-rcpt", RECIPIENT]);
        run.args([
            "--user",
            &format!("any:{}", call.key),
            "--upload-file",
            "message.eml",
            "--crlf",
            "--cacert",
            call.ca,
        ]);
        if call.security == Security::Starttls {
            run.arg("--ssl-reqd");
        }
    };
    check("curl", "curl", command, "", BODY).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn msmtp() {
    let command = |call: &Call<'_>, run: &mut Command| {
        std::fs::write(call.folder.join("password"), call.key).expect("written");
        run.args(["--host=localhost", &format!("--port={}", call.port), "--auth=plain", "--user=any"]);
        run.args([
            "--passwordeval=cat password",
            &format!("--from={SENDER}"),
            &format!("--tls-trust-file={}", call.ca),
        ]);
        run.args(match call.security {
            Security::Clear => ["--tls=off", "--tls-starttls=off"],
            Security::Starttls => ["--tls=on", "--tls-starttls=on"],
            Security::ImplicitTls => ["--tls=on", "--tls-starttls=off"],
        });
        run.args(["--", RECIPIENT]);
    };
    check("msmtp", "msmtp", command, &message(), BODY).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s_nail() {
    let command = |call: &Call<'_>, run: &mut Command| {
        let scheme = if call.security == Security::ImplicitTls { "smtps" } else { "smtp" };
        let tls = if call.security == Security::Starttls { "smtp-use-starttls" } else { "nosmtp-use-starttls" };
        run.args(["-:/", "-Sv15-compat", "-Ssendwait", "-Ssmtp-auth=plain", &format!("-S{tls}")]);
        run.args([
            &format!("-Smta={scheme}://any:{}@localhost:{}", call.key, call.port),
            &format!("-Stls-ca-file={}", call.ca),
        ]);
        run.args([
            "-Stls-verify=strict",
            "-Shostname=client.example",
            &format!("-Sfrom={SENDER}"),
            "-s",
            "Hello",
            RECIPIENT,
        ]);
    };
    check("s-nail", "s-nail", command, ".leading\nlast\n", ".leading\r\nlast\r\n").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn git_send_email() {
    let command = |call: &Call<'_>, run: &mut Command| {
        let patch = format!("From 0 Mon Sep 17 00:00:00 2001\nFrom: {SENDER}\nSubject: [PATCH] x\n\n.leading\nlast\n");
        std::fs::write(call.folder.join("0001.patch"), patch).expect("written");
        let encryption = match call.security {
            Security::Clear => "none",
            Security::Starttls => "tls",
            Security::ImplicitTls => "ssl",
        };
        let who = ["GIT_AUTHOR", "GIT_COMMITTER"]
            .map(|who| [(format!("{who}_NAME"), "Ann"), (format!("{who}_EMAIL"), SENDER)]);
        run.envs(who.into_iter().flatten()).env("GIT_CONFIG_NOSYSTEM", "1").args([
            "send-email",
            "--confirm=never",
            "--suppress-cc=all",
            "--smtp-server=localhost",
        ]);
        run.args([&format!("--smtp-server-port={}", call.port), &format!("--smtp-encryption={encryption}")]);
        run.args([
            "--smtp-user=any",
            &format!("--smtp-pass={}", call.key),
            &format!("--smtp-ssl-cert-path={}", call.ca),
        ]);
        run.args([&format!("--from={SENDER}"), &format!("--to={RECIPIENT}"), "0001.patch"]);
    };
    check("git", "git-email", command, "", ".leading\r\nlast\r\n").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postfix_as_a_relay_client() {
    let server = SubmissionServer::start().await;
    let smarthost = Smarthost { port: server.clear.port(), username: "any".to_owned(), password: server.key.clone() };
    let postfix = Postfix::start_relaying(&smarthost).expect("Postfix");
    let stream = TcpStream::connect(("127.0.0.1", postfix.clear_port())).await.expect("connects");
    let mut client = Dialogue::begin(stream).await;
    client.expect("EHLO client.example", "250-").await;
    client.begin_message().await;
    let stuffed = BODY.replace("\r\n.", "\r\n..");
    client.expect(&format!("From: {SENDER}\r\nTo: {RECIPIENT}\r\nSubject: relayed\r\n\r\n.{stuffed}."), "250").await;
    let arrived = server.arrived(1).await;
    let text = &arrived[0].2;
    assert!(text.starts_with("Received: by ") && text.contains("with ESMTPSA"), "{text}");
    assert!(text.contains("by mx.postfix.test (Postfix)") && text.ends_with(BODY), "{text}\n{}", postfix.log());
}
