// why: half a character cannot be encoded
// refused: subject: LoneSurrogate
sendEmail({ to: "a@example.com", subject: "\ud83d" });
