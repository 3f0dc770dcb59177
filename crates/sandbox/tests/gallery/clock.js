// why: the time is that of the start during the whole run
// log: 2026-05-31T12:00:00.000Z true true
// log: string Date true
const a = Date.now();
for (let i = 0; i < 1e5; i++);
console.log(new Date().toISOString(), a === Date.now(), new (new Date()).constructor().getTime() === a);
console.log(typeof Date(), Date.name, new Date(2020, 1, 1) instanceof Date);
