//! Tests of the binary as operators use it: exit codes, output, and messages about a wrong configuration.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

fn owlpost(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_owlpost"));
    command.current_dir(folder).env_clear();
    command
}

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = owlpost(folder).args(arguments).output().expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (status.code().expect("an exit code"), text(stdout), text(stderr))
}

fn set_up(folder: &Path, workspace: &str) -> (i32, String, String) {
    let mut child = owlpost(folder)
        .args(["setup", "--admin-email", "ann@example.com", "--admin-password-file", "-", "--workspace", workspace])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    child.stdin.take().expect("a pipe").write_all(b"correct horse battery staple\n").expect("written");
    let Output { status, stdout, stderr } = child.wait_with_output().expect("it ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (status.code().expect("an exit code"), text(stdout), text(stderr))
}

/// A running server on a free port; killed when dropped.
struct RunningServer {
    child: Child,
    address: String,
    announced: String,
}

impl RunningServer {
    /// Starts on a database without an administrator: four lines about the setup link follow the address.
    fn start(folder: &Path) -> Self {
        Self::start_and_read(folder, 5)
    }

    /// Starts on a database that has an administrator.
    fn start_again(folder: &Path) -> Self {
        Self::start_and_read(folder, 1)
    }

    fn start_and_read(folder: &Path, announced_lines: usize) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port();
        let address = format!("127.0.0.1:{port}");
        let mut child = owlpost(folder)
            .args(["--http", &address, "--smtp", "off"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it runs");
        let mut announced = String::new();
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe"));
        while announced.lines().count() < announced_lines {
            if lines.read_line(&mut announced).expect("readable") == 0 || !announced.contains("serves") {
                break;
            }
        }
        Self { child, address, announced }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").expect("written");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    }

    fn stop(mut self) -> i32 {
        let killed = Command::new("kill").arg(self.child.id().to_string()).status().expect("kill runs");
        assert!(killed.success());
        self.child.wait().expect("it ends").code().expect("an exit code")
    }
}

impl Drop for RunningServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_first_start_prints_a_setup_link_that_works_and_a_signal_ends_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let served = RunningServer::start(folder.path());
    let link = served.announced.lines().find_map(|line| line.trim().strip_prefix("http")).expect("a link");
    let path = &link[link.find("/setup?token=").expect("a setup link")..];
    assert!(served.get(path).starts_with("HTTP/1.1 200"), "{path}");
    assert!(served.get("/healthz").starts_with("HTTP/1.1 200"));
    assert!(served.get("/readyz").starts_with("HTTP/1.1 200"));
    let (code, out, _) = run(folder.path(), &["check"]);
    assert!(code == 0 && out.contains("skip   database: the server runs (process"), "{out}");
    assert!(out.contains("database, master key were not checked"), "{out}");
    let (code, _, err) = set_up(folder.path(), "Example");
    assert!(code == 1 && err.contains("Open the setup link"), "{err}");
    assert_eq!(served.stop(), 0);
}

#[test]
fn a_misspelt_variable_is_reported() {
    let folder = tempfile::tempdir().expect("a folder");
    let checked = owlpost(folder.path()).env("OWLPOST_PUBLICURL", "https://x.example").arg("check").output();
    let out = String::from_utf8(checked.expect("it runs").stdout).expect("text");
    assert!(out.contains("OWLPOST_PUBLICURL is unknown and ignored; did you mean OWLPOST_PUBLIC_URL?"), "{out}");
}

#[test]
fn a_second_server_on_the_same_folder_reports_the_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let served = RunningServer::start(folder.path());
    let (code, _, err) = run(folder.path(), &["--http", "127.0.0.1:0", "--smtp", "off"]);
    assert!(code == 1 && err.contains("another owlpost (process"), "{err}");
    assert_eq!(served.stop(), 0);
}

#[test]
fn setup_prints_json_once_and_refuses_afterwards() {
    let folder = tempfile::tempdir().expect("a folder");
    let (code, _, err) = set_up(folder.path(), "");
    assert!(code == 1 && err.contains("workspace"), "{err}");
    let (code, out, err) = set_up(folder.path(), "Example");
    assert_eq!(code, 0, "{err}");
    let made: serde_json::Value = serde_json::from_str(&out).expect("JSON alone");
    assert!(made["api_key"].as_str().is_some_and(|key| key.starts_with("owl_")), "{out}");
    assert!(made["workspace_id"].is_string(), "{out}");
    let (code, out, err) = set_up(folder.path(), "Example");
    assert!(code == 1 && out.is_empty() && err.contains("an administrator exists already"), "{out}{err}");
}

#[test]
fn check_reports_contents_and_damage() {
    let folder = tempfile::tempdir().expect("a folder");
    let (code, out, _) = run(folder.path(), &["check"]);
    assert!(code == 0 && out.contains("there is none yet"), "{out}");
    assert!(!folder.path().join("owlpost-data").exists(), "a check makes nothing");
    set_up(folder.path(), "Example");
    let (code, out, _) = run(folder.path(), &["check"]);
    assert!(code == 0 && out.contains("ok     database: whole") && out.contains("ok     master key:"), "{out}");
    let (code, out, _) = run(folder.path(), &["check", "--deep"]);
    assert!(code == 0 && out.contains("ok     messages: 0 read"), "{out}");
}

#[test]
fn check_reports_a_proxy_that_is_not_trusted() {
    let folder = tempfile::tempdir().expect("a folder");
    let https = ["check", "--public-url", "https://mail.example.com"];
    let (code, out, _) = run(folder.path(), &https);
    assert!(code == 0 && out.contains("note   proxy:") && out.contains("trusted_proxies is empty"), "{out}");
    let (code, out, _) = run(folder.path(), &[&https[..], &["--trusted-proxies", "10.0.0.0/8"]].concat());
    assert!(code == 0 && !out.contains("proxy:"), "{out}");
}

/// A data folder of a server whose settings contain the password of a mail server.
fn with_a_sealed_password(folder: &Path) {
    let (_, made, _) = set_up(folder, "Example");
    let made: serde_json::Value = serde_json::from_str(&made).expect("JSON");
    let served = RunningServer::start_again(folder);
    let settings = r#"{"method": "password", "from": {"email": "noreply@example.com"},
        "password": {"host": "127.0.0.1", "port": 9, "security": "none", "username": "u", "password": "s3cret"}}"#;
    let key = made["api_key"].as_str().expect("a key");
    let head = format!(
        "Authorization: Bearer {key}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n",
        settings.len()
    );
    let mut stream = TcpStream::connect(&served.address).expect("it listens");
    write!(
        stream,
        "PUT /api/v1/email-settings HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{head}\r\n{settings}"
    )
    .expect("written");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(served.stop(), 0);
}

