// why: an attachment holds one thing
// refused: attachments[0]: an attachment has one of content
sendEmail({ to: "a@example.com", attachments: [{ name: "a" }] });
