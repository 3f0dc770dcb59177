// why: the call as the documentation shows it
// mail: a@example.com B <b@example.com> | Invoice 42
// log: id-1 null
const sent = sendEmail({
  from: "sales@example.com",
  to: ["a@example.com", "B <b@example.com>"],
  cc: "", bcc: "", replyTo: "",
  subject: "Invoice 42",
  text: "Hello", html: "<p>Hello</p>",
  attachments: [file("terms.pdf"), { name: "a.csv", content: "x,y" }, { name: "b.pdf", base64: "JVBERg==" }],
  key: "invoice-42",
});
console.log(sent.id, sent.error);
