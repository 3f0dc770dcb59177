-- How often the answer to the complete message was lost: after three repetitions a delivery ends. Owner: queue.
ALTER TABLE delivery ADD COLUMN lost_answers BIGINT NOT NULL DEFAULT 0;
