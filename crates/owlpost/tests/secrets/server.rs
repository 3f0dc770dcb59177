//! The binary, with everything that it prints and writes collected as evidence.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::needles::Evidence;

/// A running server; killed when dropped.
pub struct Server {
    child: Child,
    address: String,
    folder: PathBuf,
    stdout: BufReader<std::process::ChildStdout>,
    pub announced: String,
    pub evidence: Vec<Evidence>,
}

/// A response, including its head.
pub struct Answer(pub String);

impl Answer {
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert!(
            self.0.starts_with(&format!("HTTP/1.1 {status}")) || self.0.starts_with(&format!("HTTP/1.0 {status}")),
            "{}",
            self.0
        );
        self
    }

    /// The text between the first `before` and the next `after`.
    #[track_caller]
    pub fn between(&self, before: &str, after: char) -> String {
        let (_, rest) = self.0.split_once(before).unwrap_or_else(|| panic!("no {before:?} in {}", self.0));
        rest.split(after).next().expect("split answers something").to_owned()
    }

    pub fn says(&self, words: &str) -> bool {
        self.0.contains(words)
    }
}

pub fn owlpost(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_owlpost"));
    command.current_dir(folder).env_clear();
    command
}

impl Server {
    /// Starts with the configuration file in `folder`; logs to the file `log` there.
    pub fn start(folder: &Path) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port();
        let address = format!("127.0.0.1:{port}");
        let log = fs::File::create(folder.join("log")).expect("a file");
        let mut child = owlpost(folder)
            .args(["--http", &address, "--smtp", "off", "--public-url", &format!("http://{address}")])
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("it runs");
        let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut announced = String::new();
        while announced.lines().count() < 5 {
            assert_ne!(stdout.read_line(&mut announced).expect("readable"), 0, "it ended: {announced}");
        }
        Self { child, address, folder: folder.to_owned(), stdout, announced, evidence: Vec::new() }
    }

    /// Makes a call and records the response under `name`.
    pub fn call(&mut self, name: &str, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        // HTTP/1.0, so that the response is not chunked: a chunk could split a secret.
        let mut request =
            format!("{method} {path} HTTP/1.0\r\nHost: {}\r\nContent-Length: {}\r\n", self.address, body.len());
        for (header, value) in headers {
            request.push_str(&format!("{header}: {value}\r\n"));
        }
        stream.write_all(format!("{request}\r\n{body}").as_bytes()).expect("written");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        let text = String::from_utf8_lossy(&answer).into_owned();
        self.evidence.push(Evidence { name: name.to_owned(), bytes: answer });
        Answer(text)
    }

    pub fn get(&mut self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.call(&format!("GET {path}"), "GET", path, headers, "")
    }

    pub fn post_form(&mut self, name: &str, path: &str, headers: &[(&str, &str)], form: &[(&str, &str)]) -> Answer {
        let encoded: Vec<String> =
            form.iter().map(|(name, value)| format!("{name}={}", percent_encoded(value))).collect();
        let all = [headers, &[("Content-Type", "application/x-www-form-urlencoded")]].concat();
        self.call(name, "POST", path, &all, &encoded.join("&"))
    }

    pub fn json(&mut self, name: &str, method: &str, path: &str, key: &str, body: &str) -> Answer {
        let bearer = format!("Bearer {key}");
        self.call(name, method, path, &[("Authorization", &bearer), ("Content-Type", "application/json")], body)
    }

    /// Runs another command while the server runs; its output is evidence.
    pub fn run(&mut self, name: &str, command: &mut Command) -> String {
        let output = command.output().expect("it runs");
        let bytes = [output.stdout, output.stderr].concat();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        self.evidence.push(Evidence { name: name.to_owned(), bytes });
        text
    }

    /// Records every file of the data folder.
    pub fn keep_files(&mut self, when: &str) {
        let mut seen = 0;
        for entry in fs::read_dir(self.folder.join("owlpost-data")).expect("the data folder") {
            let path = entry.expect("an entry").path();
            let name = format!("{when}: {}", path.file_name().expect("a name").to_string_lossy());
            self.evidence.push(Evidence { name, bytes: fs::read(&path).expect("readable") });
            seen += 1;
        }
        assert!(seen >= 3, "database, key and node");
    }

    /// Stops the server by a signal; returns all evidence.
    pub fn stop(mut self) -> Vec<Evidence> {
        let told = Command::new("kill").arg(self.child.id().to_string()).status().expect("kill runs");
        assert!(told.success());
        assert!(self.child.wait().expect("it ends").success());
        self.keep_files("stopped");
        let mut said = std::mem::take(&mut self.announced).into_bytes();
        self.stdout.read_to_end(&mut said).expect("readable");
        let mut evidence = std::mem::take(&mut self.evidence);
        evidence.push(Evidence { name: "stdout".into(), bytes: said });
        evidence.push(Evidence { name: "log".into(), bytes: fs::read(self.folder.join("log")).expect("the log") });
        evidence
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn percent_encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
