# Problems of the account at the provider, at any stage.
# `event` is the sentence that says what happened and quotes the server.

problem_login_required_token =
    .what = { $event }
    .meaning = The server accepts mail only after a login, and considers this session not logged in, although { $login } signed in. Usually the mailbox is not allowed to send over SMTP.
    .remedy = Check that Authenticated SMTP is enabled for { $login }, then choose Reconnect; or send through the provider's API.

problem_account_suspended =
    .what = { $event }
    .meaning = The provider has suspended or restricted this account, often because of complaints, spam or unusual activity. The message is not the cause.
    .remedy = Sign in to the account at the provider, follow the link in the reply if there is one, and have the restriction removed. Find out why it was imposed before you send again. Mail is queued until then.

problem_account_not_activated =
    .what = { $event }
    .meaning = The provider has not activated this account for sending yet. The message is not the cause.
    .remedy = Activate the account: confirm the provider's mail, complete the account's details, or request the activation from the provider's support. Mail is queued until then.

problem_account_sandbox =
    .what = { $event }
    .meaning = The account or domain is a sandbox: it sends only to addresses that have been authorized. The recipient is not the cause.
    .remedy = Set up your own domain at the provider and leave the sandbox or trial; for a test, add the recipient to the authorized addresses. Mail is queued until then.

problem_account_credits_used =
    .what = { $event }
    .meaning = The credits or the paid volume of the account are used up. The username, password and message are not the cause.
    .remedy = Buy more credits, choose a larger plan or settle the open invoice in the provider's administration; or wait until the new period begins. Mail is queued until then.

problem_ehlo_name_refused_google =
    .what = { $event }
    .meaning = Google closes the connection because of the name in EHLO: it is not a public name of yours. The SMTP relay service also refuses addresses that are not registered.
    .remedy = Set the EHLO name in the advanced settings to a name of your own domain, such as mail.example.com. Register this machine's public IP address in the Google Admin console (Gmail, Routing, SMTP relay service), or enter a username and app password.

problem_relaying_denied_google =
    .what = { $event }
    .meaning = Google's SMTP relay does not know this machine: neither its IP address nor a login belongs to your Google Workspace.
    .remedy = In the Google Admin console (Gmail, Routing, SMTP relay service) add this machine's public IP address and allow the sender's domain. Without Google Workspace, use smtp.gmail.com with an app password.
