// why: a key near to none lists them all
// refused: zzzzzzzz: unknown key with the number 1; the keys are from, to, cc
sendEmail({ to: "a@example.com", zzzzzzzz: 1 });
