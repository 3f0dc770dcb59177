//! The staged test: the same conversation as real mail, with a live observer.

use mail::{Problem, Report, StageRecord};

use crate::{Outgoing, Patience, SmtpAccount};

/// What a test came to.
#[derive(Clone, Debug)]
pub struct Tested {
    /// The attempt, as for real mail; for a connection test without recipients.
    pub report: Report,
    /// What went wrong, with a fix where one was probed and works; `None` when all went well.
    pub problem: Option<Problem>,
}

/// Logs in, sends nothing. Each stage is told to `on_stage` as it ends.
pub async fn test_connection(
    _account: &SmtpAccount,
    _patience: &Patience,
    _on_stage: &mut (dyn FnMut(&StageRecord) + Send),
) -> Tested {
    todo!()
}

/// Sends `outgoing` over a fresh session. Each stage is told to `on_stage` as it ends.
///
/// On a connect, TLS or security failure the usual other ports are probed once each, without credentials, and one that
/// works becomes the problem's fix.
pub async fn test_email(
    _account: &SmtpAccount,
    _patience: &Patience,
    _outgoing: &Outgoing,
    _on_stage: &mut (dyn FnMut(&StageRecord) + Send),
) -> Tested {
    todo!()
}
