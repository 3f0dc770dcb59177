# Refusals of the queue: why a message cannot be stored, cancelled, retried or sent again (crate `queue`).

message_without_recipient = The message has no recipient. Add at least one.
message_unknown = No message has this ID.
message_not_waiting = No delivery of this message is waiting: all were sent or have ended otherwise.
message_not_retryable = No delivery of this message can be retried: each was sent or is being sent.
message_on_hold = It is on hold while the built-in mailbox is active. It is sent when a mail server is connected again, unless you decide otherwise on the page of mail on hold.
message_test_not_retryable = A test email is tried only once. Send a new one from the settings page.
message_test_not_resendable = A test email cannot be sent again. Send a new one from the settings page.
message_expired = The message has expired, so its content is no longer valid. Request a new one where it was created.
message_content_deleted = The content of this message was deleted when its retention period ended.
message_single_use_link = This message contains a single-use link. It is never shown or sent again. Request a new one where it was created.
idempotency_key_reused = This idempotency key was used for message { $message } with different content. Nothing was sent. Use a new key for a new message, or repeat the original content.

origin_resent = sent again by { $actor }
