//! Server-sent events for the page of a run: they tell the page to reload what changed.
//!
//! A run sends events while it is active; after it, the outbox sends events about its mails. To avoid a query for
//! each message, one that was accepted during the run counts as its own: an unnecessary reload does no harm. A page
//! is notified at most twice a second.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::Event;
use futures_util::stream;
use jiff::Timestamp;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use uuid::Uuid;

use super::super::access;
use crate::error_pages::PageResult;
use crate::extract::Path;
use crate::session::{SessionCookie, Visitor};
use crate::watchers::{self, Readers};
use app::App;
use scripting::Run;
use sending::delivery_loop;

/// Minimum time between two events for one page.
const QUIET: Duration = Duration::from_millis(500);

/// `GET /workspaces/{id}/runs/{run}/events`.
pub async fn stream(
    State(app): State<App>,
    visitor: Visitor,
    session: SessionCookie,
    Path((id, run)): Path<(Uuid, Uuid)>,
) -> PageResult {
    let (_, _, run) = access::run(&app, &visitor, id, run).await?;
    let watch = EventSources {
        runs: app.scripts.events(),
        mails: app.delivery_loop.events(),
        span: AcceptanceTime::of(&run),
        run: run.id,
    };
    let events = stream::unfold((watch, app.clone()), |(mut watch, app)| async move {
        let mut news = watch.gather().await?;
        if news.run {
            // The end of the run limits which messages may belong to it.
            if let Ok(Some(run)) = app.scripts.run(watch.run).await {
                watch.span = AcceptanceTime::of(&run);
            } else {
                news.gone = true;
            }
        }
        let event = Event::default().event("changed").data(if news.gone { "gone" } else { "run" });
        Some((Ok::<_, Infallible>(event), (watch, app)))
    });
    Ok(watchers::stream(&app, &visitor, session, Readers::Members(id), events))
}

/// The time in which a run's messages were accepted, in milliseconds.
#[derive(Clone, Copy, Debug)]
struct AcceptanceTime {
    from: u64,
    to: u64,
}

impl AcceptanceTime {
    fn of(run: &Run) -> Self {
        let milliseconds = |time: Timestamp| u64::try_from(time.as_millisecond()).unwrap_or(0);
        Self { from: milliseconds(run.asked_at), to: run.ended_at.map_or(u64::MAX, milliseconds) }
    }

    /// Whether a message may be the run's: its id contains the time of acceptance (RFC 9562 §5.7).
    fn contains(self, message: Uuid) -> bool {
        let accepted = u64::try_from(message.as_u128() >> 80).unwrap_or(u64::MAX);
        (self.from..=self.to).contains(&accepted)
    }
}

/// The event sources of one page.
struct EventSources {
    runs: Receiver<Uuid>,
    mails: Receiver<delivery_loop::Event>,
    run: Uuid,
    span: AcceptanceTime,
}

/// What changed since the previous event.
#[derive(Debug, Default, PartialEq, Eq)]
struct Changes {
    /// Whether the run changed.
    run: bool,
    /// Whether a mail changed.
    mail: bool,
    /// Whether the run was deleted.
    gone: bool,
}

impl EventSources {
    /// Waits for the first event, then collects further events for a moment; `None` if the server stops.
    async fn gather(&mut self) -> Option<Changes> {
        let mut news = Changes::default();
        while news == Changes::default() {
            tokio::select! {
                run = self.runs.recv() => match run {
                    Ok(run) => news.run |= run == self.run,
                    Err(RecvError::Lagged(_)) => news.run = true,
                    Err(RecvError::Closed) => return None,
                },
                mail = self.mails.recv() => match mail {
                    Ok(event) => news.mail |= self.concerns(&event),
                    Err(RecvError::Lagged(_)) => news.mail = true,
                    Err(RecvError::Closed) => return None,
                },
            }
        }
        tokio::time::sleep(QUIET).await;
        loop {
            match self.runs.try_recv() {
                Ok(run) => news.run |= run == self.run,
                Err(TryRecvError::Lagged(_)) => news.run = true,
                Err(TryRecvError::Empty | TryRecvError::Closed) => break,
            }
        }
        // Further events need not be examined: the page reloads anyway.
        while !matches!(self.mails.try_recv(), Err(TryRecvError::Empty | TryRecvError::Closed)) {}
        Some(news)
    }

    fn concerns(&self, event: &delivery_loop::Event) -> bool {
        match event {
            delivery_loop::Event::Message(id) => self.span.contains(id.0),
            delivery_loop::Event::Status => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::broadcast;

    use super::*;

    fn at(milliseconds: u128) -> Uuid {
        Uuid::from_u128((milliseconds << 80) | 7)
    }

    fn watch(from: u64, to: u64) -> (broadcast::Sender<Uuid>, broadcast::Sender<delivery_loop::Event>, EventSources) {
        let (runs, mails) = (broadcast::Sender::new(8), broadcast::Sender::new(8));
        let watch = EventSources {
            runs: runs.subscribe(),
            mails: mails.subscribe(),
            run: at(1),
            span: AcceptanceTime { from, to },
        };
        (runs, mails, watch)
    }

    #[tokio::test(start_paused = true)]
    async fn only_events_of_the_run_are_reported_and_only_once() {
        let (runs, mails, mut watch) = watch(100, 200);
        runs.send(at(2)).expect("a receiver");
        for message in [at(99), at(201), at(150), at(151)] {
            mails.send(delivery_loop::Event::Message(queue::Id(message))).expect("a receiver");
        }
        mails.send(delivery_loop::Event::Status).expect("a receiver");
        assert_eq!(watch.gather().await, Some(Changes { mail: true, ..Changes::default() }));
        runs.send(at(1)).expect("a receiver");
        assert_eq!(watch.gather().await, Some(Changes { run: true, ..Changes::default() }));
    }

    #[tokio::test(start_paused = true)]
    async fn the_stream_ends_when_the_server_stops() {
        let (runs, _mails, mut watch) = watch(0, u64::MAX);
        drop(runs);
        assert_eq!(watch.gather().await, None);
    }
}
