// why: a call with many faults reports the first ones
// refused: to[9]: expected Address, got the number 1; …
// log: 11 true
const sent = sendEmail({ to: new Array(1000).fill(1), subject: "s" });
console.log(sent.error.split("; ").length, sent.error.endsWith("; …"));
