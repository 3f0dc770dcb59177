// why: promises are driven to the end
// mail: a@example.com | 1
// mail: a@example.com | 2
// log: 2
const all = await Promise.all([1, 2].map(async (n) => sendEmail({ to: "a@example.com", subject: String(n) })));
console.log(all.length);
