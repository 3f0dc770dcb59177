-- Two more states of a delivery: `kept` in the built-in mailbox, and `uncertain`, where the reply to the complete message
-- was lost too often. Owner: queue.
--
-- A CHECK cannot be changed, so the table is written anew: in the order of its key, each row once, and the indices after
-- the rows.

CREATE TABLE delivery_with_more_states (
    message      BLOB NOT NULL,
    position     BIGINT NOT NULL,
    recipient    TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN
                     ('queued', 'sending', 'sent', 'kept', 'deferred', 'failed', 'uncertain', 'expired', 'cancelled')),
    lane         TEXT NOT NULL CHECK (lane IN ('urgent', 'bulk')),
    -- When something happens next: the next attempt (queued, deferred) or the end of the lease (sending).
    due          BIGINT CHECK ((due IS NULL) =
                     (state IN ('sent', 'kept', 'failed', 'uncertain', 'expired', 'cancelled'))),
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
    -- How often the reply to the complete message was lost.
    lost_answers BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (message, position)
) WITHOUT ROWID;

-- What earlier versions stored as failed or sent. Mail was kept where both the delivery's reply and an attempt of its
-- message are those of the mailbox; where that cannot be read any more, it stays `sent`.
INSERT INTO delivery_with_more_states
SELECT message, position, recipient,
       CASE
           WHEN state = 'failed' AND outcome LIKE '{"v":2,"problem":{"code":"arrival_uncertain"%' THEN 'uncertain'
           WHEN state = 'sent'
                AND (outcome LIKE '%"reply":{"code":250,"enhanced":null,"text":"stored in the mailbox"}%'
                     OR outcome LIKE '%"reply":{"code":250,"enhanced":null,"text":"kept in the mailbox"}%')
                AND EXISTS (SELECT 1 FROM attempt WHERE attempt.message = delivery.message
                            AND (attempt.record LIKE '{"v":2,"connection":{"code":"connection_mailbox"%'
                                 OR attempt.record LIKE '{"v":1,"connection":"mailbox (built-in)"%')) THEN 'kept'
           ELSE state
       END,
       lane, due, expires_at, token, owner, attempts, first_try_at, maybe_twice, changed_at, outcome, lost_answers
  FROM delivery
 ORDER BY message, position;

DROP TABLE delivery;
ALTER TABLE delivery_with_more_states RENAME TO delivery;

-- Holds only what waits or is leased, so its size is that of the queue, not of the history.
CREATE INDEX delivery_due ON delivery (state, lane, due) WHERE due IS NOT NULL;
CREATE INDEX delivery_expires ON delivery (expires_at) WHERE expires_at IS NOT NULL AND due IS NOT NULL;
-- Lists by state, newest first. Without the two states that every message passes through: acceptance and settling
-- of what goes well never touch it.
CREATE INDEX delivery_state ON delivery (state, message) WHERE state NOT IN ('sent', 'sending');
