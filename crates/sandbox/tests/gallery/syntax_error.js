// why: a syntax error has a line
// fails: script 2: SyntaxError
const a = 1;
const b = ;
