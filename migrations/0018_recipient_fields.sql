-- How many of a message's recipients are in To, in Cc and in Bcc, in the order of their positions; the rest are those of
-- Automatic BCC. NULL where it is not known. Owner: queue.
ALTER TABLE message ADD COLUMN to_count BIGINT;
ALTER TABLE message ADD COLUMN cc_count BIGINT;
ALTER TABLE message ADD COLUMN bcc_count BIGINT;
