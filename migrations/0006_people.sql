-- Accounts that sign up, tickets, invitations, the audit log. Owners: server/accounts, server/tickets (ticket, invitation)
-- and server/audit (audit_entry). Times are milliseconds since 1970 UTC.

-- Tag of the language that the account chose; NULL: what its browser asks for.
ALTER TABLE account ADD COLUMN language TEXT;
-- When it was shown that mail to the address reaches its owner; NULL until then.
ALTER TABLE account ADD COLUMN validated_at BIGINT;
UPDATE account SET validated_at = created_at;

-- What instance administrators decide about accounts; one row.
CREATE TABLE accounts_policy (
    one             BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    -- Whether strangers may sign up.
    sign_up         BIGINT NOT NULL CHECK (sign_up IN (0, 1))
);
INSERT INTO accounts_policy (one, sign_up) VALUES (1, 1);

-- A single-use link in a letter.
CREATE TABLE ticket (
    -- SHA-256 of the secret in the link.
    secret_hash BLOB   NOT NULL PRIMARY KEY,
    purpose     TEXT   NOT NULL CHECK (purpose IN ('invitation', 'password_reset', 'validation', 'address_change')),
    -- What it is for: an invitation, or for the other purposes an account.
    subject     BLOB   NOT NULL,
    -- The new address of a change of address.
    address     TEXT,
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    -- Why it serves no more; NULL while it does.
    ended       TEXT CHECK (ended IN ('used', 'replaced', 'revoked')),
    ended_at    BIGINT CHECK ((ended_at IS NULL) = (ended IS NULL)),
    -- The message in the outbox that carries it; NULL where the link was copied by hand.
    message     BLOB
);
-- One of a purpose serves at a time.
CREATE UNIQUE INDEX ticket_open ON ticket (purpose, subject) WHERE ended IS NULL;
CREATE INDEX ticket_subject ON ticket (subject);
CREATE INDEX ticket_expires ON ticket (expires_at);

CREATE TABLE invitation (
    id           BLOB   NOT NULL PRIMARY KEY,
    workspace_id BLOB   NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
    email        TEXT   NOT NULL,
    -- The address in lower case.
    email_key    TEXT   NOT NULL,
    role         TEXT   NOT NULL CHECK (role IN ('admin', 'editor', 'viewer')),
    -- Tag of the language that its letter is written in.
    language     TEXT   NOT NULL,
    -- Who invited, in words.
    invited_by   TEXT   NOT NULL,
    created_at   BIGINT NOT NULL,
    -- When its newest ticket ends.
    expires_at   BIGINT NOT NULL,
    -- How it ended; NULL while it is open.
    ended        TEXT CHECK (ended IN ('accepted', 'revoked')),
    ended_at     BIGINT CHECK ((ended_at IS NULL) = (ended IS NULL)),
    -- The newest letter in the outbox; NULL where the link was copied instead.
    message      BLOB
);
-- An address is invited to a workspace once at a time.
CREATE UNIQUE INDEX invitation_open ON invitation (workspace_id, email_key) WHERE ended IS NULL;
CREATE INDEX invitation_workspace ON invitation (workspace_id, id);

-- What mattered, and who did it.
CREATE TABLE audit_entry (
    -- UUIDv7: sorts by time.
    id      BLOB   NOT NULL PRIMARY KEY,
    at      BIGINT NOT NULL,
    action  TEXT   NOT NULL,
    -- Who did it, in words: an address, `api key "shop"`, `owlpost`.
    actor   TEXT   NOT NULL,
    -- What it was done to, in words; may be empty.
    subject TEXT   NOT NULL,
    -- The network address that it was asked from; empty where a command or the clock did it.
    client  TEXT   NOT NULL,
    -- Actor, subject and client in lower case: what the search looks through.
    sought  TEXT   NOT NULL
);
CREATE INDEX audit_entry_action ON audit_entry (action, id);
-- Whether a reading was noted lately.
CREATE INDEX audit_entry_read ON audit_entry (subject, id) WHERE action = 'mail_read';
