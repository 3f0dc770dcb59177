// why: an error inside of a constructor is reported there
// fails: script 4: TypeError
class Own extends Error {
  constructor() {
    super("x");
    undefined.nope;
  }
}
throw new Own();
