// why: the script gets the host's reason
// log: null the address “nobody” has no @
const sent = sendEmail({ to: "nobody", subject: "x" });
console.log(sent.id, sent.error);
