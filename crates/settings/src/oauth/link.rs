//! Consents that a program starts with an API key. The program gets a link of ours; an administrator who is signed in
//! opens it, and only then the consent begins, bound to that session like any other. Whoever sees the link alone can do
//! nothing with it.

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
    /// Names the consent, to ask what became of it.
    pub id: Uuid,
    /// Opened by an administrator in a browser; works once, for an hour.
    pub url: SecretString,
}

impl Settings {
    /// Prepares a consent for the version saved last, and returns the link that begins it.
    ///
    /// # Errors
    /// [`ConsentError::NotNeeded`] where that version needs none.
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

    /// Who started the consent of a link that can still be opened. Changes nothing.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn offered_by(&self, link: &SecretString) -> Result<Option<Actor>, SettingsError> {
        let (link_hash, now) = (hash(LINK, link), self.shared.clock.now());
        let offered = self.shared.db.read(move |rx| consents::offered(rx, &link_hash, now)).await?;
        Ok(offered.map(|consent| consent.started_by))
    }

    /// Begins the consent of a link in the session of an administrator; the link is used up.
    ///
    /// # Errors
    /// [`ConsentError::LinkEnded`] where it was opened before, is too old, or the settings were saved again since.
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
