# The page that explains every problem, and the links that lead there.

docs-problems = Problems
docs-problems-lead = All problems that appear on the pages, in the API and in the log, by code: what each means and what to do. A code can have several explanations; the evidence decides which one is shown.
docs-what-to-do = What to do:
docs-about = About this problem
docs-about-new-tab = About this problem (opens a new tab)

# Placeholders for values that only a real problem has.
docs-argument-client = client
docs-argument-count = number
docs-argument-delegation-id = unique ID
docs-argument-description = description
docs-argument-event = what happened
docs-argument-floor = number
docs-argument-free = number
docs-argument-from = From address
docs-argument-host = host
docs-argument-issuer = issuer
docs-argument-last = the last one
docs-argument-login = mailbox that signs in
docs-argument-mailbox = mailbox
docs-argument-minutes = minutes
docs-argument-port = port
docs-argument-provider = provider
docs-argument-rule = what the provider's login requires
docs-argument-scopes = scopes
docs-argument-server = server
docs-argument-suggestion = known host
docs-argument-times = number
