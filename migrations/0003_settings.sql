-- Email settings: versions, how the active one fares, the key that seals secrets, the alarm. Owner: server/settings,
-- and server/notices for the last table.

-- Each save is a row; the highest number is active. `settings` is JSON with its own version number `v`.
CREATE TABLE settings_version (
    number          BIGINT NOT NULL PRIMARY KEY,
    saved_at        BIGINT NOT NULL,
    saved_by        TEXT   NOT NULL,
    settings        TEXT   NOT NULL,
    -- Sealed with host, port, security and username as associated data; NULL where there is no password.
    password_sealed BLOB
);

-- How the connection of the active version fares; one row.
CREATE TABLE settings_status (
    one             BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    -- The version it is about; of another version it says nothing.
    number          BIGINT NOT NULL,
    state           TEXT   NOT NULL CHECK (state IN ('not_verified', 'verified', 'failing')),
    since           BIGINT NOT NULL,
    last_success_at BIGINT,
    -- JSON of mail::Problem while failing.
    problem         TEXT
);

-- Which master key the database needs: a row once there is one.
CREATE TABLE master_key (
    id              TEXT   NOT NULL PRIMARY KEY,
    -- A known text sealed with it.
    check_value     BLOB   NOT NULL
);

-- The alarm that stands: a row while sending is paused.
CREATE TABLE alarm (
    one             BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    since           BIGINT NOT NULL,
    -- JSON of mail::Problem.
    problem         TEXT   NOT NULL
);
