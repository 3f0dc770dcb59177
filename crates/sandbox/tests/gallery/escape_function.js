// why: the Function constructor gives access to nothing more
// log: undefined undefined undefined
const g = Function('return this')();
console.log(typeof g.process, typeof g.require, typeof g.std);
