//! Places of connections. When all are taken, the connection that has been without a request for longest is ended for a
//! new one: first those that have never sent a complete request head, then those that are kept open between requests. A
//! connection whose request is in progress is never ended for another one.
//!
//! Used by `serving`, one [`ConnectionPlaces`] for each listener. It knows no HTTP: who serves the connection reports its
//! progress to the [`ConnectionPlace`].

use std::collections::BTreeMap;
use std::io;
use std::ops::Bound;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::Notify;
use tokio::time::Instant;

/// A connection is not ended for another one before it has had this long for its request head, so that new clients do
/// not end one another.
const GRACE: Duration = Duration::from_millis(500);

/// The places of one listener; clones share them.
#[derive(Clone)]
pub(super) struct ConnectionPlaces {
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
    /// Notifies whoever waits for a place; there is only one.
    changed: Notify,
}

struct State {
    free: usize,
    /// Connections that were told to end and have not yet.
    ending: usize,
    last: u64,
    /// Connections without a request, in the order in which they are ended.
    without_request: BTreeMap<Order, (Instant, Arc<Connection>)>,
}

/// Why a connection is without a request, and a number that grows with time.
type Order = (WithoutRequest, u64);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum WithoutRequest {
    /// It has never sent a complete head.
    First,
    /// It waits for the next request.
    Kept,
}

/// What a place and the table share of one connection.
struct Connection {
    phase: Mutex<Phase>,
    end: Notify,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// It is in the table.
    WithoutRequest(Order),
    /// A request is in progress.
    Request,
    /// The response was made, and is not yet written.
    Answered,
    /// It ends for another connection.
    Ending,
}

/// The place of one connection, until it is dropped.
pub(super) struct ConnectionPlace {
    places: ConnectionPlaces,
    connection: Arc<Connection>,
}

impl ConnectionPlaces {
    pub(super) fn new(places: usize) -> Self {
        let state = State { free: places, ending: 0, last: 0, without_request: BTreeMap::new() };
        Self { shared: Arc::new(Shared { state: Mutex::new(state), changed: Notify::new() }) }
    }

    /// Waits for a place; ends another connection for it if necessary. To be called by one task at a time.
    pub(super) async fn place(&self) -> ConnectionPlace {
        loop {
            let next = {
                let mut state = self.state();
                if state.free > 0 {
                    state.free -= 1;
                    return self.occupied(&mut state);
                }
                state.end_one(Instant::now())
            };
            match next {
                Some(next) => {
                    let _ = tokio::time::timeout_at(next, self.shared.changed.notified()).await;
                }
                None => self.shared.changed.notified().await,
            }
        }
    }

    fn occupied(&self, state: &mut State) -> ConnectionPlace {
        let connection = Arc::new(Connection { phase: Mutex::new(Phase::Request), end: Notify::new() });
        state.insert(WithoutRequest::First, &connection);
        ConnectionPlace { places: self.clone(), connection }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn insert(&mut self, why: WithoutRequest, connection: &Arc<Connection>) {
        self.last += 1;
        let order = (why, self.last);
        *connection.phase() = Phase::WithoutRequest(order);
        self.without_request.insert(order, (Instant::now(), connection.clone()));
    }

    /// Tells the first connection to end that has had its time, unless one does already. Returns when to try again: never,
    /// if a place becomes free before.
    fn end_one(&mut self, now: Instant) -> Option<Instant> {
        if self.ending > 0 {
            return None;
        }
        let first_kept = Bound::Included((WithoutRequest::Kept, 0));
        let candidates =
            [self.without_request.first_key_value(), self.without_request.range((first_kept, Bound::Unbounded)).next()];
        let ends = candidates.map(|candidate| candidate.map(|(order, (since, _))| (*since + GRACE, *order)));
        let ends = ends.into_iter().flatten();
        let Some((_, order)) = ends.clone().find(|(end, _)| *end <= now) else {
            return ends.map(|(end, _)| end).min();
        };
        if let Some((_, connection)) = self.without_request.remove(&order) {
            *connection.phase() = Phase::Ending;
            connection.end.notify_one();
            self.ending += 1;
        }
        None
    }
}

impl Connection {
    fn phase(&self) -> MutexGuard<'_, Phase> {
        self.phase.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ConnectionPlace {
    /// A request head is complete. A connection that was told to end in the same moment goes on, and another one ends.
    pub(super) fn request_begins(&self) {
        self.leave(Phase::Request);
    }

    /// The response is made; the connection is without a request as soon as it is written.
    pub(super) fn answered(&self) {
        let mut phase = self.connection.phase();
        if *phase == Phase::Request {
            *phase = Phase::Answered;
        }
    }

    /// All that was to be written is written.
    fn written(&self) {
        // Without the table's lock first: this is called far more often than a response ends.
        if *self.connection.phase() != Phase::Answered {
            return;
        }
        let mut state = self.places.state();
        state.insert(WithoutRequest::Kept, &self.connection);
        drop(state);
        self.places.shared.changed.notify_one();
    }

    /// Waits until the connection is to end for another one.
    pub(super) async fn ended_for_another(&self) {
        loop {
            self.connection.end.notified().await;
            if *self.connection.phase() == Phase::Ending {
                return;
            }
        }
    }

    fn leave(&self, next: Phase) {
        let mut state = self.places.state();
        let before = std::mem::replace(&mut *self.connection.phase(), next);
        match before {
            Phase::WithoutRequest(order) => {
                state.without_request.remove(&order);
            }
            Phase::Ending => {
                state.ending -= 1;
                drop(state);
                self.places.shared.changed.notify_one();
            }
            Phase::Request | Phase::Answered => {}
        }
    }
}

impl Drop for ConnectionPlace {
    fn drop(&mut self) {
        self.leave(Phase::Request);
        self.places.state().free += 1;
        self.places.shared.changed.notify_one();
    }
}

/// Reports to the place when a response is written.
pub(super) struct PlacedStream<S> {
    pub(super) stream: S,
    pub(super) place: Arc<ConnectionPlace>,
}

impl<S: AsyncWrite + Unpin> AsyncWrite for PlacedStream<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, data: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, data)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        // The server flushes only after it has written all that it had.
        ready!(Pin::new(&mut self.stream).poll_flush(context))?;
        self.place.written();
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for PlacedStream<S> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn is_told_to_end(place: &ConnectionPlace) -> bool {
        place.ended_for_another().now_or_never().is_some()
    }

