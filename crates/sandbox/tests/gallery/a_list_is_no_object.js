// why: a list of mails is a common mistake
// fails: script 1: TypeError: sendEmail expects one object
sendEmail([{ to: "a@example.com" }]);
