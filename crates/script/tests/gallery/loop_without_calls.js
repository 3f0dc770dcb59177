// why: the engine notes no place in a loop that calls nothing, and the message says so
// fails: cpu 1: at this line or in a loop after it that calls no function
let a = 1;

const b = 2;

while (true) {
  a += 1;
}
