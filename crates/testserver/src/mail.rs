//! Mail: accepting it, waiting until it is sent, and reading it from the local mailbox.

use std::sync::Arc;
use std::time::Duration;

use mail::Draft;
use mail_parser::MessageParser;
use queue::{Detail, Id, Kind, QueueError, Source, State};
use sending::intake::{IntakeError, Ready, Receipt, Request};
use sending::mailbox::Entry;

use super::TestServer;

/// An email that arrived.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
    /// Its HTML.
    pub html: String,
}

impl Letter {
    /// The link, which is on a line of its own.
    #[track_caller]
    pub fn link(&self) -> &str {
        let link = self.text.lines().map(str::trim).find(|line| line.contains("?ticket="));
        link.unwrap_or_else(|| panic!("no link in {}", self.text))
    }

    /// The secret in the link.
    #[track_caller]
    pub fn secret(&self) -> String {
        self.link().split_once("?ticket=").expect("a link").1.to_owned()
    }
}

/// An intake request of the API to one recipient, whose local part is also the subject.
pub fn request(to: &str) -> Request {
    let subject = to.split('@').next().unwrap_or(to).to_owned();
    let draft = Draft { to: vec![to.to_owned()], subject, text: Some("Hello".into()), ..Draft::default() };
    Request {
        draft,
        kind: Kind::Api,
        origin: accounts::Actor::api_key("test").text(),
        source: Source::default(),
        key: None,
        expires_at: None,
        client: None,
    }
}

/// Parses MIME bytes.
pub fn parse_letter(bytes: &[u8]) -> Letter {
    let message = MessageParser::default().parse(bytes).expect("a message");
    Letter {
        subject: message.subject().unwrap_or_default().to_owned(),
        text: message.body_text(0).unwrap_or_default().into_owned(),
        html: message.body_html(0).unwrap_or_default().into_owned(),
    }
}

impl TestServer {
    /// Tries to accept a message.
    ///
    /// # Errors
    /// Those of [`sending::intake::Intake::accept`].
    pub async fn try_accept(&self, request: Request) -> Result<Receipt, IntakeError> {
        self.app.intake.accept(request).await
    }

    /// Accepts [`request`].
    pub async fn accept(&self, to: &str) -> Id {
        self.accept_kind(Kind::Api, to).await
    }

    /// Like [`TestServer::accept`], with another kind.
    pub async fn accept_kind(&self, kind: Kind, to: &str) -> Id {
        self.try_accept(Request { kind, ..request(to) }).await.expect("accepted").id
    }

    /// Accepts any draft.
    pub async fn accept_draft(&self, draft: Draft) -> Id {
        self.try_accept(Request { draft, ..request("") }).await.expect("accepted").id
    }

    /// Accepts mail that waits only in the database, without passing it to the delivery loop in memory.
    pub async fn accept_on_disk(&self, kind: Kind, to: &str) -> Id {
        let (id, ready) = self.store(Request { kind, ..request(to) }).await;
        self.app.intake.committed(&ready);
        id
    }

    /// Accepts mail like a run of a script: stored in one transaction with other mail, and waiting on disk.
    pub async fn accept_of_script(&self, source: Source, to: &str) -> Id {
        let (id, ready) = self.store(Request { kind: Kind::Script, source, ..request(to) }).await;
        self.app.intake.committed(&ready);
        id
    }

    /// Like [`TestServer::accept_on_disk`], but the delivery loop is not notified.
    pub async fn accept_unnoticed(&self, to: &str) -> Id {
        self.store(request(to)).await.0
    }

    async fn store(&self, request: Request) -> (Id, Arc<Ready>) {
        let ready = Arc::new(self.app.intake.prepare(request).expect("a valid request"));
        let (intake, stored) = (self.app.intake.clone(), ready.clone());
        let receipt = self.app.db.write(move |tx| intake.accept_in(tx, &stored)).await.expect("stored");
        (receipt.id, ready)
    }

    /// Everything about a message.
    pub async fn detail(&self, id: Id) -> Detail {
        self.app.db.read(move |rx| queue::detail(rx, id)).await.expect("a message")
    }

    /// The states of a message's deliveries. Reads nothing else, so that it works for a damaged message.
    pub async fn states(&self, id: Id) -> Vec<State> {
        let deliveries = self.app.db.read(move |rx| queue::deliveries(rx, id)).await;
        deliveries.expect("deliveries").iter().map(|delivery| delivery.state).collect()
    }

    /// The state of a message's one delivery.
    pub async fn state(&self, id: Id) -> State {
        self.states(id).await.pop().expect("a delivery")
    }

    /// The number of accepted messages of a kind.
    pub async fn count(&self, kind: Kind) -> usize {
        let filter = queue::Filter { kind: Some(kind), ..queue::Filter::default() };
        self.app.db.read(move |rx| queue::list(rx, &filter)).await.expect("lists").items.len()
    }

    /// Waits until every delivery of accepted mail has ended.
    pub async fn all_mail_leaves(&self) {
        let waiting = async || {
            let tally = self.app.db.read(|rx| queue::waiting(rx)).await.map_err(|error: QueueError| error.to_string());
            tally.expect("counts").total()
        };
        self.until("all mail has left", async || waiting().await == 0).await;
    }

    /// The letters in the mailbox to an address, newest first.
    pub async fn letters_to(&self, email: &str) -> Vec<Letter> {
        self.all_mail_leaves().await;
        let mut letters = Vec::new();
        for entry in self.app.mailbox.list(email, None, 100).await.expect("lists") {
            let is_to_it = entry.recipients.iter().any(|to| to.expose() == email);
            if is_to_it && let Some((_, bytes)) = self.app.mailbox.get(entry.id).await.expect("reads") {
                letters.push(parse_letter(&bytes));
            }
        }
        letters
    }

    /// The newest letter in the mailbox to an address.
    pub async fn letter_to(&self, email: &str) -> Letter {
        self.letters_to(email).await.into_iter().next().expect("a letter")
    }

    /// The secret of the link in the newest letter to an address.
    pub async fn ticket_to(&self, email: &str) -> String {
        self.letter_to(email).await.secret()
    }

    /// The subjects of the letters to an address, newest first.
    pub async fn subjects_to(&self, email: &str) -> Vec<String> {
        self.letters_to(email).await.into_iter().map(|letter| letter.subject).collect()
    }

    /// Waits until the mailbox has `count` mails; returns them, newest first.
    pub async fn mailbox_has(&self, count: u64) -> Vec<Entry> {
        let mut events = self.app.delivery_loop.events();
        let waiting = async {
            while self.app.mailbox.count().await.expect("counted") < count {
                let _ = tokio::time::timeout(Duration::from_millis(50), events.recv()).await;
            }
        };
        tokio::time::timeout(super::PATIENCE, waiting).await.unwrap_or_else(|_| panic!("fewer than {count} mails"));
        self.app.mailbox.list("", None, 10_000).await.expect("listed")
    }
}
