# Consent of a provider: the way there and back.

consent-leave-title = On to the provider
consent-title = Consent
