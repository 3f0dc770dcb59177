// why: tables have empty cells; null, undefined and empty texts count as missing
// mail: a@example.com | s
// mail: b@example.com | u
sendEmail({ to: ["a@example.com", ""], cc: null, bcc: undefined, from: " ", key: "", subject: "s", text: "t" });
sendEmail({ to: ["b@example.com", null, undefined], cc: [null], attachments: [null, undefined], subject: "u", text: "t" });
