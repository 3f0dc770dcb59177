# Problems of consents and tokens.

# server/settings/oauth/tokens
sentence-settings-the-stored-consent-cannot-be-used = The stored consent cannot be used any more.
sentence-settings-it-was-given-for-another-token = It was given for another token endpoint or client, because the configuration file was changed since, or the database is damaged. Nothing was sent with it.
sentence-settings-choose-reconnect-on-the-page-email = Choose Reconnect on the page Email Settings and consent again; or set the endpoints back to what they were.
sentence-settings-the-stored-client-secret-or-key = The stored client secret or key cannot be used any more.
sentence-settings-it-was-saved-for-another-token = It was saved for another token endpoint, because the configuration file was changed since, or the database is damaged. Nothing was sent with it.
sentence-settings-type-it-again-on-the-page = Type it again on the page Email Settings and save; or set the endpoints back to what they were.
sentence-settings-the-stored-consent-of-the-provider = The stored consent of the provider could not be read.
sentence-settings-the-database-does-not-answer-as = The database does not answer as it should; the server's log says why.
sentence-settings-look-at-the-servers-log-and = Look at the server's log and its disk. It is tried again by itself.
sentence-settings-the-renewed-token-could-not-be = The renewed token could not be stored, because the disk is full.
sentence-settings-the-renewed-token-could-not-be-stored = The renewed token could not be stored.
sentence-settings-a-token-that-is-used-before = A token that is used before it is stored could be lost with the next crash, so no mail leaves until it is.
sentence-settings-free-space-on-the-servers-disk = Free space on the server's disk, or look at its log. It is stored and used by itself then.
sentence-settings-renewing-the-access-token-ended-by = Renewing the access token ended by a fault of owlpost.
sentence-settings-neither-the-provider-nor-the-settings = Neither the provider nor the settings are to blame.
sentence-settings-it-is-tried-again-by-itself = It is tried again by itself. Please report the fault with the lines of the server's log.

# server/settings/oauth/words
sentence-settings-the-email-settings-were-saved-again = The email settings were saved again while you were at the provider.
sentence-settings-the-consent-was-for-an-earlier = The consent was for an earlier version, so it was not used. The settings in force are unchanged.
sentence-settings-open-email-settings-look-at-what = Open Email Settings, look at what is saved now, and consent again.
sentence-settings-the-provider-sent-you-back-without = The provider sent you back without an answer.
sentence-settings-neither-a-consent-nor-a-refusal = Neither a consent nor a refusal came with you. The address may have been cut on the way.
sentence-settings-consent-again-if-it-stays-so = Consent again. If it stays so, check that the redirect URL is registered exactly as the page shows it.
sentence-settings-the-consent-does-not-cover-sending = The consent does not cover sending email: { $scopes } is missing.
sentence-settings-a-box-was-left-unticked-on = A box was left unticked on the provider's consent page, or the permission is not set up for this client. Without it no mail can leave, so nothing was connected.
sentence-settings-choose-permissions-again-and-tick-every = Choose permissions again, and tick every box on { $name }'s page. If there is none for sending email, add the permission to the client that you registered.
sentence-settings-remove-the-apps-access-under-myaccount = Remove the app's access under myaccount.google.com/permissions, then consent again.
sentence-settings-check-that-the-registered-application-is = Check that the registered application is of the platform Web, then consent again.
sentence-settings-check-at-the-provider-that-the = Check at the provider that the client may get refresh tokens; many want the scope offline_access. Then consent again.
sentence-settings-the-provider-gave-no-lasting-consent = The provider gave no lasting consent.
sentence-settings-it-answered-without-a-refresh-token = It answered without a refresh token, so sending would end within the hour. Nothing was connected.
sentence-settings-the-mailbox-is-disconnected = The mailbox is disconnected.
sentence-settings-owlpost-holds-no-consent-of-the = owlpost holds no consent of the provider for these settings, so no mail can leave.
sentence-settings-choose-reconnect-on-the-page-email-settings = Choose Reconnect on the page Email Settings and consent. Mail waits meanwhile and nothing is lost.
sentence-settings-taking-the-consent-in-ended-by = Taking the consent in ended by a fault of owlpost.
sentence-settings-neither-you-nor-the-provider-is = Neither you nor the provider is to blame. The settings in force are unchanged.
sentence-settings-consent-again-please-report-the-fault = Consent again. Please report the fault with the lines of the server's log.
