# One's own account.

account-title = Your account
account-refused = Nothing was changed
account-profile = Name and language
account-name = Your name
account-language = Language
account-language-browser = The browser's language
account-language-hint = For these pages and for the emails that you receive from this server.
account-save = Save
account-saved = Saved.
account-password-title = Password
account-current = Your current password
account-password-meaning = All other devices are signed out, and you receive an email about the change.
account-password-button = Change password
account-password-changed = Your password was changed. All other devices are signed out.
account-address-title = Email address
account-new-address = New email address
account-new-address-hint = A link is sent there. Your address changes when you open it; the old address is notified.
account-address-button = Send link
account-address-asked = Check the mailbox of the new address: the link in the email changes your address.
account-address-changed = Your address was changed. Sign in with the new one from now on.
account-leave-title = Sign out everywhere, delete account
account-everywhere-meaning = Ends every session of your account, including this one: for example on a device that you lost.
account-everywhere-button = Sign out everywhere
account-delete-link = Delete account…
account-delete-title = Delete your account?
account-delete-meaning = The account <strong>{ $email }</strong> and its memberships are deleted immediately. Mail that was submitted is still sent. This cannot be undone.
account-delete-button = Delete account
account-not-deleted = The account was not deleted
account-keep = Cancel
account_last_administrator = This is the last administrator of this server. First make another account an administrator, under Configuration → Accounts.
account_only_administrator = You are the only administrator of: { $workspaces }. First make another member an administrator there, or delete the workspace.
account_too_many = Too many attempts. This is temporarily blocked. Try again { $wait }.
account_password_missing = enter your password: you last entered it more than 15 minutes ago

# Before an act that gives rights or changes how mail is sent.
step-up-title = Enter your password
step-up-meaning = You last entered your password more than 15 minutes ago. This change gives rights or affects how mail is sent, so owlpost asks for the password again.
step-up-password = Your owlpost password
step-up-section = Before you save
step-up-hint = You last entered it more than 15 minutes ago; it is needed for saving.
step-up-button = Continue
step-up-refused = Nothing was changed
