// why: there is no require
// fails: script 1: ReferenceError: require is not defined
require("fs");
