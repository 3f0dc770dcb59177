// why: the call tells how it is made
// fails: script 1: TypeError: emailStatus expects the id
emailStatus(7);
