//! Where what is done was asked from: the network address of the request that is answered.
//!
//! The server holds it for the time of a request ([`asked_from`]), and [`super::Audit::entry`] takes it, so that crates need
//! not hand it down. What nobody asked for over the network (a command, the clock) has none.

use std::net::IpAddr;

tokio::task_local! {
    static CLIENT: IpAddr;
}

/// Does `work` for a client. A task that it starts for itself has to be wrapped again.
pub async fn asked_from<W: Future>(client: Option<IpAddr>, work: W) -> W::Output {
    match client {
        Some(client) => CLIENT.scope(client.to_canonical(), work).await,
        None => work.await,
    }
}

/// Whom the work at hand is for.
pub fn client() -> Option<IpAddr> {
    CLIENT.try_with(|client| *client).ok()
}
