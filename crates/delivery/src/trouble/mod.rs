//! Turns what happened into a verdict and words. The only place that looks at status codes; the policy is below.
//!
//! **Connection or message.** Whatever goes wrong before MAIL (name, network, TLS, greeting, login) is the
//! connection's trouble: mail waits and spends no attempt. So are later replies that say we may not send at all: not
//! logged in, tenant or account blocked, our address on a block list. Everything else is about this message.
//!
//! **Now or never.** A 4xx defers, always. A 5xx refuses, except where it only says that a quota is used up or that
//! one transaction had too many recipients: those defer, with the time the quota is known to take.
//!
//! **Lost.** A connection lost, a limit passed, or bytes that are no reply defer. After the final dot the message may
//! have arrived, and the verdict says so; a reply, of whatever kind, is an answer and no loss.
//!
//! **Evidence.** Rows of each table are tried in order, known providers before general rules. A row fits by the reply
//! code and, beside it, by the enhanced code or by words of the text: servers leave out either.

mod api;
mod bearer;
mod connection;
mod content;
mod login;
mod quota;
mod recipient;
mod row;
mod sender;
mod standing;
mod tls;
mod token;

use std::time::Duration;

use mail::{EmailAddress, Problem, Reply, Verdict};

pub(crate) use api::{ApiScene, ApiVerdict, of_api_answer, of_api_mishap, unsendable_by_api};
pub(crate) use connection::{has_other_way, of_connection, of_loss};
pub(crate) use content::unsendable;
use row::{Known, Row, find};
pub(crate) use token::{
    KEY_UNREADABLE, SECRET_MISSING, TOKEN_KNOWN, TOKEN_ROW, TokenKnown, TokenRow, TokenScene, TokenStep, granted,
    of_redirect, revoked, unanswered, unaskable, unusable,
};
pub use token::{TokenTrouble, TokenTroubleKind, testing_trap};

use crate::{BearerLogin, Login, SmtpAccount};

/// What a reply means for the conversation (RFC 5321 §4.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// 2xx.
    Done,
    /// 3xx: the server waits for more.
    GoOn,
    /// 4xx.
    NotNow,
    /// 5xx.
    Never,
}

/// The class of a reply.
pub(crate) fn class(reply: &Reply) -> Class {
    match reply.code {
        200..=299 => Class::Done,
        300..=399 => Class::GoOn,
        400..=499 => Class::NotNow,
        _ => Class::Never,
    }
}

/// Whether the server closes the connection after this reply: 421 may come at any moment (RFC 5321 §3.8).
pub(crate) fn ends_session(reply: &Reply) -> bool {
    reply.code == 421
}

/// Whether a kept session answers MAIL as one that is of no more use: closing, out of sequence, or used up.
pub(crate) fn is_worn_out(reply: &Reply) -> bool {
    let text = reply.text.to_lowercase();
    let used_up = ["this session", "per session", "this connection", "per connection", "same connection"];
    match reply.code {
        421 | 503 => true,
        400..=499 => used_up.iter().any(|words| text.contains(words)),
        _ => false,
    }
}

/// Whether the refusal is about the mechanism and not about username and password (RFC 4954 §4, §6).
pub(crate) fn mechanism_unusable(reply: &Reply) -> bool {
    reply.code == 504 || (reply.code == 534 && reply.text.to_ascii_lowercase().contains("too weak"))
}

/// Whether a refused login with an access token is the token's fault, so that another one may serve.
pub(crate) fn is_token_refused(reply: &Reply) -> bool {
    class(reply) == Class::Never && find(&[bearer::ROWS], reply).is_none_or(|known| known.code == bearer::TOKEN_REFUSED)
}

/// Whose trouble it is, and whether it passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// The connection's: no message can be sent.
    Connection,
    /// The message's, for now.
    Deferred,
    /// The message's, for good.
    Refused,
}

impl Fate {
    /// The verdict where the message is tried. Trouble of the connection defers those whom others' success left behind.
    pub(crate) fn verdict(self) -> Verdict {
        match self {
            Fate::Connection | Fate::Deferred => Verdict::Deferred,
            Fate::Refused => Verdict::Refused,
        }
    }
}

/// What something that went wrong in a transaction means.
#[derive(Clone, Debug)]
pub(crate) struct Judgement {
    pub(crate) fate: Fate,
    pub(crate) problem: Problem,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) throttled: bool,
    pub(crate) may_have_arrived: bool,
    /// The reply fits its command, so that the session can go on.
    pub(crate) in_step: bool,
}

/// Who is talking about what, for the words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scene<'a> {
    pub(crate) account: &'a SmtpAccount,
    pub(crate) sender: Option<&'a EmailAddress>,
}

impl Scene<'_> {
    /// The access token's login, where that is how we log in.
    fn bearer(&self) -> Option<&BearerLogin> {
        match &self.account.login {
            Some(Login::Bearer(login)) => Some(login),
            _ => None,
        }
    }

    fn server(&self) -> String {
        self.account.server()
    }

    fn from(&self) -> &str {
        self.sender.map_or("the sender", EmailAddress::expose)
    }

    /// Fills `{server}`, `{host}`, `{port}`, `{from}` and `{login}` in.
    fn fill(&self, text: &str) -> String {
        text.replace("{server}", &self.server())
            .replace("{host}", self.account.bare_host())
            .replace("{port}", &self.account.port.to_string())
            .replace("{from}", self.from())
            .replace("{login}", self.bearer().map_or("the account", |login| &login.username))
    }

    fn problem(&self, known: &Known, what: String) -> Problem {
        Problem {
            code: known.code.to_owned(),
            field: known.field.map(|field| bearer::field(self.bearer(), field).to_owned()),
            what,
            meaning: self.fill(known.meaning),
            remedy: self.fill(known.remedy),
            fix: self.bearer().and_then(|login| bearer::fix(login, known)),
        }
    }
}

