// why: names sort as in a German or English list
// log: _a,1,2,a,A,ä,Aachen,Bär,Bären,Straße,Strasse x,Zoë
// log: ÄÖ STRASSE äö
const names = ["Zoë", "Bären", "Aachen", "ä", "A", "a", "2", "Strasse x", "_a", "1", "Bär", "Straße"];
console.log(names.sort((a, b) => a.localeCompare(b, "de")).join());
console.log("äö straße".toLocaleUpperCase("de"), "ÄÖ".toLocaleLowerCase());
