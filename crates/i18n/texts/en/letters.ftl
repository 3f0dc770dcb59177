# The letters: every mail that owlpost words itself. Plain text all of it; the layout makes HTML.

letter-greeting = Hello,
letter-greeting-name = Hello { $name },
letter-when = When
letter-by-hand = If the button does not work, copy this address into your browser:
letter-settings-link = Open Email Settings
letter-link-works = This link works for { $lasting }, until { $until }.
letter-minutes =
    { $count ->
        [one] 1 minute
       *[other] { $count } minutes
    }
letter-hours =
    { $count ->
        [one] 1 hour
       *[other] { $count } hours
    }
letter-days =
    { $count ->
        [one] 1 day
       *[other] { $count } days
    }

# { $inviter } is a name or an address. Names are in “quotes” wherever they may be anything.
letter-invitation-subject = { $inviter } invites you to { $workspace }
letter-invitation-subject-workspace = You are invited to { $workspace }
letter-invitation-subject-inviter = { $inviter } invites you
letter-invitation-subject-bare = You are invited
letter-invitation-heading = You are invited to “{ $workspace }”
letter-invitation-heading-bare = You are invited
letter-invitation-lead = { $inviter } invites you to join “{ $workspace }”.
letter-invitation-lead-workspace = You are invited to join “{ $workspace }”.
letter-invitation-lead-inviter = { $inviter } invites you to join.
letter-invitation-lead-bare = Somebody invites you to join and gave this address for it.
letter-invitation-admin = As an admin you see and change everything there, and say who belongs to it.
letter-invitation-editor = As an editor you see and change everything there, except who belongs to it.
letter-invitation-viewer = As a viewer you see everything there and change nothing.
letter-invitation-button = See the invitation
letter-invitation-ignore = If you do not want to join, or do not know who invites you, ignore this email; nothing happens then. Do not pass the link on: it is for you alone.
letter-invitation-foot = You get this email because somebody entered your address in an invitation.

letter-reset-subject = Choose a new password
letter-reset-heading = Choose a new password
letter-reset-lead = Somebody, probably you, asked for a new password for your account. With this link you choose it.
letter-reset-button = Choose a new password
letter-reset-ignore = If it was not you, ignore this email: your password stays as it is. Do not pass the link on; whoever has it can choose your password.
letter-reset-foot = You get this email because a new password was asked for with your address.

letter-validation-subject = Confirm your email address
letter-validation-heading = Confirm your email address
letter-validation-lead = Somebody, probably you, signed up with this address. With this link you confirm that it is yours; then your account is ready.
letter-validation-button = Confirm the address
letter-validation-ignore = If it was not you, ignore this email: the account stays unconfirmed.
letter-validation-foot = You get this email because your address was entered when somebody signed up.

letter-account-exists-subject = You have an account already
letter-account-exists-heading = You have an account already
letter-account-exists-lead = Somebody, probably you, signed up with this address. It has an account already, so nothing was changed and no new account was made.
letter-account-exists-button = Sign in
letter-account-exists-forgotten = If you do not remember your password, you can choose a new one.
letter-account-exists-reset = Choose a new password
letter-account-exists-ignore = If it was not you, ignore this email: whoever it was did not learn that you have an account.
letter-account-exists-foot = You get this email because your address was entered when somebody signed up.

letter-address-change-subject = Confirm your new email address
letter-address-change-heading = Confirm your new email address
letter-address-change-lead = Somebody, probably you, asked that an account here gets the address { $address }. With this link you confirm that it is yours; until then the account keeps its old one.
letter-address-change-button = Confirm the new address
letter-address-change-ignore = If it was not you, ignore this email: then nothing is changed.
letter-address-change-foot = You get this email because your address was entered as the new address of an account.

letter-address-changed-subject = The email address of your account was changed
letter-address-changed-heading = The email address of your account was changed
letter-address-changed-lead = Your account has another email address now. You sign in with the new one from now on, and emails about the account go there.
letter-address-changed-old = Until now
letter-address-changed-new = From now on
letter-address-changed-was-you = If it was you, there is nothing left to do.
letter-address-changed-not-you = If it was not you, write at once to an administrator of this server: somebody else can use your account.
letter-address-changed-not-you-contact = If it was not you, write at once to { $contact }: somebody else can use your account.
letter-address-changed-foot = This is the last email about your account to this address.

letter-password-changed-subject = Your password was changed
letter-password-changed-heading = Your password was changed
letter-password-changed-by-hand = The password of your account was changed by somebody who was signed in and knew the old one.
letter-password-changed-by-link = A new password was chosen for your account with a link that was sent to this address. Everywhere you were signed in, you are signed out.
letter-password-changed-was-you = If it was you, there is nothing left to do.
letter-password-changed-not-you = If it was not you, choose a new password at once: that signs everybody out. Then change the password of your mailbox as well, in case somebody else reads it.
letter-password-changed-link = Choose a new password
letter-password-changed-foot = You get this email with each change of your password, so that nobody can change it behind your back.

letter-test-subject = Test email from owlpost
letter-test-kept = This test email was kept here
letter-test-kept-lead = It is in the mailbox on your server and did not leave it.
letter-test-kept-note = That is what the owlpost email service does until a real way out is chosen. Choose “Username and password” in Email Settings to send mail to real people.
letter-test-arrived = This test email reached you
letter-test-arrived-lead = So mail can leave.
letter-test-arrived-note = That a test arrives does not prove that every mail will: a recipient’s server may still sort mail into spam. If this one was there, check SPF, DKIM and DMARC of the sender’s domain. They are the records by which other servers see that your server may send for that domain.
letter-test-through = It came through
letter-test-from = It was sent from
letter-test-asked-by = Asked for by
letter-test-foot = Nobody needs to answer this email. It was asked for in Email Settings.

letter-alarm-subject = Email is being sent again
letter-alarm-heading = Email is being sent again
letter-alarm-lead = Sending was paused for { $lasting } and goes on by itself now.
letter-alarm-why = Why it was paused
letter-alarm-since = Paused
letter-alarm-until = Works again
letter-alarm-waiting =
    { $count ->
        [0] No message had to wait.
        [one] 1 message waited. It was kept, and is on its way now.
       *[other] { $count } messages waited. They were kept, and are on their way now.
    }
letter-alarm-remedy = Invitations and password links that ended meanwhile were not sent; whoever needs one asks for a new one. If the trouble returns, Email Settings say what to do.
letter-alarm-foot = You get this email because you administer this server. It comes after each pause of 15 minutes or more, because during one no email can leave.

letter-ending-subject =
    { $count ->
        [one] { $title } of your outgoing email ends in 1 day
       *[other] { $title } of your outgoing email ends in { $count } days
    }
letter-ending-subject-today = { $title } of your outgoing email ends within a day
letter-ending-lead = This server’s outgoing email depends on it. It ends on { $at }.
letter-ending-foot = You get this email because you administer this server. It comes 30, 7 and 1 days before; nobody needs to answer it.
