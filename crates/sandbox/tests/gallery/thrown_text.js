// why: whatever is thrown is told
// fails: script -: thrown: no luck
throw "no luck";
