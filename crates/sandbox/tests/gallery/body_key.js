// why: other tools call it body
// refused: did you mean text, html?
sendEmail({ to: "a@example.com", body: "Hello" });
