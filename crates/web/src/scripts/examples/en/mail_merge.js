// Sends a mail to each row of a table.
// Choose a CSV file under "Input". Its first row names the columns, here: number, name, email, amount, due
//   number,name,email,amount,due
//   1042,Ann Miller,ann@example.com,1250.50,2026-12-31

if (!input?.rows) {
  throw new Error("This script needs a table: choose a CSV file under Input.");
}

let refused = 0;

for (const row of input.rows) {
  const amount = formatNumber(Number(row.amount), "en", 2);
  const due = formatDate(row.due, "en");

  const sent = sendEmail({
    to: { name: row.name, email: row.email },
    subject: `Invoice ${row.number}`,
    text: `Dear ${row.name},

please pay ${amount} euros for invoice ${row.number} by ${due}.

Kind regards
`,
    // attachments: [file("terms.pdf")],   a file of this workspace

    // The same key is sent once within 90 days, even if the script runs again.
    key: `invoice-${row.number}`,
  });

  if (sent.error) {
    refused += 1;
    console.warn(`${row.email}: ${sent.error}`);
  }
}

console.log(`${input.rows.length - refused} of ${input.rows.length} mails accepted`);
