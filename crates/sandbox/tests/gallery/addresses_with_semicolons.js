// why: a text with several addresses goes to the host as it is
// mail: a@example.com; b@example.com, c@example.com | Hi
sendEmail({ to: "a@example.com; b@example.com, c@example.com", subject: "Hi", text: "x" });
