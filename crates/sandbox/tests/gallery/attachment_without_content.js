// why: an attachment holds one thing, and is named
// refused: attachments[0]: “a.csv” has no content; give it one of content
// refused: attachments[0]: “b.csv” has several contents
// refused: attachments[0].name: an attachment needs a name, such as "list.csv"; attachments[0]: an attachment has one of content
sendEmail({ to: "a@example.com", attachments: [{ name: "a.csv" }] });
sendEmail({ to: "a@example.com", attachments: [{ name: "b.csv", content: "x", base64: "eA==" }] });
sendEmail({ to: "a@example.com", attachments: [{ type: "text/csv", content: null }] });
