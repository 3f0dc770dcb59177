// why: all faults are reported at once, with what could be read of the call
// refused: to: expected Address, got the number 5; foo: unknown key with the number 1; the keys are from, to, cc, bcc, replyTo, subject, text, html, calendar, attachments, key
// refused: attachments[0]: expected Attachment, got the string “terms.pdf”; key: expected Text, got the number 7
// refused: to[1]: expected Address, got the number 42
// shown:  | s
// shown: a@example.com c@example.com | s
// shown: a@example.com "B" <b@example.com> | 
sendEmail({ to: 5, foo: 1, subject: "s" });
sendEmail({ attachments: ["terms.pdf"], key: 7, to: "a@example.com", cc: "c@example.com", subject: "s", text: "x" });
sendEmail({ to: ["a@example.com", 42, { name: "B", email: "b@example.com" }] });
