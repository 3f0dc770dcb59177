//! Errors before MAIL, and interruptions of a transaction.

use std::io;
use std::time::Duration;

use mail::{Problem, Reply, Security, Stage};
use smtp::{Failure, Interruption, Phase, ReplyParseError, SmtpError};
use tls::TlsError;

use super::login::TLS_FIRST;
use super::rule::{EXPLANATION, Explanation, find};
use super::{Context, Diagnosis, Disposition, bearer, is_before_mail, of_reply, quoted, tables, tls as tls_errors};
use crate::transports::OpenError;

const HOST: Option<&str> = Some("password.host");
const PORT: Option<&str> = Some("password.port");
const SECURITY: Option<&str> = Some("password.security");
const USERNAME: Option<&str> = Some("password.username");

/// A 4xx greeting.
pub(super) const BUSY: Explanation = Explanation {
    code: "server_busy",
    disposition: Disposition::Connection,
    meaning: "The server is there, but does not take mail at the moment.",
    remedy: "Nothing: it is tried again by itself. If it lasts, ask the server's administrator.",
    ..EXPLANATION
};

/// A 5xx greeting.
pub(super) const REFUSED: Explanation = Explanation {
    code: "greeting_refused",
    field: HOST,
    disposition: Disposition::Connection,
    meaning: "The server does not talk to us. It may take mail only from certain addresses, or not take mail at all.",
    remedy: "Check host and port. If they are right, have this machine's address allowed at the server.",
    ..EXPLANATION
};

const NOT_FOUND: Explanation = Explanation {
    code: "host_not_found",
    field: HOST,
    disposition: Disposition::Connection,
    meaning: "The DNS knows no such name. As a rule it is mistyped.",
    remedy: "Check the host name against the provider's page, for example smtp.example.com. For a server in your own \
             network, type its full name or IP address.",
    ..EXPLANATION
};

const LOOKUP_FAILED: Explanation = Explanation {
    code: "name_lookup_failed",
    field: HOST,
    disposition: Disposition::Connection,
    meaning: "The name could not be looked up, because the DNS does not answer. The name may well be right.",
    remedy: "Check this machine's network and DNS. It is tried again by itself.",
    ..EXPLANATION
};

const CONNECTION_REFUSED: Explanation = Explanation {
    code: "connection_refused",
    field: PORT,
    disposition: Disposition::Connection,
    meaning: "The machine is there, but nothing listens on port {port}, or a firewall turns the connection away.",
    remedy: "Check the port: 465 for implicit TLS, 587 for STARTTLS, 25 for relays in your own network. Make sure that \
             the mail server is running.",
    ..EXPLANATION
};

const CONNECTION_TIMED_OUT: Explanation = Explanation {
    code: "connection_timed_out",
    field: PORT,
    disposition: Disposition::Connection,
    meaning: "Nothing answers on port {port}. As a rule a firewall swallows the connection; many networks block port 25 \
              to the outside.",
    remedy: "Check host and port. Try port 465 or 587, and have outgoing connections to {server} allowed in the \
             firewall.",
    ..EXPLANATION
};

const NETWORK_UNREACHABLE: Explanation = Explanation {
    code: "network_unreachable",
    field: HOST,
    disposition: Disposition::Connection,
    meaning: "This machine has no route to the server.",
    remedy: "Check this machine's network, and whether the host is the right one.",
    ..EXPLANATION
};

const GREETING_SILENT: Explanation = Explanation {
    code: "greeting_missing",
    field: SECURITY,
    disposition: Disposition::Connection,
    meaning: "The server accepted the connection and then said nothing. As a rule the port expects TLS from the first \
              byte, or a firewall answers in the server's place.",
    remedy: "If the port is for implicit TLS (usually 465), choose implicit TLS. Otherwise check host and port.",
    ..EXPLANATION
};

const SILENT: Explanation = Explanation {
    code: "server_silent",
    disposition: Disposition::Deferred,
    meaning: "The server stopped answering. It may be overloaded, or a device on the way has cut the connection.",
    remedy: "Nothing: it is tried again by itself. If it lasts, ask the server's administrator.",
    ..EXPLANATION
};

