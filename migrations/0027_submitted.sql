-- Messages that a client made itself. An empty sender is the null reverse-path (RFC 5321 section 4.5.5). Owner: queue.

-- The first address of From where the envelope sender is another one; NULL: the envelope sender.
ALTER TABLE message ADD COLUMN author TEXT;
-- JSON with its version: what the sender asked for about delivery status notifications (RFC 3461); NULL: nothing.
ALTER TABLE message ADD COLUMN notifications TEXT;
