# Mail passwords: what programs of a person send with by SMTP.

mail-passwords-title = Mail passwords
mail-passwords-lead = A program, printer or scanner of yours sends email through this server (SMTP) with a mail password of its own.
mail-passwords-none-yet = No mail passwords yet
mail-passwords-none-yet-hint = Create one below for each program that sends email. Then you can delete one without affecting the others.
mail-passwords-none = This account has no mail passwords.
mail-passwords-made = Created { $time }
mail-passwords-never-used = Never used
mail-passwords-back = Back to your account

# What a program is told.
mail-passwords-server-title = Enter in the program
mail-passwords-server = Server (SMTP)
mail-passwords-port = Port and security
mail-passwords-port-tls = { $port }, SSL/TLS
mail-passwords-port-starttls = { $port }, STARTTLS
mail-passwords-port-local = { $port }, without encryption, only on the server itself
mail-passwords-user = User name
mail-passwords-user-any = anything, for example your email address
mail-passwords-senders = Sender (From)
mail-passwords-senders-hint = An administrator can allow further senders.
mail-passwords-reach-all = Your programs can send to everyone.
mail-passwords-reach-accounts = Your programs can send to people with an account on this server, and to those whom scripts of an approved workspace of yours may write to.
mail-passwords-off = Submission by SMTP is turned off on this server. An administrator can turn it on.

# The form of a new one.
mail-passwords-new = New mail password
mail-passwords-refused = The mail password was not created
mail-passwords-name = Program
mail-passwords-name-hint = What uses it, for example scanner in the hall. The outbox shows this name.
mail-passwords-limits-hint = Leave a field empty for no limit of its own. Limits cannot be changed later: create another mail password instead.
mail-passwords-last-day-hint = It works until the end of this day (UTC).
mail-passwords-own-senders-hint = Addresses and domains that this program may use, out of those above.
mail-passwords-rewrites-from-hint = The email is sent from the configured From, and the requested one becomes Reply-To. Without this it is refused.
mail-passwords-recipients-hint = Addresses and domains to which it may send.
mail-passwords-networks-hint = Networks from which it may be used, such as 192.0.2.0/24.
mail-passwords-make = Create mail password

# The one that was just created.
mail-passwords-ready = The mail password “{ $name }” is ready
mail-passwords-copy = Copy mail password

mail-passwords-quota-hint = They apply to all your mail passwords together. Every recipient in to, cc and bcc counts. Deleting a mail password resets nothing.

# Deleting one.
mail-passwords-delete = Delete
mail-passwords-delete-title = Delete this mail password?
mail-passwords-delete-meaning = The program that uses “{ $name }” is refused immediately. Email that it submitted before is still sent. This cannot be undone.
mail-passwords-delete-it = Delete mail password
mail-passwords-deleted = The mail password was deleted. The program that used it is now refused.

# The page of one's own account.
account-mail-passwords-meaning = For programs and devices that send email by SMTP in your name.
account-mail-passwords-link = Manage mail passwords

# The page of an account, for administrators.
accounts-one-title = Account
accounts-back = Back to all accounts
accounts-mail-passwords-hint = This person creates them. You can delete one, which stops its program immediately.
accounts-sending-title = What its mail passwords may send
accounts-sending-hint = Until a workspace of this person is approved, they reach only accounts of this server.
accounts-senders = Further senders
accounts-senders-hint = Addresses and domains, one per line, besides { $sender }. The email settings must allow them as well.
accounts-quota-recipient = Emails per recipient and hour
