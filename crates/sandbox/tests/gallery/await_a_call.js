// why: await before a call that returns no promise has no effect
// mail: a@example.com | x
// log: id-1
const sent = await sendEmail({ to: "a@example.com", subject: "x" });
console.log(sent.id);
