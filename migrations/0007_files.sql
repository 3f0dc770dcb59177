-- Files of workspaces, which scripts attach to mail. Owner: server/files. Times are milliseconds since 1970 UTC.

CREATE TABLE workspace_file (
    workspace_id BLOB   NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
    -- As an attachment is called; compared octet by octet.
    name         TEXT   NOT NULL,
    content_type TEXT   NOT NULL,
    -- Octets of the content, so that lists and limits never read it.
    size         BIGINT NOT NULL,
    changed_at   BIGINT NOT NULL,
    -- Who stored it last, in words.
    changed_by   TEXT   NOT NULL,
    -- Last, because a row is read from its beginning.
    content      BLOB   NOT NULL,
    PRIMARY KEY (workspace_id, name)
);
