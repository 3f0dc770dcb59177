// why: the host's reason reaches the script
// log: null the address “nobody” has no @
const sent = sendEmail({ to: "nobody", subject: "x" });
console.log(sent.id, sent.error);
