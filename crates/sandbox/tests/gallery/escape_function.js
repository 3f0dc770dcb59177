// why: the constructor of functions leads nowhere
// log: undefined undefined undefined
const g = Function('return this')();
console.log(typeof g.process, typeof g.require, typeof g.std);
