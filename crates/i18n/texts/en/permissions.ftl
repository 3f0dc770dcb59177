# What a program may send.
origin_trusted_network = a trusted network ({ $network })
origin_mail_password = mail password “{ $name }” of { $email }
