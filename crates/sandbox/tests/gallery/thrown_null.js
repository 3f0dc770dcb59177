// why: null is thrown by the engine when memory is exhausted, and by scripts
// fails: script -: thrown: null
throw null;