/// What in the conversation a reply answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The connection, EHLO.
    Greeting,
    /// STARTTLS.
    Starttls,
    /// AUTH.
    Login,
    /// MAIL.
    Mail,
    /// RCPT.
    Rcpt,
    /// DATA.
    Data,
    /// The message and its final dot.
    FinalDot,
}

impl Part {
    /// Whether it comes before any message.
    fn is_before_mail(self) -> bool {
        matches!(self, Part::Greeting | Part::Starttls | Part::Login)
    }

    /// The tables to ask, in order.
    fn tables(self) -> &'static [&'static [Row]] {
        match self {
            Part::Greeting => &[standing::ROWS, standing::CLIENT_ROWS, quota::ROWS],
            Part::Starttls => &[quota::ROWS],
            Part::Login => &[login::ROWS, standing::ROWS],
            Part::Mail => &[
                quota::ROWS,
                standing::ROWS,
                standing::CLIENT_ROWS,
                sender::ROWS,
                content::SIZE_ROWS,
                content::AUTHENTICATION_ROWS,
            ],
            Part::Rcpt => &[
                recipient::MANY_ROWS,
                recipient::PACE_ROWS,
                quota::ROWS,
                recipient::RESTRICTED_ROWS,
                standing::ROWS,
                standing::CLIENT_ROWS,
                sender::ROWS,
                recipient::ADDRESS_ROWS,
                recipient::UNKNOWN_ROWS,
                content::AUTHENTICATION_ROWS,
                content::SIZE_ROWS,
                recipient::POLICY_ROWS,
            ],
            Part::Data | Part::FinalDot => &[
                recipient::PACE_ROWS,
                quota::ROWS,
                recipient::RESTRICTED_ROWS,
                standing::ROWS,
                sender::ROWS,
                content::AUTHENTICATION_ROWS,
                content::ROWS,
                content::SIZE_ROWS,
                recipient::UNKNOWN_ROWS,
            ],
        }
    }

    /// What a reply means that no row knows.
    fn default(self, class: Class) -> &'static Known {
        match (self, class) {
            (Part::Greeting, Class::NotNow) => &connection::BUSY,
            (Part::Greeting, _) => &connection::REFUSED,
            (Part::Starttls, _) => &tls::STARTTLS_REFUSED,
            (Part::Login, Class::NotNow) => &login::NOT_NOW,
            (Part::Login, _) => &login::REFUSED,
            (Part::Mail, Class::NotNow) => &sender::DEFERRED,
            (Part::Mail, _) => &sender::REFUSED,
            (Part::Rcpt, Class::NotNow) => &recipient::DEFERRED,
            (Part::Rcpt, _) => &recipient::REFUSED,
            (Part::Data | Part::FinalDot, Class::NotNow) => &content::DEFERRED,
            (Part::Data | Part::FinalDot, _) => &content::REFUSED,
        }
    }

    /// What happened, in one sentence that quotes the server.
    fn what(self, scene: &Scene<'_>, class: Class, reply: &Reply) -> String {
        let server = scene.server();
        let from = scene.from();
        let quoted = quoted(reply);
        let now = class == Class::NotNow;
        match self {
            Part::Greeting if now => format!("{server} does not take connections now: {quoted}."),
            Part::Greeting => format!("{server} refused the connection: {quoted}."),
            Part::Starttls => format!("{server} refused to start TLS: {quoted}."),
            Part::Login if now => format!("{server} does not accept logins now: {quoted}."),
            Part::Login => format!("{server} refused the login: {quoted}."),
            Part::Mail if now => format!("{server} does not accept mail from {from} now: {quoted}."),
            Part::Mail => format!("{server} refused the sender {from}: {quoted}."),
            Part::Rcpt if now => format!("{server} does not accept mail for this recipient now: {quoted}."),
            Part::Rcpt => format!("{server} refused this recipient: {quoted}."),
            Part::Data | Part::FinalDot if now => format!("{server} did not take the message now: {quoted}."),
            Part::Data | Part::FinalDot => format!("{server} refused the message: {quoted}."),
        }
    }
}

/// The longest quotation of a server; some send a page.
const QUOTED_CHARS: usize = 400;

fn quoted(reply: &Reply) -> String {
    let text = reply.to_string();
    if text.chars().count() > QUOTED_CHARS {
        let cut: String = text.chars().take(QUOTED_CHARS).collect();
        format!("“{cut}…”")
    } else {
        format!("“{text}”")
    }
}

/// What a reply that is no success means.
pub(crate) fn of_reply(scene: &Scene<'_>, part: Part, reply: &Reply) -> Judgement {
    let class = class(reply);
    if matches!(class, Class::Done | Class::GoOn) {
        return connection::out_of_step(scene, part, reply);
    }
    let known = match (scene.bearer(), part) {
        (Some(_), Part::Login) => find(bearer::TABLES, reply).unwrap_or_else(|| bearer::default(class)),
        _ => find(part.tables(), reply).unwrap_or_else(|| part.default(class)),
    };
    let fate = match known.fate {
        _ if part.is_before_mail() => Fate::Connection,
        Fate::Refused if class == Class::NotNow => Fate::Deferred,
        fate => fate,
    };
    Judgement {
        fate,
        problem: scene.problem(known, part.what(scene, class, reply)),
        retry_after: if fate == Fate::Deferred { known.retry_after.or_else(|| row::asked_wait(reply)) } else { None },
        throttled: known.throttled || quota::slows_down(reply),
        may_have_arrived: false,
        in_step: !ends_session(reply) && reply.code != 503,
    }
}

#[cfg(test)]
mod tests;
