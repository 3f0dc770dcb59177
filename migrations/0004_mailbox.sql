-- The local mailbox of the built-in service: what would have left the machine. Owner: server/mailbox.

CREATE TABLE mailbox_entry (
    -- UUIDv7: sorts by time.
    id          BLOB   NOT NULL PRIMARY KEY,
    received_at BIGINT NOT NULL,
    sender      TEXT   NOT NULL,
    -- JSON list of addresses.
    recipients  TEXT   NOT NULL,
    subject     TEXT   NOT NULL,
    size        BIGINT NOT NULL,
    -- Sender, recipients and subject in lower case: what the search looks through.
    sought      TEXT   NOT NULL
);

CREATE TABLE mailbox_body (
    id          BLOB   NOT NULL PRIMARY KEY,
    bytes       BLOB   NOT NULL
);
