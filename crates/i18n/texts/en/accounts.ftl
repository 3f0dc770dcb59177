# Configuration → Accounts.

accounts-title = Accounts
accounts-lead = Everyone who can sign in. Administrators of the server see all mail, settings and workspaces.
accounts-search = Search accounts
accounts-sign-up = Sign-up
accounts-sign-up-label = Who can create an account
accounts-sign-up-invitation = By invitation only
accounts-sign-up-invitation-hint = Administrators of workspaces invite people.
accounts-sign-up-domains = Addresses of certain domains
accounts-sign-up-domains-hint = Anyone with an address of a listed domain can sign up. The address has to be confirmed.
accounts-sign-up-open = Anyone
accounts-sign-up-open-hint = Anyone who can open this site can sign up. The address has to be confirmed.
accounts-domains = Domains
accounts-domains-hint = One per line, such as example.com. Subdomains are listed separately. Used only with “Addresses of certain domains”.
accounts-approval = Workspaces that wait for approval
accounts-approval-meaning = Their scripts can send only to accounts of this server until you approve them.
accounts-approval-more =
    { $count ->
        [one] 1 more workspace waits.
       *[other] { $count } more workspaces wait.
    }
accounts-approve = Approve
accounts-approved = The workspace was approved. Its scripts can now send to everyone.
accounts-withdraw = Withdraw approval
accounts-withdraw-title = Withdraw the approval of this workspace?
accounts-withdraw-meaning = Scripts of { $name } will be able to send only to accounts of this server. Mail that was accepted before is still sent. The audit log records it.
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
