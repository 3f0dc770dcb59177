-- Idempotency keys of scripts are kept longer than those of the API: each key knows when it is forgotten. Owner: queue.

ALTER TABLE idempotency ADD COLUMN forget_at BIGINT NOT NULL DEFAULT 0;
UPDATE idempotency
   SET forget_at = used_at + CASE WHEN scope LIKE 'script %' THEN 90 ELSE 7 END * 24 * 3600 * 1000;
DROP INDEX idempotency_used;
CREATE INDEX idempotency_forget ON idempotency (forget_at);
