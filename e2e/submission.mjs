// Mail that nodemailer submits by SMTP: in clear, with STARTTLS and with implicit TLS; and the examples of docs/submission.md.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import nodemailer from "nodemailer";
import { freePort, startServed } from "./servers.mjs";

const PAGE = readFileSync(join(import.meta.dirname, "../docs/submission.md"), "utf8");
const SENDER = "noreply@example.com";
const blocks = (fence) => [...PAGE.matchAll(new RegExp(`\`\`\`${fence}\\n([\\s\\S]*?)\`\`\``, "g"))].map(([, text]) => text);

describe("SMTP submission", { timeout: 180_000 }, () => {
  let owlpost, clear, tls, ca;

  const api = async (path, options = {}) => {
    const headers = { authorization: `Bearer ${owlpost.key}`, "content-type": "application/json" };
    const answer = await fetch(`${owlpost.url}/api/v1${path}`, { headers, ...options });
    assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.clone().text()}`);
    return answer;
  };

  before(async () => {
    [clear, tls] = [await freePort(), await freePort()];
    const flags = ["--smtp", `127.0.0.1:${clear}`, "--smtps", `127.0.0.1:${tls}`, "--tls-self-signed", "true"];
    owlpost = await startServed(await freePort(), flags);
    const settings = { method: "builtin", from: { email: SENDER } };
    await api("/email-settings", { method: "PUT", body: JSON.stringify(settings) });
    ca = readFileSync(join(owlpost.folder, "tls-certificate.pem"), "utf8");
  });

  after(async () => owlpost?.stop());

  for (const [name, options] of [
    ["in clear", () => ({ port: clear, ignoreTLS: true })],
    ["with STARTTLS", () => ({ port: clear, requireTLS: true, tls: { ca } })],
    ["with implicit TLS", () => ({ port: tls, secure: true, tls: { ca } })],
  ]) {
    it(`takes a message of nodemailer ${name}`, async () => {
      const auth = { user: "anything", pass: owlpost.key };
      const transport = nodemailer.createTransport({ host: "localhost", auth, ...options() });
      const message = { from: SENDER, to: "ann@example.org", bcc: "bob@example.org", subject: `Grüße ${name}`, text: ".\nHello\n" };
      const sent = await transport.sendMail({ ...message, attachments: [{ filename: "größe.txt", content: "data" }] });
      transport.close();
      assert.deepEqual(sent.rejected, []);
      const [, id] = sent.response.match(/^250 2\.0\.0 accepted as ([0-9a-f-]{36})$/);
      const stored = await (await api(`/messages/${id}`)).json();
      assert.equal(stored.subject, `Grüße ${name}`);
      assert.equal(stored.kind, "submission");
      assert.deepEqual(stored.deliveries.map(({ recipient }) => recipient).sort(), ["ann@example.org", "bob@example.org"]);
      const raw = await (await api(`/messages/${id}/raw`)).text();
      assert.match(raw, name === "in clear" ? /with ESMTPA/ : /with ESMTPSA/);
      assert.doesNotMatch(raw, /bob@example\.org/);
    });
  }

  it("tells nodemailer what is wrong", async () => {
    const auth = { user: "anything", pass: "wrong" };
    const transport = nodemailer.createTransport({ host: "localhost", port: clear, ignoreTLS: true, auth });
    await assert.rejects(transport.sendMail({ from: SENDER, to: "ann@example.org", text: "x" }), { responseCode: 535 });
    transport.close();
  });

  for (const [fence, file, program] of [["sh", "send.sh", "sh"], ["python", "send.py", "python3"]]) {
    it(`the examples in ${fence} work`, async () => {
      const env = { ...process.env, OWLPOST_API_KEY: owlpost.key };
      const count = async () => (await (await api("/messages?kind=submission")).json()).items.length;
      const texts = blocks(fence);
      assert.ok(texts.length > 0, `docs/submission.md has no example in ${fence}`);
      for (const text of texts) {
        const earlier = await count();
        writeFileSync(join(owlpost.folder, "message.eml"), `From: ${SENDER}\nTo: ann@example.org\nSubject: Hello\n\nIt works.\n`);
        writeFileSync(join(owlpost.folder, file), text.replaceAll("2525", clear));
        execFileSync(program, [file], { env, cwd: owlpost.folder, encoding: "utf8", stdio: "pipe" });
        assert.equal(await count(), earlier + 1, text);
      }
    });
  }
});
