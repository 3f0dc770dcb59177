// Reminds everybody in this workspace.
// Give it a schedule under "Triggers and limits", such as every Friday at 14:00: 0 14 * * 5

const today = formatDate(new Date(), "en", "long");

for (const member of members()) {
  const sent = sendEmail({
    to: member,
    subject: "Please enter your hours",
    text: `Hello ${member.name || "there"},

today is ${today}. Please enter the hours of this week before you leave.

Thank you, and have a good weekend
`,
  });

  if (sent.error) console.warn(`${member.email}: ${sent.error}`);
}
