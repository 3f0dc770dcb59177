// Erinnert alle in diesem Workspace.
// Geben Sie ihm unter „Auslöser und Grenzen“ einen Zeitplan, etwa jeden Freitag um 14:00 Uhr: 0 14 * * 5

const today = formatDate(new Date(), "de", "long");

for (const member of members()) {
  const greeting = member.name ? `Guten Tag ${member.name},` : "Guten Tag,";
  const sent = sendEmail({
    to: member,
    subject: "Bitte tragen Sie Ihre Stunden ein",
    text: `${greeting}

heute ist ${today}. Bitte tragen Sie die Stunden dieser Woche ein, bevor Sie gehen.

Vielen Dank und ein schönes Wochenende
`,
  });

  if (sent.error) console.warn(`${member.email}: ${sent.error}`);
}
