// why: thrown values that are not errors are shown
// fails: script -: thrown: no luck
throw "no luck";
