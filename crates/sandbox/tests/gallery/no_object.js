// why: without an object the call tells how it is made
// fails: script 1: TypeError: sendEmail expects one object
sendEmail("a@example.com", "Hi", "Hello");
