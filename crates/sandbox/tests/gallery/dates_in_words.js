// why: formatDate in both languages
// log: 31 May 2026
// log: Sonntag, 31. Mai 2026
// log: 31.05.2026
// log: 14:00
console.log(formatDate(new Date()));
console.log(formatDate(Date.now(), "de", "long"));
console.log(formatDate("2026-05-31", "de", "short"));
console.log(formatDate(new Date(), "en", "time"));
