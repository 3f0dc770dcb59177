// why: the length of a list is checked before its entries are read
// refused: to: ListTooLong { length: 4294967295, limit: 10000 }
const a = [];
a.length = 4294967295;
sendEmail({ to: a });
