//! A server with both ports of submission, a mail server that keeps what arrives, and a client that says exactly what it is
//! told.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use accounts::{Actor, Scope, TypedKeyLimits};
use config::Config;
use secrecy::ExposeSecret;
use submission::{Access, Bounds, Listeners};
use testkit::{CertificateKind, Sink, SinkOptions, certificates};
use testserver::{ANN, PATIENCE, TestServer};
use tls::server::{CertificateFiles, ServerCertificate};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::watch;

/// The sender that the email settings allow.
pub const SENDER: &str = "noreply@example.com";
/// Who gets the mail.
pub const RECIPIENT: &str = "ann@example.org";

/// Lines that transport could damage.
pub const BODY: &str = ".\r\n..\r\n.leading\r\n\r\nFrom the start\r\nlast\r\n";

/// The server and its mail server.
pub struct SubmissionServer {
    pub server: TestServer,
    pub sink: Sink,
    /// The port that begins in clear.
    pub clear: SocketAddr,
    /// The port of implicit TLS.
    pub tls: SocketAddr,
    /// An API key with the scope for sending.
    pub key: String,
    stop: watch::Sender<bool>,
    serving: tokio::task::JoinHandle<()>,
}

impl SubmissionServer {
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// As [`Self::start`], with another configuration.
    pub async fn start_with(change: impl FnOnce(&mut Config) + Send + 'static) -> Self {
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let server = TestServer::builder().config(move |config| {
            (config.submission.smtp, config.submission.smtps) = (vec![any], vec![any]);
            change(config);
        });
        let server = server.start().await;
        let sink = Sink::start(SinkOptions { keep_messages: true, ..SinkOptions::default() }).expect("a sink");
        let settings = serde_json::json!({
            "method": "password", "from": {"email": SENDER},
            "password": {"host": "127.0.0.1", "port": sink.port(), "security": "none"},
        });
        server.save_settings(&settings.to_string()).await;
        let key = server.app.accounts.make_key("shop", &[Scope::MessagesSend], &Actor::account(ANN)).await;
        let key = key.expect("a key").1.expose_secret().to_owned();
        let listeners = Listeners::bind(&server.app.config.submission).await.expect("free ports");
        let port = |access| listeners.addresses().find(|(_, found)| *found == access).expect("it listens").0;
        let (clear, tls) = (port(Access::Clear), port(Access::ImplicitTls));
        let (stop, stopped) = watch::channel(false);
        let bounds = Bounds { connections: 100, of_one_client: 10 };
        let certificate = Arc::new(ServerCertificate::open(certificate_files(&server)).expect("a certificate"));
        let serving = tokio::spawn(listeners.serve(server.app.clone(), Some(certificate), bounds, stopped));
        Self { server, sink, clear, tls, key, stop, serving }
    }

    /// The certificate of the authority that clients trust.
    pub fn ca_file(&self) -> PathBuf {
        let path = self.server.folder.path().join("ca.pem");
        std::fs::write(&path, certificates::ca_pem()).expect("written");
        path
    }

    /// An API key with limits.
    pub async fn key_with(&self, name: &str, limits: TypedKeyLimits) -> String {
        let ann = Actor::account(ANN);
        let made = self.server.app.accounts.make_limited_key(name, &[Scope::MessagesSend], &limits, &ann);
        made.await.expect("a key").1.expose_secret().to_owned()
    }

    /// The messages that arrived, once there are so many. Their sender, recipient and text.
    pub async fn arrived(&self, messages: usize) -> Vec<(String, String, String)> {
        self.server.until("the mail has arrived", async || self.sink.arrivals().len() >= messages).await;
        let arrivals = self.sink.arrivals();
        assert_eq!(arrivals.len(), messages, "no more than were sent");
        let text = |message: Option<Arc<[u8]>>| String::from_utf8_lossy(&message.expect("kept")).into_owned();
        arrivals.into_iter().map(|arrival| (arrival.sender, arrival.recipient, text(arrival.message))).collect()
    }

    /// The page of a message, as the administrator sees it.
    pub async fn outbox_page(&self, id: &str) -> String {
        let browser = self.server.browser_of(&self.server.account(ANN).await).await;
        self.server.read(&browser, &format!("/outbox/{id}")).await.body
    }

    /// A client in clear, greeted.
    pub async fn client(&self) -> Dialogue<TcpStream> {
        Dialogue::begin(TcpStream::connect(self.clear).await.expect("connects")).await
    }

