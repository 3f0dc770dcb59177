# Eine E-Mail lesen: Text, HTML, Quelltext und Anhänge.

reading-from = Von
reading-to = An
reading-cc = Cc
reading-reply-to = Antwortadresse (Reply-To)

reading-parts = Teile der E-Mail
reading-html = HTML
reading-text = Text
reading-source = Quelltext
reading-attachments = Anhänge

reading-as-html = Die E-Mail als HTML
reading-html-hint = Ohne Skripte und ohne Bilder von anderen Servern dargestellt.
reading-as-text = Die E-Mail als Text
reading-from-html = Diese E-Mail hat keinen Textteil. Der Text hier wurde aus ihrem HTML erzeugt.
reading-as-source = Quelltext der E-Mail
reading-download = Quelltext herunterladen
reading-cut = Nur der Anfang wird angezeigt. Laden Sie den Quelltext herunter, um alles zu sehen.

reading-no-attachments = Diese E-Mail hat keine Anhänge.
reading-attachments-hint = Anhänge werden heruntergeladen und nie hier geöffnet. Öffnen Sie nur, was Sie erwartet haben.
# Der Dateiname eines Anhangs, der keinen hat.
reading-unnamed = Anhang-{ $number }
reading-unknown-type = unbekannter Typ
