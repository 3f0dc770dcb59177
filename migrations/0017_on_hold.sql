-- Mail that waits when the built-in mailbox becomes active, and mail that leaves the mailbox for a mail server.

-- 1: not tried before the hold ends, because it was accepted for a mail server and the mailbox is active. Owner: queue.
ALTER TABLE delivery ADD COLUMN on_hold BIGINT NOT NULL DEFAULT 0 CHECK (on_hold IN (0, 1));
DROP INDEX delivery_due;
-- Holds only what waits or is leased, so its size is that of the queue, not of the history. What is on hold lies apart.
CREATE INDEX delivery_due ON delivery (on_hold, state, lane, due) WHERE due IS NOT NULL;

-- Where mail leaves to: 1 for the built-in mailbox. Empty before the first start that knows of it. Owner: queue.
CREATE TABLE outbox_route (
    one        BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    to_mailbox BIGINT NOT NULL CHECK (to_mailbox IN (0, 1))
);

-- What becomes of mail that waits when this version makes the built-in mailbox active. Owner: settings.
ALTER TABLE settings_version ADD COLUMN waiting_mail TEXT NOT NULL DEFAULT 'hold'
    CHECK (waiting_mail IN ('hold', 'deliver', 'cancel'));

-- The message of the outbox that an entry is a copy of; NULL for entries of earlier versions. Owner: sending/mailbox.
ALTER TABLE mailbox_entry ADD COLUMN message BLOB;
CREATE INDEX mailbox_entry_message ON mailbox_entry (message) WHERE message IS NOT NULL;
