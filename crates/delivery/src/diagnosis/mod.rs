//! Turns replies and errors into verdicts and problems. No other module interprets status codes. The policy:
//!
//! **Whom it concerns.** Everything that fails before MAIL (name, network, TLS, greeting, login) is a problem of the
//! connection: mail waits and uses no attempt. So are later replies that say we may not send at all: not logged in, account
//! suspended, in a trial or without credits, sending domain not set up, our address blocked. Everything else concerns the
//! sender, a recipient, or this message. Where a server repeats what another server said, the reply concerns the recipient.
//!
//! **Transient or permanent.** A 4xx always defers. A 5xx refuses, except replies that only report an exhausted quota or
//! too many recipients in one transaction: those defer, for the time that the quota takes.
//!
//! **Interruptions.** A lost connection, a timeout, or bytes that are not a reply defer. After the final dot the message
//! may have arrived, and the verdict says so. A reply of any kind is an answer.
//!
//! **Evidence.** Known texts first, then words that mean something together, then the provider (by host and greeting), then
//! the enhanced code, then the code: servers put the same code on different things, and omit either. A row of a table is
//! one such piece of evidence with its explanation; what a refused login means at a provider is data of the provider. What
//! no row understands is explained by its stage alone, without guessing. One reply is judged alone; what several together
//! mean, `sending` decides.
//!
//! **Certainty.** A specific problem needs two indications, see `certainty`. The words that the standard has for a code
//! and the addresses of pages count for nothing (`reply_text`). Where a reply names several causes, or none, the general
//! problem of its stage is shown, with the reply: it is true, and sends nobody to the wrong place.

mod account;
mod api;
mod bearer;
mod capability;
mod certainty;
mod client;
mod connection;
mod content;
mod error;
mod explanation;
mod login;
mod meaning;
mod provider;
mod quota;
mod recipient;
mod reply_text;
mod rule;
mod sender;
mod token;
mod vocabulary;
mod words;

use std::time::Duration;

use mail::{Arg, EmailAddress, Problem, ProblemCode, Reply, Text, Verdict};
use smtp::{Phase, ReplyClass};

pub(crate) use api::{ApiContext, ApiResult, of_api_response, of_api_size, of_http_error, of_unreachable_api};
pub(crate) use capability::of_missing_capability;
pub(crate) use connection::{may_work_elsewhere, of_interruption, of_open_error, of_session_error};
use provider::Provider;
pub(crate) use recipient::TOO_MANY_RECIPIENTS;
use rule::{Evidence, Explanation, LoginKind, Rule, applicable, find};
pub(crate) use token::http_failure;
pub use token::{TokenProblem, TokenProblemKind, explain_testing_status, http_cause, of_redirect, of_token_error};

use crate::{AccountSource, BearerLogin, Login, SmtpAccount, texts};

/// Whether a reply to MAIL in a kept session means that the session is exhausted: closing, out of sequence, or used up.
pub(crate) fn is_session_exhausted(reply: &Reply) -> bool {
    let text = reply.text.to_lowercase();
    let used_up = ["this session", "per session", "this connection", "per connection", "same connection"];
    match reply.code {
        // 530: the server forgot the login, or never accepts mail after it; a new session shows which.
        421 | 503 | 530 => true,
        400..=499 => used_up.iter().any(|words| text.contains(words)),
        _ => false,
    }
}

/// Whether a refused login concerns the access token, so that another token may work.
pub(crate) fn is_token_refused(reply: &Reply) -> bool {
    let evidence = Evidence::new(Phase::Login, reply, LoginKind::Token, provider::of_server("", None, &reply.text));
    ReplyClass::of(reply) == ReplyClass::Permanent
        && find(&applicable(tables(&evidence), &evidence), &evidence)
            .is_none_or(|explanation| explanation.problem.code == bearer::TOKEN_REFUSED)
}

