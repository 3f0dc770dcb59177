// why: a function of the engine that gives up without an error lacks memory
// fails: memory -: more memory than a run may use (64 MB); handle fewer rows
const s = "\u1e9b\u0323".repeat(5e6);
for (;;) s.normalize("NFKD");