#[test]
fn a_lost_master_key_is_dropped_by_the_command_that_messages_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let key = folder.path().join("owlpost-data/master.key");
    with_a_sealed_password(folder.path());
    let (code, out, _) = run(folder.path(), &["key", "forget", "--yes"]);
    assert!(code == 0 && out.contains("is the one that the database needs"), "{out}");

    std::fs::remove_file(&key).expect("removed");
    let (code, out, _) = run(folder.path(), &["check"]);
    assert!(code == 1 && out.contains("WRONG  master key:") && out.contains("`owlpost key forget`"), "{out}");
    let (code, _, err) = run(folder.path(), &["serve", "--http", "127.0.0.1:0"]);
    assert!(code == 1 && err.contains("is missing") && err.contains("`owlpost key forget`"), "{err}");
    std::fs::write(&key, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n").expect("written");
    let (code, _, err) = run(folder.path(), &["serve", "--http", "127.0.0.1:0"]);
    assert!(code == 1 && err.contains("is the wrong one") && err.contains("`owlpost key forget`"), "{err}");
    std::fs::write(&key, "not a key").expect("written");
    let (code, _, err) = run(folder.path(), &["key", "forget", "--yes"]);
    assert!(code == 1 && err.contains("is not a key") && err.contains("move this file away"), "{err}");
    assert_eq!(std::fs::read(&key).expect("kept"), b"not a key");
    std::fs::remove_file(&key).expect("removed");

    let asked = owlpost(folder.path()).args(["key", "forget"]).stdin(Stdio::null()).output().expect("it runs");
    let (out, err) = (String::from_utf8_lossy(&asked.stdout), String::from_utf8_lossy(&asked.stderr));
    assert!(asked.status.code() == Some(1) && err.contains("--yes"), "{err}");
    assert!(out.contains("in all versions of the email settings: 1"), "{out}");
    assert!(!key.exists(), "not confirmed");

    let (code, out, _) = run(folder.path(), &["key", "forget", "--yes"]);
    assert!(code == 0 && out.contains("1 stored secrets were dropped"), "{out}");
    let (code, out, _) = run(folder.path(), &["check"]);
    assert!(code == 0 && out.contains("ok     master key:"), "{out}");
    let served = RunningServer::start_again(folder.path());
    assert!(served.get("/readyz").starts_with("HTTP/1.1 200"));
    assert_eq!(served.stop(), 0);
}

