# Signing in and out.

sign-in-title = Sign in
sign-in-refused = You are not signed in
sign-in-email = Email
sign-in-password = Password
sign-in-ended = You were no longer signed in, so what you sent was not stored. Sign in and send it again.
sign-in-out = You are signed out.
sign-in-no-account = <strong>There is no account yet.</strong> The server printed a set-up link when it started. Open that link to make the first administrator.
sign-in-wrong = Email or password is wrong. Check both; capital letters count in the password.
sign-in-too-many = There were too many tries, so signing in is stopped for a while. Try again { $wait }.
sign-in-reset = Your new password is set. Sign in with it. Every device that was signed in is signed out.
sign-in-deleted = Your account is deleted.
sign-in-forgotten = Forgot your password?
sign-in-sign-up = Make an account
