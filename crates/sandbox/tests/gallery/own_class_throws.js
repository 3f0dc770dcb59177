// why: a class that is not an error may throw in its constructor
// fails: script 3: Error: mine
class Row {
  constructor() {
    throw new Error("mine");
  }
}
new Row();
