// why: a call without an object shows how to write it
// fails: script 1: TypeError: sendEmail expects one object
sendEmail("a@example.com", "Hi", "Hello");
