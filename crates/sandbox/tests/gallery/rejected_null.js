// why: a rejection with null is no lack of memory
// fails: script -: thrown: null
Promise.reject(null);
