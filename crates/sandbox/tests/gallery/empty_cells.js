// why: tables have empty cells; null, undefined and empty texts count as missing
// mail: a@example.com | s
sendEmail({ to: ["a@example.com", ""], cc: null, bcc: undefined, from: " ", key: "", subject: "s", text: "t" });
