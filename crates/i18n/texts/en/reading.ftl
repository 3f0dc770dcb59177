# Reading a mail: text, HTML, source and attachments.

reading-from = From
reading-to = To
reading-cc = Cc
reading-reply-to = Reply-To

reading-parts = Parts of the email
reading-html = HTML
reading-text = Text
reading-source = Source
reading-attachments = Attachments

reading-as-html = The email as HTML
reading-html-hint = Shown without scripts and without images from other servers.
reading-as-text = The email as text
reading-from-html = This email has no text part. The text below was made from its HTML.
reading-as-source = Source of the email
reading-download = Download the source
reading-cut = Only the beginning is shown. Download the source to see all of it.

reading-no-attachments = This email has no attachments.
reading-attachments-hint = Attachments are downloaded, never opened here. Open only what you expect.
# The file name of an attachment that has none.
reading-unnamed = attachment-{ $number }
reading-unknown-type = unknown type