const LOST: Explanation = Explanation {
    code: "connection_lost",
    disposition: Disposition::Deferred,
    meaning: "The server ended the connection in the middle of the conversation. It may be restarting, or a device on \
              the way has cut the connection.",
    remedy: "Nothing: it is tried again by itself. If it lasts, ask the server's administrator.",
    ..EXPLANATION
};

const ANSWER_LOST: Explanation = Explanation {
    code: "answer_lost",
    disposition: Disposition::Deferred,
    meaning: "The message was handed over to the end, but the server's answer did not come. The recipient may have it \
              already.",
    remedy: "Nothing: it is tried again with the same Message-ID, by which servers can tell the second copy from a new \
             message.",
    ..EXPLANATION
};

const NOT_SMTP: Explanation = Explanation {
    code: "not_smtp",
    field: PORT,
    disposition: Disposition::Connection,
    meaning: "What answers on this port is not a mail server, or a damaged one.",
    remedy: "Check host and port: web and IMAP servers have other ports. 465, 587 and 25 are usual for sending.",
    ..EXPLANATION
};

const PROTOCOL_ERROR: Explanation = Explanation {
    code: "protocol_error",
    disposition: Disposition::Deferred,
    meaning: "The server's answers do not follow the rules of SMTP, so that it cannot be known what they are about.",
    remedy: "It is tried again by itself. If it lasts, give the transcript to the server's administrator.",
    ..EXPLANATION
};

const LOGIN_NOT_OFFERED: Explanation = Explanation {
    code: "login_not_offered",
    field: USERNAME,
    disposition: Disposition::Connection,
    meaning: "The server offers no login on this connection. Many offer it only after TLS, and relays in one's own \
              network often have none.",
    remedy: "Choose implicit TLS or STARTTLS. If the server takes mail without login, leave username and password empty.",
    ..EXPLANATION
};

const LOGIN_IN_CLEAR: Explanation = Explanation {
    code: "login_needs_tls",
    field: SECURITY,
    disposition: Disposition::Connection,
    meaning: "Without TLS everybody on the way could read the password, so it was not sent.",
    remedy: "Choose implicit TLS or STARTTLS. For a server on a network you trust, you can allow the password in clear.",
    ..EXPLANATION
};

const MECHANISM: Explanation = Explanation {
    code: "mechanism_not_offered",
    field: Some("password.mechanism"),
    disposition: Disposition::Connection,
    meaning: "The server offers no way of logging in that fits a username and password as configured.",
    remedy: "Set the login mechanism to automatic. If the server offers only XOAUTH2 or OAUTHBEARER, connect with \
             OAuth 2.0.",
    ..EXPLANATION
};

const CREDENTIAL: Explanation = Explanation {
    code: "credential_unusable",
    field: Some("password.password"),
    disposition: Disposition::Connection,
    meaning: "Username or password hold a character that no login can carry.",
    remedy: "Type username and password again, without copying invisible characters along.",
    ..EXPLANATION
};

const CHALLENGE: Explanation = Explanation {
    code: "login_challenge_unreadable",
    field: Some("password.mechanism"),
    disposition: Disposition::Connection,
    meaning: "The server asked something during the login that does not belong there.",
    remedy: "Choose another login mechanism in the advanced settings, such as PLAIN or LOGIN.",
    ..EXPLANATION
};

/// The problem of a session that was not opened, and whether the server asks to slow down.
pub(crate) fn of_open_error(context: &Context<'_>, error: &OpenError) -> (Problem, bool) {
    match error {
        OpenError::NoToken(problem) => ((**problem).clone(), false),
        OpenError::Smtp(failure) => of_failure(context, failure),
    }
}

