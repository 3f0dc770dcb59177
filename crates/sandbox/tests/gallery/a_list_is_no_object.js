// why: a list of mails is a common slip
// fails: script 1: TypeError: sendEmail takes one object
sendEmail([{ to: "a@example.com" }]);
