# Configuration → Accounts.

accounts-title = Accounts
accounts-lead = Everyone who can sign in. Administrators of the server see all mail, settings and workspaces.
accounts-sign-up = Sign-up
accounts-sign-up-label = Anyone can create an account
accounts-sign-up-hint = An account cannot do anything until its address is confirmed. Invitations work either way.
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
accounts-delete = Delete
accounts-delete-title = Delete this account?
accounts-deleted = The account was deleted.
account_not_validated = The account's address is not confirmed yet. Its owner must open the link in the email first.
