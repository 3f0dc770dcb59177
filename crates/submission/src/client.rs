//! A client in its session: its login, its transaction, and what intake makes of its message.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use accounts::{Actor, ApiKey, RefusedLogin, network_of};
use app::App;
use config::TrustedNetwork;
use mail::submitted::{Client, Envelope, EnvelopeId, Protocol, Received, Recipient, Ret, SmtpProtocol, Submitted};
use mail::{EmailAddress, ReversePath, Text};
use queue::{Kind, Source};
use secrecy::{ExposeSecret, SecretString};
use sending::intake::{AllowedAddresses, FromPolicy, SubmittedRequest};
use sending::quotas::Quota;
use smtp::server::{Answer, Credentials, Hello, Host, Incoming, MailCommand, RcptCommand};
use tls::server::TlsVersion;
use transfer::{Holder, Reservation};

use crate::{refusals, texts};

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
    login: Login,
    sender: ReversePath,
    recipients: Vec<Recipient>,
    ret: Option<Ret>,
    envelope_id: Option<EnvelopeId>,
}

/// Who sends.
#[derive(Clone)]
enum Login {
    Key(Arc<ApiKey>),
    Trusted(TrustedNetwork),
}

impl ClientSession {
    pub(crate) fn new(app: App, peer: SocketAddr, tls: Option<TlsVersion>) -> Self {
        // An IPv4 client of an IPv6 listener counts as what it is.
        let peer = SocketAddr::new(peer.ip().to_canonical(), peer.port());
        Self { app, peer, tls, password: None, transaction: None, memory: Vec::new(), reserved: 0 }
    }

    /// Who sends the next message.
    async fn login(&self) -> Result<Login, Answer> {
        let client = self.peer.ip();
        let Some(password) = &self.password else {
            let trusted = self.app.config.submission.trusted(client);
            let needs_login = || Answer::new(530, "5.7.0", "Log in first: the password is an API key");
            return trusted.cloned().map(Login::Trusted).ok_or_else(needs_login);
        };
        let key = self.key(password).await?;
        self.app.accounts.count_call(&key).map_err(|seconds| {
            Answer::new(451, "4.7.0", format!("The API key {} may send again in {seconds} s", key.name))
        })?;
        Ok(Login::Key(key))
    }

    async fn key(&self, password: &SecretString) -> Result<Arc<ApiKey>, Answer> {
        let key = self.app.accounts.sending_key(password.expose_secret(), self.peer.ip()).await;
        key.map_err(|error| refusals::of_former_login(&error))
    }

