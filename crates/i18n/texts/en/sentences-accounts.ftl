# Faults of accounts, passwords, keys and the first set-up.

sentence-accounts-the-input-has-faults = the input has faults
sentence-accounts-an-administrator-exists-already = an administrator exists already
sentence-accounts-the-setup-link-is-not-valid = the setup link is not valid
sentence-accounts-email-or-password-is-wrong = email or password is wrong
sentence-accounts-too-many-tries-again-in-s = too many tries; again in { $seconds } s
sentence-accounts-origin-sign-up = sign-up
sentence-accounts-origin-reset = password reset
sentence-accounts-origin-password = change of password
