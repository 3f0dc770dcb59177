-- What is known of an account at a provider: a host and who logs in there. Owner: sending.

-- How many recipients its messages were accepted for, by hour: what the provider's limit of the day has seen.
CREATE TABLE account_recipients (
    account    TEXT   NOT NULL,
    -- Hours since 1970 UTC.
    hour       BIGINT NOT NULL,
    recipients BIGINT NOT NULL,
    PRIMARY KEY (account, hour)
) WITHOUT ROWID;

-- What was learned of the server, so that a restart does not learn it anew.
CREATE TABLE account_server (
    account      TEXT   NOT NULL PRIMARY KEY,
    -- JSON with a version.
    learned      TEXT   NOT NULL,
    -- When it was last true, in milliseconds since 1970 UTC; forgotten a week later.
    confirmed_at BIGINT NOT NULL
) WITHOUT ROWID;
