# The functions of scripts, shown next to the editor.

reference-title = Functions for scripts
reference-lead = Modern JavaScript without network or file system access. These functions are built in.
reference-example = Example of { $name }
reference-send = Sends an email. Only to is required, with text or html.
reference-to = Recipients: a string separated by commas or semicolons, a list, or <code>{"{"}name, email{"}"}</code>.
reference-subject = The subject. Recommended.
reference-text = The body. If text is missing, it is generated from the HTML.
reference-calendar = An invitation: iCalendar text, or an object with content and method (REQUEST, CANCEL).
reference-attachments = A file of the workspace, a string, or Base64.
reference-from = Another sender. If it is not on the list of allowed senders, the configured sender is used, and yours becomes Reply-To.
reference-reply-to = Where replies are sent.
reference-key = An email with the same key is sent only once within 90 days, even by later runs of this script.
reference-answer = The result has an <code>id</code>, or an <code>error</code> that says what is wrong. Invalid data never stops the script. If there is an id, the email is stored.
reference-status = The delivery state of an email: <code>state</code>, and each recipient under <code>deliveries</code>.
reference-input = The input of the run: <code>input.rows</code> of a CSV file, the JSON that you entered, or the body of a webhook request; otherwise <code>null</code>.
reference-files = Files of the workspace: <code>file("terms.pdf")</code> for an attachment, <code>files()</code> for all of them. An unknown name stops the script.
reference-members = The members of this workspace, each with <code>name</code> and <code>email</code>. Each can be used as <code>to</code>.
reference-console = <code>console.log</code>, <code>console.warn</code> and <code>console.error</code> write to the page of the run.
reference-date = Formats a date. The styles are <code>date</code>, <code>short</code>, <code>long</code>, <code>time</code> and <code>datetime</code>. Language and time zone are set under “Triggers and limits”.
reference-number = Formats a number for a language, <code>en</code> or <code>de</code>.
reference-limits = Limits
reference-limits-meaning = A run can use 10 seconds of processor time, more if it may send more than 1,000 emails, and 64 MB of memory. How many emails it may send is set under “Triggers and limits”.
