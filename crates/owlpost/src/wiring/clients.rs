//! Counts the concurrent connections, or requests forwarded by a proxy, of each client.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use accounts::network_of;

/// The counts of all clients; clones share them.
#[derive(Clone, Default)]
pub(super) struct Clients {
    open: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl Clients {
    /// Counts one more until the guard is dropped; `None` if the client already has `most`.
    pub(super) fn enter(&self, address: IpAddr, most: usize) -> Option<Client> {
        let network = network_of(address);
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
pub(super) struct Client {
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
