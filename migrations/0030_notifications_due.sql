-- Delivery status notifications that are due (RFC 3461). Owner: queue.

-- What happened to a delivery whose sender may want to know: noted in the transaction in which it happens, and removed in
-- the one that stores the notification.
CREATE TABLE notification_due (
    message  BLOB   NOT NULL,
    event    TEXT   NOT NULL CHECK (event IN ('failed', 'relayed', 'delayed')),
    -- The recipient: delivery.position.
    position BIGINT NOT NULL,
    due      BIGINT NOT NULL,
    PRIMARY KEY (message, event, position)
) WITHOUT ROWID;
CREATE INDEX notification_due_time ON notification_due (due);
