// why: other tools call the key reply_to
// refused: did you mean replyTo?
sendEmail({ to: "a@example.com", reply_to: "b@example.com" });
