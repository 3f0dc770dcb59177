// why: constructors of errors that call each other are all passed over
// fails: script 4: Late: boom
class Own extends Error { constructor(text) { super(text); this.name = "Late"; } }
class Late extends Own {}
function fail() {
  throw new Late("boom");
}
fail();
