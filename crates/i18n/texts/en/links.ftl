# Pages that the link in a letter opens.

link-nothing-done = Nothing was changed
link-account = Account
link-password = Your password
link-password-hint = The password of this account. It also signs you in.
link_wrong_password = This is not the account's password. Check it; passwords are case-sensitive.

link-error-unknown = This link does not work
link-error-unknown-meaning = It is incomplete, or it was used or expired a long time ago. Some mail programs truncate long links.
link-error-used = This link has already been used
link-error-used-meaning = Each link works once.
link-error-replaced = A newer link was sent
link-error-replaced-meaning = This link stopped working when the newer one was created.
link-error-replaced-remedy = Open the link in the newest email.
link-error-revoked = This link was revoked
link-error-revoked-meaning = It no longer works because the sender or an administrator revoked it, or because what it was for no longer exists.
link-error-expired = This link has expired
link-error-expired-meaning = Links work for a limited time, so that an old email cannot open anything.
link-error-invitation-remedy = Ask the person who invited you to send the invitation again.
link-error-invitation-used-remedy = If it was you, sign in to see the workspace. If not, inform the person who invited you.
link-error-reset-remedy = Request a new link. It takes a minute.
link-error-reset-button = Request a new link
link-error-validation-remedy = Sign in and request another email.
link-error-validation-used-remedy = Your address is confirmed. Sign in to continue.
link-error-address-remedy = Sign in and change your address again.
link-error-address-used-remedy = Your account has its new address. Sign in with it.
link-error-sign-in = Sign in

other-account-title = You are signed in with another account
other-account-meaning = The link is for <strong>{ $wanted }</strong>, and you are signed in as <strong>{ $signed_in }</strong>. Nothing was changed.
other-account-remedy = Sign out and continue with the other account, or stay signed in and ignore the link.
other-account-button = Sign out and continue
other-account-stay = Stay signed in

validation-title = Confirm your address
validation-lead = Confirm that <strong>{ $email }</strong> is your address. Then you can use your account.
validation-button = Confirm address

address-title = Change your address
address-lead = Your account changes from <strong>{ $old }</strong> to <strong>{ $new }</strong>. From then on you sign in with the new address.
address-button = Change address

new-password-title = Set a new password
new-password-refused = The password was not changed
new-password-lead = Afterwards, every device that is signed in with this account is signed out.
new-password-label = New password
new-password-hint = At least 12 characters. A few words that only you would put together are good.
new-password-button = Set password

invitation-title = You are invited
invitation-lead = Join the workspace <strong>{ $workspace }</strong> with the role <strong>{ $role }</strong>.
invitation-email = Your email
invitation-email-hint = The invitation was sent there. You sign in with it.
invitation-button = Join
invitation-sign-in-button = Sign in and join
invitation-new-button = Create account and join

unvalidated-title = Your address is not confirmed yet
unvalidated-lead = A link was sent to <strong>{ $email }</strong>. Open it to confirm that the address is yours.
unvalidated-meaning = Until then you can sign in but do nothing else, because somebody else may have entered your address.
unvalidated-letter = The email with the link:
unvalidated-resend = Send another email
unvalidated-sent = Another email is on its way. The link in the earlier one no longer works.
unvalidated-too-many = Too many emails were requested, so no more are sent for a while. Try again { $wait }.

mail-state-waiting = waiting
mail-state-sending = being sent
mail-state-sent = sent
mail-state-kept = kept here
mail-state-failed = failed
mail-state-uncertain = may have arrived
mail-state-expired = expired
mail-state-cancelled = cancelled
mail-state-paused = Sending is paused. The email is kept and will be sent automatically. The administrators of this server see the reason.
mail-state-tried-again = The mail server has not accepted it yet. It is tried again automatically.
mail-state-not-accepted = The mail server did not accept it. Check the address for typing errors; an administrator of this server can see the reason.
mail-state-no-confirmation = The mail server did not confirm that it received the email. Ask the recipient before you send another one.
mail-state-not-in-time = It could not be sent in time. An administrator of this server can see the reason.
