// why: a script that cannot be read has a line
// fails: script 2: SyntaxError
const a = 1;
const b = ;
