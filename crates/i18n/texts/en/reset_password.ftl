# A new password after a forgotten one.

reset-title = Forgot your password?
reset-refused = No email was sent
reset-lead = Enter the address that you sign in with. You receive a link to set a new password.
reset-button = Send the link
reset-back = Back to sign-in

reset-sent-title = Check your mailbox
reset-sent-meaning = If an account with this address exists, an email with a link is on its way. The link works for one hour.
