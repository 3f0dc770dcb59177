// why: an error in the script's own getter fails the script
// fails: script 1: Error: mine
sendEmail({ get to() { throw new Error("mine"); } });
