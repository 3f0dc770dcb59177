// why: a promise that nobody keeps is told
// fails: script -: PromisePending
await new Promise(() => {});