    /// A client in clear that has logged in.
    pub async fn logged_in(&self) -> Dialogue<TcpStream> {
        let mut client = self.client().await;
        client.log_in(&self.key).await;
        client
    }

    /// Stops the listeners; messages that are arriving are finished.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        tokio::time::timeout(PATIENCE, self.serving).await.expect("it ends").expect("without a panic");
    }

    pub fn stop_soon(&self) {
        self.stop.send_replace(true);
    }
}

fn certificate_files(server: &TestServer) -> CertificateFiles {
    let good = certificates::certificate(CertificateKind::Good);
    let write = |name: &str, text: &str| {
        let path = server.folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        path
    };
    CertificateFiles {
        certificate: write("certificate.pem", &good.certificate_pem),
        key: write("key.pem", &good.key_pem),
    }
}

/// A client that writes octets as they are given, and reads replies.
pub struct Dialogue<S> {
    pub stream: S,
    received: Vec<u8>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Dialogue<S> {
    /// After the greeting.
    pub async fn begin(stream: S) -> Self {
        let mut dialogue = Self::over(stream);
        let greeting = dialogue.reply().await;
        assert!(greeting.starts_with("220 "), "{greeting}");
        dialogue
    }

    /// A client that was not greeted, after STARTTLS.
    pub fn over(stream: S) -> Self {
        Self { stream, received: Vec::new() }
    }

    pub async fn write(&mut self, text: &str) {
        self.stream.write_all(text.as_bytes()).await.expect("written");
        self.stream.flush().await.expect("written");
    }

    /// The next reply, all lines; empty at the end of the connection.
    pub async fn reply(&mut self) -> String {
        let reading = async {
            loop {
                if let Some(reply) = self.take() {
                    return reply;
                }
                let mut chunk = [0; 4096];
                match self.stream.read(&mut chunk).await {
                    Ok(read @ 1..) => self.received.extend_from_slice(&chunk[..read]),
                    _ => return String::new(),
                }
            }
        };
        tokio::time::timeout(PATIENCE, reading).await.expect("a reply in time")
    }

    fn take(&mut self) -> Option<String> {
        let mut end = 0;
        loop {
            let line = self.received[end..].windows(2).position(|two| two == b"\r\n")?;
            let is_last = self.received.get(end + 3) != Some(&b'-');
            end += line + 2;
            if is_last {
                let reply: Vec<u8> = self.received.drain(..end).collect();
                return Some(String::from_utf8(reply).expect("text").trim_end().to_owned());
            }
        }
    }

    /// Writes a line; its reply.
    pub async fn ask(&mut self, line: &str) -> String {
        self.write(&format!("{line}\r\n")).await;
        self.reply().await
    }

    /// Writes a line whose reply begins so.
    #[track_caller]
    pub fn expect<'a>(&'a mut self, line: &'a str, expected: &'a str) -> impl Future<Output = String> + 'a {
        let caller = std::panic::Location::caller();
        async move {
            let reply = self.ask(line).await;
            assert!(reply.starts_with(expected), "{caller}: {line}: {reply}\n  should begin with {expected}");
            reply
        }
    }

    pub async fn log_in(&mut self, key: &str) {
        self.expect("EHLO client.example", "250-").await;
        self.expect(&auth_plain(key), "235 2.7.0").await;
    }

    /// MAIL, RCPT and DATA.
    pub async fn begin_message(&mut self) {
        self.expect(&format!("MAIL FROM:<{SENDER}>"), "250 2.1.0").await;
        self.expect(&format!("RCPT TO:<{RECIPIENT}>"), "250 2.1.5").await;
        self.expect("DATA", "354").await;
    }

    /// Sends a message; the reply to it.
    pub async fn send(&mut self, text: &str) -> String {
        self.begin_message().await;
        self.ask(&format!("{text}.")).await
    }

    /// Whether the server has closed the connection.
    pub async fn is_closed(&mut self) -> bool {
        self.received.is_empty() && self.reply().await.is_empty()
    }
}

/// `AUTH PLAIN` with this password.
pub fn auth_plain(password: &str) -> String {
    use base64::Engine as _;
    let response = base64::engine::general_purpose::STANDARD.encode(format!("\0anything\0{password}"));
    format!("AUTH PLAIN {response}")
}

/// A message with a subject.
pub fn message(subject: &str) -> String {
    format!("From: {SENDER}\r\nTo: {RECIPIENT}\r\nSubject: {subject}\r\n\r\nHello.\r\n")
}

/// How long a program may take.
pub const PROGRAM_WITHIN: Duration = Duration::from_secs(60);
