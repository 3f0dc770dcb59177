// why: thrown values that are not errors are shown
// fails: script -: thrown: undefined
throw undefined;
