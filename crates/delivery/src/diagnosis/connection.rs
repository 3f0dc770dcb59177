//! Errors before MAIL, and interruptions of a transaction.

use std::io;
use std::time::Duration;

use mail::{Problem, Reply, Security, Stage, Text};
use smtp::{Failure, Interruption, Phase, ReplyParseError, SmtpError};
use tls::TlsError;

use super::login::TLS_FIRST;
use super::rule::{EXPLANATION, Explanation, find};
use super::{Context, Diagnosis, Disposition, bearer, is_before_mail, of_reply, quoted, tables, tls as tls_errors};
use crate::problems::declared;
use crate::texts;
use crate::transports::OpenError;

const HOST: Option<&str> = Some("password.host");
const PORT: Option<&str> = Some("password.port");
const SECURITY: Option<&str> = Some("password.security");
const USERNAME: Option<&str> = Some("password.username");

/// A 4xx greeting.
pub(super) const BUSY: Explanation =
    Explanation { problem: declared("server_busy"), disposition: Disposition::Connection, ..EXPLANATION };

/// A 5xx greeting.
pub(super) const REFUSED: Explanation = Explanation {
    problem: declared("greeting_refused"),
    field: HOST,
    disposition: Disposition::Connection,
    ..EXPLANATION
};

const NOT_FOUND: Explanation = Explanation {
    problem: declared("host_not_found"),
    field: HOST,
    disposition: Disposition::Connection,
    ..EXPLANATION
};

const LOOKUP_FAILED: Explanation = Explanation {
    problem: declared("name_lookup_failed"),
    field: HOST,
    disposition: Disposition::Connection,
    ..EXPLANATION
};

const CONNECTION_REFUSED: Explanation = Explanation {
    problem: declared("connection_refused"),
    field: PORT,
    disposition: Disposition::Connection,
    ..EXPLANATION
};

const CONNECTION_TIMED_OUT: Explanation = Explanation {
    problem: declared("connection_timed_out"),
    field: PORT,
    disposition: Disposition::Connection,
    ..EXPLANATION
};

const NETWORK_UNREACHABLE: Explanation = Explanation {
    problem: declared("network_unreachable"),
    field: HOST,
    disposition: Disposition::Connection,
    ..EXPLANATION
};

const GREETING_SILENT: Explanation = Explanation {
    problem: declared("greeting_missing"),
    field: SECURITY,
    disposition: Disposition::Connection,
    ..EXPLANATION
};

const SILENT: Explanation =
    Explanation { problem: declared("server_silent"), disposition: Disposition::Deferred, ..EXPLANATION };

const LOST: Explanation =
    Explanation { problem: declared("connection_lost"), disposition: Disposition::Deferred, ..EXPLANATION };

const ANSWER_LOST: Explanation =
    Explanation { problem: declared("answer_lost"), disposition: Disposition::Deferred, ..EXPLANATION };

const NOT_SMTP: Explanation =
    Explanation { problem: declared("not_smtp"), field: PORT, disposition: Disposition::Connection, ..EXPLANATION };

const PROTOCOL_ERROR: Explanation =
    Explanation { problem: declared("protocol_error"), disposition: Disposition::Deferred, ..EXPLANATION };

const LOGIN_NOT_OFFERED: Explanation = Explanation {
    problem: declared("login_not_offered"),
    field: USERNAME,
    disposition: Disposition::Connection,
    ..EXPLANATION
};

const LOGIN_IN_CLEAR: Explanation = Explanation {
    problem: declared("login_needs_tls"),
    field: SECURITY,
    disposition: Disposition::Connection,
    ..EXPLANATION
};

const MECHANISM: Explanation = Explanation {
    problem: declared("mechanism_not_offered"),
    field: Some("password.mechanism"),
    disposition: Disposition::Connection,
    ..EXPLANATION
};

const CREDENTIAL: Explanation = Explanation {
    problem: declared("credential_unusable"),
    field: Some("password.password"),
    disposition: Disposition::Connection,
    ..EXPLANATION
};

const CHALLENGE: Explanation = Explanation {
    problem: declared("login_challenge_unreadable"),
    field: Some("password.mechanism"),
    disposition: Disposition::Connection,
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
        let scope = texts::note_scope_required(refusal.scope.replace(char::is_control, " "));
        diagnosis.problem = diagnosis.problem.with_note(scope);
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
    (context.problem(explanation, event(context, *stage, error)), false)
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
            *stage == Stage::Tls || explanation.is_some_and(|explanation| explanation.problem == TLS_FIRST.problem)
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

/// What happened, as a sentence.
fn event(context: &Context<'_>, stage: Stage, error: &SmtpError) -> Text {
    let server = context.server();
    let host = context.account.server.bare_host();
    match error {
        SmtpError::LookupFailed(error) => texts::event_lookup_failed(host, error.to_string()),
        SmtpError::HostNotFound(_) => texts::event_host_not_found(host),
        SmtpError::Unreachable(_) => texts::event_unreachable(server, error.text()),
        SmtpError::TimedOut(limit) => match stage {
            Stage::Resolve => texts::event_lookup_timed_out(host, seconds(*limit)),
            Stage::Tls => texts::event_handshake_timed_out(server, seconds(*limit)),
            _ => texts::event_timed_out(server, seconds(*limit)),
        },
        SmtpError::GreetingTimedOut(limit) => texts::event_greeting_timed_out(server, seconds(*limit)),
        SmtpError::Closed => texts::event_connection_closed(server, moment(stage)),
        SmtpError::Network(error) => texts::event_connection_lost(server, moment(stage), error.to_string()),
        SmtpError::Tls(cause) => match cause {
            TlsError::WrongName { .. } => texts::event_certificate_wrong_name(server, host, error.text()),
            TlsError::NotTls => texts::event_tls_not_spoken(server),
            _ => texts::event_tls_failed(server, error.text()),
        },
        error => texts::event_error(server, error.text()),
    }
}

/// When a connection ended.
fn moment(stage: Stage) -> Text {
    match stage {
        Stage::Resolve | Stage::Connect => texts::moment_connect(),
        Stage::Tls => texts::moment_tls(),
        Stage::Greeting => texts::moment_greeting(),
        Stage::Login => texts::moment_login(),
        Stage::MailFrom => texts::moment_mail_from(),
        Stage::RcptTo => texts::moment_rcpt_to(),
        Stage::Data => texts::moment_data(),
    }
}

/// A time limit in whole seconds.
fn seconds(limit: Duration) -> u64 {
    limit.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX)
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
    let event = if after_final_dot {
        texts::event_not_confirmed(context.server(), error.text())
    } else {
        event(context, stage, error)
    };
    Diagnosis {
        disposition: Disposition::Deferred,
        problem: context.problem(explanation, event),
        retry_after: None,
        throttled: false,
        may_have_arrived: after_final_dot,
        in_sequence: false,
    }
}

/// The diagnosis of a positive reply that does not fit its command: commands and replies no longer match.
pub(super) fn of_mismatched_reply(context: &Context<'_>, phase: Phase, reply: &Reply) -> Diagnosis {
    let event = texts::event_reply_mismatched(context.server(), quoted(reply));
    Diagnosis {
        disposition: if is_before_mail(phase) { Disposition::Connection } else { Disposition::Deferred },
        problem: context.problem(&PROTOCOL_ERROR, event),
        retry_after: None,
        throttled: false,
        // A 354 to the final dot does not tell what became of the message.
        may_have_arrived: phase == Phase::FinalDot,
        in_sequence: false,
    }
}
