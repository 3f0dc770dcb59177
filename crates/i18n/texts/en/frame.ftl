# The frame around every page, and words that many pages share.

frame-skip = Skip to content
frame-description = owlpost sends the email of a platform: settings, outbox, scripts and invitations.
frame-menu = Menu
frame-main = Main
frame-configuration = Configuration
frame-sign-out = Sign out
frame-alarm-label = Sending is paused
frame-alarm = Sending is paused.
frame-alarm-meaning = Messages wait and are kept. Sending resumes automatically as soon as the connection works again.
frame-mailbox = Emails are kept on this server and not sent: no mail server is connected yet.
frame-mailbox-administrator = Emails are kept in <a href="/mailbox">the mailbox</a> and not sent, until you <a href="/configuration/email-settings">connect a mail server</a>.
frame-storage-label = Storage problem
frame-proxy-label = Proxy that is not trusted
frame-proxy = Requests are forwarded by { $address }, which is not a trusted proxy.
frame-proxy-meaning = All people behind it share the limits on sign-in, connections and transfers, and the audit log names the proxy instead of them. If it is your proxy, add its network to “trusted_proxies” in the configuration and restart owlpost. If it is not, let only your proxy reach this port.
frame-alarm-see-settings = See Email Settings
frame-error-title = Error: { $title }
frame-unmade = The page could not be rendered. See the server log for the reason.

frame-people = People

nav-workspaces = Workspaces
nav-account = Your account
nav-accounts = Accounts
nav-overview = Overview
nav-outbox = Outbox
nav-mailbox = Mailbox
nav-email-settings = Email Settings
nav-api-keys = API keys
nav-audit-log = Audit log
nav-letters = Letters

field-error = Error:

# What page.js says.
script-show = Show
script-hide = Hide
script-show-what = Show { $what }
script-hide-what = Hide { $what }
script-copied = Copied
script-select = Selected: press Ctrl+C

wait_seconds =
    { $count ->
        [one] in 1 second
       *[other] in { $count } seconds
    }
wait_minutes =
    { $count ->
        [one] in 1 minute
       *[other] in { $count } minutes
    }
