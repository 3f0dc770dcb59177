# Faults of accounts, passwords, keys and the first set-up.

# server/accounts/api_key
sentence-accounts-the-key-has-no-scopes-give = the key has no scopes; give at least one of { $all }
sentence-accounts-the-key-has-no-name-enter = the key has no name; enter one that says who uses it, such as "shop"
sentence-accounts-the-keys-name-has-more-than = the key's name has more than { $most } characters; shorten it
sentence-accounts-the-keys-name-holds-a-control = the key's name holds a control character, such as a line break; remove it
sentence-accounts-there-are-keys-already-which-is = there are { $most } keys already, which is the most; delete one that is not used
sentence-accounts-another-key-has-the-name-choose = another key has the name "{ $name }"; choose another, or delete that key first

# server/accounts/mod
sentence-accounts-the-input-has-faults = the input has faults
sentence-accounts-an-administrator-exists-already = an administrator exists already
sentence-accounts-the-setup-link-is-not-valid = the setup link is not valid
sentence-accounts-email-or-password-is-wrong = email or password is wrong
sentence-accounts-too-many-tries-again-in-s = too many tries; again in { $seconds } s

# server/accounts/password
sentence-accounts-the-password-has-characters-use-at = the password has { $count } characters; use at least { $least }, such as four unrelated words
sentence-accounts-the-password-is-longer-than-bytes = the password is longer than { $most } bytes; use a shorter one
sentence-accounts-the-password-is-among-the-first = the password is among the first that an attacker tries; use another, such as four unrelated words

# server/accounts/setup
sentence-accounts-the-workspace-has-no-name-enter = the workspace has no name; enter one, such as the name of your organisation

# server/accounts/names
sentence-accounts-has-more-than-characters = { $cause } has more than { $most } characters; shorten it
sentence-accounts-holds-a-control-character = { $cause } holds a control character, such as a line break; remove it
sentence-accounts-holds-an-invisible-character = { $cause } holds an invisible character that turns the direction of writing; remove it
sentence-accounts-your-name = your name
sentence-accounts-the-name-of-who-invites = the name of who invites
sentence-accounts-the-workspaces-name = the workspace's name

# server/accounts/profile
sentence-accounts-this-is-not-your-password = this is not your password; check it, capital letters count

# server/accounts/workspace
sentence-accounts-you-administer-workspaces-already = you administer { $most } workspaces already, which is the most; delete one that nobody needs

# server/tickets
sentence-accounts-this-address-is-invited-already = this address is invited already; send the invitation again from the list, or revoke it
sentence-accounts-this-address-belongs-to-a-member = this address belongs to a member already; change the role in the list of members
sentence-accounts-this-is-your-address-already = this is your address already; enter another
sentence-accounts-another-account-has-this-address = another account has this address by now; choose another address
sentence-accounts-origin-sign-up = sign-up
sentence-accounts-origin-reset = password reset
sentence-accounts-origin-password = change of password
