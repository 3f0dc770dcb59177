//! Trouble on the way to a server that takes mail, and connections that end before their time.

use std::io;
use std::time::Duration;

use mail::{Problem, Reply, Security, Stage};

use super::login::TLS_FIRST;
use super::row::{KNOWN, Known, find};
use super::{Fate, Judgement, Part, Scene, bearer, of_reply, quoted, tls};
use crate::smtp::mishap::{Failure, Mishap};
use crate::smtp::reply::Garbled;
use crate::smtp::tls::TlsFault;

const HOST: Option<&str> = Some("password.host");
const PORT: Option<&str> = Some("password.port");
const SECURITY: Option<&str> = Some("password.security");
const USERNAME: Option<&str> = Some("password.username");

/// A 4xx greeting.
pub(super) const BUSY: Known = Known {
    code: "server_busy",
    fate: Fate::Connection,
    meaning: "The server is there, but does not take mail at the moment.",
    remedy: "Nothing: it is tried again by itself. If it lasts, ask the server's administrator.",
    ..KNOWN
};

/// A 5xx greeting.
pub(super) const REFUSED: Known = Known {
    code: "greeting_refused",
    field: HOST,
    fate: Fate::Connection,
    meaning: "The server does not talk to us. It may take mail only from certain addresses, or not take mail at all.",
    remedy: "Check host and port. If they are right, have this machine's address allowed at the server.",
    ..KNOWN
};

const NOT_FOUND: Known = Known {
    code: "host_not_found",
    field: HOST,
    fate: Fate::Connection,
    meaning: "The DNS knows no such name. As a rule it is mistyped.",
    remedy: "Check the host name against the provider's page, for example smtp.example.com. For a server in your own \
             network, type its full name or IP address.",
    ..KNOWN
};

const LOOKUP_FAILED: Known = Known {
    code: "name_lookup_failed",
    field: HOST,
    fate: Fate::Connection,
    meaning: "The name could not be looked up, because the DNS does not answer. The name may well be right.",
    remedy: "Check this machine's network and DNS. It is tried again by itself.",
    ..KNOWN
};

const CONNECTION_REFUSED: Known = Known {
    code: "connection_refused",
    field: PORT,
    fate: Fate::Connection,
    meaning: "The machine is there, but nothing listens on port {port}, or a firewall turns the connection away.",
    remedy: "Check the port: 465 for implicit TLS, 587 for STARTTLS, 25 for relays in your own network. Make sure that \
             the mail server is running.",
    ..KNOWN
};

const CONNECTION_TIMED_OUT: Known = Known {
    code: "connection_timed_out",
    field: PORT,
    fate: Fate::Connection,
    meaning: "Nothing answers on port {port}. As a rule a firewall swallows the connection; many networks block port 25 \
              to the outside.",
    remedy: "Check host and port. Try port 465 or 587, and have outgoing connections to {server} allowed in the \
             firewall.",
    ..KNOWN
};

const UNREACHABLE: Known = Known {
    code: "network_unreachable",
    field: HOST,
    fate: Fate::Connection,
    meaning: "This machine has no route to the server.",
    remedy: "Check this machine's network, and whether the host is the right one.",
    ..KNOWN
};

const GREETING_SILENT: Known = Known {
    code: "greeting_missing",
    field: SECURITY,
    fate: Fate::Connection,
    meaning: "The server accepted the connection and then said nothing. As a rule the port expects TLS from the first \
              byte, or a firewall answers in the server's place.",
    remedy: "If the port is for implicit TLS (usually 465), choose implicit TLS. Otherwise check host and port.",
    ..KNOWN
};

const SILENT: Known = Known {
    code: "server_silent",
    fate: Fate::Deferred,
    meaning: "The server stopped answering. It may be overloaded, or a device on the way has cut the connection.",
    remedy: "Nothing: it is tried again by itself. If it lasts, ask the server's administrator.",
    ..KNOWN
};

