// why: an error in the script's own getter is the script's
// fails: script 1: Error: mine
sendEmail({ get to() { throw new Error("mine"); } });