fn of_failure(context: &Context<'_>, Failure { stage, error }: &Failure) -> (Problem, bool) {
    if let SmtpError::TokenRefused { refusal: Some(refusal), reply } = error
        && !refusal.scope.is_empty()
    {
        let mut diagnosis = of_reply(context, Phase::Login, reply);
        diagnosis.problem.meaning = format!(
            "{} It wants a token for {}.",
            diagnosis.problem.meaning,
            refusal.scope.replace(char::is_control, " ")
        );
        return (diagnosis.problem, diagnosis.throttled);
    }
    if let Some(reply) = error.reply() {
        let diagnosis = of_reply(context, phase(*stage), reply);
        return (diagnosis.problem, diagnosis.throttled);
    }
    let explanation = context
        .bearer()
        .and_then(|_| bearer::explanation(error))
        .unwrap_or_else(|| explanation(*stage, error, context.account.server.security));
    (context.problem(explanation, describe(context, *stage, error)), false)
}

/// Whether another port or security mode may work: the server was not reached, or TLS was not established.
pub(crate) fn may_work_elsewhere(error: &OpenError) -> bool {
    let OpenError::Smtp(Failure { stage, error }) = error else { return false };
    match error {
        SmtpError::Unreachable(_)
        | SmtpError::GreetingTimedOut(_)
        | SmtpError::StarttlsMissing
        | SmtpError::AuthNotOffered
        | SmtpError::CleartextAuthRefused => true,
        SmtpError::TimedOut(_) | SmtpError::Closed | SmtpError::Network(_) | SmtpError::Parse(_) => {
            matches!(stage, Stage::Connect | Stage::Tls | Stage::Greeting)
        }
        // A certificate that is invalid here is invalid on another port as well.
        SmtpError::Tls(error) => {
            matches!(error, TlsError::NotTls | TlsError::ClosedInHandshake | TlsError::TooOld | TlsError::Failed(_))
        }
        SmtpError::Reply(reply) => {
            let explanation = find(tables(phase(*stage)), reply);
            *stage == Stage::Tls || explanation.is_some_and(|explanation| explanation.code == TLS_FIRST.code)
        }
        _ => false,
    }
}

fn phase(stage: Stage) -> Phase {
    match stage {
        Stage::Tls => Phase::Starttls,
        Stage::Login => Phase::Login,
        _ => Phase::Greeting,
    }
}

fn explanation(stage: Stage, error: &SmtpError, security: Security) -> &'static Explanation {
    match error {
        SmtpError::LookupFailed(_) => &LOOKUP_FAILED,
        SmtpError::HostNotFound(_) => &NOT_FOUND,
        SmtpError::Unreachable(errors) => unreachable(errors.iter().map(|(_, error)| error.kind())),
        SmtpError::TimedOut(_) => match stage {
            Stage::Resolve => &LOOKUP_FAILED,
            Stage::Connect => &CONNECTION_TIMED_OUT,
            Stage::Tls => &tls_errors::SILENT,
            _ => &SILENT,
        },
        // With implicit TLS, the handshake has shown that the port is the right one.
        SmtpError::GreetingTimedOut(_) if security == Security::ImplicitTls => &SILENT,
        SmtpError::GreetingTimedOut(_) => &GREETING_SILENT,
        SmtpError::Closed | SmtpError::Network(_) => &LOST,
        SmtpError::Parse(ReplyParseError::TlsRecord) => &tls_errors::TLS_EXPECTED,
        SmtpError::Parse(_) if stage == Stage::Greeting => &NOT_SMTP,
        SmtpError::Parse(_) | SmtpError::UnexpectedReply | SmtpError::Reply(_) | SmtpError::TokenRefused { .. } => {
            &PROTOCOL_ERROR
        }
        SmtpError::Tls(error) => tls_errors::explanation(error),
        SmtpError::StarttlsMissing => &tls_errors::STARTTLS_MISSING,
        SmtpError::PlaintextInjected => &tls_errors::INJECTED,
        SmtpError::AuthNotOffered => &LOGIN_NOT_OFFERED,
        SmtpError::CleartextAuthRefused => &LOGIN_IN_CLEAR,
        SmtpError::MechanismNotOffered { .. } => &MECHANISM,
        SmtpError::CredentialsInvalid => &CREDENTIAL,
        SmtpError::ChallengeInvalid => &CHALLENGE,
    }
}