const LOST: Known = Known {
    code: "connection_lost",
    fate: Fate::Deferred,
    meaning: "The server ended the connection in the middle of the conversation. It may be restarting, or a device on \
              the way has cut the connection.",
    remedy: "Nothing: it is tried again by itself. If it lasts, ask the server's administrator.",
    ..KNOWN
};

const ANSWER_LOST: Known = Known {
    code: "answer_lost",
    fate: Fate::Deferred,
    meaning: "The message was handed over to the end, but the server's answer did not come. The recipient may have it \
              already.",
    remedy: "Nothing: it is tried again with the same Message-ID, by which servers can tell the second copy from a new \
             message.",
    ..KNOWN
};

const NOT_SMTP: Known = Known {
    code: "not_smtp",
    field: PORT,
    fate: Fate::Connection,
    meaning: "What answers on this port is not a mail server, or a damaged one.",
    remedy: "Check host and port: web and IMAP servers have other ports. 465, 587 and 25 are usual for sending.",
    ..KNOWN
};

const OUT_OF_STEP: Known = Known {
    code: "protocol_error",
    fate: Fate::Deferred,
    meaning: "The server's answers do not follow the rules of SMTP, so that it cannot be known what they are about.",
    remedy: "It is tried again by itself. If it lasts, give the transcript to the server's administrator.",
    ..KNOWN
};

const LOGIN_NOT_OFFERED: Known = Known {
    code: "login_not_offered",
    field: USERNAME,
    fate: Fate::Connection,
    meaning: "The server offers no login on this connection. Many offer it only after TLS, and relays in one's own \
              network often have none.",
    remedy: "Choose implicit TLS or STARTTLS. If the server takes mail without login, leave username and password empty.",
    ..KNOWN
};

const LOGIN_IN_CLEAR: Known = Known {
    code: "login_needs_tls",
    field: SECURITY,
    fate: Fate::Connection,
    meaning: "Without TLS everybody on the way could read the password, so it was not sent.",
    remedy: "Choose implicit TLS or STARTTLS. For a server on a network you trust, you can allow the password in clear.",
    ..KNOWN
};

const MECHANISM: Known = Known {
    code: "mechanism_not_offered",
    field: Some("password.mechanism"),
    fate: Fate::Connection,
    meaning: "The server offers no way of logging in that fits a username and password as configured.",
    remedy: "Set the login mechanism to automatic. If the server offers only XOAUTH2 or OAUTHBEARER, connect with \
             OAuth 2.0.",
    ..KNOWN
};

const CREDENTIAL: Known = Known {
    code: "credential_unusable",
    field: Some("password.password"),
    fate: Fate::Connection,
    meaning: "Username or password hold a character that no login can carry.",
    remedy: "Type username and password again, without copying invisible characters along.",
    ..KNOWN
};

const CHALLENGE: Known = Known {
    code: "login_challenge_unreadable",
    field: Some("password.mechanism"),
    fate: Fate::Connection,
    meaning: "The server asked something during the login that does not belong there.",
    remedy: "Choose another login mechanism in the advanced settings, such as PLAIN or LOGIN.",
    ..KNOWN
};

/// Trouble before MAIL: the problem, and whether the server asks to slow down.
pub(crate) fn of_connection(scene: &Scene<'_>, failure: &Failure) -> (Problem, bool) {
    let Failure { stage, mishap } = failure;
    if let Mishap::NoToken(problem) = mishap {
        return ((**problem).clone(), false);
    }
    if let Mishap::BearerRefused { refusal: Some(refusal), reply, .. } = mishap
        && !refusal.scope.is_empty()
    {
        let mut judgement = of_reply(scene, Part::Login, reply);
        judgement.problem.meaning = format!(
            "{} It wants a token for {}.",
            judgement.problem.meaning,
            refusal.scope.replace(char::is_control, " ")
        );
        return (judgement.problem, judgement.throttled);
    }
    if let Some(reply) = mishap.reply() {
        let judgement = of_reply(scene, part(*stage), reply);
        return (judgement.problem, judgement.throttled);
    }
    let by_token = scene.bearer().and_then(|_| bearer::known(mishap));
    let known = by_token.unwrap_or_else(|| known(*stage, mishap, scene.account.security));
    (scene.problem(known, what(scene, *stage, mishap)), false)
}