#[test]
fn a_database_without_secrets_takes_a_new_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let key = folder.path().join("owlpost-data/master.key");
    set_up(folder.path(), "Example");
    std::fs::remove_file(&key).expect("removed");
    let (code, out, _) = run(folder.path(), &["check"]);
    assert!(code == 0 && out.contains("ok     master key:") && !key.exists(), "{out}");
    assert_eq!(RunningServer::start_again(folder.path()).stop(), 0);
    assert!(key.exists());
    std::fs::write(&key, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n").expect("written");
    assert_eq!(RunningServer::start_again(folder.path()).stop(), 0, "any key will do");
    let (code, out, _) = run(folder.path(), &["check"]);
    assert!(code == 0 && out.contains("the one that the database needs"), "{out}");
}

#[test]
fn a_faulty_configuration_stops_every_command_with_line_and_suggestion() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("owlpost.toml"), "htpp = \"127.0.0.1:1\"\n[log]\nlevel = \"loud=!\"\n")
        .expect("written");
    for command in [&["serve"][..], &["check"], &[]] {
        let (code, _, err) = run(folder.path(), command);
        assert_eq!(code, 1, "{err}");
        assert!(err.contains("owlpost.toml, line 1: there is no key `htpp`; did you mean `http`?"), "{err}");
        assert!(err.contains("owlpost.toml, line 3: `log.level`"), "{err}");
    }
    assert!(!folder.path().join("owlpost-data").exists(), "nothing was started");
}

#[test]
fn a_used_listen_address_is_reported() {
    let folder = tempfile::tempdir().expect("a folder");
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let (code, _, err) = run(folder.path(), &["--http", &address]);
    assert!(code == 1 && err.contains("cannot be listened on") && err.contains("--http"), "{err}");
}

#[test]
fn the_child_command_is_hidden_and_ends_without_a_start_message() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_, help, _) = run(folder.path(), &["--help"]);
    assert!(!help.contains("run-script"), "{help}");
    let ended = owlpost(folder.path()).arg("run-script").stdin(Stdio::null()).output().expect("it runs");
    assert_eq!(ended.status.code(), Some(1));
    assert!(ended.stdout.is_empty() && ended.stderr.is_empty());
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0, "it wrote nothing");
}

#[test]
fn a_start_message_runs_a_script_in_the_child() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut child =
        owlpost(folder.path()).arg("run-script").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it runs");
    let job = sandbox::Job {
        source: "console.log(input.a + 1)".into(),
        input: serde_json::json!({"a": 1}).to_string(),
        now: "2026-05-31T12:00:00Z".parse().expect("a moment"),
        time_zone: "UTC".into(),
        language: "en".into(),
        seed: [7; 32],
    };
    let order = serde_json::json!([job, sandbox::Limits::default()]);
    child.stdin.take().expect("a pipe").write_all(format!("{order}\n").as_bytes()).expect("written");
    let Output { status, stdout, .. } = child.wait_with_output().expect("it ends");
    assert!(status.success());
    let said = String::from_utf8(stdout).expect("text");
    assert_eq!(said, "{\"console\":{\"level\":\"log\",\"text\":\"2\"}}\n{\"end\":null}\n");
}
