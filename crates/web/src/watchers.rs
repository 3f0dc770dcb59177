//! Open event streams: their number per account, and when they end.
//!
//! A stream ends with its session or with the right to see its events, and after a while in any case; the page then
//! connects again. Each costs little, but one person with many windows must not use up the streams of others.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::http::{StatusCode, header};
use axum::response::sse::Event;
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, StreamExt};
use jiff::Timestamp;
use uuid::Uuid;

use crate::events::answer;
use crate::session::{SessionCookie, Visitor};
use app::App;

/// Maximum number of open streams; one more gets 503, and the page retries.
const STREAMS: usize = 400;
/// Maximum number of open streams of one account.
const STREAMS_OF_ONE: usize = 20;
/// Maximum duration of a stream, even of one without events.
const DURATION_MAX: Duration = Duration::from_secs(15 * 60);
/// How often the session is checked if nothing reports that it ended.
const CHECK_EVERY: Duration = Duration::from_secs(60);

static OPEN: LazyLock<Mutex<HashMap<Uuid, usize>>> = LazyLock::new(Mutex::default);

fn open() -> MutexGuard<'static, HashMap<Uuid, usize>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Who may see the events of a stream.
#[derive(Clone, Copy)]
pub(crate) enum Readers {
    /// Instance administrators.
    Administrators,
    /// Members of a workspace.
    Members(Uuid),
    /// Administrators of a workspace.
    Managers(Uuid),
}

/// A stream of an account, counted until this is dropped.
struct OpenStream(Uuid);

impl OpenStream {
    /// `None` if too many are open.
    fn take(account: Uuid) -> Option<Self> {
        let mut open = open();
        let own = open.get(&account).copied().unwrap_or(0);
        if own >= STREAMS_OF_ONE || open.values().sum::<usize>() >= STREAMS {
            return None;
        }
        *open.entry(account).or_default() += 1;
        Some(Self(account))
    }
}

impl Drop for OpenStream {
    fn drop(&mut self) {
        let mut open = open();
        if let Some(own) = open.get_mut(&self.0) {
            *own -= 1;
            if *own == 0 {
                open.remove(&self.0);
            }
        }
    }
}

/// The response with a stream of events for a visitor.
pub(crate) fn stream(
    app: &App,
    visitor: &Visitor,
    session: SessionCookie,
    readers: Readers,
    events: impl Stream<Item = Result<Event, Infallible>> + Send + 'static,
) -> Response {
    let Some(counted) = OpenStream::take(visitor.account.id) else {
        return (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "60")]).into_response();
    };
    let (app, latest) = (app.clone(), app.clock.now() + DURATION_MAX);
    answer(events.take_until(async move {
        over(&app, session.0.as_deref().unwrap_or_default(), readers, latest).await;
        drop(counted);
    }))
}

/// Waits until a stream must end, at `latest` in any case.
async fn over(app: &App, session: &str, readers: Readers, latest: Timestamp) {
    let mut ended = app.accounts.ended_sessions();
    // The session may have ended since this request began.
    ended.mark_changed();
    let mut longest = std::pin::pin!(app.clock.sleep_until(latest));
    loop {
        tokio::select! {
            () = &mut longest => return,
            // The sender is in the same handle, so this cannot fail.
            _ = ended.changed() => {}
            () = app.clock.sleep(CHECK_EVERY) => {}
        }
        if !may_read(app, session, readers).await {
            return;
        }
    }
}

/// A failure to read the database does not end a stream: the next request reports it.
async fn may_read(app: &App, session: &str, readers: Readers) -> bool {
    let account = match app.accounts.session(session).await {
        Ok(Some(session)) => session.account,
        Ok(None) => return false,
        Err(_) => return true,
    };
    let (workspace, manages) = match readers {
        _ if account.instance_admin => return true,
        Readers::Administrators => return false,
        Readers::Members(workspace) => (workspace, false),
        Readers::Managers(workspace) => (workspace, true),
    };
    match app.accounts.role_in(workspace, account.id).await {
        Ok(role) => role.is_some_and(|role| !manages || role == accounts::Role::Admin),
        Err(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_cannot_use_all_streams() {
        let account = Uuid::from_u128;
        let mut streams: Vec<_> =
            (0..STREAMS_OF_ONE).map(|_| OpenStream::take(account(1)).expect("is counted")).collect();
        assert!(OpenStream::take(account(1)).is_none());
        for other in 2.. {
            match OpenStream::take(account(other)) {
                Some(stream) => streams.push(stream),
                None => break,
            }
        }
        assert_eq!(streams.len(), STREAMS);
        streams.swap_remove(0);
        assert!(OpenStream::take(account(1)).is_some(), "one that ends counts no more");
        drop(streams);
        assert!(open().is_empty());
    }
}
