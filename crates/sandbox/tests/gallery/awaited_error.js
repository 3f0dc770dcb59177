// why: line and column after an await
// log: before
// fails: script 3: ReferenceError: nope is not defined
console.log("before");
await null;
nope();
