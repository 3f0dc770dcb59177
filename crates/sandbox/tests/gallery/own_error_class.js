// why: an error of an own class is reported where it was created, not in the class
// fails: script 5: Error: boom


class MyErr extends Error {}

  throw new MyErr("boom");
