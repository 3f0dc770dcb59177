//! The source of a message: the owner and program that it is counted for, and by which it shares the bulk lane.

use storage::{DbError, FromValue, Row, Value};
use uuid::Uuid;

/// The workspace or account, and the program that a message comes from. Without both it comes from the server itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Source {
    /// The workspace of a script or an invitation, or the account of a mail password.
    pub owner: Option<Uuid>,
    /// The script, the API key, the mail password or the trusted network.
    pub caller: Option<Uuid>,
}

impl Source {
    /// A script of a workspace.
    pub fn script(workspace: Uuid, script: Uuid) -> Self {
        Self { owner: Some(workspace), caller: Some(script) }
    }

    /// A mail password of an account.
    pub fn mail_password(account: Uuid, password: Uuid) -> Self {
        Self { owner: Some(account), caller: Some(password) }
    }

    /// A program without an owner: an API key, or a trusted network.
    pub fn program(program: Uuid) -> Self {
        Self { owner: None, caller: Some(program) }
    }

    /// A workspace itself: its invitations.
    pub fn workspace(workspace: Uuid) -> Self {
        Self { owner: Some(workspace), caller: None }
    }
}

impl Source {
    /// The short form.
    pub fn key(&self) -> SourceKey {
        // The last bits of an id are random.
        let short = |id: Uuid| (id.as_u128() & u128::from(u32::MAX)) as i64;
        let caller = self.caller.map_or(0, short);
        let group = self.owner.map_or(caller, short);
        SourceKey(group << 32 | caller)
    }
}

/// A source in 64 bits, by which the bulk lane is shared: 32 of its group and 32 of its caller. A group is a workspace, an
/// account, or a program without an owner; 0 is the server itself, and mail that earlier versions accepted. Two sources
/// have the same key in one of four billion cases; they then take turns as one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceKey(pub(crate) i64);

impl SourceKey {
    /// The server itself, and mail that earlier versions accepted.
    pub const SERVER: Self = Self(0);

    /// The workspace or account, or the program without one.
    pub fn group(self) -> i64 {
        self.0 >> 32
    }
}

impl From<SourceKey> for Value<'_> {
    fn from(key: SourceKey) -> Self {
        Value::from(key.0)
    }
}

impl FromValue for SourceKey {
    fn from_value(value: Value<'_>) -> Option<Self> {
        i64::from_value(value).map(SourceKey)
    }
}

/// The stored form of one of the ids.
pub(crate) fn stored(id: Option<Uuid>) -> Value<'static> {
    Value::from(id.map(Uuid::into_bytes))
}

/// The source of a row whose columns `workspace` and `caller` begin at `first`.
pub(crate) fn from_columns(row: &Row<'_>, first: usize) -> Result<Source, DbError> {
    let id = |column| Ok::<_, DbError>(row.get::<Option<[u8; 16]>>(column)?.map(Uuid::from_bytes));
    Ok(Source { owner: id(first)?, caller: id(first + 1)? })
}
