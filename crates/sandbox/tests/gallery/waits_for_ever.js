// why: a promise that is never settled is reported
// fails: script -: PromisePending
await new Promise(() => {});
