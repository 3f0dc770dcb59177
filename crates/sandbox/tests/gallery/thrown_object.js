// why: thrown values that are not errors are shown
// fails: script -: thrown: {code: 7}
throw { code: 7 };
