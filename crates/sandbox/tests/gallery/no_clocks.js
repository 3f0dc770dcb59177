// why: nothing else tells the time
// log: undefined undefined undefined undefined
console.log(typeof performance, typeof WeakRef, typeof setTimeout, typeof FinalizationRegistry);
