//! `sendmail -bs`: SMTP on standard input and output, with the parser and the session of the server's own port.

use mail::limits;
use smtp::server::{
    Answer, Credentials, Host, Incoming, LoginOffer, MailCommand, Opening, RcptCommand, Terms, Times, serve,
};
use tokio::io::{join, stdin, stdout};
use tokio::sync::watch;

use crate::cli::send::failure::{Exit, Failure};
use crate::cli::send::input::Author;
use crate::cli::send::request::{Envelope, Request};
use crate::cli::send::submitter::{Submitted, Submitter};
use crate::cli::send::{input, note};

/// Octets of the largest message that are left for the fields that the server adds.
const ADDED_OCTETS: usize = 4_096;
/// Messages of one session.
const MESSAGES: usize = 10_000;

/// Speaks until the client ends the session; returns what became of its last message.
pub(super) async fn converse(submitter: &Submitter) -> Option<Submitted> {
    let terms = Terms {
        host_name: "localhost".to_owned(),
        message_octets: limits::MESSAGE_BYTES - ADDED_OCTETS,
        recipients: limits::RECIPIENTS,
        messages: MESSAGES,
        starttls: false,
        login: LoginOffer::NotNeeded,
        times: Times::default(),
    };
    // Nobody stops it but its client.
    let (_stop, stopped) = watch::channel(false);
    let mut client = LocalClient { submitter, transaction: None, last: None };
    serve(join(stdin(), stdout()), &terms, &mut client, Opening::Greeting, stopped).await;
    client.last
}

/// The program that called.
struct LocalClient<'a> {
    submitter: &'a Submitter,
    transaction: Option<Envelope>,
    last: Option<Submitted>,
}

impl Host for LocalClient<'_> {
    async fn log_in(&mut self, _credentials: Credentials) -> Answer {
        Answer::new(503, "5.5.1", "No login is needed here")
    }

    async fn mail(&mut self, mail: MailCommand) -> Result<(), Answer> {
        self.transaction = Some(Envelope { sender: Some(mail.sender), ..Envelope::default() });
        Ok(())
    }

    /// The server judges addresses, with the message.
    async fn rcpt(&mut self, rcpt: RcptCommand) -> Result<(), Answer> {
        let Some(transaction) = &mut self.transaction else { return Err(out_of_order()) };
        transaction.recipients.push(rcpt.recipient);
        Ok(())
    }

    fn reset(&mut self) {
        self.transaction = None;
    }

    async fn reserve(&mut self, _octets: usize) -> Result<(), Answer> {
        Ok(())
    }

    async fn accept(&mut self, message: Incoming) -> Answer {
        let Some(envelope) = self.transaction.take() else { return out_of_order() };
        let address = envelope.sender.clone().filter(|sender| !sender.is_empty());
        let author = address.map(|address| Author { name: None, address });
        let message = match input::complete(message.octets, author.as_ref()) {
            Ok(message) => message,
            Err(failure) => return refusal(&failure),
        };
        let key = (!message.has_key).then(|| self.submitter.new_key());
        let submitted = self.submitter.submit(Request::finished(&envelope, message.bytes, key)).await;
        match submitted {
            Ok(submitted) => {
                note("sendmail", &submitted);
                match self.last.insert(submitted) {
                    Submitted::Accepted(id) => Answer::new(250, "2.0.0", format!("accepted as {id}")),
                    Submitted::Spooled(..) => {
                        Answer::new(250, "2.0.0", "stored on this machine, until the server is reached")
                    }
                }
            }
            Err(failure) => refusal(&failure),
        }
    }
}

fn out_of_order() -> Answer {
    Answer::new(503, "5.5.1", "Begin with MAIL")
}

fn refusal(failure: &Failure) -> Answer {
    let words = failure.what();
    match failure.exit() {
        Exit::Recipient => Answer::new(550, "5.1.1", words),
        Exit::NotPermitted => Answer::new(550, "5.7.1", words),
        Exit::Data | Exit::Usage => Answer::new(554, "5.6.0", words),
        Exit::TryAgain | Exit::Unavailable | Exit::Io => Answer::new(451, "4.4.1", words),
        Exit::Config => Answer::new(451, "4.3.5", words),
    }
}
