# A new password after a forgotten one.

reset-title = Forgot your password?
reset-refused = No email was sent
reset-lead = Type the address that you sign in with. We send a link with which you set a new password.
reset-button = Send the link
reset-back = Back to sign-in

reset-sent-title = Look into your mailbox
reset-sent-meaning = If an account has this address, an email with a link is on its way to it. The link works for one hour.
