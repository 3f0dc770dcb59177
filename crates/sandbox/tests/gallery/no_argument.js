// why: without an object the call tells how it is made
// fails: script 2: it was given nothing
const x = 1;
sendEmail();
