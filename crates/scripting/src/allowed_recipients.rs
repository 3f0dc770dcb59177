//! The recipients that scripts of a workspace may write to: anybody, or only those on a list, as in a workspace for
//! training.

use mail::{EmailAddress, Fault, Text, quoted};
use storage::{DbError, Read, params};
use uuid::Uuid;

use super::{Scripts, ScriptsError, fault, texts, unreadable};
use accounts::ActorContext;
use accounts::audit::Action;
use accounts::workspace;

/// Maximum entries of the list: more would not be a training workspace.
const ENTRIES_MAX: usize = 1_000;

/// Whom scripts may write to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum AllowedRecipients {
    /// Everybody.
    #[default]
    Anybody,
    /// Only these; nobody if the list is empty.
    Only(Vec<Recipient>),
}

/// An entry of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// This address.
    Address(EmailAddress),
    /// Every address of this domain (lower case), not of its subdomains.
    Domain(String),
}

impl AllowedRecipients {
    /// Whether a script may write to `address`. ASCII case is ignored in local parts, as providers do.
    pub fn covers(&self, address: &EmailAddress) -> bool {
        match self {
            Self::Anybody => true,
            Self::Only(list) => list.iter().any(|entry| match entry {
                Recipient::Address(listed) => {
                    listed.domain() == address.domain()
                        && listed.local_part().eq_ignore_ascii_case(address.local_part())
                }
                Recipient::Domain(domain) => domain == address.domain() && is_plain(address.local_part()),
            }),
        }
    }

    /// Parses what was typed: addresses and domains separated by commas, semicolons or white space; an empty text
    /// means everybody.
    ///
    /// # Errors
    /// A fault of the field `recipients` for each entry that is neither an address nor a domain.
    pub fn parse(typed: &str) -> Result<Self, Vec<Fault>> {
        let mut list = Vec::new();
        let mut faults = Vec::new();
        for piece in typed.split([',', ';', ' ', '\t', '\r', '\n']).filter(|piece| !piece.is_empty()) {
            match Recipient::parse(piece) {
                Ok(entry) if list.contains(&entry) => {}
                Ok(entry) => list.push(entry),
                Err(wrong) => faults.push(fault("recipients", wrong)),
            }
        }
        if list.len() > ENTRIES_MAX {
            faults.push(fault("recipients", texts::script_recipients_too_many(list.len(), ENTRIES_MAX)));
        }
        match (faults.is_empty(), list.is_empty()) {
            (false, _) => Err(faults),
            (true, true) => Ok(Self::Anybody),
            (true, false) => Ok(Self::Only(list)),
        }
    }

    /// The list as it is typed and shown, one entry per line; empty for everybody.
    pub fn text(&self) -> String {
        match self {
            Self::Anybody => String::new(),
            Self::Only(list) => list.iter().map(Recipient::text).collect::<Vec<_>>().join("\n"),
        }
    }
}

/// Whether a local part names a mailbox of its domain to every mail server. Some rewrite `user%other.example` and
/// `other.example!user`, also in quotes, to an address of another domain (Postfix does by default).
fn is_plain(local_part: &str) -> bool {
    !local_part.contains(['%', '!', '@', '"'])
}

impl Recipient {
    fn parse(piece: &str) -> Result<Self, Text> {
        if piece.strip_prefix('@').unwrap_or(piece).contains('@') {
            return EmailAddress::parse(piece).map(Self::Address).map_err(Text::from);
        }
        let domain = EmailAddress::parse_domain_name(piece);
        domain.map(Self::Domain).ok_or_else(|| texts::script_recipient_invalid(quoted(piece)))
    }

    /// As it is typed and shown.
    pub fn text(&self) -> &str {
        match self {
            Self::Address(address) => address.expose(),
            Self::Domain(domain) => domain,
        }
    }
}

