// why: random numbers come from the server, and are the same for the same seed
// log: true true true 4 false
const id = crypto.randomUUID();
const bytes = crypto.getRandomValues(new Uint16Array(4));
console.log(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id), bytes.some((value) => value > 255), Math.random() < 1, bytes.length, id === crypto.randomUUID());
