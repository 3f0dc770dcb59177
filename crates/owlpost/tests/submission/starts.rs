//! The process: where it listens, and what it says if it cannot.

use std::net::TcpListener;
use std::process::{Command, Stdio};

use testserver::PATIENCE;

fn owlpost(folder: &std::path::Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_owlpost"));
    command.current_dir(folder).env_clear().args(["--http", "127.0.0.1:0"]).args(arguments);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

#[test]
fn a_port_that_is_taken_is_named_with_its_option() {
    let folder = tempfile::tempdir().expect("a folder");
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("an address").to_string();
    for option in ["smtp", "smtps"] {
        let arguments = ["--smtp", "off", &format!("--{option}"), &address, "--tls-self-signed", "true"];
        // clap takes the last value of an option that is there twice as an error.
        let arguments = if option == "smtp" { &arguments[2..] } else { &arguments[..] };
        let output = owlpost(folder.path(), arguments).output().expect("it runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains(&address) && said.contains(&format!("--{option} off")), "{said}");
    }
}

#[test]
fn a_self_signed_certificate_is_made_once_and_said() {
    use std::io::{BufRead, BufReader};

    let folder = tempfile::tempdir().expect("a folder");
    let mut made = Vec::new();
    for _ in 0..2 {
        let arguments = ["--smtp", "127.0.0.1:0", "--smtps", "127.0.0.1:0", "--tls-self-signed", "true"];
        let mut child = owlpost(folder.path(), &arguments).spawn().expect("it runs");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let begun = std::time::Instant::now();
        let mut said = String::new();
        while !said.contains("self-signed") && begun.elapsed() < PATIENCE {
            said.push_str(&lines.next().expect("it says where it listens").expect("text"));
        }
        child.kill().expect("killed");
        child.wait().expect("ended");
        assert!(said.contains("with STARTTLS") && said.contains("with implicit TLS"), "{said}");
        let file = |name: &str| std::fs::read_to_string(folder.path().join("owlpost-data").join(name)).expect(name);
        made.push((file("tls-certificate.pem"), file("tls-key.pem")));
    }
    assert_eq!(made[0], made[1]);
    let output = owlpost(folder.path(), &["--tls-self-signed", "true", "check"]).output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("ok     TLS certificate: "), "{said}");
}
