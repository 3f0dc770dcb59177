// The examples of docs/send.md, as they are written there, against a running server; each with its own interpreter, if it
// is installed.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { freePort, startServed } from "./servers.mjs";

const PAGE = readFileSync(join(import.meta.dirname, "../docs/send.md"), "utf8");
/** curl, Python and JavaScript are needed; the others are tried where they are installed. */
const LANGUAGES = [
  { fence: "sh", file: "send.sh", run: ["sh"], needed: true },
  { fence: "python", file: "send.py", run: ["python3"], needed: true },
  { fence: "js", file: "send.mjs", run: [process.execPath], needed: true },
  { fence: "php", file: "send.php", run: ["php"] },
  { fence: "go", file: "send.go", run: ["go", "run"] },
  { fence: "java", file: "Send.java", run: ["java"] },
  { fence: "csharp", file: "Send.cs", build: ["mcs", "-r:System.Net.Http", "-out:Send.exe", "Send.cs"], run: ["mono", "Send.exe"] },
];

const blocks = (fence) => [...PAGE.matchAll(new RegExp(`\`\`\`${fence}\\n([\\s\\S]*?)\`\`\``, "g"))].map(([, text]) => text);

describe("the examples of docs/send.md", { timeout: 180_000 }, () => {
  let owlpost, folder, env;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "owlpost-examples-"));
    owlpost = await startServed(await freePort());
    env = { ...process.env, OWLPOST_URL: owlpost.url, OWLPOST_API_KEY: owlpost.key };
    writeFileSync(join(folder, "invoice-42.pdf"), "%PDF-1.4 an invoice");
  });

  after(async () => {
    await owlpost?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const { fence, file, build, run: [program, ...flags], needed } of LANGUAGES) {
    const found = needed || spawnSync("sh", ["-c", `command -v ${build?.[0] ?? program} && command -v ${program}`]).status === 0;
    it(`sends in ${fence}`, { skip: found ? false : `${program} is not installed` }, () => {
      // The last shell block is about `owlpost send`, and has placeholders.
      const texts = fence === "sh" ? blocks(fence).slice(0, 2) : blocks(fence);
      assert.ok(texts.length > 0, `docs/send.md has no example in ${fence}`);
      for (const text of texts) {
        writeFileSync(join(folder, file), text);
        if (build) execFileSync(build[0], build.slice(1), { cwd: folder });
        const printed = execFileSync(program, build ? flags : [...flags, file], { env, cwd: folder, encoding: "utf8" });
        assert.match(printed, /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/);
      }
    });
  }
});
