# The first administrator and workspace.

setup-title = Set up owlpost
setup-lead = Create the first administrator. You can send a test email in a minute.
setup-refused = Nothing was saved
setup-email = Your email
setup-email-hint = You sign in with it, and it is suggested for test emails.
setup-password = Password
setup-password-hint = At least 12 characters. A few words that only you would put together are good.
setup-workspace = Workspace name
setup-workspace-hint = Usually the name of your company or team. It can be changed later.
setup-create = Create administrator

setup-done = owlpost is already set up
setup-done-meaning = An administrator exists, so the setup link no longer works.
setup-sign-in = Sign in

setup-wrong-link = This setup link does not work
setup-wrong-link-meaning = It is incomplete, or it belongs to an earlier start of the server. Each start without an administrator prints a new link, and only the newest works.
setup-wrong-link-remedy = Copy the whole link from the server's latest output and open it. If no browser is available, <code>owlpost setup</code> on the server does the same.
