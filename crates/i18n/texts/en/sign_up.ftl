# Signing up.

sign-up-title = Make an account
sign-up-refused = No account was made yet
sign-up-lead = We send you an email with a link that shows that the address is yours.
sign-up-email = Your email
sign-up-email-hint = You sign in with it.
sign-up-name = Your name
sign-up-name-hint = The people you work with see it. It may stay empty.
sign-up-password = Password
sign-up-password-hint = At least 12 characters. A few words that only you would put together are good.
sign-up-button = Make account
sign-up-has-account = You have an account? Sign in

sign-up-closed-title = Accounts are made by invitation here
sign-up-closed-meaning = Signing up is switched off on this server. Ask somebody who works with it to invite you; the link in that email makes your account.

sign-up-sent-title = Look into your mailbox
sign-up-sent-meaning = We sent an email to the address that you typed. Open the link in it within 24 hours to finish.

letter-not-there = Nothing there after a few minutes? Look among spam, and check that you typed the address right.
letters-too-many = There were too many requests for emails, so no more are sent for a while. Try again { $wait }.
