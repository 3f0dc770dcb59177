-- How often a run was started again because the process ended before anything of it was stored.
ALTER TABLE script_run ADD COLUMN restarts BIGINT NOT NULL DEFAULT 0;
