# Signing up.

sign-up-title = Create an account
sign-up-refused = The account was not created
sign-up-lead = You receive an email with a link that confirms your address.
sign-up-email = Your email
sign-up-email-hint = You sign in with it.
sign-up-name = Your name
sign-up-name-hint = Other members of your workspaces see it. Optional.
sign-up-password = Password
sign-up-password-hint = At least 12 characters. A few words that only you would put together are good.
sign-up-button = Create account
sign-up-has-account = Already have an account? Sign in

sign-up-closed-title = Accounts are created by invitation only
sign-up-closed-meaning = Sign-up is disabled on this server. Ask a user to invite you; the link in that email creates your account.

sign-up-sent-title = Check your mailbox
sign-up-sent-meaning = An email was sent to the address that you entered. Open the link in it within 24 hours to finish.

letter-not-there = No email after a few minutes? Check your spam folder, and check the address that you entered.
letters_too_many = Too many emails were requested, so no more are sent for a while. Try again { $wait }.
