-- Rows that could not be read and were set aside. Owner: sending/storage_status. Times are milliseconds since 1970 UTC.
CREATE TABLE damaged_row (
    kind     TEXT   NOT NULL,
    -- The row's id, in words of its table.
    id       TEXT   NOT NULL,
    found_at BIGINT NOT NULL,
    PRIMARY KEY (kind, id)
) WITHOUT ROWID;
