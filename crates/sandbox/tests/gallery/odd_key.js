// why: a key that resembles no known key lists all of them
// refused: zzzzzzzz: unknown key with the number 1; the keys are from, to, cc
// refused: foo: unknown key with the number 1; the keys are from, to, cc
// refused: x: unknown key with the number 1; the keys are from, to, cc
// refused: form: unknown key with the number 1; did you mean from?
sendEmail({ to: "a@example.com", zzzzzzzz: 1 });
sendEmail({ to: "a@example.com", foo: 1 });
sendEmail({ to: "a@example.com", x: 1 });
sendEmail({ to: "a@example.com", form: 1 });
