# Origin and remark of messages, faults of idempotency keys, attempts without a server (crate `sending`).

origin_owlpost = owlpost

remark_from_became_reply_to = The requested From { $address } is not on the list of allowed senders. It became Reply-To, and the message is sent from { $own }.
remark_from_left_out = The requested From { $address } is not on the list of allowed senders. It was left out because a Reply-To was given, and the message is sent from { $own }.

idempotency_key_length = the idempotency key has { $count } characters: use 1 to { $limit }
idempotency_key_control_character = { $value } contains the control character { $code_point }: remove it
idempotency_key_blank = { $value } contains only spaces: use a key such as `invoice-42`

stage_local_mailbox = stored in the local mailbox; no server is involved
connection_unknown = unknown
