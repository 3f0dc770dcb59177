# Signing in and out.

sign-in-title = Sign in
sign-in-refused = You are not signed in
sign-in-email = Email
sign-in-password = Password
sign-in-ended = Your session had ended, so your input was not saved. Sign in and submit it again.
sign-in-out = You are signed out.
sign-in-no-account = <strong>There is no account yet.</strong> The server printed a setup link when it started. Open that link to create the first administrator.
sign_in_wrong = Wrong email or password. Check both; the password is case-sensitive.
sign_in_too_many = Too many attempts. Signing in is temporarily blocked. Try again { $wait }.
sign-in-reset = Your new password is set. Sign in with it. All other devices are signed out.
sign-in-deleted = Your account is deleted.
sign-in-forgotten = Forgot your password?
sign-in-sign-up = Create an account
