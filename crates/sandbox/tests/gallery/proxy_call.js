// why: a proxy is read like an object
// mail: p@example.com | x
sendEmail(new Proxy({ to: "p@example.com", subject: "x" }, {}));
