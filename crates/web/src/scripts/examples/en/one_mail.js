// Sends one mail.
// Put in your own address. "Dry run" shows the mail without sending it, "Run" sends it.

const sent = sendEmail({
  to: "someone@example.com",
  subject: "Hello from owlpost",
  text: "Good morning,\n\nthis mail was sent by a script.\n",
});

// A mistake in a mail does not end the script: the answer says what is wrong.
if (sent.error) {
  console.error(sent.error);
} else {
  console.log(`Accepted as ${sent.id}`);
}
