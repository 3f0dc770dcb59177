// why: a call without an id shows how to write it
// fails: script 1: TypeError: emailStatus expects the id
emailStatus(7);
