//! AUTH at each provider's SMTP: XOAUTH2, at Google also OAUTHBEARER and app passwords, and the two kinds of
//! refusals.
//!
//! Google answers an invalid token with a challenge that the client must answer before the 535; Microsoft sends 535
//! at once.

use std::io;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::json;

use super::microsoft::SmtpAuth;
use super::misbehaviour::{Misbehaviour, Place};
use super::scopes::{self, GOOGLE_MAIL, Resource};
use super::smtp::Session;
use super::state::{Provider, State, TokenError, TokenOwner};
use crate::wire::auth_too_long;

const GOOGLE_535: &str = "535-5.7.8 Username and Password not accepted. For more information, go to\r\n\
                          535 5.7.8  https://support.google.com/mail/?p=BadCredentials lookalike - gsmtp";
const MICROSOFT_535: &str = "535 5.7.3 Authentication unsuccessful [LOOKALIKE.PROD.OUTLOOK.COM]";

/// Why a login is refused.
enum LoginError {
    /// With Google's challenge, which has this status.
    Google(&'static str),
    /// With this reply at once.
    Reply(String),
}

/// The credentials that a client sent.
struct Credentials {
    user: String,
    token: String,
}

impl Session<'_> {
    pub(super) fn auth(&mut self, request: &str) -> io::Result<()> {
        if !self.tls {
            self.shared.state().fault("AUTH before TLS: the credentials were readable on the way");
            return self.send_reply("530 5.7.0 Must issue a STARTTLS command first");
        }
        if self.mailbox.is_some() {
            return self.send_reply("503 5.5.1 Already authenticated");
        }
        if let Some(refusal) = auth_too_long(request) {
            self.shared.state().counts.smtp_refusals += 1;
            return self.send_reply(refusal);
        }
        let (mechanism, initial) = request.split_once(' ').unwrap_or((request, ""));
        let google = matches!(self.shared.state().provider, Provider::Google(_));
        match (mechanism.to_ascii_uppercase().as_str(), google) {
            ("XOAUTH2", _) => self.token_login(initial, xoauth2, &[""]),
            ("OAUTHBEARER", true) => self.token_login(initial, oauthbearer, &["AQ=="]),
            ("PLAIN" | "LOGIN", true) => self.password_login(mechanism, initial),
            ("LOGIN", false) => {
                self.ask(if initial.is_empty() { "VXNlcm5hbWU6" } else { "UGFzc3dvcmQ6" })?;
                if initial.is_empty() {
                    self.ask("UGFzc3dvcmQ6")?;
                }
                self.send_reply("535 5.7.139 Authentication unsuccessful, basic authentication is disabled.")
            }
            _ => self.send_reply("504 5.7.4 Unrecognized authentication type"),
        }
    }

    /// A login by token. `dummies` are the valid answers to Google's challenge of refusal.
    fn token_login(
        &mut self,
        initial: &str,
        read: fn(&str) -> Option<Credentials>,
        dummies: &[&str],
    ) -> io::Result<()> {
        let answer = if initial.is_empty() { self.ask("")? } else { initial.to_owned() };
        let decoded = BASE64.decode(&answer).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let checked = {
            let mut state = self.shared.state();
            state.counts.smtp_logins += 1;
            match decoded.as_deref().and_then(read) {
                Some(given) => state.admit(&given),
                None => {
                    state.fault("AUTH with something that is no OAuth response");
                    match state.provider {
                        Provider::Google(_) => Err(LoginError::Google("400")),
                        Provider::Microsoft(_) => Err(LoginError::Reply(MICROSOFT_535.into())),
                    }
                }
            }
        };
        match checked {
            Ok(mailbox) => {
                self.enter(&mailbox);
                self.welcome()
            }
            Err(no_entry) => {
                self.shared.state().counts.smtp_refusals += 1;
                match no_entry {
                    LoginError::Reply(reply) => self.send_reply(&reply),
                    LoginError::Google(status) => {
                        let error = json!({ "status": status, "schemes": "Bearer", "scope": GOOGLE_MAIL });
                        let dummy = self.ask(&BASE64.encode(error.to_string()))?;
                        if !dummies.contains(&dummy.as_str()) {
                            self.shared.state().fault(format!(
                                "the challenge that carries the error was answered with {} bytes in place of {}",
                                dummy.len(),
                                if dummies == [""] { "an empty line" } else { "AQ==" },
                            ));
                        }
                        self.send_reply(GOOGLE_535)
                    }
                }
            }
        }
    }

