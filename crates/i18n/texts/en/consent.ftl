# Consent of a provider: the way there and back.

consent-title = Consent
consent-go-on = Go on in Email Settings

# The page that leads to the provider.
consent-leave-title = On to the provider
consent-leave =
    On to { $provider ->
        [none] the provider
       *[other] { $provider }
    }
consent-leave-meaning = Sign in there with the mailbox, and allow owlpost to send. Then you come back here.
consent-continue =
    Continue to { $provider ->
        [none] the provider
       *[other] { $provider }
    }
consent-not-now = Not now

# What became of it, in the window that comes back.
consent-under-way = The consent is under way
consent-under-way-meaning = Go on in the window of the provider.
consent-connected = Connected
consent-connected-meaning = Mail leaves through the mailbox that signed in.
consent-connected-as = Connected as { $account }
consent-connected-as-meaning = Mail leaves through this mailbox now.
consent-question = One question is left
consent-question-meaning = { $account } signed in, which is not the From email. Go on in Email Settings.
consent-question-scopes-meaning = The provider's answer names other permissions than those that were asked for. Go on in Email Settings.

consent-not-signed-in = You are not signed in here
consent-not-signed-in-meaning = A consent can be taken in only for the administrator who began it, so nothing was connected.
consent-not-signed-in-remedy = Sign in, open Email Settings and consent again. If you are signed in under another address of this server, open Email Settings under the public URL.

consent-unknown = Nobody here began this consent
consent-unknown-meaning = It may have been begun long ago, or on another server. Nothing was connected.
consent-unknown-remedy = Open Email Settings and consent from there.

consent-used = This consent was taken in already
consent-used-meaning = The page was opened a second time, perhaps by reloading it. Nothing was done again.
consent-used-remedy = Open Email Settings to see what became of it.

consent-expired = The consent took too long
consent-expired-meaning = It must be given within ten minutes, so nothing was connected. The settings in force are unchanged.
consent-expired-remedy = Open Email Settings and consent again.

consent-other-session = This consent was begun by somebody else
consent-other-session-meaning = It belongs to another sign-in than yours, so nothing was connected. Somebody may have sent you this link to have mail leave through a mailbox of theirs.
consent-other-session-remedy = If it was you, sign in as you were when you began, and consent again from Email Settings.

# What the settings page shows of it.
consent-again = Consent again
consent-other-account = { $account } signed in, but From email is { $from }
consent-other-account-meaning = Nothing was changed yet. Which is it?
consent-is-alias = { $account } may send as { $from }: connect
consent-use-account = Send from { $account } instead: connect
consent-sign-in-other = Sign in with another account
consent-other-account-hint = The first is right where { $from } is an alias of the mailbox, or the mailbox has the right to send as it. Otherwise the provider refuses the mail or puts its own address in.
consent-other-scopes = The provider's answer does not name { $scopes }
consent-other-scopes-meaning = It granted: { $granted }. Some providers give a permission another name in their answer; then everything is fine. If the permission is missing, the mail server refuses the login, and mail waits. Nothing was changed yet.
consent-go-on-with-scopes = Go on: connect with what was granted
consent-waits = Version { $number } is saved and waits for your consent
consent-waits-meaning =
    { $provider ->
        [none] the provider
       *[other] { $provider }
    } asks you to sign in with the mailbox and to allow owlpost to send. Until then mail leaves as before.
consent-changed-mind = Changed your mind?
consent-keep = Keep the settings in force, version { $number }

# After Disconnect.
consent-disconnected-revoked =
    Disconnected. The consent is forgotten here, and mail waits until a mailbox is connected again. { $provider ->
        [none] The provider
       *[other] { $provider }
    } revoked it as well.
consent-disconnected-not-offered =
    Disconnected. The consent is forgotten here, and mail waits until a mailbox is connected again. { $provider ->
        [none] The provider
       *[other] { $provider }
    } cannot be asked to revoke it: to end it there as well, remove the app's permission in the account's or tenant's settings.
consent-disconnected-not-revoked =
    Disconnected. The consent is forgotten here, and mail waits until a mailbox is connected again. { $provider ->
        [none] The provider
       *[other] { $provider }
    } could not be reached or refused to revoke it: remove the app's access in the account's settings there.
consent-disconnected-nothing = Nothing was connected.

# What consent.js and consent-done.js say.
consent-script-unreachable = The server could not be reached. Check your connection, then try again.
consent-script-go-on = Go on in the window of the provider.
consent-script-show = Show the window
consent-script-blocked = Your browser blocked the window of the provider. Allow popups for this site and try again, or go on in this window: you come back here afterwards.
consent-script-again = Try the window again
consent-script-here = Go on in this window
consent-script-closed = The window of the provider was closed before you consented. Nothing was changed: mail leaves as before.
consent-script-reopen = Open it again
consent-script-close = You can close this window.
