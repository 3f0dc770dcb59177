// why: a file name alone is not an attachment
// refused: attachments[0]: expected Attachment
sendEmail({ to: "a@example.com", attachments: ["terms.pdf"] });
