//! Converts the errors of other crates to problems of the API.

use super::{Kind, Problem, no_such_message, texts};
use accounts::AccountsError;
use scripting::files::FilesError;
use scripting::{OtherDryRuns, ScriptsError};
use sending::intake::IntakeError;
use settings::SettingsError;
use settings::oauth::ConsentError;
use tickets::TicketsError;

impl From<storage::DbError> for Problem {
    fn from(error: storage::DbError) -> Self {
        match error {
            storage::DbError::Full => Self::new(Kind::Full, texts::request_disk_full()),
            storage::DbError::ReadOnly => Self::new(Kind::Unavailable, texts::request_read_only()),
            storage::DbError::Failed { .. } | storage::DbError::Damaged { .. } => {
                Self::new(Kind::Unavailable, texts::request_disk_failed())
            }
            storage::DbError::Closed => Self::new(Kind::Unavailable, texts::request_shutting_down()),
            error => Self::internal(&error),
        }
    }
}

impl From<transfer::BudgetFull> for Problem {
    fn from(_: transfer::BudgetFull) -> Self {
        Self::new(Kind::Unavailable, texts::request_memory_full())
    }
}

impl From<queue::QueueError> for Problem {
    fn from(error: queue::QueueError) -> Self {
        let kind = match &error {
            queue::QueueError::NotFound => return no_such_message(),
            queue::QueueError::Message { id, source } => {
                tracing::error!(id = %id.0, error = &**source as &dyn std::error::Error, "a stored message is damaged");
                return Self::new(Kind::Damaged, texts::request_message_damaged(id.0.to_string()));
            }
            queue::QueueError::BodyGone => {
                return Self::new(Kind::TextGone, texts::request_message_content_deleted());
            }
            queue::QueueError::KeyReused { .. } => Kind::KeyReused,
            _ => Kind::WrongState,
        };
        match (error.refusal(), error) {
            (Some(text), _) => Self::new(kind, text),
            (None, queue::QueueError::Db(error)) => error.into(),
            (None, error) => Self::internal(&error),
        }
    }
}

impl From<IntakeError> for Problem {
    fn from(error: IntakeError) -> Self {
        match error {
            IntakeError::Faults(faults) | IntakeError::SenderRefused(faults) => Self::faults(faults),
            IntakeError::KeyReused { id } => queue::QueueError::KeyReused { id }.into(),
            IntakeError::Quota(exceeded) => Self::quota_exceeded(&exceeded),
            IntakeError::Waiting(exceeded) => {
                Self::new(Kind::QuotaExceeded, texts::request_quota_exceeded(exceeded.text()))
            }
            IntakeError::LowSpace => Self::new(Kind::Full, texts::request_disk_low()),
            IntakeError::Full => storage::DbError::Full.into(),
            IntakeError::Queue(error) => error.into(),
        }
    }
}

impl From<SettingsError> for Problem {
    fn from(error: SettingsError) -> Self {
        match error {
            SettingsError::Faults(faults) => Self::faults(faults),
            SettingsError::NewerVersion { newest } => {
                Self::new(Kind::PreconditionFailed, texts::request_version_overtaken(newest.to_string()))
            }
            SettingsError::NoSuchVersion => Self::new(Kind::NotFound, texts::request_settings_version_unknown()),
            SettingsError::Db(error) => error.into(),
            error => Self::internal(&error),
        }
    }
}

impl From<ConsentError> for Problem {
    fn from(error: ConsentError) -> Self {
        match error {
            ConsentError::Settings(error) => error.into(),
            ConsentError::NotNeeded => Self::new(Kind::WrongState, texts::request_consent_not_needed()),
            ConsentError::LinkEnded => Self::new(Kind::WrongState, texts::request_consent_link_ended()),
            ConsentError::NoOpenQuestion => Self::new(Kind::WrongState, texts::request_consent_without_question()),
        }
    }
}

impl From<AccountsError> for Problem {
    fn from(error: AccountsError) -> Self {
        match error {
            AccountsError::Faults(faults) => Self::faults(faults),
            AccountsError::LastAdministrator => Self::new(Kind::LastAdministrator, texts::request_last_administrator()),
            AccountsError::TooMany { seconds } => Self::too_many(seconds),
            AccountsError::NotFound => Self::new(Kind::NotFound, texts::request_resource_unknown()),
            AccountsError::Db(error) => error.into(),
            error => Self::internal(&error),
        }
    }
}

impl From<FilesError> for Problem {
    fn from(error: FilesError) -> Self {
        match error {
            FilesError::Faults(faults) => Self::faults(faults),
            FilesError::NotFound => Self::new(Kind::NotFound, texts::request_file_unknown()),
            FilesError::Db(error) => error.into(),
        }
    }
}

impl From<TicketsError> for Problem {
    fn from(error: TicketsError) -> Self {
        match error {
            TicketsError::Faults(faults) => Self::faults(faults),
            TicketsError::TooMany { seconds } => Self::too_many(seconds),
            TicketsError::NotFound => Self::new(Kind::NotFound, texts::request_resource_unknown()),
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
            ScriptsError::NotFound => Self::new(Kind::NotFound, texts::request_resource_unknown()),
            ScriptsError::NewerVersion { newest, by } => {
                Self::new(Kind::NewerVersion, texts::request_script_overtaken(by.text(), newest.to_string()))
            }
            ScriptsError::Ended => Self::new(Kind::RunEnded, texts::request_run_ended()),
            ScriptsError::TooMany { waiting } => {
                Self::retry_after(WAITING_SECONDS, Kind::TooMany, texts::request_runs_waiting(waiting))
            }
            ScriptsError::Busy(others) => {
                let text = match others {
                    OtherDryRuns::OfWorkspace => texts::request_dry_run_busy(),
                    OtherDryRuns::OfPerson => texts::request_dry_run_busy_caller(),
                    OtherDryRuns::OfServer => texts::request_dry_run_busy_server(),
                };
                Self::retry_after(DRY_RUN_SECONDS, Kind::TooMany, text)
            }
            ScriptsError::KeyReused { run } => {
                Self::new(Kind::KeyReused, texts::request_run_key_reused(run.to_string()))
            }
            ScriptsError::Db(error) => error.into(),
        }
    }
}

/// Seconds until a dry run may be tried again.
const DRY_RUN_SECONDS: u64 = 5;

/// Seconds until a run may be started again if too many are waiting.
const WAITING_SECONDS: u64 = 60;

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use super::*;

    #[test]
    fn a_full_disk_is_reported_as_such() {
        let full = TicketsError::from(sending::intake::IntakeError::Full);
        assert_eq!(Problem::from(full).kind.status(), StatusCode::INSUFFICIENT_STORAGE);
    }
}