    fn password_login(&mut self, mechanism: &str, initial: &str) -> io::Result<()> {
        let text = |base64: &str| {
            BASE64.decode(base64).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
        };
        let (user, password) = if mechanism.eq_ignore_ascii_case("PLAIN") {
            let answer = if initial.is_empty() { self.ask("")? } else { initial.to_owned() };
            let plain = text(&answer);
            let mut parts = plain.split('\0').skip(1).map(str::to_owned);
            (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
        } else {
            let user = if initial.is_empty() { self.ask("VXNlcm5hbWU6")? } else { initial.to_owned() };
            (text(&user), text(&self.ask("UGFzc3dvcmQ6")?))
        };
        let mailbox = {
            let mut state = self.shared.state();
            state.counts.smtp_logins += 1;
            let account = state.account(&user);
            let good = account.filter(|account| account.person.app_password.as_ref() == Some(&password));
            let mailbox = good.map(|account| account.person.email.clone());
            state.counts.smtp_refusals += usize::from(mailbox.is_none());
            mailbox
        };
        match mailbox {
            Some(mailbox) => {
                self.enter(&mailbox);
                self.welcome()
            }
            None => self.send_reply(GOOGLE_535),
        }
    }

    fn welcome(&mut self) -> io::Result<()> {
        let google = matches!(self.shared.state().provider, Provider::Google(_));
        self.send_reply(if google { "235 2.7.0 Accepted" } else { "235 2.7.0 Authentication successful" })
    }

    /// Sends a challenge, already in Base64, and returns the raw answer.
    fn ask(&mut self, challenge: &str) -> io::Result<String> {
        self.send_reply(&format!("334 {challenge}"))?;
        self.read_line()?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }
}

impl State {
    /// The mailbox of these credentials.
    fn admit(&mut self, given: &Credentials) -> Result<String, LoginError> {
        let google = matches!(self.provider, Provider::Google(_));
        let refuse =
            |status| Err(if google { LoginError::Google(status) } else { LoginError::Reply(MICROSOFT_535.into()) });
        match self.orders.next(Place::SmtpLogin) {
            Some(Misbehaviour::SmtpAnswersLogin(reply)) => return Err(LoginError::Reply(reply)),
            Some(Misbehaviour::SmtpRefusesEachTokenOnce) if !self.refused_once.insert(given.token.clone()) => {}
            Some(_) => return refuse("401"),
            None => {}
        }
        let pass = match self.pass(&given.token) {
            Ok(pass) => pass,
            Err(TokenError::Unknown) => return refuse("400"),
            Err(TokenError::Expired | TokenError::Killed) => return refuse("401"),
        };
        let user = given.user.to_lowercase();
        let open = match (&self.provider, &pass.holder) {
            (Provider::Google(_), TokenOwner::Person(email)) => {
                *email.to_lowercase() == user && pass.scopes.iter().any(|scope| scope == GOOGLE_MAIL)
            }
            (Provider::Google(_), TokenOwner::Application) => false,
            (Provider::Microsoft(_), TokenOwner::Person(email)) => {
                let shared = self.account(email).map(|account| account.person.shared_mailboxes.clone());
                let is_shared = shared.is_some_and(|all| all.iter().any(|shared| shared.to_lowercase() == user));
                (*email.to_lowercase() == user || is_shared)
                    && scopes::allows(&pass.scopes, Resource::Exchange, "SMTP.Send")
            }
            (Provider::Microsoft(_), TokenOwner::Application) => {
                let opened = self.clients.get(&pass.client).and_then(|client| client.mailboxes.as_ref());
                let is_opened = opened.is_none_or(|all| all.iter().any(|mailbox| mailbox.to_lowercase() == user));
                is_opened
                    && self.has_mailbox(&user)
                    && scopes::allows(&pass.scopes, Resource::Exchange, "SMTP.SendAsApp")
            }
        };
        if !open {
            return refuse("400");
        }
        if let Provider::Microsoft(rules) = &self.provider
            && let Some(what) = rules.smtp_auth.is_off_for(&user)
        {
            return Err(LoginError::Reply(format!(
                "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the {what}. Visit \
                 https://aka.ms/smtp_auth_disabled for more information. [LOOKALIKE.PROD.OUTLOOK.COM]"
            )));
        }
        Ok(user)
    }
}

impl SmtpAuth {
    /// Why SMTP AUTH is off for this mailbox: the mailbox's own switch takes precedence over the tenant's.
    fn is_off_for(&self, mailbox: &str) -> Option<&'static str> {
        let among = |list: &[String]| list.iter().any(|known| known.eq_ignore_ascii_case(mailbox));
        match self {
            Self::On => None,
            Self::OffForTenant => Some("Tenant"),
            Self::OffForTenantSave(list) => (!among(list)).then_some("Tenant"),
            Self::OffForMailboxes(list) => among(list).then_some("Mailbox"),
        }
    }
}

/// `user=…^Aauth=Bearer …^A^A`.
fn xoauth2(response: &str) -> Option<Credentials> {
    let (user, rest) = response.strip_prefix("user=")?.split_once('\x01')?;
    let token = rest.strip_prefix("auth=Bearer ")?.strip_suffix("\x01\x01")?;
    Some(Credentials { user: user.to_owned(), token: token.to_owned() })
}

/// `n,a=user,^Ahost=…^Aport=…^Aauth=Bearer …^A^A` (RFC 7628 §3.1).
fn oauthbearer(response: &str) -> Option<Credentials> {
    let mut parts = response.strip_suffix("\x01\x01")?.split('\x01');
    let user = parts.next()?.strip_prefix("n,a=")?.strip_suffix(',')?.replace("=2C", ",").replace("=3D", "=");
    let token = parts.find_map(|part| part.strip_prefix("auth=Bearer "))?;
    Some(Credentials { user, token: token.to_owned() })
}
