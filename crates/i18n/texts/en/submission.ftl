# SMTP submission.
origin_trusted_network = a trusted network ({ $network })
