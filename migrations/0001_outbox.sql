-- What is waiting, and what became of it. Owned by the crate `outbox`; nobody else reads or writes these tables.
--
-- A message with one recipient is stored by four writes into trees: body, message, delivery, delivery_due.
-- Ids are UUIDv7: they sort by time, so new rows always land on the last page of their tree.

-- The MIME bytes, apart from the message so that lists and retries never read them, and so that they can be dropped
-- alone. Numbered in the order of acceptance: retention walks from the lowest number.
CREATE TABLE body (
    number  INTEGER PRIMARY KEY,
    message BLOB NOT NULL,
    bytes   BLOB NOT NULL
);

CREATE TABLE message (
    id          BLOB PRIMARY KEY,
    kind        TEXT NOT NULL CHECK (kind IN
                    ('invitation', 'password_reset', 'validation', 'script', 'api', 'submission', 'test', 'notice')),
    origin      TEXT NOT NULL,
    remark      TEXT,
    message_id  TEXT NOT NULL,
    sender      TEXT NOT NULL,
    subject     TEXT NOT NULL,
    smtputf8    BIGINT NOT NULL CHECK (smtputf8 IN (0, 1)),
    eight_bit   BIGINT NOT NULL CHECK (eight_bit IN (0, 1)),
    size        BIGINT NOT NULL,
    accepted_at BIGINT NOT NULL,
    -- A ticket's end: never sent after it, whoever asks.
    expires_at  BIGINT,
    -- NULL when the text is no longer kept.
    body        BIGINT,
    -- The message this one repeats at a person's wish.
    resent_from BLOB
) WITHOUT ROWID;

CREATE TABLE delivery (
    message      BLOB NOT NULL,
    position     BIGINT NOT NULL,
    recipient    TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN
                     ('queued', 'sending', 'sent', 'deferred', 'failed', 'expired', 'cancelled')),
    lane         TEXT NOT NULL CHECK (lane IN ('urgent', 'bulk')),
    -- When something happens next: the next attempt (queued, deferred) or the end of the lease (sending).
    due          BIGINT CHECK ((due IS NULL) = (state IN ('sent', 'failed', 'expired', 'cancelled'))),
    -- Given up at this time: the ticket's end; from the first deferral on at most three days after the first try.
    expires_at   BIGINT,
    -- Grows with every lease of the message: only the holder of the newest can settle.
    token        BIGINT NOT NULL,
    owner        BLOB CHECK (owner IS NULL OR state = 'sending'),
    attempts     BIGINT NOT NULL,
    first_try_at BIGINT,
    maybe_twice  BIGINT NOT NULL CHECK (maybe_twice IN (0, 1)),
    changed_at   BIGINT NOT NULL,
    -- JSON: the last reply and problem.
    outcome      TEXT,
    PRIMARY KEY (message, position)
) WITHOUT ROWID;

-- Holds only what waits or is leased, so its size is that of the queue, not of the history.
CREATE INDEX delivery_due ON delivery (state, lane, due) WHERE due IS NOT NULL;
CREATE INDEX delivery_expires ON delivery (expires_at) WHERE expires_at IS NOT NULL AND due IS NOT NULL;
-- Lists by state, newest first. Without the two states that every message passes through: acceptance and settling
-- of what goes well never touch it.
CREATE INDEX delivery_state ON delivery (state, message) WHERE state NOT IN ('sent', 'sending');

CREATE TABLE attempt (
    message  BLOB NOT NULL,
    number   BIGINT NOT NULL,
    ended_at BIGINT NOT NULL,
    -- 1: the connection was in trouble, no delivery spent an attempt; the next such attempt takes this row's place.
    trouble  BIGINT NOT NULL CHECK (trouble IN (0, 1)),
    -- JSON: connection, stages, transcript, verdicts.
    record   TEXT NOT NULL,
    PRIMARY KEY (message, number)
) WITHOUT ROWID;

CREATE TABLE idempotency (
    scope   TEXT NOT NULL,
    key     TEXT NOT NULL,
    digest  BLOB NOT NULL,
    message BLOB NOT NULL,
    used_at BIGINT NOT NULL,
    PRIMARY KEY (scope, key)
) WITHOUT ROWID;

CREATE INDEX idempotency_used ON idempotency (used_at);
