-- The latest time that the server has seen, so that a clock that was set back is noticed, also after a restart.
-- Owner: queue. Times are milliseconds since 1970 UTC.
CREATE TABLE clock_seen (
    one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    at  BIGINT NOT NULL
);
