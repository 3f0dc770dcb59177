# Was ein Programm senden darf.
origin_trusted_network = ein vertrauenswürdiges Netz ({ $network })
origin_mail_password = E-Mail-Passwort „{ $name }“ von { $email }
