// why: beyond the limit each call is refused, and the run continues
// mails: any
// refused: MailLimit { limit: 50 }
// shown: a@example.com | x
// log: null
// log: id-before
let last;
for (let i = 0; i < 51; i++) last = sendEmail({ to: "a@example.com", subject: "x" });
console.log(last.id);
console.log(sendEmail({ to: "a@example.com", subject: "x", key: "sent before" }).id);