/// One explanation for all addresses: that of the address that came closest to a connection.
fn unreachable(mut errors: impl Iterator<Item = io::ErrorKind> + Clone) -> &'static Explanation {
    if errors.clone().any(|kind| kind == io::ErrorKind::ConnectionRefused) {
        &CONNECTION_REFUSED
    } else if errors.clone().any(|kind| kind == io::ErrorKind::TimedOut) {
        &CONNECTION_TIMED_OUT
    } else if errors.any(|kind| matches!(kind, io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable)) {
        &NETWORK_UNREACHABLE
    } else {
        &CONNECTION_REFUSED
    }
}

fn describe(context: &Context<'_>, stage: Stage, error: &SmtpError) -> String {
    let server = context.server();
    let host = context.account.server.bare_host();
    match error {
        SmtpError::LookupFailed(error) => {
            format!("The name {host} could not be looked up: {error}.")
        }
        SmtpError::HostNotFound(_) => format!("The host {host} was not found."),
        SmtpError::Unreachable(_) => format!("No connection to {server}: {error}."),
        SmtpError::TimedOut(limit) => match stage {
            Stage::Resolve => format!("The name {host} could not be looked up within {}.", seconds(*limit)),
            Stage::Tls => format!("{server} did not finish the TLS handshake within {}.", seconds(*limit)),
            _ => format!("{server} did not answer within {}.", seconds(*limit)),
        },
        SmtpError::GreetingTimedOut(limit) => format!("{server} did not greet us within {}.", seconds(*limit)),
        SmtpError::Closed => format!("{server} closed the connection {}.", during(stage)),
        SmtpError::Network(error) => format!("The connection to {server} was lost {}: {error}.", during(stage)),
        SmtpError::Tls(error) => tls_errors::describe(&server, host, error),
        error => format!("{server}: {error}."),
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

/// The diagnosis of an interrupted transaction.
pub(crate) fn of_interruption(context: &Context<'_>, interruption: &Interruption) -> Diagnosis {
    of_session_error(context, interruption.phase, &interruption.error, interruption.after_final_dot)
}

/// The diagnosis of an error in a transaction: a deferral, which is marked if the message may have arrived.
pub(crate) fn of_session_error(
    context: &Context<'_>,
    phase: Phase,
    error: &SmtpError,
    after_final_dot: bool,
) -> Diagnosis {
    let stage = match phase {
        Phase::Mail => Stage::MailFrom,
        Phase::Rcpt => Stage::RcptTo,
        _ => Stage::Data,
    };
    let explanation = match error {
        _ if after_final_dot => &ANSWER_LOST,
        SmtpError::TimedOut(_) => &SILENT,
        SmtpError::Parse(_) | SmtpError::UnexpectedReply => &PROTOCOL_ERROR,
        _ => &LOST,
    };
    let what = if after_final_dot {
        format!("{} did not confirm the message: {error}.", context.server())
    } else {
        describe(context, stage, error)
    };
    Diagnosis {
        disposition: Disposition::Deferred,
        problem: context.problem(explanation, what),
        retry_after: None,
        throttled: false,
        may_have_arrived: after_final_dot,
        in_sequence: false,
    }
}

/// The diagnosis of a positive reply that does not fit its command: commands and replies no longer match.
pub(super) fn of_mismatched_reply(context: &Context<'_>, phase: Phase, reply: &Reply) -> Diagnosis {
    let what = format!("{} answered what does not fit the command: {}.", context.server(), quoted(reply));
    Diagnosis {
        disposition: if is_before_mail(phase) { Disposition::Connection } else { Disposition::Deferred },
        problem: context.problem(&PROTOCOL_ERROR, what),
        retry_after: None,
        throttled: false,
        // A 354 to the final dot does not tell what became of the message.
        may_have_arrived: phase == Phase::FinalDot,
        in_sequence: false,
    }
}
