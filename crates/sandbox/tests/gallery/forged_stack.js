// why: a position that does not exist in the script is dropped
// fails: script -: Error: x
const e = new Error("x");
e.stack = "at script.js:999:999";
throw e;
