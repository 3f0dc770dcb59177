// why: the engine reports the line before an endless loop, and the message says so
// fails: cpu 1: Cpu
let a = 1;

const b = 2;

while (true) {
  a += 1;
}
