// why: a function of the engine that gives up without an error lacks memory
// fails: memory -: Memory { megabytes: 64 }
const s = "\u1e9b\u0323".repeat(5e6);
for (;;) s.normalize("NFKD");
