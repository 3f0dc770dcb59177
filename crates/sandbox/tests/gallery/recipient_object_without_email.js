// why: an object stands for a person with an address
// refused: to: expected an address as text, or an object with email, got the object {name: "Ann"}
sendEmail({ to: { name: "Ann" }, subject: "x" });
