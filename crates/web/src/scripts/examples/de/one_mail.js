// Sendet eine E-Mail.
// Tragen Sie Ihre eigene Adresse ein. „Probelauf“ zeigt die E-Mail, ohne sie zu senden, „Ausführen“ sendet sie.

const sent = sendEmail({
  to: "jemand@example.com",
  subject: "Guten Tag von owlpost",
  text: "Guten Morgen,\n\ndiese E-Mail hat ein Skript gesendet.\n",
});

// Ein Fehler in einer E-Mail beendet das Skript nicht: die Antwort sagt, was nicht stimmt.
if (sent.error) {
  console.error(sent.error);
} else {
  console.log(`Angenommen als ${sent.id}`);
}
