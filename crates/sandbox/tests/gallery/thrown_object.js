// why: whatever is thrown is told
// fails: script -: thrown: {code: 7}
throw { code: 7 };
