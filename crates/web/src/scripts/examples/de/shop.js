// Bestätigt eine Bestellung aus einem Shop.
// Legen Sie unter „Auslöser und Grenzen“ einen Webhook an und tragen Sie seine URL im Shop ein. Was der Shop sendet, ist die Eingabe:
//   { "order": { "number": "A-1042", "name": "Anna Müller", "email": "anna@example.com",
//                "items": [{ "title": "Teekanne", "quantity": 1, "price": 39.9 }] } }

const order = input?.order;

if (!order?.email) {
  throw new Error("Die Eingabe enthält keine Bestellung mit einer E-Mail-Adresse.");
}

const items = order.items ?? [];
const lines = items.map((item) => `${item.quantity} × ${item.title}: ${formatNumber(item.quantity * item.price, "de", 2)} Euro`);
const total = items.reduce((sum, item) => sum + item.quantity * item.price, 0);

const sent = sendEmail({
  to: { name: order.name, email: order.email },
  subject: `Ihre Bestellung ${order.number}`,
  text: `Guten Tag ${order.name},

vielen Dank für Ihre Bestellung.

${lines.join("\n")}

Summe: ${formatNumber(total, "de", 2)} Euro
`,
  // Ein Shop meldet sich vielleicht zweimal: derselbe Schlüssel wird einmal gesendet.
  key: `bestellung-${order.number}`,
});

if (sent.error) throw new Error(sent.error);
