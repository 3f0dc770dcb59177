//! A client in its session: its login, its transaction, and what intake makes of its message.

use std::net::SocketAddr;
use std::time::Instant;

use accounts::{ProgramLogin, RefusedLogin, network_of};
use app::App;
use config::TrustedNetwork;
use mail::submitted::{Client, Envelope, EnvelopeId, Protocol, Received, Recipient, Ret, SmtpProtocol, Submitted};
use mail::{EmailAddress, ReversePath};
use permissions::{AccountSender, NetworkSender, Sender};
use queue::Kind;
use secrecy::{ExposeSecret, SecretString};
use sending::intake::FromPolicy;
use smtp::server::{Answer, Credentials, Hello, Host, Incoming, MailCommand, RcptCommand};
use tls::server::TlsVersion;
use transfer::{Holder, Reservation};

use crate::refusals;

/// One client, from its greeting to its end or to STARTTLS.
pub(crate) struct ClientSession {
    app: App,
    peer: SocketAddr,
    tls: Option<TlsVersion>,
    /// What it logged in with. The key is looked up again when a message begins and when it is accepted: it may have been
    /// deleted.
    password: Option<SecretString>,
    transaction: Option<Transaction>,
    memory: Vec<Reservation>,
    reserved: usize,
}

/// From MAIL to the end of the message.
struct Transaction {
    sender: Sender,
    /// `None` for a name without a domain that is replaced by the sender of the message.
    reverse_path: Option<ReversePath>,
    recipients: Vec<Recipient>,
    ret: Option<Ret>,
    envelope_id: Option<EnvelopeId>,
}

impl ClientSession {
    pub(crate) fn new(app: App, peer: SocketAddr, tls: Option<TlsVersion>) -> Self {
        // An IPv4 client of an IPv6 listener counts as what it is.
        let peer = SocketAddr::new(peer.ip().to_canonical(), peer.port());
        Self { app, peer, tls, password: None, transaction: None, memory: Vec::new(), reserved: 0 }
    }

    /// Who sends the next message.
    async fn sender(&self) -> Result<Sender, Answer> {
        let client = self.peer.ip();
        let Some(password) = &self.password else {
            let trusted = self.app.config.submission.trusted(client);
            let needs_login =
                || Answer::new(530, "5.7.0", "Log in first: the password is an API key or a mail password");
            let of_network = |network: &TrustedNetwork| NetworkSender::new(network.clone(), &self.app.config.limits);
            return trusted.map(of_network).map(Sender::Network).ok_or_else(needs_login);
        };
        let login = self.credential(password).await?;
        let accounts = &self.app.accounts;
        let counted = match &login {
            ProgramLogin::Key(key) => accounts.count_call(key),
            ProgramLogin::MailPassword(login) => accounts.count_message(&login.password),
        };
        counted.map_err(|seconds| {
            Answer::new(451, "4.7.0", format!("The {} may send again in {seconds} s", login.credential()))
        })?;
        Ok(self.sender_of(login))
    }

    /// The key or mail password that the client logged in with, if it still may send.
    async fn credential(&self, password: &SecretString) -> Result<ProgramLogin, Answer> {
        let login = self.app.accounts.sending_login(password.expose_secret(), self.peer.ip()).await;
        login.map_err(|error| refusals::of_former_login(&error))
    }

    fn sender_of(&self, login: ProgramLogin) -> Sender {
        match login {
            ProgramLogin::Key(key) => Sender::Key(key),
            ProgramLogin::MailPassword(login) => {
                Sender::MailPassword(AccountSender::new(login, self.app.settings.active_sender()))
            }
        }
    }

    /// Who sends a message that has arrived: its key or mail password, and whom it reaches, may have changed since MAIL.
    async fn sender_now(&self, sender: Sender, recipients: Vec<EmailAddress>) -> Result<Sender, Answer> {
        let mut sender = match &self.password {
            Some(password) => self.sender_of(self.credential(password).await?),
            None => sender,
        };
        self.set_reach(&mut sender, recipients).await?;
        Ok(sender)
    }

