# The letters: every email that owlpost words itself, as plain text; the layout makes HTML.

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
letter-invitation-lead-bare = Somebody invites you to join and entered this address.
letter-invitation-admin = As an administrator, you can see and change everything there and decide who is a member.
letter-invitation-editor = As an editor, you can see and change everything there except the members.
letter-invitation-viewer = As a viewer, you can see everything there but cannot change anything.
letter-invitation-button = View the invitation
letter-invitation-ignore = If you do not want to join, or do not know who invited you, ignore this email; nothing will happen. Do not pass the link on: it is meant only for you.
letter-invitation-foot = You received this email because somebody entered your address in an invitation.

letter-reset-subject = Choose a new password
letter-reset-heading = Choose a new password
letter-reset-lead = Somebody, probably you, requested a new password for your account. Use this link to choose it.
letter-reset-button = Choose a new password
letter-reset-ignore = If it was not you, ignore this email: your password does not change. Do not pass the link on; anyone who has it can choose your password.
letter-reset-foot = You received this email because a new password was requested for your address.

letter-validation-subject = Confirm your email address
letter-validation-heading = Confirm your email address
letter-validation-lead = Somebody, probably you, signed up with this address. Use this link to confirm that it is yours; your account is then ready.
letter-validation-button = Confirm the address
letter-validation-ignore = If it was not you, ignore this email: the account stays unconfirmed.
letter-validation-foot = You received this email because your address was entered when somebody signed up.

letter-account-exists-subject = You already have an account
letter-account-exists-heading = You already have an account
letter-account-exists-lead = Somebody, probably you, signed up with this address. It already has an account, so nothing was changed and no new account was created.
letter-account-exists-button = Sign in
letter-account-exists-forgotten = If you do not remember your password, you can choose a new one.
letter-account-exists-reset = Choose a new password
letter-account-exists-ignore = If it was not you, ignore this email: whoever it was did not learn that you have an account.
letter-account-exists-foot = You received this email because your address was entered when somebody signed up.

letter-address-change-subject = Confirm your new email address
letter-address-change-heading = Confirm your new email address
letter-address-change-lead = Somebody, probably you, requested to change the address of an account to { $address }. Use this link to confirm that this address is yours; until then, the account keeps its old one.
letter-address-change-button = Confirm the new address
letter-address-change-ignore = If it was not you, ignore this email: nothing will be changed.
letter-address-change-foot = You received this email because your address was entered as the new address of an account.

letter-address-changed-subject = The email address of your account was changed
letter-address-changed-heading = The email address of your account was changed
letter-address-changed-lead = Your account now has a different email address. From now on, sign in with the new one; emails about the account are sent there.
letter-address-changed-old = Until now
letter-address-changed-new = From now on
letter-address-changed-was-you = If it was you, you do not need to do anything.
letter-address-changed-not-you = If it was not you, contact an administrator of this server immediately: somebody else has access to your account.
letter-address-changed-not-you-contact = If it was not you, contact { $contact } immediately: somebody else has access to your account.
letter-address-changed-foot = This is the last email about your account to this address.

letter-password-changed-subject = Your password was changed
letter-password-changed-heading = Your password was changed
letter-password-changed-by-hand = Somebody who was signed in and knew the old password changed the password of your account.
letter-password-changed-by-link = A new password was chosen for your account with a link that was sent to this address. You were signed out everywhere.
letter-password-changed-was-you = If it was you, you do not need to do anything.
letter-password-changed-not-you = If it was not you, choose a new password immediately: that signs everybody out. Then change the password of your mailbox as well, in case somebody else has access to it.
letter-password-changed-link = Choose a new password
letter-password-changed-foot = You receive this email whenever your password is changed, so that nobody can change it without your knowledge.

letter-test-subject = Test email from owlpost
letter-test-kept = This test email was stored here
letter-test-kept-lead = It is in the mailbox on your server and did not leave it.
letter-test-kept-note = This is what the owlpost email service does until another connection method is chosen. Choose “Username and password” in Email Settings to send mail to real recipients.
letter-test-arrived = This test email reached you
letter-test-arrived-lead = Sending works.
letter-test-arrived-note = That a test arrives does not prove that every email will: a recipient’s server may still classify mail as spam. If this one was in the spam folder, check SPF, DKIM and DMARC of the sender’s domain. These are the records that tell other servers that your server may send for that domain.
letter-test-through = Sent through
letter-test-from = Sent from
letter-test-asked-by = Requested by
letter-test-foot = You do not need to reply to this email. It was requested in Email Settings.

letter-alarm-subject = Email is being sent again
letter-alarm-heading = Email is being sent again
letter-alarm-lead = Sending was paused for { $lasting } and has resumed automatically.
letter-alarm-why = Why it was paused
letter-alarm-since = Paused
letter-alarm-until = Resumed
letter-alarm-waiting =
    { $count ->
        [0] No message had to wait.
        [one] 1 message waited. It was kept and is now being sent.
       *[other] { $count } messages waited. They were kept and are now being sent.
    }
letter-alarm-remedy = Invitations and password links that expired in the meantime were not sent; anyone who needs one can request a new one. If the problem occurs again, Email Settings shows what to do.
letter-alarm-foot = You received this email because you administer this server. It is sent after each pause of 15 minutes or more, because no email can be sent during a pause.

letter-storage-subject = The mail server has a problem with its storage
letter-storage-heading = A problem with the storage
letter-storage-since = Noticed
letter-storage-link = Open owlpost
letter-storage-foot = You received this email because you administer this server. It is sent when the disk is full or damaged data is found, at most once a day for each problem.

letter-ending-subject =
    { $count ->
        [one] { $title } of your outgoing email expires in 1 day
       *[other] { $title } of your outgoing email expires in { $count } days
    }
letter-ending-subject-today = { $title } of your outgoing email expires within a day
letter-ending-lead = This server’s outgoing email depends on it. It expires on { $at }.
letter-ending-foot = You received this email because you administer this server. It is sent 30 days, 7 days and 1 day before; you do not need to reply to it.
