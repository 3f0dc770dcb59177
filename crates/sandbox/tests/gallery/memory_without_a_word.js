// why: a function of the engine that fails without an error is out of memory
// fails: memory -: Memory { megabytes: 64 }
const s = "\u1e9b\u0323".repeat(5e6);
for (;;) s.normalize("NFKD");
