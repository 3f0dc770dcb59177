// why: a wrong type is reported with the value
// refused: subject: expected Text, got the number 42
sendEmail({ to: "a@example.com", subject: 42 });
