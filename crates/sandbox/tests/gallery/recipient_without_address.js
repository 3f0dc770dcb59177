// why: an address that is missing in the input is reported
// refused: to: expected AddressOrObject, got the object {name: "Ann", email: undefined}
sendEmail({ to: { name: "Ann", email: undefined }, subject: "s" });
