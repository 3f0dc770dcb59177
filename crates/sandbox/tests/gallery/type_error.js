// why: the line inside of a function
// fails: script 2: TypeError: cannot read property 'b' of undefined
function f(a) {
  return a.x.b;
}
f({});
