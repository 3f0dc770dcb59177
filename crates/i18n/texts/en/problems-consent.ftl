# Problems of consents and their tokens in owlpost (crate `settings`).

problem_consent_superseded =
    .what = The email settings were saved again during the sign-in at the provider.
    .meaning = The consent was for an earlier version, so it was not used. The active settings are unchanged.
    .remedy = Open Email Settings, check the saved settings, and consent again.

problem_consent_answer_incomplete =
    .what = The provider redirected you back without a result.
    .meaning = The response contained neither a consent nor an error. The address may have been truncated.
    .remedy = Consent again. If the problem persists, check that the redirect URL is registered exactly as the page shows it.

problem_scope_missing =
    .what = The consent does not include sending email: { $scopes } is missing.
    .meaning = A box was not checked on the provider's consent page, or the permission is not set up for this client. Without it, no mail can be sent, so nothing was connected.
    .remedy = Choose permissions again, and check every box on { $provider }'s page. If there is no box for sending email, add the permission to the client that you registered.

problem_refresh_token_missing =
    .what = The provider did not grant a lasting consent.
    .meaning = The response contained no refresh token, so sending would end within an hour. Nothing was connected.
    .remedy = Check at the provider that the client can get refresh tokens; many require the scope offline_access. Then consent again.

problem_refresh_token_missing_google =
    .what = The provider did not grant a lasting consent.
    .meaning = The response contained no refresh token, so sending would end within an hour. Nothing was connected.
    .remedy = Remove the app's access at myaccount.google.com/permissions, then consent again.

problem_refresh_token_missing_microsoft =
    .what = The provider did not grant a lasting consent.
    .meaning = The response contained no refresh token, so sending would end within an hour. Nothing was connected.
    .remedy = Check that the platform of the registered application is Web, then consent again.

problem_consent_needed_disconnected =
    .what = The mailbox is disconnected.
    .meaning = owlpost has no consent of the provider for these settings, so no mail can be sent.
    .remedy = Choose Reconnect on the page Email Settings and consent. Mail is queued until then and nothing is lost.

problem_consent_needed_unusable =
    .what = The stored consent cannot be used any more.
    .meaning = It was granted for another token endpoint or client, because the configuration file has changed since, or the database is damaged. Nothing was sent with it.
    .remedy = Choose Reconnect on the page Email Settings and consent again; or restore the previous endpoints.

problem_consent_faulty =
    .what = The consent could not be stored because of an error in owlpost.
    .meaning = Neither you nor the provider is the cause. The active settings are unchanged.
    .remedy = Consent again. Please report the error with the lines of the server's log.

problem_client_secret_needed =
    .what = The stored client secret or key cannot be used any more.
    .meaning = It was dropped with a lost master key, or saved for another token endpoint, because the configuration file has changed since, or the database is damaged. Nothing was sent with it.
    .remedy = Enter it again on the page Email Settings and save; or restore the previous endpoints.

problem_password_needed =
    .what = The password of the mail server is not stored any more.
    .meaning = It was dropped with a lost master key. owlpost does not connect without it, because the server might refuse the mail for good. Mail is queued until then and nothing is lost.
    .remedy = Enter the password on the page Email Settings and save.

problem_token_not_read =
    .what = The stored consent of the provider could not be read.
    .meaning = The database does not answer as expected; see the server's log for the reason.
    .remedy = Check the server's log and its disk. owlpost tries again automatically.
    .once = Check the server's log and its disk.

problem_token_not_stored =
    .what = The renewed token could not be stored.
    .meaning = A token that is used before it is stored could be lost in a crash, so no mail is sent until it is stored.
    .remedy = Free space on the server's disk, or check its log. The token is then stored and used automatically.

problem_token_not_stored_disk_full =
    .what = The renewed token could not be stored, because the disk is full.
    .meaning = A token that is used before it is stored could be lost in a crash, so no mail is sent until it is stored.
    .remedy = Free space on the server's disk, or check its log. The token is then stored and used automatically.

problem_token_faulty =
    .what = The access token could not be renewed because of an error in owlpost.
    .meaning = Neither the provider nor the settings are the cause.
    .remedy = owlpost tries again automatically. Please report the error with the lines of the server's log.
    .once = Please report the error with the lines of the server's log.
