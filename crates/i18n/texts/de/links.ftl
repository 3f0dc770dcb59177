# Seiten, die der Link in einem Brief öffnet.

link-nothing-done = Es wurde nichts geändert
link-account = Konto
link-password = Ihr Passwort
link-password-hint = Das Passwort dieses Kontos. Sie werden damit auch angemeldet.
link_wrong_password = Das ist nicht das Passwort des Kontos. Prüfen Sie es; Groß- und Kleinschreibung wird unterschieden.

link-error-unknown = Dieser Link funktioniert nicht
link-error-unknown-meaning = Er ist unvollständig, oder er wurde vor langer Zeit benutzt oder ist abgelaufen. Manche Mailprogramme schneiden lange Links ab.
link-error-used = Dieser Link wurde schon benutzt
link-error-used-meaning = Jeder Link gilt nur einmal.
link-error-replaced = Es wurde ein neuerer Link gesendet
link-error-replaced-meaning = Dieser gilt nicht mehr, seit es den neueren gibt.
link-error-replaced-remedy = Öffnen Sie den Link in der neuesten E-Mail.
link-error-revoked = Dieser Link wurde zurückgezogen
link-error-revoked-meaning = Er gilt nicht mehr, weil der Absender oder ein Administrator ihn zurückgezogen hat, oder weil es das nicht mehr gibt, wofür er gedacht war.
link-error-expired = Dieser Link ist abgelaufen
link-error-expired-meaning = Links gelten nur für begrenzte Zeit, damit eine alte E-Mail nichts mehr öffnet.
link-error-invitation-remedy = Bitten Sie die Person, die Sie eingeladen hat, die Einladung noch einmal zu senden.
link-error-invitation-used-remedy = Waren Sie es selbst, melden Sie sich an, um den Workspace zu sehen. Wenn nicht, informieren Sie die Person, die Sie eingeladen hat.
link-error-reset-remedy = Fordern Sie einen neuen Link an. Das dauert eine Minute.
link-error-reset-button = Neuen Link anfordern
link-error-validation-remedy = Melden Sie sich an und fordern Sie eine weitere E-Mail an.
link-error-validation-used-remedy = Ihre Adresse ist bestätigt. Melden Sie sich an, um fortzufahren.
link-error-address-remedy = Melden Sie sich an und ändern Sie Ihre Adresse noch einmal.
link-error-address-used-remedy = Ihr Konto hat seine neue Adresse. Melden Sie sich damit an.
link-error-sign-in = Anmelden

other-account-title = Sie sind mit einem anderen Konto angemeldet
other-account-meaning = Der Link ist für <strong>{ $wanted }</strong>, und Sie sind als <strong>{ $signed_in }</strong> angemeldet. Es wurde nichts geändert.
other-account-remedy = Melden Sie sich ab und fahren Sie mit dem anderen Konto fort, oder bleiben Sie angemeldet und ignorieren Sie den Link.
other-account-button = Abmelden und weiter
other-account-stay = Angemeldet bleiben

validation-title = Adresse bestätigen
validation-lead = Bestätigen Sie, dass <strong>{ $email }</strong> Ihre Adresse ist. Dann können Sie Ihr Konto benutzen.
validation-button = Adresse bestätigen

address-title = Adresse ändern
address-lead = Ihr Konto wechselt von <strong>{ $old }</strong> zu <strong>{ $new }</strong>. Danach melden Sie sich mit der neuen Adresse an.
address-button = Adresse ändern

new-password-title = Neues Passwort setzen
new-password-refused = Das Passwort wurde nicht geändert
new-password-lead = Danach werden alle Geräte abgemeldet, die mit diesem Konto angemeldet sind.
new-password-label = Neues Passwort
new-password-hint = Mindestens 12 Zeichen. Gut sind ein paar Wörter, die nur Sie so zusammenstellen würden.
new-password-button = Passwort setzen

invitation-title = Sie sind eingeladen
invitation-lead = Treten Sie dem Workspace <strong>{ $workspace }</strong> bei, mit der Rolle <strong>{ $role }</strong>.
invitation-email = Ihre E-Mail-Adresse
invitation-email-hint = An diese Adresse wurde die Einladung gesendet. Mit ihr melden Sie sich an.
invitation-button = Beitreten
invitation-sign-in-button = Anmelden und beitreten
invitation-new-button = Konto anlegen und beitreten

unvalidated-title = Ihre Adresse ist noch nicht bestätigt
unvalidated-lead = An <strong>{ $email }</strong> wurde ein Link gesendet. Öffnen Sie ihn, um zu bestätigen, dass die Adresse Ihnen gehört.
unvalidated-meaning = Bis dahin können Sie sich anmelden, aber sonst nichts tun: Jemand anders könnte Ihre Adresse eingegeben haben.
unvalidated-letter = Die E-Mail mit dem Link:
unvalidated-resend = Weitere E-Mail senden
unvalidated-sent = Eine weitere E-Mail ist unterwegs. Der Link in der früheren gilt nicht mehr.
unvalidated-too-many = Es wurden zu viele E-Mails angefordert, deshalb wird vorübergehend keine mehr gesendet. Versuchen Sie es { $wait } erneut.

mail-state-waiting = wartet
mail-state-sending = wird gesendet
mail-state-sent = gesendet
mail-state-kept = hier aufbewahrt
mail-state-failed = fehlgeschlagen
mail-state-uncertain = vielleicht angekommen
mail-state-expired = abgelaufen
mail-state-cancelled = abgebrochen
mail-state-paused = Der Versand ist unterbrochen. Die E-Mail bleibt erhalten und wird automatisch gesendet. Die Administratoren dieses Servers sehen den Grund.
mail-state-tried-again = Der Mailserver hat sie noch nicht angenommen. Es wird automatisch erneut versucht.
mail-state-not-accepted = Der Mailserver hat sie nicht angenommen. Prüfen Sie die Adresse auf Tippfehler; ein Administrator dieses Servers kann den Grund sehen.
mail-state-no-confirmation = Der Mailserver hat den Empfang nicht bestätigt. Fragen Sie den Empfänger, bevor Sie noch eine senden.
mail-state-not-in-time = Sie konnte nicht rechtzeitig gesendet werden. Ein Administrator dieses Servers kann den Grund sehen.
