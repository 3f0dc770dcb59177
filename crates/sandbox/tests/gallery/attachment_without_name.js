// why: an attachment has a name
// refused: attachments[0].name: AttachmentName
sendEmail({ to: "a@example.com", attachments: [{ content: "a" }] });