    /// Sets whom the sender of the transaction reaches of these addresses, if that depends on its account.
    async fn set_reach(&self, sender: &mut Sender, recipients: Vec<EmailAddress>) -> Result<(), Answer> {
        let Sender::MailPassword(account) = sender else { return Ok(()) };
        let reach = self.app.scripts.reach_of_account(account.password().account, recipients).await;
        account.set_reach(reach.map_err(|error| refusals::internal(&error))?);
        Ok(())
    }

    fn received(&self, hello: Hello, smtputf8: bool) -> Received {
        let is_shown = self.app.config.submission.client_in_received;
        Received {
            by: self.app.config.own_name(),
            with: Protocol::Smtp(SmtpProtocol {
                extended: hello.extended,
                utf8: smtputf8,
                tls: self.tls.is_some(),
                authenticated: self.password.is_some(),
            }),
            from: is_shown.then(|| Client { name: hello.name, address: self.peer.ip() }),
        }
    }

    /// As the outbox shows it.
    fn client(&self, hello: &Hello) -> queue::Client {
        let smtp = queue::SmtpClient { hello: hello.name.clone(), tls: self.tls.map(|tls| tls.to_string()) };
        queue::Client { address: self.peer.ip(), smtp: Some(smtp) }
    }

    fn refused(&self, stage: &'static str, answer: Answer) -> Answer {
        self.app.maillog.submission_refused(self.peer.ip(), stage, answer.number(), answer.enhanced());
        answer
    }

    /// The reverse-path of MAIL.
    fn reverse_path(&self, text: &str, from_policy: FromPolicy) -> Result<Option<ReversePath>, Answer> {
        let domain = self.app.config.submission.default_domain.as_ref();
        if domain.is_none() && from_policy == FromPolicy::Rewrite && EmailAddress::lacks_domain(text) {
            return Ok(None);
        }
        let path = ReversePath::parse_with(text, domain);
        path.map(Some).map_err(|error| self.refused("sender", Answer::new(553, "5.1.7", refusals::words(&error.text))))
    }

    fn end_transaction(&mut self) -> Option<Transaction> {
        self.reserved = 0;
        self.transaction.take()
    }
}

impl Host for ClientSession {
    async fn log_in(&mut self, credentials: Credentials) -> Answer {
        let Credentials { username, password } = credentials;
        let login = self.app.accounts.program_login(&username, password.expose_secret(), self.peer.ip()).await;
        match login {
            Ok(login) => {
                self.password = Some(password);
                Answer::new(235, "2.7.0", format!("Logged in with the {}", login.credential()))
            }
            Err(RefusedLogin { error, is_one_too_many }) => {
                let answer = refusals::of_login(&error);
                let credential = error.credential().map(ToString::to_string);
                self.app.maillog.login_refused(self.peer.ip(), answer.number(), credential.as_deref());
                if is_one_too_many { answer.and_close() } else { answer }
            }
        }
    }

    async fn mail(&mut self, mail: MailCommand) -> Result<(), Answer> {
        let sender = self.sender().await.map_err(|answer| self.refused("sender", answer))?;
        let reverse_path = self.reverse_path(&mail.sender, sender.from_policy())?;
        if let Some(address) = reverse_path.as_ref().and_then(ReversePath::address)
            && !sender.may_send_as(address)
            && !(sender.from_policy() == FromPolicy::Rewrite && sender.may_send_as(&self.app.settings.active_sender()))
        {
            let words = format!("{} may not send as {}", name_of(&sender), address.expose());
            return Err(self.refused("sender", Answer::new(550, "5.7.1", words)));
        }
        let MailCommand { ret, envelope_id, .. } = mail;
        self.transaction = Some(Transaction { sender, reverse_path, recipients: Vec::new(), ret, envelope_id });
        Ok(())
    }

