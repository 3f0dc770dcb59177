//! owlpost as users run it: a binary with a data folder, an API key and email settings.

use std::fs::File;
use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;
use tempfile::TempDir;

use crate::disk;
use crate::http;
use crate::smtp;
use crate::stream::Identity;
use crate::subject::{Sender, Subject};
use crate::texts::Texts;
use crate::void::{IoContext, Void};

/// A start slower than this is a failure, not a figure.
const START_LIMIT: Duration = Duration::from_secs(30);
/// Interval of checks whether the server responds: small compared with the second that a start may take.
const LOOK_EVERY: Duration = Duration::from_millis(1);

/// The first administrator.
pub const ADMINISTRATOR: &str = "admin@example.com";
/// Their password.
pub const PASSWORD: &str = "correct horse battery staple";

/// A new data folder, removed when this is dropped, and the binary that uses it.
pub struct DataFolder {
    _folder: TempDir,
    /// Canonical, because the server is started in its data folder.
    pub binary: PathBuf,
    /// Empty.
    pub data_dir: PathBuf,
}

impl DataFolder {
    /// Creates one in `folder`, which must be on a disk.
    pub fn make(binary: &Path, folder: &Path, prefix: &str) -> Result<Self, Void> {
        std::fs::create_dir_all(folder).doing(format!("creating {}", folder.display()))?;
        disk::must_be_real(folder)?;
        let binary = binary.canonicalize().doing(format!("looking for {}", binary.display()))?;
        let made = tempfile::Builder::new().prefix(prefix).tempdir_in(folder).doing("creating a data folder")?;
        let data_dir = made.path().canonicalize().doing("looking for the data folder")?.join("data");
        std::fs::create_dir(&data_dir).doing("creating the data folder")?;
        Ok(Self { _folder: made, binary, data_dir })
    }
}

/// A running server with its data folder.
pub struct Owlpost {
    child: Child,
    address: SocketAddr,
    log: PathBuf,
    api_key: String,
}

impl Owlpost {
    /// Creates the first administrator and an API key, before the first start.
    pub fn set_up(binary: &Path, data_dir: &Path) -> Result<String, Void> {
        let mut setup = command(binary, data_dir);
        setup.args(["setup", "--admin-email", ADMINISTRATOR, "--admin-password-file", "-"]);
        setup.args(["--workspace", "Bench", "--data-dir"]).arg(data_dir);
        let doing = || format!("running {} setup", binary.display());
        let mut child =
            setup.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().doing(doing())?;
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(format!("{PASSWORD}\n").as_bytes()).doing(doing())?;
        }
        let output = child.wait_with_output().doing(doing())?;
        let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        said["api_key"].as_str().map(str::to_owned).ok_or_else(|| Void::Refused {
            asked: "owlpost setup".to_owned(),
            answer: format!("{} {}", output.status, String::from_utf8_lossy(&output.stderr)),
        })
    }

    /// Starts it and waits for its first page; returns how long that took. SMTP submission listens on `smtp`, if at all.
    pub fn start(
        binary: &Path,
        data_dir: &Path,
        api_key: String,
        smtp: Option<SocketAddr>,
    ) -> Result<(Self, Duration), Void> {
        let log = data_dir.with_extension("log");
        let log_file = File::create(&log).doing(format!("creating {}", log.display()))?;
        let address = free_port()?;
        let mut serve = command(binary, data_dir);
        let smtp = smtp.map_or_else(|| "off".to_owned(), |address| address.to_string());
        serve.args(["serve", "--smtp", &smtp, "--http", &address.to_string(), "--data-dir"]).arg(data_dir);
        serve.stdout(log_file.try_clone().doing("sharing the log file")?).stderr(log_file);
        let started = Instant::now();
        let child = serve.spawn().doing(format!("starting {}", binary.display()))?;
        let mut owlpost = Self { child, address, log, api_key };
        while !owlpost.serves_a_page() {
            if let Some(status) = owlpost.child.try_wait().doing("looking whether owlpost runs")? {
                return Err(owlpost.died(format!("ended with {status} at its start")));
            }
            if started.elapsed() > START_LIMIT {
                return Err(owlpost.died(format!("showed no page within {} s", START_LIMIT.as_secs())));
            }
            std::thread::sleep(LOOK_EVERY);
        }
        let took = started.elapsed();
        Ok((owlpost, took))
    }

    /// Saves email settings: the sink as the server, without login, as fast as possible; with STARTTLS if the sink has
    /// an identity.
    pub fn deliver_to(&self, sink: SocketAddr, connections: u32, tls: Option<&Identity>) -> Result<(), Void> {
        let mut server = json!({"host": sink.ip().to_string(), "port": sink.port(), "security": "none"});
        if let Some(identity) = tls {
            server["security"] = json!("starttls");
            server["ca_certificate"] = json!(identity.certificate);
        }
        let settings = json!({
            "method": "password",
            "from": {"email": smtp::SENDER},
            "password": server,
            "pace": {"connections": connections},
        });
        let mut client = self.client()?;
        client.must("PUT", "/api/v1/email-settings", settings.to_string().as_bytes(), 200)?;
        Ok(())
    }

    /// The address it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Opens a page on a new connection, with a session, as if a proxy forwarded it from a client address.
    pub fn page(&self, path: &str, cookie: &str, from: &str) -> Result<String, Void> {
        let mut client = http::Client::with_head(
            self.address,
            format!("Cookie: {cookie}\r\nX-Forwarded-For: {from}\r\nConnection: close\r\n"),
        )
        .doing("connecting for a page")?;
        client.must("GET", path, b"", 200)
    }

    /// The process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Sends SIGTERM and waits until it has stopped.
    pub fn terminate(&mut self) -> Result<(), Void> {
        let pid = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &pid]).status().doing("sending SIGTERM")?;
        let status = self.child.wait().doing("waiting for owlpost to end")?;
        if status.success() { Ok(()) } else { Err(self.died(format!("ended with {status} when asked to stop"))) }
    }

    /// A client of the API.
    pub fn client(&self) -> Result<http::Client, Void> {
        self.client_with(&self.api_key)
    }

    /// A client of the API with another key.
    pub fn client_with(&self, api_key: &str) -> Result<http::Client, Void> {
        http::Client::connect(self.address, api_key).doing("connecting to the API")
    }

    /// Any page counts, including a redirect to setup or sign-in.
    fn serves_a_page(&self) -> bool {
        let page = http::Client::connect(self.address, "").and_then(|mut client| client.ask("GET", "/", b""));
        page.is_ok_and(|answer| answer.status < 500)
    }

    fn died(&self, how: String) -> Void {
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        let from = log.lines().count().saturating_sub(20);
        Void::Died { who: "owlpost", how, log: log.lines().skip(from).collect::<Vec<_>>().join("\n") }
    }
}

