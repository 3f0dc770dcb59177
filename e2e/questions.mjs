// Harmful actions ask first, and long lists are paged and folded: in both languages, on wide and narrow screens.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { VARIANTS, closeTab, launch, lookAt, openPage } from "./browser.mjs";
import { startOwlpost } from "./servers.mjs";

const ANN = "ann@example.com";
const PASSWORD = "four unrelated plain words";
const RECIPIENTS = 300;
const LONG = `${"a".repeat(60)}@${"long-name-of-a-company.".repeat(4)}example.com`;

for (const variant of VARIANTS) {
  const { tag, say, options } = variant;

  describe(`harmful actions, in ${tag}`, { timeout: 300_000 }, () => {
    let owlpost, browser, page, context, complaints, workspace, script, message;

    before(async () => {
      [owlpost, browser] = await Promise.all([startOwlpost(), launch()]);
      ({ page, context, complaints } = await openPage(browser, options));
      await page.goto(owlpost.setupLink);
      await page.locator("#email").fill(ANN);
      await page.locator("#password").fill(PASSWORD);
      await page.locator("#workspace").fill("Example");
      await page.locator("button[type=submit]").click();
      await page.waitForURL("**/email-settings*");
      await open("/workspaces");
      workspace = await page.locator("ul.list a.row").first().getAttribute("href");
    });

    after(async () => {
      await browser?.close();
      await owlpost?.stop();
    });

    const open = (path) => page.goto(owlpost.url + path);
    const title = async (key) => assert.equal((await page.locator("h1").textContent()).trim(), say(key));
    const press = (key) => page.getByRole("button", { name: say(key), exact: true }).click();
    /** Posts as a form of the page does. */
    const post = (path, form) => context.request.post(owlpost.url + path, { form, headers: { Origin: owlpost.url } });

    it("sends a message to three hundred", async () => {
      const made = await (await post("/configuration/api-keys", { name: "shop", "messages:send": "on" })).text();
      const key = made.match(/owl_[\w-]+/)[0];
      const to = Array.from({ length: RECIPIENTS - 1 }, (_, number) => `reader${number}@example.com`);
      const answer = await fetch(`${owlpost.url}/api/v1/messages`, {
        method: "POST",
        headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
        body: JSON.stringify({ to: [LONG, ...to.slice(0, 290)], cc: to.slice(290, 295), bcc: to.slice(295), subject: "News", text: "Hello" }),
      });
      assert.equal(answer.status, 202);
      message = `/outbox/${(await answer.json()).id}`;
      await open(message);
      assert.equal(await page.locator("details.folded").count(), 50);
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      assert.ok(height < 9_000, `the page is ${height}px high`);
      await page.locator("details.folded summary").first().click();
      await page.locator("details.folded .facts").first().waitFor();
      await page.locator("#search-recipient").fill("reader295@");
      await page.keyboard.press("Enter");
      await page.waitForURL("**recipient=*");
      assert.equal(await page.locator("details.folded").count(), 1);
      await page.locator("details.folded", { hasText: say("recipient-bcc") }).waitFor();
    });

    it("asks to whom it is sent again", async () => {
      await open(message);
      await page.getByRole("link", { name: say("outbox-resend") }).click();
      await title("resend-title");
      assert.match(await page.locator("main").textContent(), new RegExp(String(RECIPIENTS)));
      await page.locator("#to-others").check();
      await press("outbox-resend");
      await page.locator("#others-fault").waitFor();
      await page.locator("#to-me").check();
      await press("outbox-resend");
      await page.getByText(say("outbox-repeated")).waitFor();
      await page.locator("main").getByText(ANN, { exact: true }).first().waitFor();
      assert.equal(await page.locator(".delivery").count(), 1);
    });

    it("asks before a run, and proposes a dry run first", async () => {
      await open(`${workspace}/scripts`);
      await page.locator("#name").fill("Letter");
      await page.locator("main form button[type=submit]").first().click();
      await page.waitForURL("**/scripts/*");
      script = new URL(page.url()).pathname;
      const primary = async () => (await page.locator(".code-bar .button.primary").textContent()).trim();
      await page.locator("#source").fill(`sendEmail({ to: "${ANN}", subject: "Hello", text: "x" });\n`);
      assert.equal(await primary(), say("script-dry-run"));
      await page.getByRole("button", { name: say("script-dry-run"), exact: true }).click();
      await page.waitForURL("**/dry-runs/*");
      await page.getByRole("link", { name: say("dry-back") }).click();
      await page.waitForURL("**dry=*");
      assert.equal(await primary(), say("script-run"));
      await page.locator("#source").press("Control+Enter");
      await page.waitForURL("**/starts/*");
      await title("run-ask-title");
      await page.getByText(say("run-ask-no-rows")).waitFor();
      await press("run-ask-button");
      await page.waitForURL("**/runs/*");
      await page.getByRole("link", { name: say("run-again") }).click();
      await title("run-ask-title");
    });

    it("shows that a dry run and a run work, and starts each once however often it is pressed", async () => {
      // The server responds late, so that there is time to press again.
      let posts = 0;
      const late = async (route) => {
        if (route.request().method() === "POST") {
          posts += 1;
          await new Promise((done) => setTimeout(done, 1_000));
        }
        await route.continue();
      };
      await page.route(`**${script}*`, late);
      await page.route(`**${script}/**`, late);
      // Playwright waits for the page that follows the first press, so the old page makes the second press and records its state.
      const pressTwice = async (button) => {
        posts = 0;
        await button.evaluate((pressed) => {
          delete sessionStorage.busy;
          new MutationObserver(() => { if (pressed.getAttribute("aria-busy") === "true") sessionStorage.busy = "yes"; }).observe(pressed, { attributes: true });
          pressed.click();
          for (const ms of [100, 500]) setTimeout(() => pressed.click(), ms);
        });
      };
      const isBusy = async () => assert.equal(await page.evaluate(() => sessionStorage.busy), "yes", "the button shows that it works");
      await open(script);
      await pressTwice(page.getByRole("button", { name: say("script-dry-run"), exact: true }));
      await page.waitForURL("**/dry-runs/*");
      assert.equal(posts, 1, "one dry run");
      await isBusy();
      await open(script);
      await page.locator("#source").press("Control+Enter");
      await page.waitForURL("**/starts/*");
      await pressTwice(page.getByRole("button", { name: say("run-ask-button"), exact: true }));
      await page.waitForURL("**/runs/*");
      assert.equal(posts, 1, "one run");
      await isBusy();
      await page.unrouteAll({ behavior: "wait" });
    });

    it("asks about rights, invitations and webhooks", async () => {
      await post(`${workspace}/invitations`, { email: "gil@example.com", role: "viewer", language: tag });
      await open(workspace);
      await page.locator("#invitations").getByRole("link", { name: say("invitation-copy") }).click();
      await title("invitation-copy-title");
      await press("invitation-copy");
      await page.locator("#invitation-link").waitFor();
      await open(workspace);
      await page.locator("#invitations").getByRole("link", { name: say("invitation-revoke") }).click();
      await title("invitation-revoke-title");
      await page.getByRole("link", { name: say("account-keep"), exact: true }).click();
      await page.locator("#invitations .badge", { hasText: say("invitation-open") }).waitFor();

      await post(`${script}/triggers/webhook`, {});
      await open(`${script}/triggers`);
      await page.getByRole("link", { name: say("triggers-hook-rotate") }).click();
      await title("triggers-hook-rotate-title");
      await open(`${script}/triggers`);
      await page.getByRole("link", { name: say("triggers-hook-end") }).click();
      await title("triggers-hook-end-title");
      await press("triggers-hook-end");
      await page.getByText(say("triggers-hook-ended")).waitFor();

      await open("/configuration/accounts");
      await page.getByRole("link", { name: say("accounts-end-administrator") }).click();
      await page.getByText(say("account_last_administrator").slice(0, 30)).first().waitFor();
    });

    it("have no accessibility violation", async () => {
      await post(`${script}/triggers/webhook`, {});
      const cookies = await context.cookies();
      const found = [];
      for (const [path, name] of [
        [message, "message-long"],
        [`${message}/resend`, "resend"],
        [script, "script-untried"],
        [`${script}/triggers/webhook`, "webhook-rotate"],
        [workspace, "workspace"],
      ]) {
        const complaints = await lookAt(browser, variant, owlpost.url + path, name, cookies);
        for (const complaint of complaints) found.push(`${name}: ${complaint}`);
      }
      assert.deepEqual(found, []);
    });

    it("cause no error in the browser", async () => {
      assert.deepEqual(complaints, []);
      await closeTab(context);
    });
  });
}
