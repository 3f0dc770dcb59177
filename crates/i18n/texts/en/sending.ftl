# Origin and remark of messages, faults of idempotency keys, attempts without a server (crate `sending`).

origin_owlpost = owlpost

origin_status_notification = Delivery status notification about message { $message }

# Delivery status notifications, which are sent in English.
notification_subject_failed = Not delivered: { $subject }
notification_subject_relayed = Passed on: { $subject }
notification_subject_delayed = Delayed: { $subject }
notification_failed = This is the mail server { $host }. Your message could not be delivered to the recipients below, and it is not tried again.
notification_relayed = This is the mail server { $host }. Your message was passed on to the next mail server for the recipients below. That server sends no notifications, so whether the message reaches their mailboxes is not known here.
notification_delayed = This is the mail server { $host }. Your message could not be delivered to the recipients below yet. It is tried again; you need not send it again.
notification_no_attempt = The mail server could not be reached.
notification_message = Subject of the message: { $subject }. Its id in the outbox of owlpost: { $id }.

remark_from_became_reply_to = The requested From { $address } is not on the list of allowed senders. It became Reply-To, and the message is sent from { $own }.
remark_from_left_out = The requested From { $address } is not on the list of allowed senders. It was left out because a Reply-To was given, and the message is sent from { $own }.

# Senders and recipients of messages that a client made itself.
submission_sender_not_allowed = { $address } is not an allowed sender: send as { $own }, or let an administrator add the address to the allowed senders in the email settings
submission_sender_not_of_login = this login may not send as { $address }: use one of its senders, or let an administrator add the address to them
submission_recipient_not_allowed = this login may not write to { $address }: leave the recipient out, or let an administrator add the address to its recipients

idempotency_key_length = the idempotency key has { $count } characters: use 1 to { $limit }
idempotency_key_control_character = { $value } contains the control character { $code_point }: remove it
idempotency_key_blank = { $value } contains only spaces: use a key such as `invoice-42`
idempotency_keys_differ_in_message = the message has the key { $inside }, and { $beside } was given beside it: give one of them

stage_local_mailbox = stored in the local mailbox; no server is involved
connection_unknown = unknown

# What a delivery waits for.
quota_of_script = this script
quota_of_workspace = this workspace
quota_of_api_key = this API key
quota_of_trusted_network = this trusted network
quota_of_mail_password = this mail password
quota_of_account = this account
quota_hour = { $holder } may send to { $limit } recipients within an hour: { $used } are used, { $left } are left, and this email has { $count }. More can be sent in { $minutes } minutes; an administrator can raise the limit
quota_day = { $holder } may send to { $limit } recipients within a day: { $used } are used, { $left } are left, and this email has { $count }. More can be sent in { $minutes } minutes; an administrator can raise the limit
quota_hour_too_small = { $holder } may send to { $limit } recipients within an hour, and this email has { $count }: send it to fewer at a time, or ask an administrator to raise the limit
quota_day_too_small = { $holder } may send to { $limit } recipients within a day, and this email has { $count }: send it to fewer at a time, or ask an administrator to raise the limit
quota_recipient = { $holder } may send { $limit } emails to { $recipient } within an hour, and { $used } were sent. More can be sent in { $minutes } minutes; look for a loop that runs too often
quota_waiting = at most { $limit } MB of mail of this workspace may wait, and { $used } MB wait: send it again when some of it has been sent, or ask an administrator to raise the limit
quota_waiting_of_account = at most { $limit } MB of mail of this account may wait, and { $used } MB wait: send it again when some of it has been sent, or ask an administrator to raise the limit

waiting_for_retry = the next attempt, because the server deferred it
waiting_for_hold = a mail server to be connected: the built-in mailbox is active
waiting_for_pause = the connection: sending is paused, and the server is tried again regularly
waiting_for_daily_quota = the limit of recipients per day
waiting_for_message_rate = the limit of messages per minute
waiting_for_slow_down = the server, which asked to slow down
waiting_for_turn = its turn: other mail is sent first
waiting_for_domain = a free connection: the recipient's domain answers slowly and uses its share of the connections
