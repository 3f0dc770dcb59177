// why: no other clock is available
// log: undefined undefined undefined undefined
console.log(typeof performance, typeof WeakRef, typeof setTimeout, typeof FinalizationRegistry);
