// why: an attachment has exactly one content, and a name
// refused: attachments[0]: AttachmentContent { name: Some("a.csv"), has_several: false }
// refused: attachments[0]: AttachmentContent { name: Some("b.csv"), has_several: true }
// refused: attachments[0].name: AttachmentName; attachments[0]: AttachmentContent { name: None
sendEmail({ to: "a@example.com", attachments: [{ name: "a.csv" }] });
sendEmail({ to: "a@example.com", attachments: [{ name: "b.csv", content: "x", base64: "eA==" }] });
sendEmail({ to: "a@example.com", attachments: [{ type: "text/csv", content: null }] });
