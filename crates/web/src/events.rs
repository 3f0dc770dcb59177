//! Server-sent events for open pages (WHATWG HTML, section 9.2): they tell a page to reload what changed.
//!
//! The outbox has thousands of events under load; a page is notified at most twice a second, with the ids if there
//! are few.

use std::collections::{BTreeSet, HashSet};
use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderName;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, StreamExt, stream};
use serde::Serialize;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use uuid::Uuid;

use super::session::{Administrator, SessionCookie, Visitor};
use super::watchers::{self, Readers};
use app::App;
use sending::delivery_loop;

/// Minimum time between two events for one page.
const QUIET: Duration = Duration::from_millis(500);
/// The same for pages of invitations, where each event costs a query.
const QUIET_LETTERS: Duration = Duration::from_secs(2);

/// If there are more ids than this, none is sent, and the page reloads everything.
const NAMED: usize = 50;

/// What changed since the previous event.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
struct Changed {
    /// Changed messages; empty if `many` is set, or if only the status changed.
    messages: BTreeSet<Uuid>,
    /// Whether there were too many to send their ids.
    many: bool,
    /// Sending paused or resumed, or the state of the settings changed.
    status: bool,
}

impl Changed {
    fn note(&mut self, event: &delivery_loop::Event) {
        match event {
            delivery_loop::Event::Status => self.status = true,
            delivery_loop::Event::Message(_) if self.many => {}
            delivery_loop::Event::Message(id) => {
                self.messages.insert(id.0);
                if self.messages.len() > NAMED {
                    self.lost();
                }
            }
        }
    }

    fn concerns(&self, messages: &HashSet<Uuid>) -> bool {
        self.status || self.many || self.messages.iter().any(|id| messages.contains(id))
    }

    fn lost(&mut self) {
        self.messages.clear();
        self.many = true;
    }
}

/// The interval of comments while nothing else is sent, so that no proxy closes the stream as idle.
const ALIVE: Duration = Duration::from_secs(15);

/// `GET /events`: for instance administrators.
pub async fn stream(State(app): State<App>, Administrator(visitor): Administrator, session: SessionCookie) -> Response {
    let events = stream::unfold(app.delivery_loop.events(), |mut receiver| async move {
        let changed = gather(&mut receiver, QUIET).await?;
        let event = Event::default().event("changed").json_data(&changed).unwrap_or_default();
        Some((Ok::<_, Infallible>(event), receiver))
    });
    watchers::stream(&app, &visitor, session, Readers::Administrators, events)
}

/// Like [`stream`], for administrators of `workspace`: an event says that a letter of one of its invitations or the
/// state of sending changed, and nothing about other mail.
pub(crate) fn of_invitations(app: &App, visitor: &Visitor, session: SessionCookie, workspace: Uuid) -> Response {
    let start = (app.delivery_loop.events(), app.clone());
    let events = stream::unfold(start, move |(mut receiver, app)| async move {
        loop {
            let changed = gather(&mut receiver, QUIET_LETTERS).await?;
            // Read again each time: another administrator may have sent an invitation since.
            let Ok(invitations) = app.tickets.invitations(workspace).await else { continue };
            let letters: HashSet<Uuid> =
                invitations.into_iter().filter_map(|listed| listed.invitation.message).map(|id| id.0).collect();
            if changed.concerns(&letters) {
                break;
            }
        }
        let event = Event::default().event("changed").data("{}");
        Some((Ok::<_, Infallible>(event), (receiver, app)))
    });
    watchers::stream(app, visitor, session, Readers::Managers(workspace), events)
}

/// The response with a stream of events, with headers that let events pass a proxy at once.
///
/// nginx buffers a response unless a header forbids it. The first event makes the head be sent, and `alive` is
/// sent while there is nothing else: a page that does not receive it reloads automatically.
pub(crate) fn answer(events: impl Stream<Item = Result<Event, Infallible>> + Send + 'static) -> Response {
    let alive = || Event::default().event("alive").data("");
    let first = stream::iter([Ok(alive())]);
    let events = Sse::new(first.chain(events)).keep_alive(KeepAlive::new().interval(ALIVE).event(alive()));
    ([(HeaderName::from_static("x-accel-buffering"), "no")], events).into_response()
}

/// Waits for the first event, then collects further events for a moment; `None` if the delivery loop has stopped.
async fn gather(receiver: &mut Receiver<delivery_loop::Event>, quiet: Duration) -> Option<Changed> {
    let mut changed = Changed::default();
    match receiver.recv().await {
        Ok(event) => changed.note(&event),
        Err(RecvError::Lagged(_)) => changed.lost(),
        Err(RecvError::Closed) => return None,
    }
    tokio::time::sleep(quiet).await;
    loop {
        match receiver.try_recv() {
            Ok(event) => changed.note(&event),
            Err(TryRecvError::Lagged(_)) => changed.lost(),
            Err(TryRecvError::Empty | TryRecvError::Closed) => return Some(changed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(number: u128) -> delivery_loop::Event {
        delivery_loop::Event::Message(queue::Id(Uuid::from_u128(number)))
    }

    #[tokio::test(start_paused = true)]
    async fn simultaneous_events_are_reported_once() {
        let (sender, mut receiver) = tokio::sync::broadcast::channel(16);
        for event in [message(1), message(2), message(1), delivery_loop::Event::Status] {
            sender.send(event).expect("a receiver");
        }
        let changed = gather(&mut receiver, QUIET).await.expect("an event");
        let messages = BTreeSet::from([Uuid::from_u128(1), Uuid::from_u128(2)]);
        assert_eq!(changed, Changed { messages, many: false, status: true });
    }

    #[tokio::test(start_paused = true)]
    async fn a_page_that_missed_events_reloads_everything() {
        let (sender, mut receiver) = tokio::sync::broadcast::channel(2);
        for number in 0..5 {
            sender.send(message(number)).expect("a receiver");
        }
        assert!(gather(&mut receiver, QUIET).await.expect("an event").many);
    }

    #[test]
    fn a_page_with_some_messages_is_notified_of_those_and_of_the_state() {
        let mine = HashSet::from([Uuid::from_u128(1)]);
        let after = |event: &delivery_loop::Event| {
            let mut changed = Changed::default();
            changed.note(event);
            changed.concerns(&mine)
        };
        assert!(after(&message(1)) && after(&delivery_loop::Event::Status) && !after(&message(2)));
        assert!(
            Changed { many: true, ..Changed::default() }.concerns(&mine),
            "it may be among those that are not named"
        );
    }

    #[test]
    fn ids_are_sent_only_if_they_are_few() {
        let mut changed = Changed::default();
        for number in 0..200 {
            changed.note(&message(number));
        }
        assert_eq!(changed, Changed { many: true, ..Changed::default() });
    }
}
