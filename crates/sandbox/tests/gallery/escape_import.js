// why: there are no modules
// fails: script -: ReferenceError: could not load module
await import("fs");
