// why: an error in a function that is not awaited fails the run
// fails: script 2: Error: lost
async function main() {
  throw new Error("lost");
}
main();
