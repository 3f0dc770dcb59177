//! Reading letters as their recipients do: from the mailbox, once nothing waits any more.

use mail_parser::MessageParser;
use queue::QueueError;

use super::House;

/// A letter that arrived.
#[derive(Clone, Debug)]
pub struct Mail {
    pub subject: String,
    pub text: String,
    pub html: String,
}

impl Mail {
    /// The link, which stands on a line of its own.
    #[track_caller]
    pub fn link(&self) -> &str {
        let link = self.text.lines().map(str::trim).find(|line| line.contains("?ticket="));
        link.unwrap_or_else(|| panic!("no link in {}", self.text))
    }

    /// What the link holds.
    #[track_caller]
    pub fn secret(&self) -> String {
        self.link().split_once("?ticket=").expect("a link").1.to_owned()
    }
}

impl House {
    /// Waits until everything that was accepted has left, or ended otherwise.
    pub async fn settles(&self) {
        let waiting = async || {
            let tally = self.app.db.read(|rx| queue::waiting(rx)).await.map_err(|error: QueueError| error.to_string());
            tally.expect("counts").total()
        };
        self.until("all mail has left", async || waiting().await == 0).await;
    }

    /// The letters that came to an address, newest first.
    pub async fn letters_to(&self, email: &str) -> Vec<Mail> {
        self.settles().await;
        let mut letters = Vec::new();
        for entry in self.app.mailbox.list(email, None, 100).await.expect("lists") {
            let is_to_it = entry.recipients.iter().any(|to| to.expose() == email);
            if is_to_it && let Some((_, bytes)) = self.app.mailbox.get(entry.id).await.expect("reads") {
                letters.push(parsed(&bytes));
            }
        }
        letters
    }

    /// The newest letter that came to an address.
    pub async fn letter_to(&self, email: &str) -> Mail {
        self.letters_to(email).await.into_iter().next().expect("a letter")
    }

    /// What the link of the newest letter to an address holds.
    pub async fn link_from_mail_to(&self, email: &str) -> String {
        self.letter_to(email).await.secret()
    }

    /// The subjects of the letters to an address, newest first.
    pub async fn subjects_to(&self, email: &str) -> Vec<String> {
        self.letters_to(email).await.into_iter().map(|letter| letter.subject).collect()
    }
}

/// The letter of these MIME bytes.
pub fn parsed(bytes: &[u8]) -> Mail {
    let message = MessageParser::default().parse(bytes).expect("a message");
    Mail {
        subject: message.subject().unwrap_or_default().to_owned(),
        text: message.body_text(0).unwrap_or_default().into_owned(),
        html: message.body_html(0).unwrap_or_default().into_owned(),
    }
}
