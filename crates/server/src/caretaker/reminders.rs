//! Reminders of what ends: 30, 7 and 1 days before, each once, in the log and by mail to the administrators.
//!
//! Whether one was given is written together with the mail, so that a crash between them neither loses nor repeats it.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use db::{DbError, Read, Tx, params};
use jiff::Timestamp;
use outbox::Kind;

use super::Rooms;
use crate::intake::{IntakeError, Request};
use crate::letters::ending;
use crate::settings::Ending;

/// Days before the end, the most urgent first.
const DAYS: [u32; 3] = [1, 7, 30];

/// Gives what is due.
pub async fn give(rooms: &Rooms, now: Timestamp) -> Result<(), Box<dyn Error + Send + Sync>> {
    for found in rooms.settings.endings().await? {
        let Some(days) = due(&found, now) else { continue };
        let asked = found.clone();
        if !rooms.db.read(move |rx| is_given(rx, &asked, days)).await? {
            give_one(rooms, found, days, now).await?;
        }
    }
    Ok(())
}

/// The reminder that is due: the latest threshold that has passed. What is over is an alarm and no reminder.
fn due(ending: &Ending, now: Timestamp) -> Option<u32> {
    let left = Duration::try_from(ending.at.duration_since(now)).ok().filter(|_| ending.needs_somebody)?;
    DAYS.into_iter().find(|days| left <= Duration::from_secs(u64::from(*days) * 24 * 3600))
}

async fn give_one(rooms: &Rooms, found: Ending, days: u32, now: Timestamp) -> Result<(), Box<dyn Error + Send + Sync>> {
    let left = Duration::try_from(found.at.duration_since(now)).unwrap_or_default();
    tracing::warn!(what = found.what.name(), at = %found.at, "{} ends within {days} days", found.title);
    let words = ending::Words {
        title: found.title.to_owned(),
        at: found.at,
        days_left: left.as_secs().div_ceil(24 * 3600),
        meaning: found.meaning.clone(),
        settings_url: rooms.settings_url.clone(),
    };
    let mut ready = Vec::new();
    for administrator in rooms.accounts.administrators().await? {
        let request = Request {
            draft: ending::letter(&words, administrator.language.unwrap_or_default()).to(administrator.email.expose()),
            kind: Kind::Notice,
            origin: "owlpost".to_owned(),
            key: None,
            // Read after the end it would only confuse.
            expires_at: Some(found.at),
        };
        ready.push(rooms.intake.prepare(request)?);
    }
    let (intake, ready) = (rooms.intake.clone(), Arc::new(ready));
    let letters = ready.clone();
    let is_new = rooms
        .db
        .write(move |tx| {
            let is_new = note_given(tx, &found, days, now)?;
            if is_new {
                for letter in &*letters {
                    intake.accept_in(tx, letter)?;
                }
            }
            Ok::<_, IntakeError>(is_new)
        })
        .await?;
    if is_new {
        ready.iter().for_each(|letter| rooms.intake.committed(letter));
    }
    Ok(())
}

fn is_given(rx: &mut impl Read, ending: &Ending, days: u32) -> Result<bool, DbError> {
    let found = rx.query_first(
        "SELECT given_at FROM reminder WHERE what = $1 AND ends_at = $2 AND days = $3",
        params![ending.what.name(), ending.at.as_millisecond(), days],
        |row| row.get::<i64>(0),
    )?;
    Ok(found.is_some())
}

/// Answers whether it was not given before.
fn note_given(tx: &mut Tx<'_>, ending: &Ending, days: u32, now: Timestamp) -> Result<bool, DbError> {
    let noted = tx.execute(
        "INSERT INTO reminder (what, ends_at, days, given_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        params![ending.what.name(), ending.at.as_millisecond(), days, now.as_millisecond()],
    )?;
    Ok(noted == 1)
}
