# Problems of mail APIs (Gmail API, Microsoft Graph).
# `event` is the sentence that says what happened and quotes the server.

problem_api_permission_missing =
    .what = { $event }
    .meaning = The granted access does not include sending mail through this API.
    .remedy = Choose Reconnect and consent again, and leave every box checked. With app-only access: grant the application permission to send mail, with an administrator's consent, and check that it includes { $from }.

problem_too_fast =
    .what = { $event }
    .meaning = The provider has received more requests from this account or application than it allows at a time. The message is not the cause.
    .remedy = No action is needed: owlpost tries again automatically, at a lower rate. If the problem returns, lower messages per minute in the advanced settings.

problem_quota_daily_api =
    .what = { $event }
    .meaning = The account has reached the provider's daily sending limit. The message is not the cause.
    .remedy = No action is needed: owlpost tries again every hour. If this happens often, use several accounts or ask the provider for a higher limit.

problem_recipients_refused =
    .what = { $event }
    .meaning = The provider considers the address of a recipient invalid. An API accepts a message for all its recipients or for none.
    .remedy = Check the recipients' addresses, and send the message again to the valid ones.

problem_message_too_large =
    .what = { $event }
    .meaning = The API has a lower size limit than the provider's SMTP server.
    .remedy = Send through SMTP, or make the attachments smaller.

problem_api_unreached =
    .what = { $event }
    .meaning = The provider's API could not be reached over HTTPS. The network or a firewall blocks the connection, or the configured address is wrong.
    .remedy = Check this machine's network and that it may connect to { $server }. owlpost tries again automatically.
    .once = Check this machine's network and that it may connect to { $server }.

problem_api_needs_https =
    .what = { $event }
    .meaning = An access token is sent only over HTTPS, except to this machine itself.
    .remedy = Correct api_url in the configuration file.

problem_answer_lost_api =
    .what = { $event }
    .meaning = The message was transmitted, but the response did not arrive. The recipients may have received the message.
    .remedy = No action is needed: owlpost tries again with the same Message-ID, so that servers can recognize a second copy.

problem_api_refused =
    .what = { $event }
    .meaning = The provider refused the message for a reason that owlpost does not know.
    .remedy = Look up the response in the provider's documentation.

problem_api_disabled =
    .what = { $event }
    .meaning = The Gmail API is disabled for the client's project.
    .remedy = Enable it in the Google Cloud console (APIs & Services, Library, Gmail API). It takes effect after some minutes.

problem_mailbox_not_enabled_google =
    .what = { $event }
    .meaning = The account has no Gmail mailbox: the service is disabled for it, or the service account acts for no user.
    .remedy = Enable Gmail for { $from } in the Admin console; with app-only access, check that From email is the mailbox of a user.

problem_sender_not_allowed_api =
    .what = { $event }
    .meaning = The mailbox that signed in is not allowed to send as { $from }.
    .remedy = Set From email to the mailbox's own address, or grant it Send As for { $from }.

problem_sender_blocked_api =
    .what = { $event }
    .meaning = Microsoft has blocked this account from sending, because mail from it looked like spam or the account was misused.
    .remedy = Change the account's password, then have it unblocked under Restricted entities in the Defender portal. Mail is queued until then.

problem_mailbox_not_enabled_microsoft =
    .what = { $event }
    .meaning = Microsoft Graph has no mailbox { $from } to send from: the address is mistyped, has no license, or is hosted on a server of the organization.
    .remedy = Check From email, and that the mailbox has a license and is in Exchange Online.

problem_mailbox_full =
    .what = { $event }
    .meaning = The sending mailbox is full, often because of the copies in Sent Items, and Microsoft does not send.
    .remedy = Empty the mailbox, or set a retention policy on Sent Items. Mail is queued until then.

problem_token_refused_api =
    .what = { $event }
    .meaning = The provider does not accept the access token, although it is new.
    .remedy = Choose Reconnect and consent again with { $from }.

problem_api_trouble =
    .what = { $event }
    .meaning = The provider has a temporary problem.
    .remedy = No action is needed: owlpost tries again automatically.

problem_message_refused_api =
    .what = { $event }
    .meaning = The provider does not accept the message in this form.
    .remedy = See the response: it names the problem with recipients or content.

problem_api_not_found =
    .what = { $event }
    .meaning = { $server } does not provide this API: the configured address is wrong, or another service answers there.
    .remedy = Correct api_url in the configuration file, or leave it out.
