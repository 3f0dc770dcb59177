// why: other tools call the key body
// refused: did you mean text, html?
sendEmail({ to: "a@example.com", body: "Hello" });
