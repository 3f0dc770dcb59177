-- The bulk lane is shared between sources. Owner: queue.

-- The source of the message in 64 bits (queue::SourceKey); 0 for the server itself, for urgent mail, and for what earlier
-- versions accepted.
ALTER TABLE delivery ADD COLUMN source BIGINT NOT NULL DEFAULT 0;
DROP INDEX delivery_due;
-- Holds only what waits or is leased, so its size is that of the queue, not of the history. What is on hold lies apart. The
-- sources are found by one search each.
CREATE INDEX delivery_due ON delivery (on_hold, state, lane, source, due) WHERE due IS NOT NULL;
