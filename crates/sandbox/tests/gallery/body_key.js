// why: other tools call it body
// refused: did you mean "text" or "html"?
sendEmail({ to: "a@example.com", body: "Hello" });
