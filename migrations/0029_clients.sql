-- The client that submitted a message, by SMTP or by the API. Owner: queue.

-- JSON with its version: its address, and of an SMTP session the name in EHLO and the version of TLS; NULL: not known, or
-- owlpost made the message itself.
ALTER TABLE message ADD COLUMN client TEXT;
