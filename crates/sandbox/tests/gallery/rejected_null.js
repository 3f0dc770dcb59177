// why: a rejection with null is not reported as lack of memory
// fails: script -: thrown: null
Promise.reject(null);
