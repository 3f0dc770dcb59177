# The page Letters.

letters-title = Letters
letters-lead = Every email that owlpost words itself, in each of its languages. Each is sent in the language of its reader.
letters-language = Language of the letter
letters-subject = Subject
letters-html = As most people see it
letters-frame = The letter as HTML
letters-text = As text alone
letters-made-up = Names, addresses and links are made up for this page, with characters that are easily shown wrongly.

letters-invitation = Invitation
letters-invitation-purpose = Asks somebody to join a workspace, whether they have an account or not.
letters-password-reset = New password
letters-password-reset-purpose = Brings the link by which a forgotten password is replaced.
letters-validation = Confirm an account
letters-validation-purpose = Brings the link by which somebody who signed up shows that the address is theirs.
letters-account-exists = Account exists already
letters-account-exists-purpose = Goes to somebody who signs up a second time, so that the page tells strangers nothing about accounts.
letters-address-change = Confirm a new address
letters-address-change-purpose = Goes to the new address before an account gets it.
letters-address-changed = Address was changed
letters-address-changed-purpose = Tells the old address that the account has another one now.
letters-password-changed = Password was changed
letters-password-changed-purpose = Tells the owner of an account of each change, and what to do if it was somebody else.
letters-test = Test email
letters-test-purpose = Comes from “Send test email” and says which way it left.
letters-alarm = Sending goes on
letters-alarm-purpose = Tells administrators of a pause of 15 minutes or more when it is over.
letters-ending = Something ends soon
letters-ending-purpose = Reminds administrators 30, 7 and 1 days before a client secret or a consent ends.
