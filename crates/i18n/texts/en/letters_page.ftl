# The page Letters.

letters-title = Letters
letters-lead = All emails that owlpost writes itself, in each of its languages. Each is sent in the language of its recipient.
letters-language = Language of the letter
letters-subject = Subject
letters-html = As most recipients see it
letters-frame = The letter as HTML
letters-text = Plain text
letters-made-up = Names, addresses and links on this page are examples, with characters that are often displayed wrongly.

letters-invitation = Invitation
letters-invitation-purpose = Asks somebody to join a workspace, whether they have an account or not.
letters-password-reset = New password
letters-password-reset-purpose = Contains the link to replace a forgotten password.
letters-validation = Confirm an account
letters-validation-purpose = Contains the link that confirms the address of a new account.
letters-account-exists = Account already exists
letters-account-exists-purpose = Sent to somebody who signs up a second time, so that the page reveals nothing about accounts.
letters-address-change = Confirm a new address
letters-address-change-purpose = Sent to the new address before the account uses it.
letters-address-changed = Address was changed
letters-address-changed-purpose = Notifies the old address that the account has a new one.
letters-password-changed = Password was changed
letters-password-changed-purpose = Notifies the owner of an account of each change, and says what to do if it was somebody else.
letters-test = Test email
letters-test-purpose = Sent by “Send test email”; says how it was sent.
letters-alarm = Sending has resumed
letters-alarm-purpose = Notifies administrators after a pause of 15 minutes or more.
letters-storage = Problem with the storage
letters-storage-purpose = Notifies administrators when the disk is full or stored data is damaged.
letters-ending = Upcoming expiry
letters-ending-purpose = Reminds administrators 30, 7 and 1 days before a client secret or a consent expires.
