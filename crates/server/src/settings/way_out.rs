//! From settings to the way out they lead to: the only place that opens a stored password, for its destination alone.

use delivery::{CleartextLogin, Login, SmtpAccount};
use secrecy::{ExposeSecret, SecretString};

use super::email_settings::{Connection, EmailSettings, Method, PasswordMethod};
use super::vault::{Destination, Unopened, Vault};
use super::versions;
use crate::config::Builtin;
use crate::config::host::is_loopback;

/// What is needed to make a way out of settings.
pub(super) struct WaysOut {
    pub vault: Vault,
    /// What stands behind the built-in service.
    pub builtin: Builtin,
    /// Said after EHLO where nothing is chosen.
    pub own_name: String,
}

impl WaysOut {
    /// The way out of a stored version.
    pub fn of_row(&self, row: &versions::Row) -> Result<Connection, Unopened> {
        let password = self.unseal(&row.version.settings, row.sealed.as_deref())?;
        Ok(self.of(&row.version.settings, password))
    }

    /// The stored password, opened for its destination and no other.
    pub fn unseal(&self, settings: &EmailSettings, sealed: Option<&[u8]>) -> Result<Option<SecretString>, Unopened> {
        let (Some(method), Some(sealed)) = (&settings.password, sealed) else { return Ok(None) };
        method.with_destination(|destination| self.vault.unseal(destination, sealed)).map(Some)
    }

    /// Seals a password for its destination.
    pub fn seal(&self, settings: &EmailSettings, password: &SecretString) -> Option<Vec<u8>> {
        let method = settings.password.as_ref()?;
        Some(method.with_destination(|destination| self.vault.seal(destination, password)))
    }

    /// The way out that `settings` lead to.
    pub fn of(&self, settings: &EmailSettings, password: Option<SecretString>) -> Connection {
        let method = match (settings.method, &self.builtin, &settings.password) {
            (Method::Builtin, Builtin::Relay(account), _) => return Connection::Smtp(account.clone()),
            (Method::Builtin, Builtin::Mailbox, _) | (Method::Password, _, None) => return Connection::Mailbox,
            (Method::Password, _, Some(method)) => method,
        };
        let in_clear = method.allow_insecure_password || is_loopback(&method.host);
        let login = password.map(|password| Login {
            username: method.username.clone(),
            password,
            mechanism: method.mechanism,
            cleartext: if in_clear { CleartextLogin::Allowed } else { CleartextLogin::Refused },
        });
        Connection::Smtp(SmtpAccount {
            host: method.host.clone(),
            port: method.port,
            security: method.security,
            login,
            ehlo_name: method.ehlo.clone().unwrap_or_else(|| self.own_name.clone()),
            ca_certificate: method.ca_certificate.clone(),
        })
    }
}

/// Whether both lead to the same server in the same way, with the same login.
pub(super) fn is_same(a: &Connection, b: &Connection) -> bool {
    let (a, b) = match (a, b) {
        (Connection::Mailbox, Connection::Mailbox) => return true,
        (Connection::Smtp(a), Connection::Smtp(b)) => (a, b),
        _ => return false,
    };
    let login = |account: &SmtpAccount| {
        account.login.as_ref().map(|login| (login.username.clone(), login.mechanism, login.cleartext))
    };
    let password = |account: &SmtpAccount| account.login.as_ref().map(|login| login.password.clone());
    let same_password = match (password(a), password(b)) {
        (Some(a), Some(b)) => a.expose_secret() == b.expose_secret(),
        (None, None) => true,
        _ => false,
    };
    (&a.host, a.port, a.security, &a.ehlo_name, &a.ca_certificate)
        == (&b.host, b.port, b.security, &b.ehlo_name, &b.ca_certificate)
        && login(a) == login(b)
        && same_password
}

impl PasswordMethod {
    /// Whether a secret that was typed for `self` may be sent to `other`.
    pub(super) fn same_destination(&self, other: &PasswordMethod) -> bool {
        (&self.host, self.port, self.security, &self.username)
            == (&other.host, other.port, other.security, &other.username)
    }

    fn with_destination<T>(&self, work: impl FnOnce(Destination<'_>) -> T) -> T {
        let port = self.port.to_string();
        work(Destination {
            purpose: "email_settings.password",
            parts: &[&self.host, &port, self.security.name(), &self.username],
        })
    }
}
