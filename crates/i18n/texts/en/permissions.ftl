# What a program may send.
origin_trusted_network = a trusted network ({ $network })
