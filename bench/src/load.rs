//! The load: N clients, each with one kept connection and one message under way at a time.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use crate::subject::Subject;
use crate::texts::Texts;
use crate::void::Void;

/// One message as its client saw it.
#[derive(Clone, Copy)]
pub struct Sent {
    /// Which text.
    pub number: usize,
    /// Just before the first byte was written.
    pub asked_at: Instant,
    /// After the answer that accepts it.
    pub accepted_at: Instant,
}

/// Sends the texts `numbers` from `clients` connections, as fast as the answers come.
pub fn send(
    subject: &(impl Subject + Sync + ?Sized),
    texts: &Texts,
    clients: usize,
    numbers: Range<usize>,
) -> Result<Vec<Sent>, Void> {
    let next = AtomicUsize::new(numbers.start);
    let client = || -> Result<Vec<Sent>, Void> {
        let mut connection = subject.connect()?;
        let mut sent = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= numbers.end {
                return Ok(sent);
            }
            let asked_at = Instant::now();
            connection.send(texts, number)?;
            sent.push(Sent { number, asked_at, accepted_at: Instant::now() });
        }
    };
    let all = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..clients).map(|_| scope.spawn(client)).collect();
        clients.into_iter().map(|client| client.join().expect("a load client does not panic")).collect::<Vec<_>>()
    });
    Ok(all.into_iter().collect::<Result<Vec<_>, _>>()?.concat())
}
