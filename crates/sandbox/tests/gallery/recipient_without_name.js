// why: a name that is missing in the input is left out
// mail: a@example.com b@example.com "C" <c@example.com> | s
sendEmail({
  to: [{ name: undefined, email: "a@example.com" }, { name: null, email: "b@example.com" }, { name: "C", email: "c@example.com" }],
  subject: "s",
  text: "t",
});
