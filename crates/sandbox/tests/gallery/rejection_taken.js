// why: a rejection that is caught later does not fail the run
// log: caught
const p = Promise.reject(new Error("x"));
p.catch(() => console.log("caught"));
