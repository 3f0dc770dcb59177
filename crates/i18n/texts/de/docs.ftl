# Die Seite, die jedes Problem erklärt, und die Links dorthin.

docs-problems = Probleme
docs-problems-lead = Alle Probleme, die auf den Seiten, in der API und im Protokoll vorkommen, nach Code: was sie bedeuten und was zu tun ist. Ein Code kann mehrere Erklärungen haben; die Befunde entscheiden, welche gezeigt wird.
docs-what-to-do = Was zu tun ist:
docs-about = Über dieses Problem
docs-about-new-tab = Über dieses Problem (öffnet einen neuen Tab)

# Was für einen Wert steht, den nur ein wirkliches Problem hat.
docs-argument-client = Client
docs-argument-count = Anzahl
docs-argument-delegation-id = eindeutige ID
docs-argument-description = Beschreibung
docs-argument-event = was geschah
docs-argument-floor = Zahl
docs-argument-free = Zahl
docs-argument-from = Absenderadresse
docs-argument-host = Host
docs-argument-issuer = Aussteller
docs-argument-last = das letzte
docs-argument-login = angemeldetes Postfach
docs-argument-mailbox = Postfach
docs-argument-minutes = Minuten
docs-argument-port = Port
docs-argument-provider = Anbieter
docs-argument-rule = was die Anmeldung beim Anbieter verlangt
docs-argument-scopes = Berechtigungen
docs-argument-server = Server
docs-argument-suggestion = bekannter Host
docs-argument-times = Anzahl
