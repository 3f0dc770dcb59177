// why: a script may redefine our global names
// log: mine
const input = "mine";
console.log(input);
