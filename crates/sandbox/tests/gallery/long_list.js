// why: a length alone is no list
// refused: to: a list of 4294967295 entries
const a = [];
a.length = 4294967295;
sendEmail({ to: a });