impl Drop for Owlpost {
    fn drop(&mut self) {
        // After `terminate` there is nothing to kill; after an error this leaves no process behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// owlpost as a subject: mail comes in by its REST API or by SMTP.
pub struct Server {
    /// The server.
    pub owlpost: Owlpost,
    /// Where and how clients submit by SMTP; `None` for the REST API.
    pub smtp: Option<smtp::Target>,
}

impl Subject for Server {
    fn connect(&self) -> Result<Box<dyn Sender>, Void> {
        match &self.smtp {
            Some(target) => Ok(Box::new(smtp::Client::connect(target)?)),
            None => Ok(Box::new(Poster::new(self.owlpost.client()?))),
        }
    }

    fn root_pid(&self) -> Option<u32> {
        Some(self.owlpost.pid())
    }

    fn stop(mut self: Box<Self>) -> Result<(), Void> {
        self.owlpost.terminate()
    }
}

/// One client of `POST /messages`.
pub struct Poster {
    client: http::Client,
    json: Vec<u8>,
}

impl Poster {
    /// Uses one persistent connection.
    pub fn new(client: http::Client) -> Self {
        Self { client, json: Vec::new() }
    }
}

impl Sender for Poster {
    fn send(&mut self, texts: &Texts, number: usize) -> Result<(), Void> {
        self.json.clear();
        self.json.extend_from_slice(
            format!(r#"{{"to":"{}","subject":"bench {number}","text":""#, smtp::recipient(number)).as_bytes(),
        );
        texts.write_json(number, &mut self.json);
        self.json.extend_from_slice(br#""}"#);
        self.client.must("POST", "/api/v1/messages", &self.json, 202).map(drop)
    }
}

/// The command of the binary in its own folder, without configuration files and variables of the machine.
fn command(binary: &Path, data_dir: &Path) -> Command {
    let mut command = Command::new(binary);
    command.current_dir(data_dir);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("OWLPOST_") {
            command.env_remove(name);
        }
    }
    command
}

/// An address on which nothing was listening a moment ago.
pub fn free_port() -> Result<SocketAddr, Void> {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).doing("looking for a free port")
}
