// why: a misspelt key is reported with the nearest known one
// refused: subjct: unknown key with the string “Hi”; did you mean subject?
// log: null subjct: unknown key with the string “Hi”; did you mean subject?
const sent = sendEmail({ to: "a@example.com", subjct: "Hi" });
console.log(sent.id, sent.error);