    /// Who sends a message that has arrived: its key may have changed since MAIL.
    async fn login_now(&self, login: Login) -> Result<Login, Answer> {
        match &self.password {
            Some(password) => self.key(password).await.map(Login::Key),
            None => Ok(login),
        }
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
            Ok(key) => {
                self.password = Some(password);
                Answer::new(235, "2.7.0", format!("Logged in with the API key {}", key.name))
            }
            Err(RefusedLogin { error, is_one_too_many }) => {
                let answer = refusals::of_login(&error);
                self.app.maillog.login_refused(self.peer.ip(), answer.number());
                if is_one_too_many { answer.and_close() } else { answer }
            }
        }
    }

    async fn mail(&mut self, mail: MailCommand) -> Result<(), Answer> {
        let login = self.login().await.map_err(|answer| self.refused("sender", answer))?;
        let sender = ReversePath::parse(&mail.sender)
            .map_err(|error| self.refused("sender", Answer::new(553, "5.1.7", refusals::words(&error.text))))?;
        if let Some(address) = sender.address()
            && !login.may_send_as(address)
            && !(login.policy_for_from() == FromPolicy::Rewrite
                && login.may_send_as(&self.app.settings.active_sender()))
        {
            let words = format!("{} may not send as {}", login.name(), address.expose());
            return Err(self.refused("sender", Answer::new(550, "5.7.1", words)));
        }
        let MailCommand { ret, envelope_id, .. } = mail;
        self.transaction = Some(Transaction { login, sender, recipients: Vec::new(), ret, envelope_id });
        Ok(())
    }

    fn rcpt(&mut self, rcpt: RcptCommand) -> Result<(), Answer> {
        let found = EmailAddress::parse(&rcpt.recipient);
        let address = found
            .map_err(|error| self.refused("recipient", Answer::new(553, "5.1.3", refusals::words(&error.text))))?;
        let Some(transaction) = &mut self.transaction else {
            return Err(Answer::new(503, "5.5.1", "Begin with MAIL"));
        };
        if let Login::Key(key) = &transaction.login
            && !key.limits.recipients.covers(&address)
        {
            let words = format!("{} may not send to {}", transaction.login.name(), address.expose());
            return Err(self.refused("recipient", Answer::new(550, "5.7.1", words)));
        }
        transaction.recipients.push(Recipient { address, notify: rcpt.notify, original: rcpt.original });
        Ok(())
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
        if let Some(Transaction { login: Login::Key(key), .. }) = &self.transaction {
            holders.push(Holder::ApiKey(key.id));
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
        let Some(Transaction { login, sender, recipients, ret, envelope_id }) = self.end_transaction() else {
            return Answer::new(503, "5.5.1", "Begin with MAIL");
        };
        let login = match self.login_now(login).await {
            Ok(login) => login,
            Err(answer) => {
                self.memory.clear();
                return self.refused("message", answer);
            }
        };
        let Incoming { octets, hello, smtputf8 } = message;
        let (client, quotas) = (self.client(&hello), login.quotas());
        let (sender, recipients) = (Some(sender), Some(recipients));
        let envelope = Envelope { sender, recipients, envelope_id, ret, notify: None };
        let received = self.received(hello, smtputf8);
        let submitted = Submitted { envelope, bytes: octets, received, provider_headers: login.provider_headers() };
        let accepted = self.app.intake.accept_submitted(login.request(submitted, client.clone()), &quotas).await;
        self.memory.clear();
        match accepted {
            Ok(receipt) => {
                self.app.maillog.metrics().accepted_within(began.elapsed());
                self.app.maillog.submitted(receipt.id, &client);
                Answer::new(250, "2.0.0", format!("accepted as {}", receipt.id.0))
            }
            Err(error) => self.refused("message", refusals::of_message(error)),
        }
    }
}

impl Login {
    /// As a refusal names it.
    fn name(&self) -> String {
        match self {
            Self::Key(key) => format!("The API key {}", key.name),
            Self::Trusted(trusted) => format!("The network {}/{}", trusted.network.address, trusted.network.prefix),
        }
    }

    fn may_send_as(&self, address: &EmailAddress) -> bool {
        match self {
            Self::Key(key) => key.limits.may_send_as(address),
            Self::Trusted(trusted) => trusted.sender == *address,
        }
    }

    /// What happens to a message from a sender that is not allowed.
    fn policy_for_from(&self) -> FromPolicy {
        match self {
            Self::Key(key) if key.limits.rewrites_from => FromPolicy::Rewrite,
            Self::Key(_) | Self::Trusted(_) => FromPolicy::Refuse,
        }
    }

    fn provider_headers(&self) -> bool {
        matches!(self, Self::Key(key) if key.may(accounts::Scope::ProviderHeaders))
    }

    fn quotas(&self) -> Vec<Quota> {
        match self {
            Self::Key(key) => scripting::key_quota(key).into_iter().collect(),
            Self::Trusted(_) => Vec::new(),
        }
    }

    /// Who caused a message, as pages and logs name it.
    fn origin(&self) -> Text {
        match self {
            Self::Key(key) => Actor::api_key(key.name.as_str()).text(),
            Self::Trusted(trusted) => {
                texts::origin_trusted_network(format!("{}/{}", trusted.network.address, trusted.network.prefix))
            }
        }
    }

    fn request(self, submitted: Submitted, client: queue::Client) -> SubmittedRequest {
        let origin = self.origin();
        let (source, key_scope) = match &self {
            Self::Key(key) => (Source::api_key(key.id), key.id.to_string()),
            Self::Trusted(trusted) => (Source::default(), trusted.sender.expose().to_owned()),
        };
        let recipients = match &self {
            Self::Key(key) => {
                let key = key.clone();
                AllowedAddresses::by(move |address| key.limits.recipients.covers(address))
            }
            Self::Trusted(_) => AllowedAddresses::ANY,
        };
        SubmittedRequest {
            submitted,
            kind: Kind::Submission,
            origin,
            source,
            client: Some(client),
            key: None,
            key_scope,
            from_policy: self.policy_for_from(),
            allowed_senders: AllowedAddresses::by(move |address| self.may_send_as(address)),
            allowed_recipients: recipients,
        }
    }
}
