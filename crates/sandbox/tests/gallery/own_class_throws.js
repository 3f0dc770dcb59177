// why: a class that is no error may throw in its constructor
// fails: script 3: Error: mine
class Row {
  constructor() {
    throw new Error("mine");
  }
}
new Row();
