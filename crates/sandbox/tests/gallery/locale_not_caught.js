// why: the page shows the line of the script that asked for a format
// fails: script 2: TypeError: toLocaleDateString is not available in scripts: use formatDate(date, "de", "short")
const today = new Date();
console.log(today.toLocaleDateString("de-DE"));
