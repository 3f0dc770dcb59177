// why: an error in a function that nobody awaits is not silent
// fails: script 2: Error: lost
async function main() {
  throw new Error("lost");
}
main();
