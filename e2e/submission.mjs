// Mail that nodemailer submits by SMTP: in clear, with STARTTLS and with implicit TLS; and the examples of docs/submission.md.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import nodemailer from "nodemailer";
import { VARIANTS, closeTab, launch, lookAt, openPage } from "./browser.mjs";
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

  for (const variant of VARIANTS) {
    const { tag, say, options } = variant;
    it(`shows who submitted a message (${tag})`, async () => {
      // The longest name that a domain may have, without a place to break it.
      const name = "x".repeat(255);
      const auth = { user: "anything", pass: owlpost.key };
      const transport = nodemailer.createTransport({ host: "localhost", port: tls, secure: true, tls: { ca }, name, auth });
      const { response } = await transport.sendMail({ from: SENDER, to: "ann@example.org", subject: "Who was it", text: "Hello" });
      transport.close();
      const path = `/outbox/${response.match(/[0-9a-f-]{36}$/)[0]}`;
      const browser = await launch();
      try {
        const { page, context } = await openPage(browser, options);
        await page.goto(owlpost.url + path);
        await page.locator("input[type=email]").fill("ann@example.com");
        await page.locator("input[type=password]").fill("four unrelated plain words");
        await page.keyboard.press("Enter");
        await page.waitForURL((url) => url.pathname === path);
        const facts = page.getByRole("region", { name: say("outbox-message") });
        for (const shown of [say("outbox-client"), "127.0.0.1", say("outbox-client-hello"), name, say("outbox-client-tls"), "TLS 1.3"]) {
          await facts.getByText(shown, { exact: true }).waitFor();
        }
        assert.deepEqual(await lookAt(browser, variant, owlpost.url + path, "submitted", await context.cookies()), []);
        await closeTab(context);
      } finally {
        await browser.close();
      }
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
