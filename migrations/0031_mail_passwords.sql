-- Mail passwords: what programs of a person submit mail with. Owner: crates/accounts.

CREATE TABLE mail_password (
    id           BLOB   NOT NULL PRIMARY KEY,
    account_id   BLOB   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    secret_hash  BLOB   NOT NULL UNIQUE,
    name         TEXT   NOT NULL,
    -- Milliseconds since 1970 UTC.
    created_at   BIGINT NOT NULL,
    last_used_at BIGINT,
    -- JSON with its version, as `api_key.limits`; NULL: no limits.
    limits       TEXT,
    UNIQUE (account_id, name)
);

-- Addresses and domains as which the mail passwords of an account may send besides the configured From, one per line.
-- No row: the configured From alone. Their limits are in `workspace_quota`, whose `quota_id` is the account's id then;
-- `message.workspace` of their mail is the account's id.
CREATE TABLE account_senders (
    account_id BLOB NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    senders    TEXT NOT NULL
);
