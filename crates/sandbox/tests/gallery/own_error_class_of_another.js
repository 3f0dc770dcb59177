// why: nested constructors of own error classes are all skipped
// fails: script 4: Late: boom
class Own extends Error { constructor(text) { super(text); this.name = "Late"; } }
class Late extends Own {}
function fail() {
  throw new Late("boom");
}
fail();
