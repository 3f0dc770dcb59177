// why: a value that holds itself has an end
// log: {a: {a: {a: {a: {a: {…}}}}}}
const x = {};
x.a = x;
console.log(x);
