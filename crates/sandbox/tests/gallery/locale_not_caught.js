// why: an uncaught exception of an unavailable function shows its line
// fails: script 2: TypeError: toLocaleDateString is not available in scripts: use formatDate(date, "de", "short")
const today = new Date();
console.log(today.toLocaleDateString("de-DE"));
