// why: what members() gives can be given to sendEmail
// mail: "Ann \"A\" Lee" <ann@example.com> "Bob" <bob@example.com> | All
sendEmail({ to: members(), subject: "All", text: "x" });
