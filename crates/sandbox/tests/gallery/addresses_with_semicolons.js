// why: a text with several addresses is passed to the host unchanged
// mail: a@example.com; b@example.com, c@example.com | Hi
sendEmail({ to: "a@example.com; b@example.com, c@example.com", subject: "Hi", text: "x" });
