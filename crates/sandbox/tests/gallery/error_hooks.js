// why: hooks of stack traces have no effect
// mail: a@example.com | x
Error.prepareStackTrace = () => { throw 1; };
Error.stackTraceLimit = 0;
sendEmail({ to: "a@example.com", subject: "x" });
