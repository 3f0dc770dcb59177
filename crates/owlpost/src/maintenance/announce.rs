//! A letter to each administrator, in their own language, once per occasion.
//!
//! That a letter was sent is recorded in the transaction that stores the mail, so that a crash neither loses nor
//! repeats it.

use std::error::Error;
use std::sync::Arc;

use jiff::Timestamp;
use queue::{Kind, Source};
use storage::{DbError, Read, Tx, params};

use super::Deps;
use letters::{Language, Letter};
use sending::intake::{IntakeError, Request};

/// The occasion of a letter, which identifies it.
#[derive(Clone, Copy, Debug)]
pub struct ReminderKey {
    /// What expires, has ended or is damaged: `client_secret`, `alarm`, `disk_full`.
    pub what: &'static str,
    /// When it expires or began.
    pub at: Timestamp,
    /// Days before the expiration; 0 if not applicable.
    pub days: u32,
}

/// Whether the letter was already sent.
pub fn is_given(rx: &mut impl Read, occasion: ReminderKey) -> Result<bool, DbError> {
    let found = rx.query_first(
        "SELECT given_at FROM reminder WHERE what = $1 AND ends_at = $2 AND days = $3",
        params![occasion.what, occasion.at.as_millisecond(), occasion.days],
        |row| row.get::<i64>(0),
    )?;
    Ok(found.is_some())
}

/// Sends a letter to all administrators, unless it was already sent.
pub async fn once(
    deps: &Deps,
    occasion: ReminderKey,
    expires_at: Option<Timestamp>,
    letter: impl Fn(Language) -> Letter,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    let mut ready = Vec::new();
    for administrator in deps.accounts.administrators().await? {
        ready.push(deps.intake.prepare(Request {
            draft: letter(administrator.language.unwrap_or_default()).to(administrator.email.expose()),
            kind: Kind::Notice,
            origin: sending::texts::origin_owlpost(),
            source: Source::default(),
            key: None,
            expires_at,
            client: None,
        })?);
    }
    let (intake, ready, now) = (deps.intake.clone(), Arc::new(ready), deps.clock.now());
    let letters = ready.clone();
    // Works on a full disk too, which is the subject of one of the letters.
    let is_new = deps
        .db
        .with_reserve()
        .write(move |tx| {
            let is_new = note_given(tx, occasion, now)?;
            if is_new {
                for letter in &*letters {
                    intake.accept_in(tx, letter)?;
                }
            }
            Ok::<_, IntakeError>(is_new)
        })
        .await?;
    if is_new {
        ready.iter().for_each(|letter| deps.intake.committed(letter));
    }
    Ok(())
}

/// Records that the letter was sent; returns whether it was not recorded before.
fn note_given(tx: &mut Tx<'_>, occasion: ReminderKey, now: Timestamp) -> Result<bool, DbError> {
    let noted = tx.execute(
        "INSERT INTO reminder (what, ends_at, days, given_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        params![occasion.what, occasion.at.as_millisecond(), occasion.days, now.as_millisecond()],
    )?;
    Ok(noted == 1)
}