/// Whom a failure concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Concern {
    /// The connection: server, network, login or account.
    Connection,
    /// The From address.
    Sender,
    /// The recipient.
    Recipient,
    /// The message, or how much is sent.
    Message,
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
    pub(crate) concerns: Concern,
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
    /// The server's greeting, where it is known; it names the product.
    pub(crate) greeting: Option<&'a str>,
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

    fn login_kind(&self) -> LoginKind {
        match &self.account.login {
            None => LoginKind::Nobody,
            Some(Login::Password(_) | Login::PasswordMissing(_)) => LoginKind::Password,
            Some(Login::Bearer(_)) => LoginKind::Token,
        }
    }

    fn provider(&self, reply: &Reply) -> Option<&'static Provider> {
        provider::of_server(self.account.server.bare_host(), self.greeting, &reply.text)
    }

    fn problem(&self, explanation: &Explanation, event: Text) -> Problem {
        let provider = provider::of_server(self.account.server.bare_host(), self.greeting, "");
        self.problem_of(explanation, event, provider, None)
    }

    /// `issuer` is that of a certificate.
    fn problem_of(
        &self,
        explanation: &Explanation,
        event: Text,
        provider: Option<&'static Provider>,
        issuer: Option<&str>,
    ) -> Problem {
        let host = self.account.server.bare_host();
        let mut problem = filled(explanation.problem, event, |name| match name {
            "server" => self.server().into(),
            "host" => host.into(),
            "port" => self.account.server.port.to_string().into(),
            "from" => self.from(),
            "login" => self.login(),
            "issuer" => issuer.unwrap_or_default().into(),
            "suggestion" => provider::suggested_host(host).unwrap_or_default().into(),
            "provider" => provider.map_or(host, |provider| provider.name).into(),
            "rule" => match provider.and_then(|provider| provider.login_rule) {
                Some(rule) => rule().into(),
                None => texts::login_rule_complete_address().into(),
            },
            other => unreachable!("a problem of SMTP has no argument {other}"),
        });
        problem.field = explanation.field.map(|field| bearer::field(self.bearer(), field).to_owned());
        // The relay of the built-in service has no fields.
        if self.account.source == AccountSource::ConfigurationFile
            && problem.field.as_ref().is_some_and(|field| field.starts_with("password."))
        {
            problem.field = None;
            problem = problem.with_note(texts::note_configuration_file());
        }
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

/// The tables, in the order in which equal evidence counts.
const TABLES: &[&[Rule]] = &[
    bearer::RULES,
    recipient::EARLY_RULES,
    login::RULES,
    account::RULES,
    quota::RULES,
    sender::RULES,
    client::RULES,
    login::REFUSED_RULES,
    sender::LATE_RULES,
    recipient::ADDRESS_RULES,
    sender::AUTHENTICATION_RULES,
    content::RULES,
    content::SIZE_RULES,
    sender::LATE_DATA_RULES,
    recipient::UNKNOWN_RULES,
    recipient::POLICY_RULES,
    content::POLICY_RULES,
    meaning::EARLY_ROWS,
    meaning::LOGIN_ROWS,
    meaning::SESSION_ROWS,
    meaning::LIMIT_ROWS,
    meaning::MESSAGE_ROWS,
];

/// Of a login with an access token, to which the rows about passwords do not apply.
const TOKEN_LOGIN_TABLES: &[&[Rule]] =
    &[bearer::RULES, quota::RULES, account::RULES, client::RULES, meaning::EARLY_ROWS];

fn tables(evidence: &Evidence<'_>) -> &'static [&'static [Rule]] {
    match (evidence.phase, evidence.login) {
        (Phase::Login, LoginKind::Token) => TOKEN_LOGIN_TABLES,
        _ => TABLES,
    }
}

/// The explanation of the strongest evidence if it is certain, else the general one.
fn explanation(evidence: &Evidence<'_>, class: ReplyClass) -> &'static Explanation {
    let rules = applicable(tables(evidence), evidence);
    match find(&rules, evidence) {
        Some(found) if certainty::is_certain(found, &rules, evidence) => found,
        Some(found) if is_of_sender(found, evidence) && class == ReplyClass::Permanent => &sender::REFUSED,
        _ => default_explanation(evidence, class),
    }
}

/// Whether an explanation that is not certain at least concerns the sender, and the reply speaks of no one else.
fn is_of_sender(found: &Explanation, evidence: &Evidence<'_>) -> bool {
    found.concerns == Concern::Sender
        && evidence.phase != Phase::Mail
        && evidence.words.say(&[vocabulary::SENDER_ONLY])
        && !evidence.words.say(&[vocabulary::RECIPIENT_ONLY])
}

/// The explanation of a refused login, where the provider has a more special one.
fn at_provider(explanation: &'static Explanation, evidence: &Evidence<'_>) -> &'static Explanation {
    let is_refused_login = explanation.problem.code == login::REFUSED.problem.code;
    let of_provider = evidence.provider.and_then(|provider| provider.refused.as_ref());
    of_provider.filter(|_| is_refused_login).unwrap_or(explanation)
}

/// The explanation of a reply that no rule matches.
fn default_explanation(evidence: &Evidence<'_>, class: ReplyClass) -> &'static Explanation {
    match (evidence.phase, class) {
        (Phase::Greeting, ReplyClass::Transient) => &connection::BUSY,
        (Phase::Greeting, _) => &connection::REFUSED,
        (Phase::Starttls, _) => &connection::STARTTLS_REFUSED,
        (Phase::Login, class) if evidence.login == LoginKind::Token => bearer::default(class),
        (Phase::Login, ReplyClass::Transient) => &login::NOT_NOW,
        (Phase::Login, _) => &login::REFUSED,
        (Phase::Rcpt | Phase::Data | Phase::FinalDot, _) if evidence.quotes_another_server => &recipient::OTHER_SERVER,
        (Phase::Mail, ReplyClass::Transient) => &sender::DEFERRED,
        (Phase::Mail, _) => &sender::UNEXPLAINED,
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

/// A link longer than this is cut as well.
const LINK_CHARS: usize = 1000;

/// The beginning of a text. Links are kept whole, and the first link behind the beginning is kept too: it often leads to
/// what has to be done.
fn excerpt(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(QUOTED_CHARS) else { return text.to_owned() };
    let is_link = |word: &str| word.contains("https://") || word.contains("http://");
    let start = text[..end].rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let word = text[start..].split(char::is_whitespace).next().unwrap_or_default();
    if is_link(word) && word.len() <= LINK_CHARS {
        return format!("{}…", &text[..start + word.len()]);
    }
    let link = text[end..].split(char::is_whitespace).find(|word| is_link(word) && word.len() <= LINK_CHARS);
    match link {
        Some(link) if !is_link(&text[..end]) => format!("{}… {link}", &text[..end]),
        _ => format!("{}…", &text[..end]),
    }
}

fn quoted(reply: &Reply) -> String {
    excerpt(&reply.to_string())
}

/// The diagnosis of a reply that is not the expected positive one.
pub(crate) fn of_reply(context: &Context<'_>, phase: Phase, reply: &Reply) -> Diagnosis {
    let class = ReplyClass::of(reply);
    if !class.is_negative() {
        return connection::of_mismatched_reply(context, phase, reply);
    }
    let evidence = Evidence::new(phase, reply, context.login_kind(), context.provider(reply));
    let explanation = at_provider(explanation(&evidence, class), &evidence);
    let disposition = if is_before_mail(phase) { Disposition::Connection } else { explanation.disposition(class) };
    let requested_wait = || explanation.retry_after.or_else(|| reply_text::requested_wait(reply));
    Diagnosis {
        disposition,
        concerns: if disposition == Disposition::Connection { Concern::Connection } else { explanation.concerns },
        problem: context.problem_of(explanation, event(phase, context, class, reply), evidence.provider, None),
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
    let concerns_connection = diagnosis.concerns == Concern::Connection || !diagnosis.in_sequence;
    concerns_connection.then_some(diagnosis.problem)
}

#[cfg(test)]
mod gallery;
#[cfg(test)]
mod tests;
