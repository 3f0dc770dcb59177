# Consent at a provider: before, during and after it.

consent-title = Consent
consent-go-on = Continue in Email Settings

# The page that leads to the provider.
consent-leave-title = On to the provider
consent-leave =
    On to { $provider ->
        [none] the provider
       *[other] { $provider }
    }
consent-leave-meaning = Sign in there with the mailbox and allow owlpost to send. You then return to this page.
consent-continue =
    Continue to { $provider ->
        [none] the provider
       *[other] { $provider }
    }
consent-not-now = Not now

# The result, in the window that returns from the provider.
consent-under-way = Consent in progress
consent-under-way-meaning = Continue in the provider's window.
consent-connected = Connected
consent-connected-meaning = Mail is now sent through the mailbox that signed in.
consent-connected-as = Connected as { $account }
consent-connected-as-meaning = Mail is now sent through this mailbox.
consent-question = One question remains
consent-question-meaning = { $account } signed in, which is not the From address. Continue in Email Settings.
consent-question-scopes-meaning = The provider's response lists other permissions than the requested ones. Continue in Email Settings.

consent-not-signed-in = You are not signed in here
consent-not-signed-in-meaning = A consent is accepted only from the administrator who started it, so nothing was connected.
consent-not-signed-in-remedy = Sign in, open Email Settings and consent again. If you are signed in at another address of this server, open Email Settings at the server's public URL.

consent-unknown = This consent is unknown
consent-unknown-meaning = It may have been started long ago, or on another server. Nothing was connected.
consent-unknown-remedy = Open Email Settings and start the consent there.

consent-used = This consent was already processed
consent-used-meaning = The page was opened a second time, perhaps by reloading it. Nothing was changed.
consent-used-remedy = Open Email Settings to see the result.

consent-expired = The consent took too long
consent-expired-meaning = A consent must be given within ten minutes, so nothing was connected. The active settings are unchanged.
consent-expired-remedy = Open Email Settings and consent again.

consent-other-session = This consent was started by somebody else
consent-other-session-meaning = It belongs to another session, so nothing was connected. Somebody may have sent you this link so that mail is sent through their mailbox.
consent-other-session-remedy = If it was you, sign in with the account that started it, and consent again from Email Settings.

# What the settings page shows of it.
consent-again = Consent again
consent-other-account = { $account } signed in, but the From address is { $from }
consent-other-account-meaning = Nothing was changed yet. Which is right?
consent-is-alias = { $account } is allowed to send as { $from }: connect
consent-use-account = Send from { $account } instead: connect
consent-sign-in-other = Sign in with another account
consent-other-account-hint = The first choice is right if { $from } is an alias of the mailbox, or if the mailbox has permission to send as it. Otherwise the provider rejects the mail or replaces the sender with its own address.
consent-other-scopes = The provider's response does not list { $scopes }
consent-other-scopes-meaning = It granted: { $granted }. Some providers use another name for a permission in their response; then you can continue. If the permission is missing, the mail server refuses the login, and mail waits. Nothing was changed yet.
consent-go-on-with-scopes = Continue: connect with the granted permissions
consent-waits = Version { $number } is saved and waits for your consent
consent-waits-meaning =
    { $provider ->
        [none] the provider
       *[other] { $provider }
    } asks you to sign in with the mailbox and to allow owlpost to send. Until then, mail is sent as before.
consent-changed-mind = Changed your mind?
consent-keep = Keep the active settings, version { $number }

# After Disconnect.
consent-disconnected-revoked =
    Disconnected. The consent was deleted here, and mail waits until a mailbox is connected again. { $provider ->
        [none] The provider
       *[other] { $provider }
    } revoked it as well.
consent-disconnected-not-offered =
    Disconnected. The consent was deleted here, and mail waits until a mailbox is connected again. { $provider ->
        [none] The provider
       *[other] { $provider }
    } does not support revocation by the application: to end the consent there as well, remove the app's permission in the settings of the account or tenant.
consent-disconnected-not-revoked =
    Disconnected. The consent was deleted here, and mail waits until a mailbox is connected again. { $provider ->
        [none] The provider
       *[other] { $provider }
    } could not be reached or refused to revoke it: remove the app's access in the account settings there.
consent-disconnected-nothing = No mailbox was connected.

# What consent.js and consent-done.js say.
consent-script-unreachable = The server could not be reached. Check your connection and try again.
consent-script-go-on = Continue in the provider's window.
consent-script-show = Show the window
consent-script-blocked = Your browser blocked the provider's window. Allow pop-ups for this site and try again, or continue in this window; you return here afterwards.
consent-script-again = Open the window again
consent-script-here = Continue in this window
consent-script-closed = The provider's window was closed before you consented. Nothing was changed: mail is sent as before.
consent-script-reopen = Open it again
consent-script-close = You can close this window.

# The page that the link of a program opens.
consent-link-title = Connect a mailbox
consent-link-meaning = { $by } started the connection of a mailbox at { $provider }. Continue only if you know about it.
consent-link-effect = At the provider you sign in and consent. Afterwards all email of this server is sent through that mailbox.
consent-link-button = Continue to { $provider }
