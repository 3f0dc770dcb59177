// why: half a character cannot be encoded
// refused: subject: the text holds half a character
sendEmail({ to: "a@example.com", subject: "\ud83d" });
