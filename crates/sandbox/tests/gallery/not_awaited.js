// why: calls in functions that are not awaited are executed
// mail: a@example.com | 1
// mail: a@example.com | 2
async function main() {
  sendEmail({ to: "a@example.com", subject: "1" });
  await null;
  sendEmail({ to: "a@example.com", subject: "2" });
}
main();
