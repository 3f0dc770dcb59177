// why: whatever is thrown is told
// fails: script -: thrown: undefined
throw undefined;
