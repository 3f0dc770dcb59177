//! What each room's errors are to an API caller: what happened, and what to do.

use super::{Kind, Problem, no_such_message};
use accounts::AccountsError;
use scripting::ScriptsError;
use scripting::files::FilesError;
use sending::intake::IntakeError;
use settings::SettingsError;
use settings::oauth::ConsentError;
use tickets::TicketsError;

impl From<storage::DbError> for Problem {
    fn from(error: storage::DbError) -> Self {
        match error {
            storage::DbError::Full => Self::new(
                Kind::Full,
                "The disk that holds the database is full, so nothing can be accepted. What was accepted before is \
                 kept and still goes out. Free space on the server, then call again.",
            ),
            storage::DbError::ReadOnly => Self::new(
                Kind::Unavailable,
                "The server's data folder is read-only, so nothing can be stored. Make it writable, then call again.",
            ),
            storage::DbError::Failed { .. } => Self::new(
                Kind::Unavailable,
                "The disk that holds the database failed, and the server ends in order to recover. Nothing was stored: \
                 call again shortly.",
            ),
            storage::DbError::Closed => {
                Self::new(Kind::Unavailable, "The server is shutting down. Nothing was stored: call again shortly.")
            }
            error => Self::internal(&error),
        }
    }
}

impl From<queue::QueueError> for Problem {
    fn from(error: queue::QueueError) -> Self {
        match error {
            queue::QueueError::KeyReused { id } => Self::new(
                Kind::KeyReused,
                format!(
                    "This idempotency key was used for message {} with other content. Nothing was sent: use a new key \
                     for a new message, or the same content to repeat the old one.",
                    id.0
                ),
            ),
            queue::QueueError::NotFound => no_such_message(),
            queue::QueueError::BodyGone => Self::new(
                Kind::TextGone,
                "Only the log of this message is kept; its text was removed when its retention ended. \
                 Send it anew from where it came.",
            ),
            error @ (queue::QueueError::WrongState(_) | queue::QueueError::HoldsTicket) => {
                let text = error.refusal().map(|text| i18n::Language::English.render(&text));
                Self::new(Kind::WrongState, text.unwrap_or_default())
            }
            queue::QueueError::Db(error) => error.into(),
            error => Self::internal(&error),
        }
    }
}

impl From<IntakeError> for Problem {
    fn from(error: IntakeError) -> Self {
        match error {
            IntakeError::Faults(faults) => Self::faults(faults),
            IntakeError::KeyReused { id } => queue::QueueError::KeyReused { id }.into(),
            IntakeError::Full => storage::DbError::Full.into(),
            IntakeError::Queue(error) => error.into(),
        }
    }
}

impl From<SettingsError> for Problem {
    fn from(error: SettingsError) -> Self {
        match error {
            SettingsError::Faults(faults) => Self::faults(faults),
            SettingsError::NoSuchVersion => Self::new(
                Kind::NotFound,
                "No version of the email settings has this number. GET /api/v1/email-settings/versions lists them.",
            ),
            SettingsError::Db(error) => error.into(),
            error => Self::internal(&error),
        }
    }
}

impl From<ConsentError> for Problem {
    fn from(error: ConsentError) -> Self {
        match error {
            ConsentError::Settings(error) => error.into(),
            refused => Self::new(Kind::WrongState, sentence(&refused.to_string())),
        }
    }
}

impl From<AccountsError> for Problem {
    fn from(error: AccountsError) -> Self {
        match error {
            AccountsError::Faults(faults) => Self::faults(faults),
            AccountsError::LastAdministrator => Self::new(
                Kind::LastAdministrator,
                "This is the last administrator of the workspace, so nobody could administer it any more. Give another \
                 member the role admin first, or delete the workspace.",
            ),
            AccountsError::TooMany { seconds } => Self::too_many(seconds),
            AccountsError::NotFound => Self::new(Kind::NotFound, NOT_FOUND),
            AccountsError::Db(error) => error.into(),
            error => Self::internal(&error),
        }
    }
}

impl From<FilesError> for Problem {
    fn from(error: FilesError) -> Self {
        match error {
            FilesError::Faults(faults) => Self::faults(faults),
            FilesError::NotFound => Self::new(
                Kind::NotFound,
                "The workspace has no file of this name. GET /api/v1/workspaces/{id}/files lists those there are; capital letters count.",
            ),
            FilesError::Db(error) => error.into(),
        }
    }
}

impl From<TicketsError> for Problem {
    fn from(error: TicketsError) -> Self {
        match error {
            TicketsError::Faults(faults) => Self::faults(faults),
            TicketsError::TooMany { seconds } => Self::too_many(seconds),
            TicketsError::NotFound => Self::new(Kind::NotFound, NOT_FOUND),
            TicketsError::Accounts(error) => error.into(),
            TicketsError::Letter(error) => error.into(),
            TicketsError::Db(error) => error.into(),
            error => Self::internal(&error),
        }
    }
}

impl From<ScriptsError> for Problem {
    fn from(error: ScriptsError) -> Self {
        match error {
            ScriptsError::Faults(faults) => Self::faults(faults),
            ScriptsError::NotFound => Self::new(Kind::NotFound, NOT_FOUND),
            ScriptsError::Overtaken { newest, by } => Self::new(
                Kind::Overtaken,
                format!(
                    "{by} saved version {newest} meanwhile, so nothing was changed. Read it, put your change into it, and \
                     call again with \"based_on\": {newest}."
                ),
            ),
            ScriptsError::Ended => Self::new(
                Kind::RunEnded,
                "The run has ended, so there is nothing to stop. Mails that it sent can be \
                     cancelled one by one while they wait: POST /api/v1/messages/{id}/cancel.",
            ),
            ScriptsError::TooMany { waiting } => {
                let detail = format!(
                    "{waiting} runs of this script wait already, so no other was started. Call again when some have ended; \
                     where they are not wanted, cancel them or delete the script."
                );
                Self { retry_after_seconds: Some(WAITING_SECONDS), ..Self::new(Kind::TooMany, detail) }
            }
            ScriptsError::Busy => {
                let detail = "Other dry runs go on, and this one did not get its turn within 5 seconds, so nothing was \
                     tried. Call again in a moment; a workspace has one dry run at a time.";
                Self { retry_after_seconds: Some(TURN_SECONDS), ..Self::new(Kind::TooMany, detail) }
            }
            ScriptsError::KeyReused { run } => Self::new(
                Kind::KeyReused,
                format!(
                    "This idempotency key was used for run {run} with another body. Nothing was started: use a new key for \
                     a new call, or the same body to repeat the old one."
                ),
            ),
            ScriptsError::Db(error) => error.into(),
        }
    }
}

/// What waits for a turn of dry runs comes again after this time.
const TURN_SECONDS: u64 = 5;

/// What waits for runs to end comes again after this time.
const WAITING_SECONDS: u64 = 60;

const NOT_FOUND: &str = "Nothing has this id; it may have been deleted meanwhile. Check that it is complete.";

/// The outbox's words as a sentence.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).chain(['.']).collect()).unwrap_or_default()
}
