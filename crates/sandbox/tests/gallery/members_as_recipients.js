// why: the result of members() can be passed to sendEmail
// mail: "Ann \"A\" Lee" <ann@example.com> "Bob" <bob@example.com> | All
sendEmail({ to: members(), subject: "All", text: "x" });
