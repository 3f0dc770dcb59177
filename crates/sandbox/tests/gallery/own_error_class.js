// why: an error of a class of one's own stands where it was made, not at the class
// fails: script 5: Error: boom


class MyErr extends Error {}

  throw new MyErr("boom");
