//! Turns replies and errors into verdicts and problems. No other module interprets status codes. The policy:
//!
//! **Connection or message.** Everything that fails before MAIL (name, network, TLS, greeting, login) is a problem of the
//! connection: mail waits and uses no attempt. So are later replies that say we may not send at all: not logged in,
//! tenant or account blocked, our address on a block list. Everything else concerns this message.
//!
//! **Transient or permanent.** A 4xx always defers. A 5xx refuses, except replies that only report an exhausted quota or
//! too many recipients in one transaction: those defer, for the time that the quota takes.
//!
//! **Interruptions.** A lost connection, a timeout, or bytes that are not a reply defer. After the final dot the message
//! may have arrived, and the verdict says so. A reply of any kind is an answer.
//!
//! **Evidence.** The rules of each table are tried in order, known providers before general ones. A rule matches by the
//! reply code and either the enhanced code or words of the text, because servers omit either.

mod api;
mod bearer;
mod connection;
mod content;
mod login;
mod permission;
mod quota;
mod recipient;
mod rule;
mod sender;
mod tls;
mod token;

use std::time::Duration;

use mail::{Arg, EmailAddress, Problem, ProblemCode, Reply, Text, Verdict};
use smtp::{Phase, ReplyClass};

pub(crate) use api::{ApiContext, ApiResult, of_api_response, of_api_size, of_http_error, of_unreachable_api};
pub(crate) use connection::{may_work_elsewhere, of_interruption, of_open_error, of_session_error};
pub(crate) use content::of_missing_capability;
use rule::{Explanation, Rule, find};
pub(crate) use token::http_failure;
pub use token::{TokenProblem, TokenProblemKind, explain_testing_status, http_cause, of_redirect, of_token_error};

use crate::{BearerLogin, Login, SmtpAccount, texts};

/// Whether a reply to MAIL in a kept session means that the session is exhausted: closing, out of sequence, or used up.
pub(crate) fn is_session_exhausted(reply: &Reply) -> bool {
    let text = reply.text.to_lowercase();
    let used_up = ["this session", "per session", "this connection", "per connection", "same connection"];
    match reply.code {
        421 | 503 => true,
        400..=499 => used_up.iter().any(|words| text.contains(words)),
        _ => false,
    }
}

/// Whether a refused login concerns the access token, so that another token may work.
pub(crate) fn is_token_refused(reply: &Reply) -> bool {
    ReplyClass::of(reply) == ReplyClass::Permanent
        && find(&[bearer::RULES], reply).is_none_or(|explanation| explanation.problem.code == bearer::TOKEN_REFUSED)
}

/// What a failure concerns, and whether it is permanent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Disposition {
    /// The connection: no message can be sent.
    Connection,
    /// The message, for now.
    Deferred,
    /// The message, permanently.
    Refused,
}

impl Disposition {
    /// The verdict of a recipient. A connection problem defers it if other recipients were delivered.
    pub(crate) fn verdict(self) -> Verdict {
        match self {
            Disposition::Connection | Disposition::Deferred => Verdict::Deferred,
            Disposition::Refused => Verdict::Refused,
        }
    }
}

/// What a failure in a transaction means.
#[derive(Clone, Debug)]
pub(crate) struct Diagnosis {
    pub(crate) disposition: Disposition,
    pub(crate) problem: Problem,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) throttled: bool,
    pub(crate) may_have_arrived: bool,
    /// Commands and replies still match, so the session can continue.
    pub(crate) in_sequence: bool,
}

/// What the texts refer to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context<'a> {
    pub(crate) account: &'a SmtpAccount,
    pub(crate) sender: Option<&'a EmailAddress>,
}

impl Context<'_> {
    /// The login, if it uses an access token.
    fn bearer(&self) -> Option<&BearerLogin> {
        match &self.account.login {
            Some(Login::Bearer(login)) => Some(login),
            _ => None,
        }
    }

    fn server(&self) -> String {
        self.account.server.address()
    }

    fn from(&self) -> Arg {
        self.sender.map_or_else(|| texts::the_sender().into(), |sender| sender.expose().into())
    }

    fn login(&self) -> Arg {
        self.bearer().map_or_else(|| texts::the_login_account().into(), |login| login.username.as_str().into())
    }

    fn problem(&self, explanation: &Explanation, event: Text) -> Problem {
        let mut problem = filled(explanation.problem, event, |name| match name {
            "server" => self.server().into(),
            "port" => self.account.server.port.to_string().into(),
            "from" => self.from(),
            "login" => self.login(),
            other => unreachable!("a problem of SMTP has no argument {other}"),
        });
        problem.field = explanation.field.map(|field| bearer::field(self.bearer(), field).to_owned());
        problem.with_fix(self.bearer().and_then(|login| bearer::fix(login, explanation)))
    }
}

/// The problem with the arguments that it declares: `event`, and others by name.
fn filled(declared: &ProblemCode, event: Text, arg: impl Fn(&str) -> Arg) -> Problem {
    let args = declared.args.iter().map(|name| match *name {
        "event" => ("event", event.clone().into()),
        name => (name, arg(name)),
    });
    Problem::new(declared, args.collect())
}

/// Whether a phase precedes the message.
fn is_before_mail(phase: Phase) -> bool {
    matches!(phase, Phase::Greeting | Phase::Starttls | Phase::Login)
}

