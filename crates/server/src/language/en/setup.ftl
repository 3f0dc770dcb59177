# The first administrator and workspace.

setup-title = Set up owlpost
