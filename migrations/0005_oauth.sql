-- OAuth 2.0: versions that wait for consent, what providers granted, consents under way. Owner: server/settings;
-- the last table belongs to server/caretaker.

-- The client secret or key, sealed with the token endpoint, tenant and client ID as associated data.
ALTER TABLE settings_version ADD COLUMN credential_sealed BLOB;
-- The consent that mail leaves by.
ALTER TABLE settings_version ADD COLUMN grant_id BLOB;
-- 0 while it waits for consent: the newest complete version is active.
ALTER TABLE settings_version ADD COLUMN complete BIGINT NOT NULL DEFAULT 1 CHECK (complete IN (0, 1));

-- What a provider granted: a row for each consent that was given.
CREATE TABLE oauth_grant (
    id              BLOB   NOT NULL PRIMARY KEY,
    -- The address of who consented; empty where the provider does not tell.
    account         TEXT   NOT NULL,
    -- What was granted, separated by blanks.
    scopes          TEXT   NOT NULL,
    granted_at      BIGINT NOT NULL,
    granted_by      TEXT   NOT NULL,
    renewed_at      BIGINT NOT NULL,
    -- Counts up; a renewal is stored by compare-and-set, so that of two the newer token stays.
    renewals        BIGINT NOT NULL,
    -- Sealed; NULL once it was disconnected or another consent took its place.
    refresh_sealed  BLOB,
    -- When the provider said that it ends, whatever is done with it.
    refresh_ends_at BIGINT,
    -- JSON of mail::Problem while the provider refuses to renew it.
    refusal         TEXT
);

-- A consent under way, and what became of it.
CREATE TABLE oauth_consent (
    id              BLOB   NOT NULL PRIMARY KEY,
    -- SHA-256 of `state`.
    state_hash      BLOB   NOT NULL UNIQUE,
    -- The version of the settings it is for.
    version         BIGINT NOT NULL,
    -- SHA-256 of the session that began it; NULL where a program did, with an API key.
    session_hash    BLOB,
    verifier_sealed BLOB   NOT NULL,
    started_at      BIGINT NOT NULL,
    started_by      TEXT   NOT NULL,
    -- Set by the first who comes back with the state.
    used_at         BIGINT,
    -- JSON, once it is known.
    outcome         TEXT,
    -- What was granted while a question about it is open.
    grant_id        BLOB
);
CREATE INDEX oauth_consent_started ON oauth_consent (started_at);

-- Reminders that were given: each once for what ends when, and how many days before.
CREATE TABLE reminder (
    what     TEXT   NOT NULL,
    ends_at  BIGINT NOT NULL,
    days     BIGINT NOT NULL,
    given_at BIGINT NOT NULL,
    PRIMARY KEY (what, ends_at, days)
);
