// why: a place that the script does not have is none
// fails: script -: Error: x
const e = new Error("x");
e.stack = "at script.js:999:999";
throw e;
