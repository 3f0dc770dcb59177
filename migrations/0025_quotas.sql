-- Quotas: what was accepted lately, as numbers, and whose it is. Owner of `quota_usage` and `quota_recipient`:
-- crates/queue; of the rest: crates/accounts.

-- Recipients accepted in a minute, for a script, an API key, or the quota of a workspace. Kept for a day.
CREATE TABLE quota_usage (
    -- A script's or key's id, or `workspace.quota_id`. Not bound to them: deleting one resets nothing.
    subject    BLOB   NOT NULL,
    -- Minutes since 1970 UTC.
    minute     BIGINT NOT NULL,
    recipients BIGINT NOT NULL,
    PRIMARY KEY (subject, minute)
) WITHOUT ROWID;
CREATE INDEX quota_usage_minute ON quota_usage (minute);

-- Mails of scripts to a recipient in a minute. Kept for an hour.
CREATE TABLE quota_recipient (
    minute    BIGINT NOT NULL,
    workspace BLOB   NOT NULL,
    script    BLOB   NOT NULL,
    -- The first 64 bits of the SHA-256 of the address in lower case.
    recipient BIGINT NOT NULL,
    mails     BIGINT NOT NULL,
    PRIMARY KEY (minute, workspace, script, recipient)
) WITHOUT ROWID;

-- Under which id a workspace is counted; NULL: its own. Who deletes a workspace and makes another one within a day
-- gets the quota of the deleted one.
ALTER TABLE workspace ADD COLUMN quota_id BLOB;
-- Whose account made it; NULL where an API key or an earlier version did.
ALTER TABLE workspace ADD COLUMN made_by BLOB;

-- Quotas of deleted workspaces, for each account that may get them back. Kept for a day.
CREATE TABLE released_quota (
    quota_id    BLOB   NOT NULL,
    account_id  BLOB   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    released_at BIGINT NOT NULL,
    PRIMARY KEY (quota_id, account_id)
);
CREATE INDEX released_quota_account ON released_quota (account_id);

-- Limits that an administrator changed; NULL, or no row: the default.
CREATE TABLE workspace_quota (
    quota_id            BLOB NOT NULL PRIMARY KEY,
    recipients_per_hour BIGINT,
    recipients_per_day  BIGINT,
    mails_per_recipient BIGINT,
    waiting_bytes       BIGINT
);

-- How much a script sent lately is read from the quotas.
DROP INDEX script_mail_lately;
