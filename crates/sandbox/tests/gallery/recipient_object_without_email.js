// why: a recipient object needs an address
// refused: to: expected AddressOrObject, got the object {name: "Ann"}
sendEmail({ to: { name: "Ann" }, subject: "x" });
