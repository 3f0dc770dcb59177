-- When the password was last typed in a session: what changes who may do what asks for it again. Sessions of earlier
-- versions are asked at once. Owner: accounts.
ALTER TABLE session ADD COLUMN password_at BIGINT NOT NULL DEFAULT 0;
