# Die Zustimmung eines Anbieters: der Weg dorthin und zurück.

consent-leave-title = Weiter zum Anbieter
consent-title = Zustimmung
