-- Who a message is counted for, and with whom it shares the bulk lane. NULL: the server itself, and what earlier versions
-- accepted. Owner: queue.

ALTER TABLE message ADD COLUMN workspace BLOB;
-- A script or an API key.
ALTER TABLE message ADD COLUMN caller BLOB;
