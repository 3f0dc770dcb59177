// why: an object stands for a person with an address
// refused: to: expected AddressOrObject, got the object {name: "Ann"}
sendEmail({ to: { name: "Ann" }, subject: "x" });
