# Was ein Programm senden darf.
origin_trusted_network = ein vertrauenswürdiges Netz ({ $network })
