# Probleme mit Zustimmungen und Token.

# server/settings/oauth/tokens
sentence-settings-the-stored-consent-cannot-be-used = Die gespeicherte Zustimmung lässt sich nicht mehr benutzen.
sentence-settings-it-was-given-for-another-token = Sie galt für einen anderen Token-Endpunkt oder Client, weil die Konfigurationsdatei seither geändert wurde, oder die Datenbank ist beschädigt. Es wurde nichts damit gesendet.
sentence-settings-choose-reconnect-on-the-page-email = Wählen Sie auf der Seite „E-Mail-Einstellungen“ „Neu verbinden“ und stimmen Sie noch einmal zu; oder stellen Sie die Endpunkte wieder auf das, was sie waren.
sentence-settings-the-stored-client-secret-or-key = Der gespeicherte geheime Clientschlüssel oder Schlüssel lässt sich nicht mehr benutzen.
sentence-settings-it-was-saved-for-another-token = Er wurde für einen anderen Token-Endpunkt gespeichert, weil die Konfigurationsdatei seither geändert wurde, oder die Datenbank ist beschädigt. Es wurde nichts damit gesendet.
sentence-settings-type-it-again-on-the-page = Geben Sie ihn auf der Seite „E-Mail-Einstellungen“ neu ein und speichern Sie; oder stellen Sie die Endpunkte wieder auf das, was sie waren.
sentence-settings-the-stored-consent-of-the-provider = Die gespeicherte Zustimmung des Anbieters konnte nicht gelesen werden.
sentence-settings-the-database-does-not-answer-as = Die Datenbank antwortet nicht, wie sie sollte; warum, steht im Protokoll des Servers.
sentence-settings-look-at-the-servers-log-and = Sehen Sie im Protokoll des Servers nach, und prüfen Sie seine Festplatte. Es wird von selbst noch einmal versucht.
sentence-settings-the-renewed-token-could-not-be = Das erneuerte Token konnte nicht gespeichert werden, weil die Festplatte voll ist.
sentence-settings-the-renewed-token-could-not-be-stored = Das erneuerte Token konnte nicht gespeichert werden.
sentence-settings-a-token-that-is-used-before = Ein Token, das vor dem Speichern benutzt wird, könnte beim nächsten Absturz verloren gehen, deshalb geht bis dahin keine E-Mail hinaus.
sentence-settings-free-space-on-the-servers-disk = Schaffen Sie Platz auf der Festplatte des Servers, oder sehen Sie in seinem Protokoll nach. Dann wird es von selbst gespeichert und benutzt.
sentence-settings-renewing-the-access-token-ended-by = Die Erneuerung des Zugriffstokens endete durch einen Fehler von owlpost.
sentence-settings-neither-the-provider-nor-the-settings = Weder der Anbieter noch die Einstellungen sind schuld.
sentence-settings-it-is-tried-again-by-itself = Es wird von selbst noch einmal versucht. Bitte melden Sie den Fehler mit den Zeilen aus dem Protokoll des Servers.

# server/settings/oauth/words
sentence-settings-the-email-settings-were-saved-again = Die E-Mail-Einstellungen wurden noch einmal gespeichert, während Sie beim Anbieter waren.
sentence-settings-the-consent-was-for-an-earlier = Die Zustimmung galt einer früheren Version und wurde deshalb nicht benutzt. Die geltenden Einstellungen sind unverändert.
sentence-settings-open-email-settings-look-at-what = Öffnen Sie die E-Mail-Einstellungen, sehen Sie nach, was jetzt gespeichert ist, und stimmen Sie noch einmal zu.
sentence-settings-the-provider-sent-you-back-without = Der Anbieter hat Sie ohne eine Antwort zurückgeschickt.
sentence-settings-neither-a-consent-nor-a-refusal = Mit Ihnen kam weder eine Zustimmung noch eine Ablehnung. Vielleicht wurde die Adresse unterwegs abgeschnitten.
sentence-settings-consent-again-if-it-stays-so = Stimmen Sie noch einmal zu. Bleibt es dabei, prüfen Sie, ob die Weiterleitungs-URL genau so registriert ist, wie die Seite sie zeigt.
sentence-settings-the-consent-does-not-cover-sending = Die Zustimmung umfasst das Senden von E-Mails nicht: { $scopes } fehlt.
sentence-settings-a-box-was-left-unticked-on = Auf der Zustimmungsseite des Anbieters blieb ein Kästchen leer, oder die Berechtigung ist für diesen Client nicht eingerichtet. Ohne sie kann keine E-Mail hinausgehen, deshalb wurde nichts verbunden.
sentence-settings-choose-permissions-again-and-tick-every = Wählen Sie die Berechtigungen noch einmal, und haken Sie auf der Seite von { $name } jedes Kästchen an. Gibt es dort keines für das Senden von E-Mails, fügen Sie die Berechtigung dem Client hinzu, den Sie registriert haben.
sentence-settings-remove-the-apps-access-under-myaccount = Entfernen Sie den Zugriff der App unter myaccount.google.com/permissions, und stimmen Sie dann noch einmal zu.
sentence-settings-check-that-the-registered-application-is = Prüfen Sie, ob die registrierte Anwendung von der Plattform „Web“ ist, und stimmen Sie dann noch einmal zu.
sentence-settings-check-at-the-provider-that-the = Prüfen Sie beim Anbieter, ob der Client Aktualisierungstoken erhalten darf; viele verlangen dafür den Bereich (Scope) offline_access. Stimmen Sie dann noch einmal zu.
sentence-settings-the-provider-gave-no-lasting-consent = Der Anbieter hat keine dauerhafte Zustimmung gegeben.
sentence-settings-it-answered-without-a-refresh-token = Er antwortete ohne Aktualisierungstoken, sodass das Senden binnen einer Stunde enden würde. Es wurde nichts verbunden.
sentence-settings-the-mailbox-is-disconnected = Das Postfach ist getrennt.
sentence-settings-owlpost-holds-no-consent-of-the = owlpost hat für diese Einstellungen keine Zustimmung des Anbieters, deshalb kann keine E-Mail hinausgehen.
sentence-settings-choose-reconnect-on-the-page-email-settings = Wählen Sie auf der Seite „E-Mail-Einstellungen“ „Neu verbinden“ und stimmen Sie zu. Die E-Mails warten so lange, und nichts geht verloren.
sentence-settings-taking-the-consent-in-ended-by = Die Annahme der Zustimmung endete durch einen Fehler von owlpost.
sentence-settings-neither-you-nor-the-provider-is = Weder Sie noch der Anbieter ist schuld. Die geltenden Einstellungen sind unverändert.
sentence-settings-consent-again-please-report-the-fault = Stimmen Sie noch einmal zu. Bitte melden Sie den Fehler mit den Zeilen aus dem Protokoll des Servers.
