// why: setters on prototypes do not see results
// mail: a@example.com | x
// log: id-1
let seen = 0;
Object.defineProperty(Object.prototype, "id", { set() { seen++; }, configurable: true });
const sent = sendEmail({ to: "a@example.com", subject: "x" });
console.log(sent.id);
if (seen) throw new Error("seen");
