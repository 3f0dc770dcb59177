# What a page says when it cannot do what was asked: what happened, what it means, what to do.

trouble-eyebrow = Error { $code }
trouble-to-overview = Go to the overview

trouble-not-found = This page does not exist
trouble-not-found-meaning = The address may be mistyped, or what it showed was deleted or is no longer kept.
trouble-not-found-remedy = Check the address, or start again from the overview.

trouble-wrong-method = This address cannot be opened like this
trouble-wrong-method-meaning = It takes a form that is sent from another page.
trouble-wrong-method-remedy = Go back to the page with the form and send it again.

trouble-forbidden = You may not see this page
trouble-forbidden-meaning = It is for administrators of this server, and your account is not one.
trouble-forbidden-remedy = Ask an administrator, or sign in with another account.

trouble-forbidden-here = You may not change this workspace
trouble-forbidden-here-meaning = Only its administrators may, and your role in it is another.
trouble-forbidden-here-remedy = Ask an administrator of the workspace; its list of members shows who that is.

trouble-cross-site = The form was not accepted
trouble-cross-site-meaning = It was sent from another site, or through a proxy that changes the host name. Such forms are refused, so that no other site can act in your name.
trouble-cross-site-remedy = Open the page here and send the form again. If it happens on every form, set public_url to the address in your browser's address bar.

trouble-bad-form = The form could not be read
trouble-bad-form-meaning = What arrived is not what the form on our page sends, so nothing was changed.
trouble-bad-form-remedy = Go back to the page with the form and send it again.

trouble-too-large = The form is too large
trouble-too-large-meaning = Something much longer than its field was pasted, so the form was not read and nothing was changed.
trouble-too-large-remedy = Go back, shorten it, and send the form again.

trouble-too-slow = The form did not arrive in time
trouble-too-slow-meaning = The connection is too slow, or it was interrupted. Nothing was changed.
trouble-too-slow-remedy = Go back and send the form again.

trouble-unreadable = This email cannot be shown
trouble-unreadable-meaning = Its bytes do not follow the form of an email, so there is nothing to read from them.
trouble-unreadable-remedy = Download its source, if you need to look into it.

trouble-no-consent = There is nothing to consent to
trouble-no-consent-meaning = The email settings were changed meanwhile, or the question was answered already. Nothing was changed now.
trouble-no-consent-remedy = Open Email Settings to see what holds.

trouble-secret-needed = The client secret must be typed again
trouble-secret-needed-meaning = What is stored was saved for another token endpoint, because the configuration file was changed since, or the database is damaged. Nothing was sent with it.
trouble-secret-needed-remedy = Open Email Settings, type the client secret or key again, and save.

trouble-too-many = The server is busy with passwords
trouble-too-many-meaning = Many people sign in or set a password just now, so this was not tried. Nothing was changed.
trouble-too-many-remedy = Try again in a few seconds.

trouble-full = There is no room to store this
trouble-full-meaning = The disk that holds the database is full. What was stored before is kept.
trouble-full-remedy = Free some space on the server, then try again.

trouble-broken = Something went wrong on our side
trouble-broken-meaning = The server could not finish this. Mail that was accepted is kept and goes on.
trouble-broken-remedy = Try again. If it happens again, the server's log says why.

trouble-read-only = You may only read here
trouble-read-only-meaning = Scripts are written, run and cancelled by administrators and editors of the workspace. You are a viewer.
trouble-read-only-remedy = Ask an administrator of the workspace for another role; its list of members shows who that is.

trouble-dry-run = This dry run is no longer there
trouble-dry-run-meaning = A dry run is not stored. It is kept for 15 minutes, and only the newest are.
trouble-dry-run-remedy = Go back to the script and choose “Dry run” again.
