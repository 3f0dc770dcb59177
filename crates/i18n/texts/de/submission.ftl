# Einlieferung per SMTP.
origin_trusted_network = ein vertrauenswürdiges Netz ({ $network })
