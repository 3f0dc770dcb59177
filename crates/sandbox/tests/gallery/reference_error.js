// why: the line of an ordinary error
// fails: script 2: ReferenceError: foo is not defined
const a = 1;
  foo(a);
