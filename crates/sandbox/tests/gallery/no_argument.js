// why: a call without an object shows how to write it
// fails: script 2: got nothing
const x = 1;
sendEmail();
