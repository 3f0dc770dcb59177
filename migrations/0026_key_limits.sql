-- Limits of API keys. Owner: crates/accounts.

-- JSON with its version: how much, as whom, to whom, from where and until when a key may send; NULL: no limits.
ALTER TABLE api_key ADD COLUMN limits TEXT;
