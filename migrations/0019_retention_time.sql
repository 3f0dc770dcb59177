-- The time of leaps and downtimes that does not count as age yet, so that a leap of the clock deletes nothing, and until
-- when. Owner: queue. Milliseconds; milliseconds since 1970 UTC.
ALTER TABLE clock_seen ADD COLUMN held_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE clock_seen ADD COLUMN held_until BIGINT NOT NULL DEFAULT 0;
