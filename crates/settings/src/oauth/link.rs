//! Consents that a program starts with an API key. The program gets a link of ours; the consent begins only when a
//! signed-in administrator opens it, and is bound to that session like any other. The link is useless without such a
//! session.

use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use super::consents::{self, Consent};
use super::flow::{ConsentError, ConsentStart, hash, method_of};
use crate::{Settings, SettingsError, versions};
use accounts::Actor;

/// The path of the page that a link opens, below the public URL.
pub const LINK_PATH: &str = "/configuration/email-settings/consent/open";

const LINK: &[u8] = b"owlpost consent link\0";

/// The link of a consent that a program started.
#[derive(Clone, Debug)]
pub struct ConsentLink {
    /// The consent's id, to query its outcome.
    pub id: Uuid,
    /// The URL that an administrator opens in a browser; it works once, within an hour.
    pub url: SecretString,
}

impl Settings {
    /// Prepares a consent for the version saved last, and returns the link that begins it.
    ///
    /// # Errors
    /// [`ConsentError::NotNeeded`] if that version needs none.
    pub async fn offer_consent(&self, by: &Actor) -> Result<ConsentLink, ConsentError> {
        let row = self.shared.db.read(|rx| versions::newest(rx)).await?;
        method_of(&row.version.settings).ok_or(ConsentError::NotNeeded)?;
        let now = self.shared.clock.now();
        let token = self.random_text();
        let consent = Consent {
            id: self.shared.random.id(now),
            version: row.version.number,
            session_hash: None,
            verifier_sealed: Vec::new(),
            started_at: now,
            started_by: by.clone(),
            outcome: None,
            grant: None,
        };
        let (id, link_hash) = (consent.id, hash(LINK, &token));
        let stored = self.shared.db.write(move |tx| consents::begin(tx, &consent, &link_hash)).await;
        stored.map_err(SettingsError::from)?;
        let url = format!("{}{LINK_PATH}?link={}", self.shared.public_url, token.expose_secret());
        Ok(ConsentLink { id, url: url.into() })
    }

    /// Who started the consent of a link; `None` if it can no longer be opened. Changes nothing.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn offered_by(&self, link: &SecretString) -> Result<Option<Actor>, SettingsError> {
        let (link_hash, now) = (hash(LINK, link), self.shared.clock.now());
        let offered = self.shared.db.read(move |rx| consents::offered(rx, &link_hash, now)).await?;
        Ok(offered.map(|consent| consent.started_by))
    }

    /// Begins the consent of a link in the session of an administrator, and invalidates the link.
    ///
    /// # Errors
    /// [`ConsentError::LinkEnded`] if it was opened before, is too old, or the settings were saved again since.
    pub async fn open_consent(
        &self,
        link: &SecretString,
        session: &str,
        by: &Actor,
    ) -> Result<ConsentStart, ConsentError> {
        let (link_hash, now) = (hash(LINK, link), self.shared.clock.now());
        let offered = self.shared.db.read(move |rx| consents::offered(rx, &link_hash, now)).await;
        let offered = offered.map_err(SettingsError::from)?.ok_or(ConsentError::LinkEnded)?;
        let prepared = self.prepare_consent(offered.id, session, by).await?;
        if prepared.consent.version != offered.version {
            return Err(ConsentError::LinkEnded);
        }
        let (start, consent, state_hash) = prepared.into_parts();
        let bound = self.shared.db.write(move |tx| consents::bind(tx, &consent, &link_hash, &state_hash)).await;
        if bound.map_err(SettingsError::from)? { Ok(start) } else { Err(ConsentError::LinkEnded) }
    }
}
