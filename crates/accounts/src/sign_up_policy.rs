//! Who may sign up without an invitation.

use mail::{EmailAddress, Fault, Text, quoted};
use storage::{DbError, Read, params};

use super::{Accounts, AccountsError, ActorContext, fault, texts};
use crate::audit::Action;

/// Maximum number of domains.
const DOMAINS_MAX: usize = 100;

/// Who may sign up. Invitations work under every policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignUpPolicy {
    /// Nobody: accounts are created by invitation only.
    InvitationOnly,
    /// Addresses of these domains (A-labels, lower case), without their subdomains.
    Domains(Vec<String>),
    /// Anybody.
    Open,
}

impl SignUpPolicy {
    /// Whether anybody may sign up without an invitation.
    pub fn is_open(&self) -> bool {
        *self != Self::InvitationOnly
    }

    /// Whether a person with this address may sign up.
    pub fn admits(&self, address: &EmailAddress) -> bool {
        match self {
            Self::InvitationOnly => false,
            Self::Domains(domains) => domains.iter().any(|domain| domain == address.domain()),
            Self::Open => true,
        }
    }

    /// Parses domains separated by commas, semicolons or white space.
    ///
    /// # Errors
    /// A fault of the field `domains` for each entry that is not a domain, and for an empty list.
    pub fn of_domains(typed: &str) -> Result<Self, Vec<Fault>> {
        let (mut domains, mut faults) = (Vec::new(), Vec::new());
        for piece in typed.split([',', ';', ' ', '\t', '\r', '\n']).filter(|piece| !piece.is_empty()) {
            match domain(piece) {
                Ok(domain) if domains.contains(&domain) => {}
                Ok(domain) => domains.push(domain),
                Err(text) => faults.push(fault("domains", text)),
            }
        }
        if domains.len() > DOMAINS_MAX {
            faults.push(fault("domains", texts::sign_up_domains_too_many(domains.len(), DOMAINS_MAX)));
        }
        if domains.is_empty() && faults.is_empty() {
            faults.push(fault("domains", texts::sign_up_domains_missing()));
        }
        if faults.is_empty() { Ok(Self::Domains(domains)) } else { Err(faults) }
    }
}

fn domain(typed: &str) -> Result<String, Text> {
    EmailAddress::parse_domain_name(typed).ok_or_else(|| texts::sign_up_domain_invalid(quoted(typed)))
}

impl Accounts {
    /// Who may sign up.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn sign_up_policy(&self) -> Result<SignUpPolicy, AccountsError> {
        self.inner.db.read(|rx| Ok(sign_up_policy(rx)?)).await
    }

    /// Changes who may sign up.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub async fn set_sign_up_policy(&self, policy: SignUpPolicy, by: &ActorContext) -> Result<(), AccountsError> {
        let action = if policy.is_open() { Action::SignUpOpened } else { Action::SignUpClosed };
        let domains = match &policy {
            SignUpPolicy::Domains(domains) => domains.clone(),
            SignUpPolicy::InvitationOnly | SignUpPolicy::Open => Vec::new(),
        };
        let subject = (!domains.is_empty()).then(|| texts::audit_name(domains.join(", ")));
        let entry = self.inner.audit.entry_by(action, by, subject);
        let is_open = policy.is_open();
        self.inner
            .db
            .write(move |tx| {
                let stored = serde_json::to_string(&domains).map_err(unreadable)?;
                tx.execute("UPDATE accounts_policy SET sign_up = $1, sign_up_domains = $2", params![is_open, stored])?;
                entry.insert(tx)?;
                Ok(())
            })
            .await
    }
}

/// Who may sign up, read in a transaction.
///
/// # Errors
/// If it cannot be read.
pub fn sign_up_policy(rx: &mut impl Read) -> Result<SignUpPolicy, DbError> {
    let stored = rx.query_first("SELECT sign_up, sign_up_domains FROM accounts_policy", params![], |row| {
        Ok((row.get::<bool>(0)?, row.get::<String>(1)?))
    })?;
    let Some((true, domains)) = stored else { return Ok(SignUpPolicy::InvitationOnly) };
    let domains: Vec<String> = serde_json::from_str(&domains).map_err(unreadable)?;
    Ok(if domains.is_empty() { SignUpPolicy::Open } else { SignUpPolicy::Domains(domains) })
}

fn unreadable(error: serde_json::Error) -> DbError {
    DbError::Engine { operation: "the domains of the sign-up policy".to_owned(), source: std::sync::Arc::new(error) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_listed_domains_may_sign_up() {
        let policy = SignUpPolicy::of_domains("Example.com, @bücher.example").expect("a policy");
        for (address, admitted) in [
            ("ann@example.com", true),
            ("ann@EXAMPLE.com", true),
            ("ann@xn--bcher-kva.example", true),
            ("ann@mail.example.com", false),
            ("ann@example.org", false),
        ] {
            let parsed = EmailAddress::parse(address).expect("an address");
            assert_eq!(policy.admits(&parsed), admitted, "{address}");
        }
    }

    #[test]
    fn invalid_domains_are_reported() {
        for (typed, expected) in [
            ("localhost", texts::sign_up_domain_invalid(quoted("localhost"))),
            ("a@b.example", texts::sign_up_domain_invalid(quoted("a@b.example"))),
            (" ", texts::sign_up_domains_missing()),
        ] {
            let faults = SignUpPolicy::of_domains(typed).expect_err("faults");
            assert_eq!(faults, [Fault::new("domains", expected)], "{typed}");
        }
    }
}
