// The built-in mailbox: pages say that nothing is sent, a switch to it asks what happens to waiting mail, and its
// mail is released to a mail server. That is a third-party server.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { VARIANTS, launch, lookAt, openPage, screenshot } from "./browser.mjs";
import { freePort, startOwlpost } from "./servers.mjs";

const PASSWORD = "four unrelated plain words";
const SETTINGS = "/configuration/email-settings";

for (const variant of VARIANTS) {
  const { tag, say, options } = variant;

  describe(`the built-in mailbox (${tag})`, { timeout: 300_000 }, () => {
    let owlpost, browser, server, port, page, context, complaints, key;
    const arrived = [];

    before(async () => {
      port = await freePort();
      [owlpost, browser] = await Promise.all([startOwlpost(), launch()]);
      ({ page, context, complaints } = await openPage(browser, options));
    });

    after(async () => {
      await browser?.close();
      await owlpost?.stop();
      await new Promise((done) => (server ? server.close(done) : done()));
    });

    const open = (path) => page.goto(owlpost.url + path);
    const seen = (text) => page.getByText(text).first().waitFor();
    const see = (name) => seen(say(name));

    async function startServer() {
      server = new SMTPServer({
        disabledCommands: ["AUTH", "STARTTLS"],
        onData(stream, session, callback) {
          simpleParser(stream).then((mail) => {
            arrived.push(mail.subject);
            callback();
          }, callback);
        },
      });
      server.on("error", () => {});
      await new Promise((done) => server.listen(port, "127.0.0.1", done));
    }

    async function arrives(subjects) {
      for (let round = 0; arrived.length < subjects.length; round += 1) {
        assert.ok(round < 300, `arrived: ${arrived}`);
        await page.waitForTimeout(100);
      }
      assert.deepEqual([...arrived].sort(), [...subjects].sort());
    }

    async function send(subject) {
      const answer = await fetch(`${owlpost.url}/api/v1/messages`, {
        method: "POST",
        headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
        body: JSON.stringify({ to: "bob@example.org", subject, text: "Hello" }),
      });
      assert.equal(answer.status, 202, await answer.clone().text());
      return (await answer.json()).id;
    }

    async function becomes(id, is) {
      for (let round = 0; ; round += 1) {
        const answer = await fetch(`${owlpost.url}/api/v1/messages/${id}`, { headers: { Authorization: `Bearer ${key}` } });
        const message = await answer.json();
        if (is(message.deliveries[0])) return;
        assert.ok(round < 300, JSON.stringify(message.deliveries));
        await page.waitForTimeout(100);
      }
    }

    const save = () => page.locator("#save-bar button[type=submit]").click();

    it("says from the start that nothing is sent", async () => {
      await page.goto(owlpost.setupLink);
      await page.locator("#email").fill("ann@example.com");
      await page.locator("#password").fill(PASSWORD);
      await page.locator("#workspace").fill("Example");
      await page.locator("button[type=submit]").click();
      await page.waitForURL(`**${SETTINGS}*`);
      assert.equal(await page.locator("html").getAttribute("lang"), tag);
      assert.equal(await page.locator(".status-line .badge").textContent(), say("settings-state-mailbox"));
      assert.equal(await page.locator(".mailbox-note").count(), 0, "this page says it anyway");
      await screenshot(page, `mailbox-${tag}-welcome`);
      await open("/configuration/api-keys");
      await page.locator("#name").fill("Shop");
      for (const box of await page.locator("#scopes input[type=checkbox]").all()) await box.check();
      await page.locator("main form:has(#name) button[type=submit]").click();
      key = await page.locator("#new-key").textContent();
      const id = await send("Kept");
      await becomes(id, (delivery) => delivery.state === "kept");
      await open("/");
      await page.locator(".mailbox-note").waitFor();
      await page.locator(".list .badge", { hasText: say("state-kept") }).first().waitFor();
      await open(`/outbox/${id}`);
      await see("state-kept-meaning");
      await open("/outbox?state=kept");
      assert.equal(await page.locator("ul.list > li").count(), 1);
    });

    it("asks what happens to waiting mail before it becomes active, and puts it on hold", async () => {
      await open(SETTINGS);
      await page.locator("#method-password").check();
      await page.locator("#password-host").fill("127.0.0.1");
      await page.locator("#password-port").fill(String(port));
      await page.locator("input[name='password.security'][value=none]").check();
      await page.locator("#from-email").fill("noreply@example.com");
      await save();
      await page.waitForURL("**saved=*");
      const ids = [await send("First"), await send("Second")];
      await becomes(ids[1], (delivery) => delivery.state === "queued");
      await open("/");
      const waiting = page.locator("a.tile[href='/outbox?state=waiting']");
      assert.equal(await waiting.locator("strong").textContent(), "2");
      await waiting.click();
      assert.equal(await page.locator("ul.list > li").count(), 2, "the list shows what was counted");

      await open(SETTINGS);
      await page.locator("#method-builtin").check();
      await save();
      await page.locator("#waiting-mail").waitFor();
      assert.match(await page.locator("#waiting-mail h2").textContent(), /\b2\b/);
      assert.ok(await page.locator("input[name=waiting_mail][value=hold]").isChecked());
      await page.waitForFunction(() => document.activeElement.id === "waiting-mail");
      await screenshot(page, `mailbox-${tag}-question`);
      await page.locator("#waiting-mail button[type=submit]").click();
      await page.waitForURL("**saved=*");
      for (const id of ids) await becomes(id, (delivery) => delivery.on_hold);
      await open(SETTINGS);
      assert.match(await page.locator(`a[href="${SETTINGS}/on-hold"]`).textContent(), /^2 /);
      await open(`/outbox/${ids[0]}`);
      await see("outbox-on-hold");
      await screenshot(page, `mailbox-${tag}-on-hold`);
    });

    it("sends mail on hold when a mail server is configured again", async () => {
      await startServer();
      await open(SETTINGS);
      await page.locator("#method-password").check();
      await save();
      await page.waitForURL("**saved=*");
      await arrives(["First", "Second"]);
      await open("/");
      assert.equal(await page.locator(".mailbox-note").count(), 0);
    });

    it("releases its mail, after a question with the number of recipients", async () => {
      await open("/mailbox");
      await page.locator("ul.list input[type=checkbox]").first().check();
      await screenshot(page, `mailbox-${tag}-list`);
      await page.getByRole("button", { name: say("mailbox-release-chosen") }).click();
      assert.match(await page.locator("h1").textContent(), /\b1\b/);
      await screenshot(page, `mailbox-${tag}-release`);
      assert.equal(arrived.length, 2, "the question sends nothing");
      await page.locator("form[action='/mailbox/release'] button").click();
      assert.match(await page.locator(".notice.good").textContent(), /\b1\b/);
      await arrives(["First", "Second", "Kept"]);
      await open("/mailbox");
      await page.locator("ul.list .badge", { hasText: say("state-sent") }).waitFor();
      await page.getByRole("link", { name: say("mailbox-release-all") }).click();
      await see("mailbox-release-nothing");
    });

    it("has no violation of accessibility, in light and dark, wide and narrow", async (t) => {
      const cookies = await context.cookies();
      for (const [name, path] of [["mailbox", "/mailbox"], ["on-hold", `${SETTINGS}/on-hold`], ["overview", "/"], ["outbox", "/outbox?state=waiting"]]) {
        await t.test(name, async () => assert.deepEqual(await lookAt(browser, variant, owlpost.url + path, `mailbox-${name}`, cookies), []));
      }
    });

    it("causes no error on the browser's console", () => {
      assert.deepEqual(complaints, []);
    });
  });
}
