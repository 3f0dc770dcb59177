// why: a data URL is a common mistake
// refused: DataUrl
sendEmail({ to: "a@example.com", attachments: [{ name: "a", base64: "data:text/plain;base64,YQ==" }] });
