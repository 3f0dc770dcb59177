//! The binary as a process, for tests that kill it, starve it or misconfigure it: only commands, files and HTTP.
//!
//! [`Home`] is a data folder with its configuration; [`Owlpost`] is a server that runs on it and is killed with the
//! test.

use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;
use testkit::WriteFault;

/// Maximum time that a test waits for anything; reached only if something is broken.
pub const PATIENCE: Duration = Duration::from_secs(60);
/// Interval between checks of something that sends no notification.
const LOOK_EVERY: Duration = Duration::from_millis(10);

/// The address of the administrator.
pub const ADMINISTRATOR: &str = "ann@example.com";
const ADMIN_PASSWORD: &str = "correct horse battery staple";

/// A data folder with a configuration, on which a server can be started.
pub struct Home {
    folder: TempDir,
    data: PathBuf,
    /// An API key with all scopes.
    api_key: String,
}

impl Home {
    /// A folder that no server has used yet.
    pub fn empty() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let data = folder.path().join("data");
        Self { folder, data, api_key: String::new() }
    }

    /// Like [`Home::set_up`], with an existing data folder elsewhere.
    pub fn set_up_at(data: PathBuf) -> Self {
        let mut home = Self { data, ..Self::empty() };
        home.make_key();
        home
    }

    /// A folder with a first administrator and an API key.
    pub fn set_up() -> Self {
        let mut home = Self::empty();
        home.make_key();
        home
    }

    /// Creates the first administrator and an API key.
    pub fn make_key(&mut self) {
        let password_file = self.folder.path().join("password");
        std::fs::write(&password_file, ADMIN_PASSWORD).expect("writing the password file");
        let password_file = password_file.to_str().expect("a readable path");
        let arguments = ["--admin-email", ADMINISTRATOR, "--admin-password-file", password_file];
        let output = self.run("setup", &[arguments.as_slice(), &["--workspace", "Example"]].concat());
        assert!(output.status.success(), "setup: {}", said(&output));
        let answer: Value = serde_json::from_slice(&output.stdout).expect("setup prints JSON");
        self.api_key = answer["api_key"].as_str().expect("setup prints an API key").to_owned();
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// The path of the configuration file, which is read if it exists.
    pub fn configuration(&self) -> PathBuf {
        self.folder.path().join("owlpost.toml")
    }

    /// Runs a command to its end.
    pub fn run(&self, verb: &str, arguments: &[&str]) -> Output {
        let mut command = self.command(verb);
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("starting owlpost");
        let started = Instant::now();
        while child.try_wait().expect("checking owlpost").is_none() {
            if started.elapsed() > PATIENCE {
                child.kill().expect("ending owlpost");
                panic!("owlpost {verb} did not end: {}", said(&child.wait_with_output().expect("its output")));
            }
            std::thread::sleep(LOOK_EVERY);
        }
        child.wait_with_output().expect("its output")
    }

    /// Starts a server that is expected to fail; returns what it prints on standard error.
    pub fn refuses_to_start(&self) -> String {
        let address = free_address().to_string();
        self.refuses_to_start_at(&address)
    }

    /// Like [`Home::refuses_to_start`], with this listen address.
    pub fn refuses_to_start_at(&self, address: &str) -> String {
        let output = self.run("serve", &["--http", address]);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        String::from_utf8(output.stderr).expect("messages are UTF-8")
    }

    /// Starts a server without waiting for it.
    pub fn launch(&self) -> Owlpost {
        self.launch_as(|command| command)
    }

    /// Starts a server whose files cannot grow beyond this size in KiB: further writes fail with EFBIG.
    pub fn launch_with_files_up_to(&self, kib: u32) -> Owlpost {
        self.launch_as(|command| {
            let mut limited = Command::new("sh");
            limited.args(["-c", &format!("trap '' XFSZ; ulimit -f {} || exit 1; exec \"$0\" \"$@\"", kib * 2)]);
            limited.arg(command.get_program()).args(command.get_args());
            limited.current_dir(command.get_current_dir().unwrap_or(Path::new(".")));
            for (name, value) in command.get_envs() {
                match value {
                    Some(value) => limited.env(name, value),
                    None => limited.env_remove(name),
                };
            }
            limited
        })
    }

    /// Starts a server whose writes below the data folder are recorded or kill it.
    pub fn launch_with(&self, fault: &WriteFault) -> Owlpost {
        self.launch_as(|mut command| {
            fault.preload(&self.data, &mut command).expect("the library is compiled");
            command
        })
    }

    fn launch_as(&self, started_by: impl FnOnce(Command) -> Command) -> Owlpost {
        let address = free_address();
        let log = self.folder.path().join("log");
        let log_file = File::options().create(true).append(true).open(&log).expect("opening the log");
        let mut command = self.command("serve");
        command.args(["--http", &address.to_string()]);
        let mut command = started_by(command);
        command.stdin(Stdio::null());
        command.stdout(log_file.try_clone().expect("sharing the log")).stderr(log_file);
        let child = Mutex::new(command.spawn().expect("starting owlpost"));
        Owlpost { child, address, log, api_key: self.api_key.clone(), http: http_client() }
    }

    /// Starts a server and waits until it accepts mail.
    pub async fn start(&self) -> Owlpost {
        let owlpost = self.launch();
        owlpost.is_ready().await;
        owlpost
    }

    fn command(&self, verb: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_owlpost"));
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("OWLPOST_") {
                command.env_remove(name);
            }
        }
        // The test's disk may be small, or be filled on purpose.
        command.env("OWLPOST_LIMITS_FREE_DISK_MB", "0");
        // Servers of other tests run beside it.
        command.env("OWLPOST_SMTP", "off");
        command.current_dir(self.folder.path()).arg(verb).arg("--data-dir").arg(&self.data);
        command
    }
}