impl Scripts {
    /// The recipients that scripts of the workspace may write to.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn allowed_recipients(&self, workspace: Uuid) -> Result<AllowedRecipients, ScriptsError> {
        Ok(self.inner.deps.db.read(move |rx| allowed_recipients(rx, workspace)).await?)
    }

    /// Sets the recipients that scripts of the workspace may write to; see [`AllowedRecipients::parse`].
    ///
    /// # Errors
    /// The faults of `typed`; [`ScriptsError::NotFound`].
    pub async fn set_allowed_recipients(
        &self,
        workspace: Uuid,
        typed: &str,
        by: &ActorContext,
    ) -> Result<AllowedRecipients, ScriptsError> {
        let allowed_recipients = AllowedRecipients::parse(typed).map_err(ScriptsError::Faults)?;
        let (stored, audit, by) = (allowed_recipients.clone(), self.inner.deps.audit.clone(), by.clone());
        self.inner
            .deps
            .db
            .write(move |tx| {
                let name = workspace::find(tx, workspace)?.ok_or(ScriptsError::NotFound)?.name;
                tx.execute("DELETE FROM script_recipients WHERE workspace_id = $1", params![workspace.as_bytes()])?;
                let subject = match &stored {
                    AllowedRecipients::Anybody => accounts::texts::audit_script_recipients_unlimited(name),
                    AllowedRecipients::Only(list) => {
                        let list = list.iter().map(Recipient::text).collect::<Vec<_>>();
                        let json = serde_json::to_string(&list).map_err(|error| unreadable(error.to_string()))?;
                        tx.execute(
                            "INSERT INTO script_recipients (workspace_id, allowed) VALUES ($1, $2)",
                            params![workspace.as_bytes(), json],
                        )?;
                        let list: Vec<String> = list.into_iter().map(str::to_owned).collect();
                        accounts::texts::audit_script_recipients(name, list)
                    }
                };
                audit.entry_by(Action::ScriptRecipientsChanged, &by, subject).insert(tx)?;
                Ok::<_, ScriptsError>(())
            })
            .await?;
        Ok(allowed_recipients)
    }
}

/// The recipients that scripts of the workspace may write to, read in a transaction.
pub(super) fn allowed_recipients(rx: &mut impl Read, workspace: Uuid) -> Result<AllowedRecipients, DbError> {
    let stored = rx.query_first(
        "SELECT allowed FROM script_recipients WHERE workspace_id = $1",
        params![workspace.as_bytes()],
        |row| row.get::<String>(0),
    )?;
    let Some(json) = stored else { return Ok(AllowedRecipients::Anybody) };
    let list: Vec<String> = serde_json::from_str(&json).map_err(|error| unreadable(error.to_string()))?;
    let list = list.iter().map(|piece| Recipient::parse(piece)).collect::<Result<Vec<_>, _>>();
    let list = list.map_err(|text| unreadable(text.to_string()))?;
    Ok(AllowedRecipients::Only(list))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, covered: &[&str], others: &[&str]) {
        let allowed_recipients = AllowedRecipients::parse(typed).expect("no faults");
        let covers = |text: &&str| allowed_recipients.covers(&EmailAddress::parse(text).expect("an address"));
        assert!(covered.iter().all(covers), "{typed} covers {covered:?}");
        assert!(!others.iter().any(covers), "{typed} does not cover {others:?}");
    }

    #[test]
    fn scripts_may_write_to_everybody_or_those_of_a_list() {
        check("", &["ann@example.com"], &[]);
        check("Ann@example.com", &["ann@example.com", "ANN@EXAMPLE.COM"], &["bob@example.com", "ann@example.net"]);
        check(
            "example.com bücher.example",
            &["ann+tag@example.com", "ann@xn--bcher-kva.example"],
            &["victim%evil.test@example.com", "evil.test!victim@example.com", "\"victim@evil.test\"@example.com"],
        );
        check("@Example.com; x@y.org", &["ann@example.com", "x@y.org"], &["ann@sub.example.com", "z@y.org"]);
    }

    #[test]
    fn an_invalid_recipient_is_reported() {
        let faults = AllowedRecipients::parse("ann@example.com nobody, a@b@c").expect_err("faults");
        assert_eq!(faults.len(), 2);
        assert_eq!(faults[0].text, texts::script_recipient_invalid("`nobody`"));
    }
}
