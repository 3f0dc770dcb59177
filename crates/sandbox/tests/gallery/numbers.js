// why: formatNumber in both languages
// log: 1,234.5
// log: 1.234,50
console.log(formatNumber(1234.5));
console.log(formatNumber(1234.5, "de", 2));
