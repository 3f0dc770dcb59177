// why: files() returns names, sizes and types
// log: terms.pdf 1200 application/pdf
for (const f of files()) console.log(f.name, f.size, f.type);
