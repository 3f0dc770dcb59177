// why: null is thrown by the engine where memory is out, and by scripts
// fails: script -: thrown: null
throw null;
