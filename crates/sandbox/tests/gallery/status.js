// why: emailStatus queries the host
// mail: a@example.com | x
// log: delivered
// log: null no mail has the id “zzz”
const { id } = sendEmail({ to: "a@example.com", subject: "x" });
console.log(emailStatus(id).state);
const unknown = emailStatus("zzz");
console.log(unknown.state, unknown.error);