    /// Gives a response that is written at once.
    fn serve(place: &ConnectionPlace) {
        place.request_begins();
        place.answered();
        place.written();
    }

    #[tokio::test(start_paused = true)]
    async fn the_oldest_without_a_head_ends_first_then_the_oldest_that_is_kept_and_never_a_request() {
        let places = ConnectionPlaces::new(5);
        let [kept, first, request, again, second] = [
            places.place().await,
            places.place().await,
            places.place().await,
            places.place().await,
            places.place().await,
        ];
        serve(&again);
        serve(&kept);
        request.request_begins();
        serve(&again);
        tokio::time::advance(GRACE).await;
        let mut newer = Vec::new();
        for (nth, next) in [first, second, kept, again].into_iter().enumerate() {
            assert!(places.place().now_or_never().is_none(), "all are taken");
            assert!(is_told_to_end(&next), "{nth}");
            drop(next);
            let new = places.place().now_or_never().expect("a place");
            new.request_begins();
            newer.push(new);
        }
        tokio::time::advance(10 * GRACE).await;
        assert!(places.place().now_or_never().is_none(), "only requests in progress are left");
        assert!(!newer.iter().chain([&request]).any(is_told_to_end));
    }

    #[tokio::test(start_paused = true)]
    async fn one_that_sends_its_head_in_the_moment_of_its_end_goes_on_and_another_ends() {
        let places = ConnectionPlaces::new(2);
        let (lucky, unlucky) = (places.place().await, places.place().await);
        tokio::time::advance(GRACE).await;
        assert!(places.place().now_or_never().is_none());
        lucky.request_begins();
        assert!(!is_told_to_end(&lucky));
        let (next, ()) = tokio::join!(places.place(), async {
            unlucky.ended_for_another().await;
            drop(unlucky);
        });
        assert!(!is_told_to_end(&next) && !is_told_to_end(&lucky));
    }

    #[tokio::test(start_paused = true)]
    async fn new_connections_have_a_moment_for_their_head() {
        let places = ConnectionPlaces::new(1);
        let first = places.place().await;
        let started = Instant::now();
        let ((), _next) = tokio::join!(
            async {
                first.ended_for_another().await;
                drop(first);
            },
            places.place()
        );
        assert_eq!(started.elapsed(), GRACE);
    }

    #[tokio::test(start_paused = true)]
    async fn a_response_that_is_not_written_keeps_its_connection() {
        let places = ConnectionPlaces::new(1);
        let place = places.place().await;
        place.request_begins();
        place.written();
        tokio::time::advance(GRACE).await;
        assert!(places.place().now_or_never().is_none() && !is_told_to_end(&place), "an interim write");
        place.answered();
        assert!(places.place().now_or_never().is_none() && !is_told_to_end(&place));
        place.written();
        tokio::time::advance(GRACE).await;
        assert!(places.place().now_or_never().is_none() && is_told_to_end(&place));
    }
}
