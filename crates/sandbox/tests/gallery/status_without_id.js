// why: the call tells how it is made
// fails: script 1: TypeError: emailStatus takes the id
emailStatus(7);
