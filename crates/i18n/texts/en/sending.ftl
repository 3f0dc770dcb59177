# What an attempt without a server shows.
stage_local_mailbox = stored in the local mailbox; no server is involved
connection_unknown = unknown
