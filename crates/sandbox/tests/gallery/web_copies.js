// why: structuredClone copies all data, including cycles
// log: true true 2 1970-01-01T00:00:00.000Z [7,8] x RangeError
// log: DataCloneError: structuredClone: a function cannot be copied
const original = { list: [1, { deep: "x" }], map: new Map([["k", new Set([1, 2])]]), at: new Date(0), bytes: new Uint8Array([7, 8]), error: new RangeError("r") };
original.self = original;
const copy = structuredClone(original);
console.log(copy !== original, copy.self === copy, copy.map.get("k").size, copy.at.toISOString(), JSON.stringify([...copy.bytes]), copy.list[1].deep, copy.error.name);
try {
  structuredClone({ f() {} });
} catch (error) {
  console.log(`${error}`);
}
