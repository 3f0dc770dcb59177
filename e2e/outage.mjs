// The mail server is down: signing up, inviting and a password reset respond at once, the pages say that the mail waits
// and why, and all of it is sent when the server is back. It is a third-party server, and people follow the links in the
// mail that arrived there. In English on a wide screen, in German on a narrow one.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { VARIANTS, launch, openPage, screenshot } from "./browser.mjs";
import { freePort, startOwlpost } from "./servers.mjs";

const PASSWORD = "four unrelated plain words";
const ANN = "ann@example.com";
/** A page that waited for a mail server would wait for its time limits, which are minutes; others load at once. */
const AT_ONCE_MS = 5_000;

for (const { tag, say, options } of VARIANTS) {
  describe(`while the mail server is down, in ${tag}`, { timeout: 300_000 }, () => {
    let owlpost, browser, port, server, ann, workspace;
    const arrived = [];

    before(async () => {
      port = await freePort();
      const config = `trusted_proxies = ["127.0.0.1"]\n[builtin]\nmode = "relay"\nrelay = "smtp://127.0.0.1:${port}"\n`;
      [owlpost, browser] = await Promise.all([startOwlpost({ config }), launch()]);
      ann = await somebody(1);
      await ann.page.goto(owlpost.setupLink);
      await ann.page.getByLabel(say("setup-email"), { exact: true }).fill(ANN);
      await ann.page.getByLabel(say("setup-password"), { exact: true }).fill(PASSWORD);
      await ann.page.getByLabel(say("setup-workspace"), { exact: true }).fill("Example");
      await ann.page.locator("button[type=submit]").click();
      await ann.page.waitForURL("**/configuration/email-settings*");
      await ann.page.goto(`${owlpost.url}/configuration/accounts`);
      await ann.page.locator('input[name="policy"][value="open"]').check();
      await ann.page.getByRole("button", { name: say("account-save"), exact: true }).click();
      await ann.page.getByText(say("account-saved")).waitFor();
      await ann.page.goto(`${owlpost.url}/workspaces`);
      workspace = await ann.page.locator("ul.list a.row").first().getAttribute("href");
    });

    after(async () => {
      await browser?.close();
      // owlpost is stopped first, because the mail server waits for open sessions.
      await owlpost?.stop();
      await new Promise((done) => (server ? server.close(done) : done()));
    });

    const somebody = (network) => openPage(browser, { ...options, extraHTTPHeaders: { "X-Forwarded-For": `198.51.100.${network}` } });

    async function startServer() {
      server = new SMTPServer({
        disabledCommands: ["AUTH", "STARTTLS"],
        onData(stream, session, callback) {
          simpleParser(stream).then((mail) => {
            arrived.push({ to: session.envelope.rcptTo[0].address, subject: mail.subject, link: mail.text.match(/https?:\/\/\S+\?ticket=[\w-]+/)?.[0] });
            callback();
          }, callback);
        },
      });
      server.on("error", () => {});
      await new Promise((done) => server.listen(port, "127.0.0.1", done));
    }

    const arrivedAt = async (address) => {
      for (let round = 0; round < 600; round += 1) {
        const found = arrived.find(({ to }) => to === address);
        if (found) return found;
        await new Promise((done) => setTimeout(done, 200));
      }
      assert.fail(`nothing arrived for ${address}: ${JSON.stringify(arrived)}\n${owlpost.log()}`);
    };

    /** Presses a button and returns how long the next page took. */
    async function timed(page, press, there) {
      const begun = Date.now();
      await press();
      await there();
      const ms = Date.now() - begun;
      assert.ok(ms < AT_ONCE_MS, `it took ${ms} ms`);
    }

    it("sign-up responds at once, and the page says that the mail waits and why", async () => {
      const { page } = await somebody(2);
      await page.goto(`${owlpost.url}/sign-up`);
      await page.getByLabel(say("sign-up-email"), { exact: true }).fill("zoe@example.com");
      await page.getByLabel(say("sign-up-password"), { exact: true }).fill(PASSWORD);
      await timed(page, () => page.getByRole("button", { name: say("sign-up-button") }).click(), () => page.waitForURL("**/sign-up/sent"));
      await page.goto(`${owlpost.url}/sign-in`);
      await page.getByLabel(say("sign-in-email"), { exact: true }).fill("zoe@example.com");
      await page.getByLabel(say("sign-in-password"), { exact: true }).fill(PASSWORD);
      await timed(page, () => page.getByRole("button", { name: say("sign-in-title") }).click(), () => page.waitForURL("**/validation"));
      await page.locator(".badge", { hasText: say("mail-state-waiting") }).waitFor();
    });

    it("an invitation is stored at once, and its row says waiting with the reason", async () => {
      const { page } = ann;
      await page.goto(owlpost.url + workspace);
      await page.getByLabel(say("workspace-invite-email"), { exact: true }).fill("carol@example.com");
      await timed(page, () => page.getByRole("button", { name: say("workspace-invite-button") }).click(), () => page.getByText(say("workspace-invited")).waitFor());
      const row = page.locator("#invitations > li").filter({ hasText: "carol@example.com" });
      await row.locator(".badge", { hasText: say("mail-state-waiting") }).waitFor();
      assert.match(await row.textContent(), new RegExp(`127\\.0\\.0\\.1:${port}`), "the reason names the server");
      await page.locator("section.alarm").waitFor();
      await screenshot(page, `people-outage-workspace-${tag}`);
    });

    it("a password reset responds at once", async () => {
      const { page } = await somebody(3);
      await page.goto(`${owlpost.url}/reset-password`);
      await page.getByLabel(say("sign-in-email"), { exact: true }).fill(ANN);
      await timed(page, () => page.getByRole("button", { name: say("reset-button") }).click(), () => page.waitForURL("**/reset-password/sent"));
    });

    it("all mail is sent when the server is back, and the links work", async () => {
      await startServer();
      const [validation, invitation, reset] = await Promise.all(["zoe@example.com", "carol@example.com", ANN].map(arrivedAt));

      const zoe = (await somebody(4)).page;
      await zoe.goto(validation.link);
      await zoe.getByLabel(say("link-password"), { exact: true }).fill(PASSWORD);
      await zoe.getByRole("button", { name: say("validation-button") }).click();
      await zoe.getByText(say("workspaces-validated")).waitFor();

      const carol = (await somebody(5)).page;
      await carol.goto(invitation.link);
      await carol.getByLabel(say("sign-up-password"), { exact: true }).fill(PASSWORD);
      await carol.getByRole("button", { name: say("invitation-new-button") }).click();
      await carol.getByText(say("workspace-joined")).waitFor();

      await ann.page.goto(owlpost.url + workspace);
      await ann.page.locator("#invitations > li").filter({ hasText: say("invitation-accepted") }).first().waitFor();

      await ann.page.goto(reset.link);
      await ann.page.getByLabel(say("new-password-label"), { exact: true }).fill("another four plain words");
      await ann.page.getByRole("button", { name: say("new-password-button") }).click();
      await ann.page.getByText(say("sign-in-reset")).waitFor();
      assert.equal(new Set(arrived.map(({ link }) => link).filter(Boolean)).size, 3, JSON.stringify(arrived));
    });
  });
}
