//! Counts the concurrent connections, or requests forwarded by a proxy, of each client.

use std::collections::HashMap;
use std::io;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// The counts of all clients; clones share them.
#[derive(Clone, Default)]
pub struct Clients {
    open: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl Clients {
    /// Counts one more of a client, given by its network, until the guard is dropped; `None` if it already has `most`.
    pub fn enter(&self, network: IpAddr, most: usize) -> Option<Client> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(network).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        drop(open);
        Some(Client { clients: self.clone(), network })
    }
}

/// One counted connection or request.
pub struct Client {
    clients: Clients,
    network: IpAddr,
}

impl Drop for Client {
    fn drop(&mut self) {
        let mut open = self.clients.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.network) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.network);
            }
        }
    }
}

/// Whether a connection could not be accepted because its client went away while it waited; otherwise the system has no
/// file or memory for it.
pub fn is_of_client(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_that_disconnects_is_no_longer_counted() {
        let clients = Clients::default();
        let address = IpAddr::from([192, 0, 2, 7]);
        let first = clients.enter(address, 1).expect("room");
        assert!(clients.enter(address, 1).is_none());
        drop(first);
        assert!(clients.open.lock().expect("whole").is_empty());
    }
}
