// why: a missing file throws with its line
// fails: script 2: Error: this workspace has no file “nope.pdf”
const a = 1;
sendEmail({ to: "a@example.com", attachments: [file("nope.pdf")] });
