// why: Atomics.wait would block
// fails: script 1: TypeError
Atomics.wait(new Int32Array(new SharedArrayBuffer(8)), 0, 0, 1000);
