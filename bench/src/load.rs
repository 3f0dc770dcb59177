//! The load: N clients, each with one persistent connection and one message at a time.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use crate::subject::Subject;
use crate::texts::Texts;
use crate::void::Void;

/// One message, as measured by its client.
#[derive(Clone, Copy)]
pub struct Sent {
    /// The number of the text.
    pub number: usize,
    /// Just before the first byte was written.
    pub asked_at: Instant,
    /// After the response that accepts it.
    pub accepted_at: Instant,
}

/// Sends the texts `numbers` over `clients` connections, as fast as the responses arrive.
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
