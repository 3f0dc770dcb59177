// why: the line of a plain error
// fails: script 2: ReferenceError: foo is not defined
const a = 1;
  foo(a);
