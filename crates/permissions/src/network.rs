//! Machines of a trusted network, which send without a login.

use config::{Limits, TrustedNetwork};
use mail::EmailAddress;
use sending::quotas::{Holder, Quota};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A machine of a trusted network.
#[derive(Clone, Debug)]
pub struct NetworkSender {
    trusted: TrustedNetwork,
    id: Uuid,
    per_hour: u32,
    per_day: u32,
}

impl NetworkSender {
    /// A machine of this network, within the limits of the configuration.
    pub fn new(trusted: TrustedNetwork, limits: &Limits) -> Self {
        let id = id_of(&trusted);
        Self { trusted, id, per_hour: limits.trusted_network_hour, per_day: limits.trusted_network_day }
    }

    /// The network in CIDR notation.
    pub fn name(&self) -> String {
        self.trusted.network.to_string()
    }

    /// The only sender that it may name.
    pub fn sender(&self) -> &EmailAddress {
        &self.trusted.sender
    }

    /// The id under which its mail is counted.
    pub(crate) fn id(&self) -> Uuid {
        self.id
    }

    pub(crate) fn quota(&self) -> Quota {
        Quota {
            subject: self.id,
            holder: Holder::TrustedNetwork,
            per_hour: Some(self.per_hour),
            per_day: Some(self.per_day),
            per_recipient: None,
        }
    }
}

/// The same at each start for the same network, so that a restart resets no quota.
fn id_of(trusted: &TrustedNetwork) -> Uuid {
    let digest = Sha256::digest(format!("trusted network {}", trusted.network));
    let mut first = [0; 16];
    first.copy_from_slice(&digest[..16]);
    Uuid::from_bytes(first)
}
