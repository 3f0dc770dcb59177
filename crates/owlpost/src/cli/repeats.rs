//! Writes repeated warnings and errors once in five minutes, with the number of repetitions.
//!
//! Otherwise a disk that is full overnight would fill the log too, and hide everything else. Lines that differ in any
//! field are different. Used by `logging`.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

use config::LogFormat;

/// The same line is written again after this time.
const QUIET: Duration = Duration::from_secs(5 * 60);
/// Maximum number of remembered lines. If more different lines occur within five minutes, repetitions are not
/// recognised.
const REMEMBERED: usize = 512;

/// Formats like `inner`, and collapses repetitions.
pub struct Collapsed<F> {
    inner: F,
    format: LogFormat,
    seen: Mutex<HashMap<u64, Repetition>>,
}

struct Repetition {
    written_at: Instant,
    repeated: u64,
}

impl<F> Collapsed<F> {
    pub fn new(inner: F, format: LogFormat) -> Self {
        Self { inner, format, seen: Mutex::default() }
    }

    /// Returns how often the line occurred since it was last written; `None` if it must not be written now.
    fn note(&self, line: u64, now: Instant) -> Option<u64> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= REMEMBERED {
            seen.retain(|_, line| now.duration_since(line.written_at) < QUIET);
            if seen.len() >= REMEMBERED {
                seen.clear();
            }
        }
        match seen.entry(line) {
            Entry::Vacant(place) => {
                place.insert(Repetition { written_at: now, repeated: 0 });
                Some(0)
            }
            Entry::Occupied(mut place) => {
                let line = place.get_mut();
                if now.duration_since(line.written_at) < QUIET {
                    line.repeated += 1;
                    return None;
                }
                line.written_at = now;
                Some(std::mem::take(&mut line.repeated))
            }
        }
    }
}

impl<S, N, F> FormatEvent<S, N> for Collapsed<F>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
    F: FormatEvent<S, N>,
{
    fn format_event(&self, context: &FmtContext<'_, S, N>, mut writer: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        if *event.metadata().level() > Level::WARN {
            return self.inner.format_event(context, writer, event);
        }
        let mut line = LineHash(DefaultHasher::new());
        event.metadata().callsite().hash(&mut line.0);
        event.record(&mut line);
        match self.note(line.0.finish(), Instant::now()) {
            None => Ok(()),
            Some(0) => self.inner.format_event(context, writer, event),
            Some(repeated) => {
                let mut text = String::new();
                self.inner.format_event(context, Writer::new(&mut text), event)?;
                writer.write_str(&with_count(&text, self.format, repeated))
            }
        }
    }
}

fn with_count(line: &str, format: LogFormat, repeated: u64) -> String {
    let line = line.trim_end();
    match (format, line.strip_suffix('}')) {
        (LogFormat::Json, Some(object)) => format!("{object},\"repeated\":{repeated}}}\n"),
        _ => format!("{line} repeated={repeated}\n"),
    }
}

/// The content of a line, as a hash.
struct LineHash(DefaultHasher);

impl Visit for LineHash {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        field.name().hash(&mut self.0);
        format!("{value:?}").hash(&mut self.0);
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Buffer(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Buffer {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_repeated_warning_is_written_once_and_different_ones_always() {
        let written = Buffer::default();
        let to = written.clone();
        let log = tracing_subscriber::fmt()
            .with_ansi(false)
            .with_writer(move || to.clone())
            .map_event_format(|inner| Collapsed::new(inner, LogFormat::Text))
            .finish();
        tracing::subscriber::with_default(log, || {
            for _ in 0..100 {
                tracing::warn!(error = "no room", "not copied");
                tracing::info!("served");
            }
            tracing::warn!(error = "read-only", "not copied");
        });
        let text = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
        let count = |part: &str| text.lines().filter(|line| line.contains(part)).count();
        assert_eq!((count("no room"), count("read-only"), count("served")), (1, 1, 100), "{text}");
    }

    #[test]
    fn after_five_minutes_it_is_written_again_with_the_count() {
        let lines = Collapsed::new((), LogFormat::Text);
        let start = Instant::now();
        let said: Vec<_> =
            [0, 1, 299, 300, 301].map(|second| lines.note(7, start + Duration::from_secs(second))).into();
        assert_eq!(said, [Some(0), None, None, Some(2), None]);
    }

    #[test]
    fn the_count_is_at_the_end_of_the_line() {
        assert_eq!(with_count("WARN not copied\n", LogFormat::Text, 3), "WARN not copied repeated=3\n");
        assert_eq!(with_count("{\"level\":\"WARN\"}\n", LogFormat::Json, 3), "{\"level\":\"WARN\",\"repeated\":3}\n");
    }
}
