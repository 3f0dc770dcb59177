# What a script can ask: beside the editor.

reference-title = What a script can do
reference-lead = Modern JavaScript without network and files. These functions are there from the start.
reference-example = Example of { $name }
reference-send = Sends a mail. Only to is needed, with text or html.
reference-to = Recipients: a text with commas or semicolons between, a list, or <code>{"{"}name, email{"}"}</code>.
reference-subject = The subject. A mail should have one.
reference-text = The mail itself. Without text, it is made of the HTML.
reference-calendar = An invitation: iCalendar text, or an object with content and method (REQUEST, CANCEL).
reference-attachments = A file of the workspace, a text, or Base64.
reference-from = Another sender. It must be on the list of allowed senders, else the configured one is used and yours becomes the address for replies.
reference-reply-to = Where replies go.
reference-key = The same key is sent once, also by a later run of this script.
reference-answer = The answer has an <code>id</code>, or an <code>error</code> that says what is wrong. Wrong data never ends the script. With an id the mail is safely stored.
reference-status = What became of a mail: <code>state</code>, and each recipient under <code>deliveries</code>.
reference-input = What the run is given: <code>input.rows</code> of a CSV file, the JSON you typed, or what a webhook was sent. Otherwise <code>null</code>.
reference-files = Files of the workspace: <code>file("terms.pdf")</code> as attachment, <code>files()</code> for all of them. A name that is not there ends the script.
reference-members = The people in this workspace, each with <code>name</code> and <code>email</code>. Each can stand as <code>to</code>.
reference-console = <code>console.log</code>, <code>console.warn</code> and <code>console.error</code> write to the page of the run.
reference-date = A date in words. The styles are <code>date</code>, <code>short</code>, <code>long</code>, <code>time</code> and <code>datetime</code>. Language and time zone stand under “Start and limits”.
reference-number = A number as the language writes it, <code>en</code> or <code>de</code>.
reference-limits = Limits
reference-limits-meaning = A run may compute for 10 seconds, longer where it may send more than 1,000 mails, and take 64 MB of memory. How many mails it may send stands under “Start and limits”.
