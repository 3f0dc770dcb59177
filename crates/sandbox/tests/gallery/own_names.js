// why: a script may use our names for its own
// log: mine
const input = "mine";
console.log(input);
