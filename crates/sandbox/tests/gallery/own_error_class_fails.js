// why: an error within a constructor stands there
// fails: script 4: TypeError
class Own extends Error {
  constructor() {
    super("x");
    undefined.nope;
  }
}
throw new Own();
