// why: invalid Base64 is reported
// refused: attachments[0].base64: Base64 { beginning: "%%%" }
sendEmail({ to: "a@example.com", attachments: [{ name: "a", base64: "%%%" }] });
