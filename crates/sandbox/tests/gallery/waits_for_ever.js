// why: a promise that nobody keeps is told
// fails: script -: waits for a promise
await new Promise(() => {});
