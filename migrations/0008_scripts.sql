-- Scripts, their versions, runs and what runs did. Owner: server/scripts. Times are milliseconds since 1970 UTC.

CREATE TABLE script (
    id           BLOB   NOT NULL PRIMARY KEY,
    workspace_id BLOB   NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
    name         TEXT   NOT NULL,
    -- Unique within the workspace: the name in lower case.
    name_key     TEXT   NOT NULL,
    -- The newest version's number.
    version      BIGINT NOT NULL,
    -- Of dates and numbers: a language's tag, an IANA time zone. The zone is the schedule's as well.
    language     TEXT   NOT NULL,
    time_zone    TEXT   NOT NULL,
    -- NULL: the default.
    mails_per_run       BIGINT,
    mails_per_hour      BIGINT,
    mails_per_day       BIGINT,
    mails_per_recipient BIGINT,
    -- The schedule, and when it fires next; both NULL without one.
    cron         TEXT,
    next_at      BIGINT,
    -- SHA-256 of the webhook's token; NULL without one.
    hook_hash    BLOB,
    hook_made_at BIGINT CHECK ((hook_made_at IS NULL) = (hook_hash IS NULL)),
    created_at   BIGINT NOT NULL,
    changed_at   BIGINT NOT NULL,
    changed_by   TEXT   NOT NULL
);
CREATE UNIQUE INDEX script_name ON script (workspace_id, name_key);
CREATE UNIQUE INDEX script_hook ON script (hook_hash) WHERE hook_hash IS NOT NULL;
CREATE INDEX script_next ON script (next_at) WHERE next_at IS NOT NULL;

CREATE TABLE script_version (
    script_id BLOB   NOT NULL REFERENCES script (id) ON DELETE CASCADE,
    number    BIGINT NOT NULL,
    saved_at  BIGINT NOT NULL,
    saved_by  TEXT   NOT NULL,
    source    TEXT   NOT NULL,
    PRIMARY KEY (script_id, number)
) WITHOUT ROWID;

CREATE TABLE script_run (
    -- UUIDv7: sorts by time.
    id            BLOB   NOT NULL PRIMARY KEY,
    -- Not bound to `script`: a script goes at once, and what its runs did is forgotten piece by piece.
    script_id     BLOB   NOT NULL,
    version       BIGINT NOT NULL,
    made_by       TEXT   NOT NULL CHECK (made_by IN ('hand', 'file', 'schedule', 'webhook', 'api')),
    -- Who started it, in words.
    started_by    TEXT   NOT NULL,
    -- 1: a scheduled run that should have been earlier.
    late          BIGINT NOT NULL CHECK (late IN (0, 1)),
    state         TEXT   NOT NULL CHECK (state IN
                      ('waiting', 'running', 'finished', 'failed', 'cancelled', 'interrupted')),
    asked_at      BIGINT NOT NULL,
    started_at    BIGINT,
    ended_at      BIGINT CHECK ((ended_at IS NULL) = (state IN ('waiting', 'running'))),
    -- Rows of the input's table; NULL without one.
    input_rows    BIGINT,
    -- Accepted mails, and refused calls.
    mails         BIGINT NOT NULL,
    refused       BIGINT NOT NULL,
    -- 1: more was written than the console keeps.
    console_cut   BIGINT NOT NULL CHECK (console_cut IN (0, 1)),
    -- Why it failed: whose fault, a sentence, and the place in the script where it is known.
    error_reason  TEXT CHECK ((error_reason IS NULL) = (error IS NULL)),
    error         TEXT,
    error_line    BIGINT,
    error_column  BIGINT,
    error_source  TEXT,
    -- JSON: what the script sees as `input`. Taken away when the run ends, unless it is small.
    input         TEXT
);
CREATE INDEX script_run_script ON script_run (script_id, id);
-- Two, because the engine uses a partial index only where a query says its condition word for word.
CREATE INDEX script_run_waiting ON script_run (script_id, id) WHERE state = 'waiting';
CREATE INDEX script_run_running ON script_run (script_id) WHERE state = 'running';

CREATE TABLE script_console (
    run_id BLOB   NOT NULL REFERENCES script_run (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    level  TEXT   NOT NULL CHECK (level IN ('log', 'warn', 'error')),
    text   TEXT   NOT NULL,
    PRIMARY KEY (run_id, number)
) WITHOUT ROWID;

-- Each call of sendEmail.
CREATE TABLE script_mail (
    run_id     BLOB   NOT NULL REFERENCES script_run (id) ON DELETE CASCADE,
    number     BIGINT NOT NULL,
    script_id  BLOB   NOT NULL,
    at         BIGINT NOT NULL,
    -- The line of the call, where it is known.
    line       BIGINT,
    -- The message in the outbox; NULL where the call was refused.
    message    BLOB CHECK ((message IS NULL) = (error IS NOT NULL)),
    -- 1: the key was used before, and this is the message of that time.
    repeated   BIGINT NOT NULL CHECK (repeated IN (0, 1)),
    -- JSON: the recipients' addresses, as far as they are known.
    recipients TEXT   NOT NULL,
    subject    TEXT   NOT NULL,
    -- Why it was refused.
    error      TEXT,
    PRIMARY KEY (run_id, number)
) WITHOUT ROWID;
CREATE INDEX script_mail_message ON script_mail (message) WHERE message IS NOT NULL;
-- How much a script sent lately.
CREATE INDEX script_mail_lately ON script_mail (script_id, at) WHERE message IS NOT NULL AND repeated = 0;

-- The same call of a webhook starts one run.
CREATE TABLE script_hook_key (
    script_id BLOB   NOT NULL REFERENCES script (id) ON DELETE CASCADE,
    key       TEXT   NOT NULL,
    run_id    BLOB   NOT NULL,
    used_at   BIGINT NOT NULL,
    -- SHA-256 of the input's JSON: the same key with another input is another call.
    input_hash BLOB  NOT NULL,
    PRIMARY KEY (script_id, key)
) WITHOUT ROWID;
CREATE INDEX script_hook_key_used ON script_hook_key (used_at);

-- Whom the scripts of a workspace may write to: JSON, a list of addresses and domains. Without a row: anybody.
CREATE TABLE script_recipients (
    workspace_id BLOB NOT NULL PRIMARY KEY REFERENCES workspace (id) ON DELETE CASCADE,
    allowed      TEXT NOT NULL
);
