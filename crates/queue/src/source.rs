//! The source of a message: who it is counted for, and with whom it shares the bulk lane.

use storage::{DbError, Row, Value};
use uuid::Uuid;

/// The workspace and the program that a message comes from. Without both it comes from the server itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Source {
    /// The workspace of a script or an invitation.
    pub workspace: Option<Uuid>,
    /// The script, or the API key.
    pub caller: Option<Uuid>,
}

impl Source {
    /// A script of a workspace.
    pub fn script(workspace: Uuid, script: Uuid) -> Self {
        Self { workspace: Some(workspace), caller: Some(script) }
    }

    /// An API key.
    pub fn api_key(key: Uuid) -> Self {
        Self { workspace: None, caller: Some(key) }
    }

    /// A workspace itself: its invitations.
    pub fn workspace(workspace: Uuid) -> Self {
        Self { workspace: Some(workspace), caller: None }
    }
}

/// The stored form of one of the ids.
pub(crate) fn stored(id: Option<Uuid>) -> Value<'static> {
    Value::from(id.map(Uuid::into_bytes))
}

/// The source of a row whose columns `workspace` and `caller` begin at `first`.
pub(crate) fn from_columns(row: &Row<'_>, first: usize) -> Result<Source, DbError> {
    let id = |column| Ok::<_, DbError>(row.get::<Option<[u8; 16]>>(column)?.map(Uuid::from_bytes));
    Ok(Source { workspace: id(first)?, caller: id(first + 1)? })
}
