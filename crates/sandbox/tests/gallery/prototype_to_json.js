// why: neither toJSON nor a modified JSON changes a call
// mail: a@example.com | x
// log: {a: 1} id-1
Object.prototype.toJSON = () => "evil";
String.prototype.toJSON = () => "evil";
JSON.stringify = () => "evil";
JSON.parse = () => ({ id: "evil" });
Array.prototype.push = null;
Array.prototype[Symbol.iterator] = null;
const sent = sendEmail({ to: ["a@example.com"], subject: "x" });
console.log({ a: 1 }, sent.id);
