-- Deleted workspaces, as long as mail of theirs may wait. Owner: crates/accounts.

-- What waits of a deleted workspace counts for the workspace that took over its quota.
CREATE TABLE deleted_workspace (
    id         BLOB   NOT NULL PRIMARY KEY,
    quota_id   BLOB   NOT NULL,
    deleted_at BIGINT NOT NULL
);
CREATE INDEX deleted_workspace_quota ON deleted_workspace (quota_id);