/// Whether another port or security may be the way around: what failed is reaching the server or agreeing on TLS.
pub(crate) fn has_other_way(failure: &Failure) -> bool {
    match &failure.mishap {
        Mishap::Unreached(_)
        | Mishap::NotGreeted(_)
        | Mishap::StarttlsMissing
        | Mishap::LoginNotOffered
        | Mishap::CleartextRefused => true,
        Mishap::TimedOut(_) | Mishap::Closed | Mishap::Network(_) | Mishap::Garbled(_) => {
            matches!(failure.stage, Stage::Connect | Stage::Tls | Stage::Greeting)
        }
        // A certificate that does not hold will not hold on another port.
        Mishap::Tls(fault) => {
            matches!(fault, TlsFault::NotTls | TlsFault::ClosedInHandshake | TlsFault::TooOld | TlsFault::Failed(_))
        }
        Mishap::Reply(reply) => {
            let known = find(part(failure.stage).tables(), reply);
            failure.stage == Stage::Tls || known.is_some_and(|known| known.code == TLS_FIRST.code)
        }
        _ => false,
    }
}

fn part(stage: Stage) -> Part {
    match stage {
        Stage::Tls => Part::Starttls,
        Stage::Login => Part::Login,
        _ => Part::Greeting,
    }
}

fn known(stage: Stage, mishap: &Mishap, security: Security) -> &'static Known {
    match mishap {
        Mishap::Unresolved(error) if is_resolver_trouble(error) => &LOOKUP_FAILED,
        Mishap::Unresolved(_) => &NOT_FOUND,
        Mishap::Unreached(errors) => unreached(errors.iter().map(|(_, error)| error.kind())),
        Mishap::TimedOut(_) => match stage {
            Stage::Resolve => &LOOKUP_FAILED,
            Stage::Connect => &CONNECTION_TIMED_OUT,
            Stage::Tls => &tls::SILENT,
            _ => &SILENT,
        },
        // With implicit TLS the handshake has shown that the port is the right one.
        Mishap::NotGreeted(_) if security == Security::ImplicitTls => &SILENT,
        Mishap::NotGreeted(_) => &GREETING_SILENT,
        Mishap::Closed | Mishap::Network(_) => &LOST,
        Mishap::Garbled(Garbled::TlsRecord) => &tls::TLS_EXPECTED,
        Mishap::Garbled(_) if stage == Stage::Greeting => &NOT_SMTP,
        Mishap::Garbled(_) | Mishap::Unasked | Mishap::Reply(_) | Mishap::BearerRefused { .. } | Mishap::NoToken(_) => {
            &OUT_OF_STEP
        }
        Mishap::Tls(fault) => tls::known(fault),
        Mishap::StarttlsMissing => &tls::STARTTLS_MISSING,
        Mishap::Injected => &tls::INJECTED,
        Mishap::LoginNotOffered => &LOGIN_NOT_OFFERED,
        Mishap::CleartextRefused => &LOGIN_IN_CLEAR,
        Mishap::MechanismNotOffered { .. } => &MECHANISM,
        Mishap::CredentialUnusable => &CREDENTIAL,
        Mishap::ChallengeUnreadable => &CHALLENGE,
    }
}

/// The resolver tells "no such name" from "no answer" only in words.
fn is_resolver_trouble(error: &io::Error) -> bool {
    let text = error.to_string().to_lowercase();
    ["temporary failure", "try again", "timed out", "resolver"].iter().any(|words| text.contains(words))
}

