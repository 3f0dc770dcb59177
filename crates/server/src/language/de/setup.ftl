# Der erste Administrator und Workspace.

setup-title = owlpost einrichten
