// why: one mail per row of the input
// mail: ann@example.com | Hello Ann
// mail: bob@example.com | Hello Bob
for (const row of input.rows) {
  sendEmail({ to: row.email, subject: `Hello ${row.name}`, text: "x" });
}