/// One word for all addresses that were tried: that of the one that came nearest.
fn unreached(mut errors: impl Iterator<Item = io::ErrorKind> + Clone) -> &'static Known {
    if errors.clone().any(|kind| kind == io::ErrorKind::ConnectionRefused) {
        &CONNECTION_REFUSED
    } else if errors.clone().any(|kind| kind == io::ErrorKind::TimedOut) {
        &CONNECTION_TIMED_OUT
    } else if errors.any(|kind| matches!(kind, io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable)) {
        &UNREACHABLE
    } else {
        &CONNECTION_REFUSED
    }
}

fn what(scene: &Scene<'_>, stage: Stage, mishap: &Mishap) -> String {
    let server = scene.server();
    let host = scene.account.bare_host();
    match mishap {
        Mishap::Unresolved(error) if is_resolver_trouble(error) => {
            format!("The name {host} could not be looked up: {error}.")
        }
        Mishap::Unresolved(_) => format!("The host {host} was not found."),
        Mishap::Unreached(_) => format!("No connection to {server}: {mishap}."),
        Mishap::TimedOut(limit) => match stage {
            Stage::Resolve => format!("The name {host} could not be looked up within {}.", seconds(*limit)),
            Stage::Tls => format!("{server} did not finish the TLS handshake within {}.", seconds(*limit)),
            _ => format!("{server} did not answer within {}.", seconds(*limit)),
        },
        Mishap::NotGreeted(limit) => format!("{server} did not greet us within {}.", seconds(*limit)),
        Mishap::Closed => format!("{server} closed the connection {}.", during(stage)),
        Mishap::Network(error) => format!("The connection to {server} was lost {}: {error}.", during(stage)),
        Mishap::Tls(fault) => tls::what(&server, host, fault),
        mishap => format!("{server}: {mishap}."),
    }
}

fn during(stage: Stage) -> &'static str {
    match stage {
        Stage::Resolve | Stage::Connect => "at once",
        Stage::Tls => "while TLS was started",
        Stage::Greeting => "instead of greeting us",
        Stage::Login => "during the login",
        Stage::MailFrom => "after MAIL FROM",
        Stage::RcptTo => "after RCPT TO",
        Stage::Data => "while the message was handed over",
    }
}

fn seconds(limit: Duration) -> String {
    format!("{} s", limit.as_secs_f32().ceil())
}

/// A conversation that ended, or went astray, in a transaction: a deferral, marked where the message may have arrived.
pub(crate) fn of_loss(scene: &Scene<'_>, part: Part, mishap: &Mishap, after_dot: bool) -> Judgement {
    let server = scene.server();
    let stage = match part {
        Part::Mail => Stage::MailFrom,
        Part::Rcpt => Stage::RcptTo,
        _ => Stage::Data,
    };
    let known = match mishap {
        _ if after_dot => &ANSWER_LOST,
        Mishap::TimedOut(_) => &SILENT,
        Mishap::Garbled(_) | Mishap::Unasked => &OUT_OF_STEP,
        _ => &LOST,
    };
    let what =
        if after_dot { format!("{server} did not confirm the message: {mishap}.") } else { what(scene, stage, mishap) };
    Judgement {
        fate: Fate::Deferred,
        problem: scene.problem(known, what),
        retry_after: None,
        throttled: false,
        may_have_arrived: after_dot,
        in_step: false,
    }
}

/// A positive reply where none of its kind can stand: replies and commands have got out of step.
pub(super) fn out_of_step(scene: &Scene<'_>, part: Part, reply: &Reply) -> Judgement {
    let what = format!("{} answered what does not fit the command: {}.", scene.server(), quoted(reply));
    Judgement {
        fate: if part.is_before_mail() { Fate::Connection } else { Fate::Deferred },
        problem: scene.problem(&OUT_OF_STEP, what),
        retry_after: None,
        throttled: false,
        // A 354 to the final dot says nothing about the message.
        may_have_arrived: part == Part::FinalDot,
        in_step: false,
    }
}
