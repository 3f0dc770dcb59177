// why: a file's name alone is not enough
// refused: attachments[0]: expected Attachment
sendEmail({ to: "a@example.com", attachments: ["terms.pdf"] });
