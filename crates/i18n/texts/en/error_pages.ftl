# Error pages: what happened, what it means, what to do.

error-page-eyebrow = Error { $code }
error-page-to-overview = Go to the overview

error-page-not-found = Page not found
error-page-not-found-meaning = The address may be mistyped, or the item was deleted or is no longer stored.
error-page-not-found-remedy = Check the address, or start again from the overview.

error-page-wrong-method = Method not allowed
error-page-wrong-method-meaning = This address only accepts a form that is submitted from another page.
error-page-wrong-method-remedy = Go back to the page with the form and submit it again.

error-page-forbidden = Access denied
error-page-forbidden-meaning = This page is for administrators of this server, and your account is not one.
error-page-forbidden-remedy = Ask an administrator, or sign in with another account.

error-page-forbidden-here = You may not change this workspace
error-page-forbidden-here-meaning = Only its administrators may change it, and you have a different role.
error-page-forbidden-here-remedy = Ask an administrator of the workspace; its list of members shows who that is.

error-page-cross-site = The form was rejected
error-page-cross-site-meaning = It was submitted from another site, or through a proxy that changes the host name. Such forms are rejected so that no other site can act in your name.
error-page-cross-site-remedy = Open the page here and submit the form again. If this happens with every form, set public_url to the address in your browser's address bar.

error-page-bad-form = The form could not be read
error-page-bad-form-meaning = The server received something other than the form on its page, so nothing was changed.
error-page-bad-form-remedy = Go back to the page with the form and submit it again.

error-page-too-large = The form is too large
error-page-too-large-meaning = A field contains far more text than is allowed, so the form was not read and nothing was changed.
error-page-too-large-remedy = Go back, shorten the text, and submit the form again.

error-page-too-slow = The form did not arrive in time
error-page-too-slow-meaning = The connection is too slow, or it was interrupted. Nothing was changed.
error-page-too-slow-remedy = Go back and submit the form again.

error-page-damaged = This message is damaged
error-page-damaged-meaning = Its stored data cannot be read. Other messages are not affected.
error-page-damaged-remedy = Send the message again from where it came. Stop the server and run “owlpost check --deep”; if it reports damage, restore a backup.

error-page-unreadable = This email cannot be shown
error-page-unreadable-meaning = It is not a valid email message.
error-page-unreadable-remedy = Download the source if you need to inspect it.

error-page-no-consent = No open question about this consent
error-page-no-consent-meaning = The email settings were changed in the meantime, or the question was already answered. Nothing was changed now.
error-page-no-consent-remedy = Open Email Settings to see the current settings.

error-page-consent-link = This link can no longer start a consent
error-page-consent-link-meaning = It was opened before, it is older than an hour, or the email settings were saved again since. Nothing was changed.
error-page-consent-link-remedy = Ask whoever sent it for a new one, or connect the mailbox in Email Settings.

error-page-secret-needed = The client secret must be entered again
error-page-secret-needed-meaning = The stored secret was saved for a different token endpoint because the configuration file was changed since, or the database is damaged. Nothing was sent with it.
error-page-secret-needed-remedy = Open Email Settings, enter the client secret or key again, and save.

error-page-too-many = Too many requests
error-page-too-many-meaning = Many users are signing in or setting a password right now, so this request was not processed. Nothing was changed.
error-page-too-many-remedy = Try again in a few seconds.

error-page-busy = Too much data at the same time
error-page-busy-meaning = Too many large forms, files or downloads are being transferred at the moment, by you or by everybody. Nothing was changed.
error-page-busy-remedy = Wait until your other transfers have ended, then try again.

error-page-full = Not enough disk space
error-page-full-meaning = The disk with the database is full. Everything stored before is kept.
error-page-full-remedy = Free space on the server, then try again.

error-page-disk-read-only = The disk is read-only
error-page-disk-read-only-meaning = The disk with the database cannot be written. Everything stored before is kept.
error-page-disk-read-only-remedy = Make the data folder of the server writable, then try again.
error-page-disk-failed = The disk failed
error-page-disk-failed-meaning = A write to the disk with the database failed, and the server is restarting to recover. Nothing was stored.
error-page-disk-failed-remedy = Try again shortly.

error-page-broken = Internal server error
error-page-broken-meaning = The server could not process the request. Mail that was accepted is kept and will be sent.
error-page-broken-remedy = Try again. If it happens again, see the server log for the reason.

error-page-read-only = You have read-only access
error-page-read-only-meaning = Only administrators and editors of the workspace can write, run and cancel scripts. You are a viewer.
error-page-read-only-remedy = Ask an administrator of the workspace for another role; its list of members shows who that is.

error-page-dry-run = This dry run is no longer available
error-page-dry-run-meaning = Dry runs are not stored. Only the most recent ones are kept, for 15 minutes.
error-page-dry-run-remedy = Go back to the script and choose “Dry run” again.
error-page-start = This run is no longer waiting to be confirmed
error-page-start-meaning = It was started already, or 15 minutes are over. Nothing was started now.
error-page-start-remedy = Look at the runs of the script, or go back to it and choose “Run” again.
