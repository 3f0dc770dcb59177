# What a page says when it cannot do what was asked: what happened, what it means, what to do.

trouble-eyebrow = Error { $code }
trouble-to-overview = Go to the overview

trouble-not-found = Page not found
trouble-not-found-meaning = The address may be mistyped, or the item was deleted or is no longer stored.
trouble-not-found-remedy = Check the address, or start again from the overview.

trouble-wrong-method = Method not allowed
trouble-wrong-method-meaning = This address only accepts a form that is submitted from another page.
trouble-wrong-method-remedy = Go back to the page with the form and submit it again.

trouble-forbidden = Access denied
trouble-forbidden-meaning = This page is for administrators of this server, and your account is not one.
trouble-forbidden-remedy = Ask an administrator, or sign in with another account.

trouble-forbidden-here = You may not change this workspace
trouble-forbidden-here-meaning = Only its administrators may change it, and you have a different role.
trouble-forbidden-here-remedy = Ask an administrator of the workspace; its list of members shows who that is.

trouble-cross-site = The form was rejected
trouble-cross-site-meaning = It was submitted from another site, or through a proxy that changes the host name. Such forms are rejected so that no other site can act in your name.
trouble-cross-site-remedy = Open the page here and submit the form again. If this happens with every form, set public_url to the address in your browser's address bar.

trouble-bad-form = The form could not be read
trouble-bad-form-meaning = The server received something other than the form on our page, so nothing was changed.
trouble-bad-form-remedy = Go back to the page with the form and submit it again.

trouble-too-large = The form is too large
trouble-too-large-meaning = A field contains far more text than is allowed, so the form was not read and nothing was changed.
trouble-too-large-remedy = Go back, shorten the text, and submit the form again.

trouble-too-slow = The form did not arrive in time
trouble-too-slow-meaning = The connection is too slow, or it was interrupted. Nothing was changed.
trouble-too-slow-remedy = Go back and submit the form again.

trouble-unreadable = This email cannot be shown
trouble-unreadable-meaning = It is not a valid email message.
trouble-unreadable-remedy = Download the source if you need to inspect it.

trouble-no-consent = No open question about this consent
trouble-no-consent-meaning = The email settings were changed in the meantime, or the question was already answered. Nothing was changed now.
trouble-no-consent-remedy = Open Email Settings to see the current settings.

trouble-secret-needed = The client secret must be entered again
trouble-secret-needed-meaning = The stored secret was saved for a different token endpoint because the configuration file was changed since, or the database is damaged. Nothing was sent with it.
trouble-secret-needed-remedy = Open Email Settings, enter the client secret or key again, and save.

trouble-too-many = Too many requests
trouble-too-many-meaning = Many people are signing in or setting a password right now, so this request was not processed. Nothing was changed.
trouble-too-many-remedy = Try again in a few seconds.

trouble-disk-read-only = The disk is read-only
trouble-disk-read-only-meaning = The disk with the database cannot be written. Everything stored before is kept.
trouble-disk-read-only-remedy = Make the data folder of the server writable, then try again.
trouble-disk-failed = The disk failed
trouble-disk-failed-meaning = A write to the disk with the database failed, and the server is restarting to recover. Nothing was stored.
trouble-disk-failed-remedy = Try again shortly.
trouble-full = Not enough disk space
trouble-full-meaning = The disk with the database is full. Everything stored before is kept.
trouble-full-remedy = Free space on the server, then try again.

trouble-broken = Internal server error
trouble-broken-meaning = The server could not process the request. Mail that was accepted is kept and will be sent.
trouble-broken-remedy = Try again. If it happens again, see the server log for the reason.

trouble-read-only = You have read-only access
trouble-read-only-meaning = Only administrators and editors of the workspace can write, run and cancel scripts. You are a viewer.
trouble-read-only-remedy = Ask an administrator of the workspace for another role; its list of members shows who that is.

trouble-dry-run = This dry run is no longer available
trouble-dry-run-meaning = Dry runs are not stored. Only the most recent ones are kept, for 15 minutes.
trouble-dry-run-remedy = Go back to the script and choose “Dry run” again.
