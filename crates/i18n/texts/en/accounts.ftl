# Configuration → Accounts.

accounts-title = Accounts
accounts-lead = Everyone who can sign in. Administrators of the server see all mail, settings and workspaces.
accounts-search = Search accounts
accounts-sign-up = Sign-up
accounts-sign-up-label = Anyone can create an account
accounts-sign-up-hint = An account cannot do anything until its address is confirmed. Invitations work in either case.
accounts-administrator = administrator
accounts-unconfirmed = not confirmed
accounts-made = created { $at }
accounts-workspaces =
    { $count ->
        [0] in no workspace
        [one] in 1 workspace
       *[other] in { $count } workspaces
    }
accounts-make-administrator = Make administrator
accounts-end-administrator = Remove administrator
accounts-make-title = Make this account an administrator?
accounts-make-meaning = { $email } will be able to read all mail and to change settings, accounts and workspaces. The audit log records it.
accounts-end-title = Remove this administrator?
accounts-end-meaning = { $email } will no longer see mail, settings and accounts. The account and its workspaces remain. { $left ->
        [one] 1 administrator remains.
       *[other] { $left } administrators remain.
    }
accounts-end-own-title = Remove yourself as administrator?
accounts-end-own-meaning = You ({ $email }) will no longer see mail, settings and accounts, and cannot undo this yourself. { $left ->
        [one] 1 administrator remains, who can give you the right again.
       *[other] { $left } administrators remain, who can give you the right again.
    }
accounts-delete = Delete
accounts-delete-title = Delete this account?
accounts-deleted = The account was deleted.
account_not_validated = The account's address is not confirmed yet. Its owner must open the link in the email first.
