//! Errors before MAIL, and interruptions of a transaction.

use std::time::Duration;

use mail::{Problem, Reply, Stage, Text};
use smtp::{Failure, Interruption, Phase, SmtpError};
use tls::TlsError;

use super::client::TLS_FIRST;
use super::error::{self, ANSWER_LOST, LOST, PROTOCOL_ERROR, SILENT};
use super::rule::{Explanation, connection};
use super::{Concern, Context, Diagnosis, Disposition, is_before_mail, of_reply, quoted};
use crate::texts;
use crate::transports::OpenError;

/// A 4xx greeting.
pub(super) const BUSY: Explanation = connection("server_busy");

/// A 5xx greeting.
pub(super) const REFUSED: Explanation = connection("greeting_refused").field("password.host");

/// Any refusal of STARTTLS.
pub(super) const STARTTLS_REFUSED: Explanation = connection("starttls_refused").field("password.security");

/// The problem of a session that was not opened, and whether the server asks to slow down.
pub(crate) fn of_open_error(context: &Context<'_>, error: &OpenError) -> (Problem, bool) {
    match error {
        OpenError::NoSecret(problem) => ((**problem).clone(), false),
        OpenError::Smtp(failure) => of_failure(context, failure),
    }
}

fn of_failure(context: &Context<'_>, Failure { stage, error, greeting }: &Failure) -> (Problem, bool) {
    let context = &Context { greeting: greeting.as_deref().or(context.greeting), ..*context };
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
    let explanation = error::explanation(context, *stage, error);
    let provider = super::provider::of_server(context.account.server.bare_host(), context.greeting, "");
    (context.problem_of(explanation, event(context, *stage, error), provider, error::issuer(error)), false)
}

/// Whether another port or security mode may work: the server was not reached, or TLS was not established.
pub(crate) fn may_work_elsewhere(context: &Context<'_>, error: &OpenError) -> bool {
    let OpenError::Smtp(Failure { stage, error, .. }) = error else { return false };
    match error {
        // Not if this machine, the network or a whole host cannot connect.
        SmtpError::Unreachable(_) => ["connection_refused", "connection_timed_out"]
            .contains(&error::explanation(context, *stage, error).problem.code),
        SmtpError::GreetingTimedOut(_)
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
            *stage == Stage::Tls || of_reply(context, phase(*stage), reply).problem.code == TLS_FIRST.problem.code
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

/// What happened, as a sentence.
fn event(context: &Context<'_>, stage: Stage, error: &SmtpError) -> Text {
    let server = context.server();
    let host = context.account.server.bare_host();
    match error {
        SmtpError::LookupFailed(error) => texts::event_lookup_failed(host, smtp::texts::io_reason(error)),
        SmtpError::HostNotFound(_) => texts::event_host_not_found(host),
        SmtpError::Unreachable(_) => texts::event_unreachable(server, error.text()),
        SmtpError::TimedOut(limit) => match stage {
            Stage::Resolve => texts::event_lookup_timed_out(host, seconds(*limit)),
            Stage::Tls => texts::event_handshake_timed_out(server, seconds(*limit)),
            _ => texts::event_timed_out(server, seconds(*limit)),
        },
        SmtpError::GreetingTimedOut(limit) => texts::event_greeting_timed_out(server, seconds(*limit)),
        SmtpError::Closed => texts::event_connection_closed(server, moment(stage)),
        SmtpError::Network(error) => texts::event_connection_lost(server, moment(stage), smtp::texts::io_reason(error)),
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
        concerns: Concern::Message,
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
        concerns: if is_before_mail(phase) { Concern::Connection } else { Concern::Message },
        problem: context.problem(&PROTOCOL_ERROR, event),
        retry_after: None,
        throttled: false,
        // A 354 to the final dot does not tell what became of the message.
        may_have_arrived: phase == Phase::FinalDot,
        in_sequence: false,
    }
}
