//! The client of an action: the network address of the current request.
//!
//! It is task-local during a request ([`with_client`]) and read by [`super::Audit::entry`], so that it is not passed
//! through every crate. Actions outside of a request (a command, maintenance) have none.

use std::net::IpAddr;

tokio::task_local! {
    static CLIENT: IpAddr;
}

/// Runs `work` with `client` as its client. A task that it spawns has to be wrapped again.
pub async fn with_client<W: Future>(client: Option<IpAddr>, work: W) -> W::Output {
    match client {
        Some(client) => CLIENT.scope(client.to_canonical(), work).await,
        None => work.await,
    }
}

/// The client of the current task.
pub fn client() -> Option<IpAddr> {
    CLIENT.try_with(|client| *client).ok()
}
