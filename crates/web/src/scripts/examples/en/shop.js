// Confirms an order of a shop.
// Create a webhook under "Triggers and limits" and enter its URL in the shop. What the shop posts is the input:
//   { "order": { "number": "A-1042", "name": "Ann Miller", "email": "ann@example.com",
//                "items": [{ "title": "Teapot", "quantity": 1, "price": 39.9 }] } }

const order = input?.order;

if (!order?.email) {
  throw new Error("The input contains no order with an email address.");
}

const items = order.items ?? [];
const lines = items.map((item) => `${item.quantity} × ${item.title}: ${formatNumber(item.quantity * item.price, "en", 2)} euros`);
const total = items.reduce((sum, item) => sum + item.quantity * item.price, 0);

const sent = sendEmail({
  to: { name: order.name, email: order.email },
  subject: `Your order ${order.number}`,
  text: `Dear ${order.name},

thank you for your order.

${lines.join("\n")}

Total: ${formatNumber(total, "en", 2)} euros
`,
  // A shop may call twice: the same key is sent once.
  key: `order-${order.number}`,
});

if (sent.error) throw new Error(sent.error);
