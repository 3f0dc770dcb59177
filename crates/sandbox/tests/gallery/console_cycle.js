// why: a value that contains itself is cut
// log: {a: {a: {a: {a: {a: {…}}}}}}
const x = {};
x.a = x;
console.log(x);
