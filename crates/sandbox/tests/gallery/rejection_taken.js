// why: a rejection that is caught later is none
// log: caught
const p = Promise.reject(new Error("x"));
p.catch(() => console.log("caught"));
