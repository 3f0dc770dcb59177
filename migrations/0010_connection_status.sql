-- One home for the state of the connection: a pause of sending is part of settings_status instead of a table of its own.
-- Owner: settings.

-- When sending was paused; its problem is in `problem`. NULL while mail leaves.
ALTER TABLE settings_status ADD COLUMN paused_since BIGINT;

UPDATE settings_status
   SET paused_since = (SELECT since FROM alarm), problem = (SELECT problem FROM alarm)
 WHERE EXISTS (SELECT 1 FROM alarm);

DROP TABLE alarm;