/// The tables for a phase, in order.
fn tables(phase: Phase) -> &'static [&'static [Rule]] {
    match phase {
        Phase::Greeting => &[permission::RULES, permission::CLIENT_RULES, quota::RULES],
        Phase::Starttls => &[quota::RULES],
        Phase::Login => &[login::RULES, permission::RULES],
        Phase::Mail => &[
            quota::RULES,
            permission::RULES,
            permission::CLIENT_RULES,
            sender::RULES,
            content::SIZE_RULES,
            content::AUTHENTICATION_RULES,
        ],
        Phase::Rcpt => &[
            recipient::MANY_RULES,
            recipient::RATE_RULES,
            quota::RULES,
            recipient::RESTRICTED_RULES,
            permission::RULES,
            permission::CLIENT_RULES,
            sender::RULES,
            recipient::ADDRESS_RULES,
            recipient::UNKNOWN_RULES,
            content::AUTHENTICATION_RULES,
            content::SIZE_RULES,
            recipient::POLICY_RULES,
        ],
        Phase::Data | Phase::FinalDot => &[
            recipient::RATE_RULES,
            quota::RULES,
            recipient::RESTRICTED_RULES,
            permission::RULES,
            sender::RULES,
            content::AUTHENTICATION_RULES,
            content::RULES,
            content::SIZE_RULES,
            recipient::UNKNOWN_RULES,
        ],
    }
}

/// The explanation of a reply that no rule matches.
fn default_explanation(phase: Phase, class: ReplyClass) -> &'static Explanation {
    match (phase, class) {
        (Phase::Greeting, ReplyClass::Transient) => &connection::BUSY,
        (Phase::Greeting, _) => &connection::REFUSED,
        (Phase::Starttls, _) => &tls::STARTTLS_REFUSED,
        (Phase::Login, ReplyClass::Transient) => &login::NOT_NOW,
        (Phase::Login, _) => &login::REFUSED,
        (Phase::Mail, ReplyClass::Transient) => &sender::DEFERRED,
        (Phase::Mail, _) => &sender::REFUSED,
        (Phase::Rcpt, ReplyClass::Transient) => &recipient::DEFERRED,
        (Phase::Rcpt, _) => &recipient::REFUSED,
        (Phase::Data | Phase::FinalDot, ReplyClass::Transient) => &content::DEFERRED,
        (Phase::Data | Phase::FinalDot, _) => &content::REFUSED,
    }
}

/// What happened, with the server's reply.
fn event(phase: Phase, context: &Context<'_>, class: ReplyClass, reply: &Reply) -> Text {
    let server = context.server();
    let reply = quoted(reply);
    let deferred = class == ReplyClass::Transient;
    match phase {
        Phase::Greeting if deferred => texts::event_connection_deferred(server, reply),
        Phase::Greeting => texts::event_connection_refused(server, reply),
        Phase::Starttls => texts::event_starttls_refused(server, reply),
        Phase::Login if deferred => texts::event_login_deferred(server, reply),
        Phase::Login => texts::event_login_refused(server, reply),
        Phase::Mail if deferred => texts::event_sender_deferred(server, context.from(), reply),
        Phase::Mail => texts::event_sender_refused(server, context.from(), reply),
        Phase::Rcpt if deferred => texts::event_recipient_deferred(server, reply),
        Phase::Rcpt => texts::event_recipient_refused(server, reply),
        Phase::Data | Phase::FinalDot if deferred => texts::event_message_deferred(server, reply),
        Phase::Data | Phase::FinalDot => texts::event_message_refused(server, reply),
    }
}

/// The longest quotation of a server or provider; some replies fill a page.
const QUOTED_CHARS: usize = 400;

fn excerpt(text: &str) -> String {
    match text.char_indices().nth(QUOTED_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn quoted(reply: &Reply) -> String {
    excerpt(&reply.to_string())
}

/// `23.4 MiB`; small sizes in bytes, so that a limit and a slightly larger size differ.
fn size(bytes: u64) -> Text {
    const MEBIBYTE: u64 = 1024 * 1024;
    if bytes < MEBIBYTE {
        return texts::size_bytes(bytes);
    }
    let tenths = bytes.saturating_mul(10).div_ceil(MEBIBYTE);
    texts::size_mebibytes(tenths / 10, tenths % 10)
}

/// The diagnosis of a reply that is not the expected positive one.
pub(crate) fn of_reply(context: &Context<'_>, phase: Phase, reply: &Reply) -> Diagnosis {
    let class = ReplyClass::of(reply);
    if !class.is_negative() {
        return connection::of_mismatched_reply(context, phase, reply);
    }
    let explanation = match (context.bearer(), phase) {
        (Some(_), Phase::Login) => find(bearer::TABLES, reply).unwrap_or_else(|| bearer::default(class)),
        _ => find(tables(phase), reply).unwrap_or_else(|| default_explanation(phase, class)),
    };
    let disposition = match explanation.disposition {
        _ if is_before_mail(phase) => Disposition::Connection,
        Disposition::Refused if class == ReplyClass::Transient => Disposition::Deferred,
        disposition => disposition,
    };
    let requested_wait = || explanation.retry_after.or_else(|| rule::requested_wait(reply));
    Diagnosis {
        disposition,
        problem: context.problem(explanation, event(phase, context, class, reply)),
        retry_after: if disposition == Disposition::Deferred { requested_wait() } else { None },
        throttled: explanation.throttled || quota::slows_down(reply),
        may_have_arrived: false,
        in_sequence: reply.code != 421 && reply.code != 503,
    }
}

/// The problem of a reply to MAIL or RSET of a sender check, if it concerns the connection. A refusal of the sender alone
/// concerns only its own messages; the others need not wait.
pub(crate) fn of_sender_check(context: &Context<'_>, reply: &Reply) -> Option<Problem> {
    if ReplyClass::of(reply) == ReplyClass::Completion {
        return None;
    }
    let diagnosis = of_reply(context, Phase::Mail, reply);
    let concerns_connection = diagnosis.disposition == Disposition::Connection || !diagnosis.in_sequence;
    concerns_connection.then_some(diagnosis.problem)
}

#[cfg(test)]
mod tests;
