-- Who may send to the outside, and who may sign up. Owner: crates/accounts.

-- When the workspace was approved for sending; NULL while nobody approved it. Times are milliseconds since 1970 UTC.
ALTER TABLE workspace ADD COLUMN approved_at BIGINT;
-- Workspaces of earlier versions keep what they could do.
UPDATE workspace SET approved_at = created_at;
-- Invitations that left while the workspace was not approved; never counted down.
ALTER TABLE workspace ADD COLUMN unapproved_invitations BIGINT NOT NULL DEFAULT 0;
-- Invitations of this account to workspaces that were not approved; never counted down.
ALTER TABLE account ADD COLUMN unapproved_invitations BIGINT NOT NULL DEFAULT 0;

-- Domains whose addresses may sign up while sign-up is open, as a JSON array; an empty array means all.
ALTER TABLE accounts_policy ADD COLUMN sign_up_domains TEXT NOT NULL DEFAULT '[]';
-- A new installation takes invitations only.
UPDATE accounts_policy SET sign_up = 0 WHERE NOT EXISTS (SELECT 1 FROM account);
