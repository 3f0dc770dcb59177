// why: a data URL is a common slip
// refused: take off what stands before the comma
sendEmail({ to: "a@example.com", attachments: [{ name: "a", base64: "data:text/plain;base64,YQ==" }] });
