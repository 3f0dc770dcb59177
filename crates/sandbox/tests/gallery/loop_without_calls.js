// why: the engine places a loop that it stops before the loop, and the message says so
// fails: cpu 1: Cpu
let a = 1;

const b = 2;

while (true) {
  a += 1;
}
