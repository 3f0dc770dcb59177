// why: how values are shown
// log: a 1 true null undefined
// log: {a: [1, "x"], b: {c: null}}
// warn: careful
// error: Error: bad
// log: [function] 2026-05-31T12:00:00.000Z
console.log("a", 1, true, null, undefined);
console.log({ a: [1, "x"], b: { c: null } });
console.warn("careful");
console.error(new Error("bad"));
console.log(() => 1, new Date(0 + Date.now()));
