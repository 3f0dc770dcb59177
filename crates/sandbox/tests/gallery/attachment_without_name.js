// why: an attachment has a name
// refused: attachments[0].name: an attachment needs a name
sendEmail({ to: "a@example.com", attachments: [{ content: "a" }] });
