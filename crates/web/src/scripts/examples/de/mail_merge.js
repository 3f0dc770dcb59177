// Sendet an jede Zeile einer Tabelle eine E-Mail.
// Wählen Sie unter „Eingabe“ eine CSV-Datei. Ihre erste Zeile nennt die Spalten, hier: nummer, name, email, betrag, faellig
//   nummer;name;email;betrag;faellig
//   1042;Anna Müller;anna@example.com;1250.50;2026-12-31

if (!input?.rows) {
  throw new Error("Dieses Skript braucht eine Tabelle: Wählen Sie unter „Eingabe“ eine CSV-Datei.");
}

let refused = 0;

for (const row of input.rows) {
  const amount = formatNumber(Number(row.betrag), "de", 2);
  const due = formatDate(row.faellig, "de");

  const sent = sendEmail({
    to: { name: row.name, email: row.email },
    subject: `Rechnung ${row.nummer}`,
    text: `Guten Tag ${row.name},

bitte zahlen Sie ${amount} Euro zur Rechnung ${row.nummer} bis zum ${due}.

Freundliche Grüße
`,
    // attachments: [file("agb.pdf")],   eine Datei dieses Workspace

    // Derselbe Schlüssel wird in 90 Tagen einmal gesendet, auch wenn das Skript noch einmal läuft.
    key: `rechnung-${row.nummer}`,
  });

  if (sent.error) {
    refused += 1;
    console.warn(`${row.email}: ${sent.error}`);
  }
}

console.log(`${input.rows.length - refused} von ${input.rows.length} E-Mails angenommen`);
