-- Accounts, the first workspace, sessions and API keys. Owned by the room `accounts`.
-- Times are milliseconds since 1970 UTC. Secrets (session, key, setup token) are stored as their SHA-256 only.

CREATE TABLE account (
    id             BLOB   NOT NULL PRIMARY KEY,
    email          TEXT   NOT NULL,
    -- The address in lower case: two accounts never differ by case alone.
    email_key      TEXT   NOT NULL UNIQUE,
    name           TEXT   NOT NULL,
    password_hash  TEXT   NOT NULL,
    instance_admin BIGINT NOT NULL CHECK (instance_admin IN (0, 1)),
    created_at     BIGINT NOT NULL
);

CREATE TABLE workspace (
    id         BLOB   NOT NULL PRIMARY KEY,
    name       TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE membership (
    workspace_id BLOB   NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
    account_id   BLOB   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    role         TEXT   NOT NULL CHECK (role IN ('admin', 'editor', 'viewer')),
    created_at   BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, account_id)
);
CREATE INDEX membership_account ON membership (account_id);

CREATE TABLE session (
    secret_hash  BLOB   NOT NULL PRIMARY KEY,
    account_id   BLOB   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    created_at   BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL
);
CREATE INDEX session_account ON session (account_id);
CREATE INDEX session_last_seen ON session (last_seen_at);

-- One row. Setting up is one compare-and-set on `done_at`, so that of two at once one wins, on any engine.
CREATE TABLE setup (
    one        BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    token_hash BLOB,
    done_at    BIGINT,
    CHECK (token_hash IS NULL OR done_at IS NULL)
);
INSERT INTO setup (one) VALUES (1);

CREATE TABLE api_key (
    id           BLOB   NOT NULL PRIMARY KEY,
    secret_hash  BLOB   NOT NULL UNIQUE,
    name         TEXT   NOT NULL UNIQUE,
    -- Names of scopes, separated by blanks.
    scopes       TEXT   NOT NULL,
    created_at   BIGINT NOT NULL,
    created_by   TEXT   NOT NULL,
    last_used_at BIGINT
);
