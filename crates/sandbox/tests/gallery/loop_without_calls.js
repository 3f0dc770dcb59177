// why: the engine places a loop that it stops before the loop, and the message says so
// fails: cpu 1: at this line or in a loop that begins after it
let a = 1;

const b = 2;

while (true) {
  a += 1;
}
