// why: without an object the call tells how it is made
// fails: script 2: got nothing
const x = 1;
sendEmail();
