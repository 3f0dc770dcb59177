// why: files() tells names and sizes
// log: terms.pdf 1200 application/pdf
for (const f of files()) console.log(f.name, f.size, f.type);