    async fn rcpt(&mut self, rcpt: RcptCommand) -> Result<(), Answer> {
        let found = EmailAddress::parse_with(&rcpt.recipient, self.app.config.submission.default_domain.as_ref());
        let address = found
            .map_err(|error| self.refused("recipient", Answer::new(553, "5.1.3", refusals::words(&error.text))))?;
        let Some(mut transaction) = self.transaction.take() else {
            return Err(Answer::new(503, "5.5.1", "Begin with MAIL"));
        };
        let reach = self.set_reach(&mut transaction.sender, vec![address.clone()]).await;
        let refusal = reach.err().or_else(|| may_not_send_to(&transaction.sender, &address));
        if refusal.is_none() {
            transaction.recipients.push(Recipient { address, notify: rcpt.notify, original: rcpt.original });
        }
        self.transaction = Some(transaction);
        refusal.map_or(Ok(()), |answer| Err(self.refused("recipient", answer)))
    }

    fn reset(&mut self) {
        self.end_transaction();
        self.memory.clear();
    }

    async fn reserve(&mut self, octets: usize) -> Result<(), Answer> {
        let more = octets.saturating_sub(self.reserved);
        if more == 0 {
            return Ok(());
        }
        let mut holders = Vec::new();
        // Programs of this machine share its address.
        if !self.peer.ip().is_loopback() {
            holders.push(Holder::Client(network_of(self.peer.ip())));
        }
        match self.transaction.as_ref().map(|transaction| &transaction.sender) {
            Some(Sender::Key(key)) => holders.push(Holder::ApiKey(key.id)),
            Some(Sender::MailPassword(account)) => holders.push(Holder::Account(account.password().account)),
            Some(Sender::Network(_)) | None => {}
        }
        match self.app.budget.reserve(holders, more).await {
            Ok(reservation) => {
                self.memory.push(reservation);
                self.reserved = octets;
                Ok(())
            }
            Err(_) => Err(self.refused("memory", refusals::overloaded())),
        }
    }

    async fn accept(&mut self, message: Incoming) -> Answer {
        let began = Instant::now();
        let Some(transaction) = self.end_transaction() else {
            return Answer::new(503, "5.5.1", "Begin with MAIL");
        };
        let Transaction { sender, reverse_path, recipients, ret, envelope_id } = transaction;
        let addresses = recipients.iter().map(|recipient| recipient.address.clone()).collect();
        let sender = match self.sender_now(sender, addresses).await {
            Ok(sender) => sender,
            Err(answer) => {
                self.memory.clear();
                return self.refused("message", answer);
            }
        };
        let Incoming { octets, hello, smtputf8 } = message;
        let (client, quotas, by) = (self.client(&hello), sender.quotas(), name_of(&sender));
        let recipients = Some(recipients);
        let envelope = Envelope { sender: reverse_path, recipients, envelope_id, ret, ..Envelope::default() };
        let received = self.received(hello, smtputf8);
        let submitted = Submitted {
            envelope,
            bytes: octets,
            received,
            provider_headers: sender.may_control_provider(),
            default_domain: self.app.config.submission.default_domain.clone(),
        };
        let request = sender.request(submitted, Kind::Submission, None, Some(client.clone()));
        let accepted = self.app.intake.accept_submitted(request, &quotas).await;
        self.memory.clear();
        match accepted {
            Ok(receipt) => {
                self.app.maillog.metrics().accepted_within(began.elapsed());
                self.app.maillog.submitted(receipt.id, &by, &client);
                Answer::new(250, "2.0.0", format!("accepted as {}", receipt.id.0))
            }
            Err(error) => self.refused("message", refusals::of_message(error)),
        }
    }
}

/// The refusal of a recipient, if it is refused.
fn may_not_send_to(sender: &Sender, address: &EmailAddress) -> Option<Answer> {
    if sender.may_send_to(address) {
        return None;
    }
    let reason = match sender {
        Sender::MailPassword(account) if !account.reaches(address) => {
            ": it has no account here, and no approved workspace of yours may write to it; ask an administrator"
        }
        _ => "",
    };
    let words = format!("{} may not send to {}{reason}", name_of(sender), address.expose());
    Some(Answer::new(550, "5.7.1", words))
}

/// As a refusal names it.
fn name_of(sender: &Sender) -> String {
    match sender {
        Sender::Key(key) => format!("The API key {}", key.name),
        Sender::MailPassword(account) => format!("The mail password {}", account.password().name),
        Sender::Network(network) => format!("The network {}", network.name()),
    }
}
