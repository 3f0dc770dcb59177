// why: bad Base64 is named
// refused: attachments[0].base64: “%%%” is not Base64
sendEmail({ to: "a@example.com", attachments: [{ name: "a", base64: "%%%" }] });
