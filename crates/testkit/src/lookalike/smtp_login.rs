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
use crate::smtp_server::Dialogue;
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

/// How a mechanism carries a token.
struct TokenForm {
    read: fn(&str) -> Option<Credentials>,
    /// What a client answers to the challenge of a refusal.
    answers_to_an_error: &'static [&'static str],
}

const XOAUTH2: TokenForm = TokenForm { read: xoauth2, answers_to_an_error: &[""] };
/// RFC 7628 section 3.2.3: a single Control-A.
const OAUTHBEARER: TokenForm = TokenForm { read: oauthbearer, answers_to_an_error: &["AQ=="] };

impl Session {
    /// Leads an AUTH exchange and returns the final reply.
    pub(super) fn log_in(&mut self, dialogue: &mut Dialogue, request: &str) -> io::Result<String> {
        if !dialogue.is_encrypted() {
            self.shared.state().fault("AUTH before TLS: the credentials were readable on the way");
            return Ok("530 5.7.0 Must issue a STARTTLS command first".into());
        }
        if self.mailbox.is_some() {
            return Ok("503 5.5.1 Already authenticated".into());
        }
        if let Some(refusal) = auth_too_long(request) {
            self.shared.state().counts.smtp_refusals += 1;
            return Ok(refusal.into());
        }
        let (mechanism, initial) = request.split_once(' ').unwrap_or((request, ""));
        match (mechanism.to_ascii_uppercase().as_str(), self.is_google()) {
            ("XOAUTH2", _) => self.token_login(dialogue, initial, &XOAUTH2),
            ("OAUTHBEARER", true) => self.token_login(dialogue, initial, &OAUTHBEARER),
            ("PLAIN", true) => dialogue.plain(initial).map(|given| self.password_login(&given)),
            ("LOGIN", true) => dialogue.login(initial).map(|given| self.password_login(&given)),
            ("LOGIN", false) => {
                dialogue.login(initial)?;
                Ok("535 5.7.139 Authentication unsuccessful, basic authentication is disabled.".into())
            }
            _ => Ok("504 5.7.4 Unrecognized authentication type".into()),
        }
    }

    fn token_login(&mut self, dialogue: &mut Dialogue, initial: &str, form: &TokenForm) -> io::Result<String> {
        let response = dialogue.initial_response(initial)?;
        let decoded = BASE64.decode(&response).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let checked = {
            let mut state = self.shared.state();
            state.counts.smtp_logins += 1;
            match decoded.as_deref().and_then(form.read) {
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
        let status = match checked {
            Ok(mailbox) => return Ok(self.accept(&mailbox)),
            Err(no_entry) => {
                self.shared.state().counts.smtp_refusals += 1;
                match no_entry {
                    LoginError::Reply(reply) => return Ok(reply),
                    LoginError::Google(status) => status,
                }
            }
        };
        let error = json!({ "status": status, "schemes": "Bearer", "scope": GOOGLE_MAIL });
        let answer = dialogue.challenge(&error.to_string())?;
        if !form.answers_to_an_error.contains(&answer.as_str()) {
            self.shared.state().fault(format!(
                "the challenge that carries the error was answered with {} bytes instead of {}",
                answer.len(),
                form.answers_to_an_error.join(" or "),
            ));
        }
        Ok(GOOGLE_535.into())
    }

    fn password_login(&mut self, (user, password): &(String, String)) -> String {
        let mailbox = {
            let mut state = self.shared.state();
            state.counts.smtp_logins += 1;
            let account = state.account(user);
            let good = account.filter(|account| account.person.app_password.as_ref() == Some(password));
            let mailbox = good.map(|account| account.person.email.clone());
            state.counts.smtp_refusals += usize::from(mailbox.is_none());
            mailbox
        };
        match mailbox {
            Some(mailbox) => self.accept(&mailbox),
            None => GOOGLE_535.into(),
        }
    }

    fn accept(&mut self, mailbox: &str) -> String {
        self.enter(mailbox);
        let reply = if self.is_google() { "235 2.7.0 Accepted" } else { "235 2.7.0 Authentication successful" };
        reply.into()
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
