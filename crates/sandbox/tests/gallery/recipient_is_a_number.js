// why: the fault names the entry of the list
// refused: to[1]: expected Address, got the number 42
sendEmail({ to: ["a@example.com", 42], subject: "x" });