/// A running server.
pub struct Owlpost {
    child: Mutex<Child>,
    address: SocketAddr,
    log: PathBuf,
    api_key: String,
    http: reqwest::Client,
}

impl Owlpost {
    /// Waits until it accepts mail.
    pub async fn is_ready(&self) {
        let started = Instant::now();
        while self.get("/readyz").await.is_none_or(|answer| answer.status != 200) {
            if let Some(status) = self.child().try_wait().expect("checking owlpost") {
                panic!("owlpost ended with {status} at its start:\n{}", self.log());
            }
            assert!(started.elapsed() < PATIENCE, "owlpost did not become ready:\n{}", self.log());
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Waits until it accepts mail or has ended.
    pub async fn is_ready_or_has_ended(&self) {
        let started = Instant::now();
        while self.get("/readyz").await.is_none_or(|answer| answer.status != 200) {
            if self.child().try_wait().expect("checking owlpost").is_some() {
                return;
            }
            assert!(started.elapsed() < PATIENCE, "owlpost did not become ready:\n{}", self.log());
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Waits until its port is open, whether or not it is ready.
    pub async fn listens(&self) {
        let started = Instant::now();
        while tokio::net::TcpStream::connect(self.address).await.is_err() {
            assert!(started.elapsed() < PATIENCE, "owlpost did not listen:\n{}", self.log());
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Everything logged by this server and by earlier ones on the same home.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// The address it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its child processes: the scripts that run.
    pub fn children(&self) -> Vec<u32> {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.child().id())).expect("its threads").flatten();
        let children = tasks.filter_map(|task| std::fs::read_to_string(task.path().join("children")).ok());
        children.flat_map(|ids| ids.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<u32>>()).collect()
    }

    /// Sends SIGKILL.
    pub fn kill(&self) {
        let mut child = self.child();
        child.kill().expect("killing owlpost");
        child.wait().expect("waiting for owlpost");
    }

    /// Waits until it has ended without a signal; `None` if it does not.
    pub async fn ends(&self) -> Option<ExitStatus> {
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            if let Some(status) = self.child().try_wait().expect("checking owlpost") {
                return Some(status);
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        None
    }

    /// Sends SIGTERM and waits for the end.
    pub fn terminate(&self) -> ExitStatus {
        let mut child = self.child();
        let pid = child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().expect("running kill").success());
        child.wait().expect("waiting for owlpost")
    }

    /// Configures delivery to `sink` with the username-and-password method; without a login if `login` is `None`.
    pub async fn deliver_to(&self, sink: SocketAddr, login: Option<(&str, &str)>) {
        let (username, password) = login.unwrap_or_default();
        let settings = json!({
            "method": "password",
            "from": {"email": "noreply@example.com"},
            "password": {"host": sink.ip().to_string(), "port": sink.port(), "security": "none",
                         "username": username, "password": password},
        });
        let answer = self.must("PUT", "/api/v1/email-settings", Some(settings)).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
    }

    /// `POST /messages` with one recipient.
    pub async fn post_message(&self, to: &str, text: &str) -> Option<Answer> {
        let message = json!({"to": to, "subject": "a message", "text": text});
        self.ask("POST", "/api/v1/messages", Some(message)).await
    }

    /// `POST /messages/raw` of a finished message, whose sender wants to know about a failure.
    pub async fn post_raw(&self, sender: &str, to: &str) -> Option<Answer> {
        let url = format!("http://{}/api/v1/messages/raw?notify=failure&sender={sender}&recipient={to}", self.address);
        let message = format!("From: {sender}\r\nTo: {to}\r\nSubject: x\r\n\r\nHello\r\n");
        let request = self.http.post(url).bearer_auth(&self.api_key).header("content-type", "message/rfc822");
        let answer = request.body(message).send().await.ok()?;
        Some(Answer { status: answer.status().as_u16(), text: answer.text().await.ok()? })
    }

    /// Posts a message that must be accepted; returns its id.
    pub async fn accepts(&self, to: &str, text: &str) -> String {
        let answer = self.post_message(to, text).await.expect("an answer");
        assert_eq!(answer.status, 202, "{}", answer.text);
        answer.json()["id"].as_str().expect("an accepted message has an id").to_owned()
    }

    /// The only delivery of a message.
    pub async fn delivery(&self, id: &str) -> Value {
        let answer = self.must("GET", &format!("/api/v1/messages/{id}"), None).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()["deliveries"][0].clone()
    }

    /// Waits until the only delivery of a message satisfies `wanted`.
    pub async fn delivery_becomes(&self, id: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let started = Instant::now();
        loop {
            let delivery = self.delivery(id).await;
            if wanted(&delivery) {
                return delivery;
            }
            assert!(started.elapsed() < PATIENCE, "message {id} stays {delivery}:\n{}", self.log());
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Like [`Owlpost::delivery_becomes`], for a state.
    pub async fn delivery_is(&self, id: &str, state: &str) -> Value {
        self.delivery_becomes(id, |delivery| delivery["state"] == state).await
    }

    /// A call that must get a response, whatever its status.
    pub async fn must(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        let answer = self.ask(method, path, body).await;
        answer.unwrap_or_else(|| panic!("{method} {path} was not answered:\n{}", self.log()))
    }

    /// A call; `None` if it gets no response, as from a killed server.
    pub async fn ask(&self, method: &str, path: &str, body: Option<Value>) -> Option<Answer> {
        let method = reqwest::Method::from_bytes(method.as_bytes()).expect("a method of HTTP");
        let mut request = self.http.request(method, format!("http://{}{path}", self.address));
        if !self.api_key.is_empty() {
            request = request.bearer_auth(&self.api_key);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.ok()?;
        Some(Answer { status: answer.status().as_u16(), text: answer.text().await.ok()? })
    }

    /// Signs in as the administrator and opens a page; returns the status.
    pub async fn as_administrator(&self, path: &str) -> u16 {
        self.administrator().await.page(path).await.status
    }

    /// Signs in as the administrator.
    pub async fn administrator(&self) -> Visitor {
        let client = reqwest::Client::builder()
            .timeout(PATIENCE)
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("an HTTP client");
        let form = format!("email=ann%40example.com&password={}", ADMIN_PASSWORD.replace(' ', "+"));
        let sign_in = client
            .post(format!("http://{}/sign-in", self.address))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form);
        let signed_in = sign_in.send().await.expect("an answer");
        let cookie = signed_in.headers().get("set-cookie").and_then(|cookie| cookie.to_str().ok());
        let session = cookie.and_then(|cookie| cookie.split(';').next()).expect("a session").to_owned();
        Visitor { client, address: self.address, session }
    }

    /// The process id.
    pub fn process(&self) -> u32 {
        self.child().id()
    }

    async fn get(&self, path: &str) -> Option<Answer> {
        self.ask("GET", path, None).await
    }

    fn child(&self) -> MutexGuard<'_, Child> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A signed-in person.
pub struct Visitor {
    client: reqwest::Client,
    address: SocketAddr,
    session: String,
}

impl Visitor {
    /// Opens a page.
    pub async fn page(&self, path: &str) -> Answer {
        answer(self.client.get(self.url(path)).header("cookie", &self.session)).await
    }

    /// Posts an encoded form to a page.
    pub async fn post(&self, path: &str, form: &str) -> Answer {
        let posted = self.client.post(self.url(path)).header("cookie", &self.session);
        let posted = posted.header("content-type", "application/x-www-form-urlencoded");
        answer(posted.body(form.to_owned())).await
    }

    /// Posts a form with files to a page; `field` is the name of the field of each.
    pub async fn upload(&self, path: &str, field: &str, files: &[(&str, &[u8])]) -> Answer {
        let mut body = Vec::new();
        for (name, content) in files {
            let head = format!("--XX\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(b"Content-Type: application/octet-stream\r\n\r\n");
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--XX--\r\n");
        let posted = self.client.post(self.url(path)).header("cookie", &self.session);
        answer(posted.header("content-type", "multipart/form-data; boundary=XX").body(body)).await
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let answer = request.send().await.expect("an answer");
    Answer { status: answer.status().as_u16(), text: answer.text().await.expect("its text") }
}

impl Drop for Owlpost {
    fn drop(&mut self) {
        // Does nothing if the test has ended the process.
        let mut child = self.child();
        let _ = child.kill();
        let _ = child.wait();
    }
}

/// A response.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub text: String,
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }
}

/// Exit status and both output streams of a command.
pub fn said(output: &Output) -> String {
    let (out, error) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    format!("{}\n{out}{error}", output.status)
}

/// A loopback address on which nothing listens.
pub fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("the port of a listener")
}

fn http_client() -> reqwest::Client {
    // reqwest needs a provider even without TLS; installing one a second time has no effect.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().timeout(PATIENCE).no_proxy().build().expect("an HTTP client")
}
