// Overview, settings header and invitations are updated without a reload, behind nginx over HTTP and behind Caddy
// over HTTPS, with their defaults; in English on a wide screen, in German on a narrow one.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { ENGLISH, GERMAN, closeTab, launch, openPage } from "./browser.mjs";
import { freePort, startCaddy, startMailServer, startNginx, startOwlpost } from "./servers.mjs";

const NAME = "owl.lab";
const ANN = "ann@example.com";
const PASSWORD = "four unrelated plain words";

const WAYS = [
  { title: "nginx", scheme: "http", start: startNginx, variant: ENGLISH },
  { title: "Caddy", scheme: "https", start: startCaddy, variant: GERMAN },
];

for (const { title, scheme, start, variant: { tag, say, options: look } } of WAYS) {
  const options = { ...look, ignoreHTTPSErrors: true };

  describe(`pages that watch, behind ${title} with its defaults, in ${tag}`, { timeout: 180_000 }, () => {
    let owlpost, proxy, direct, browser, mailServer, page, context, workspace, key;

    before(async () => {
      const [port, front] = [await freePort(), await freePort()];
      [owlpost, browser, mailServer] = await Promise.all([
        startOwlpost({ port, publicUrl: `${scheme}://${NAME}:${front}` }), launch([NAME]), startMailServer(),
      ]);
      direct = `http://127.0.0.1:${port}`;
      proxy = await start(direct, { port: front, name: NAME, tls: scheme === "https" });
      ({ page, context } = await openPage(browser, options));
      await page.goto(owlpost.setupLink);
      await page.locator("#email").fill(ANN);
      await page.locator("#password").fill(PASSWORD);
      await page.locator("#workspace").fill("Example");
      await page.locator("button[type=submit]").click();
      await page.waitForURL("**/email-settings*");
      await page.goto(`${owlpost.url}/workspaces`);
      workspace = await page.locator("ul.list a.row").first().getAttribute("href");
      const made = await page.evaluate(async () => {
        const form = new URLSearchParams({ name: "shop", "messages:send": "on", settings: "on" });
        return await (await fetch("/configuration/api-keys", { method: "POST", body: form })).text();
      });
      key = made.match(/owl_[\w-]+/)[0];
    });

    after(async () => {
      await browser?.close();
      await proxy?.stop();
      await owlpost?.stop();
      await mailServer?.stop();
    });

    /** Calls the API from outside the browser, which alone knows the name. */
    const call = async (method, path, body) => {
      const answer = await fetch(`${direct}/api/v1${path}`, {
        method,
        headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
      assert.ok(answer.ok, `${path}: ${answer.status}`);
      return await answer.json();
    };
    const same = () => page.evaluate(() => { globalThis.isTheSame = true; });
    const isSame = async () => assert.equal(await page.evaluate(() => globalThis.isTheSame), true, "it was not loaded again");

    it("the overview counts a message that another program sends", async () => {
      await page.goto(owlpost.url);
      await same();
      await call("POST", "/messages", { to: ANN, subject: "Seen by the overview", text: "x" });
      await page.locator("#overview .list", { hasText: "Seen by the overview" }).waitFor({ timeout: 10_000 });
      await isSame();
    });

    it("the header of the settings needs no test for the mailbox, and follows one of a server", async () => {
      await page.goto(`${owlpost.url}/configuration/email-settings`);
      assert.match(await page.locator("#status .badge").textContent(), new RegExp(say("settings-state-mailbox")));
      await call("PUT", "/email-settings", {
        method: "password",
        from: { email: "noreply@example.com" },
        password: { host: mailServer.host, port: mailServer.implicitTlsPort, username: mailServer.username, password: mailServer.password, ca_certificate: mailServer.certificate },
      });
      await page.goto(`${owlpost.url}/configuration/email-settings`);
      await same();
      await page.getByRole("button", { name: say("settings-test-connection"), exact: true }).click();
      await page.locator("#outcome").waitFor({ timeout: 30_000 });
      await page.locator("#status .badge.good", { hasText: say("settings-state-verified") }).waitFor({ timeout: 5_000 });
      await isSame();
    });

    it("a passed test counts for the same values saved afterwards", async () => {
      await page.goto(`${owlpost.url}/configuration/email-settings`);
      const security = page.locator("input[name='password.security'][value=starttls]");
      await security.check();
      await page.locator("#password-port").fill(String(mailServer.starttlsPort));
      await page.locator("#password-password").fill(mailServer.password);
      await page.getByRole("button", { name: say("settings-test-connection"), exact: true }).click();
      await page.locator("#outcome.good").waitFor({ timeout: 30_000 });
      await page.getByRole("button", { name: say("settings-save"), exact: true }).last().click();
      await page.waitForURL("**saved=*").catch(() => {});
      await page.locator("#status .badge.good", { hasText: say("settings-state-verified") }).waitFor();
    });

    it("the row of an invitation shows changes of its letter", async () => {
      await page.goto(owlpost.url + workspace);
      await page.locator("#email").fill("gil@example.com");
      await page.getByRole("button", { name: say("workspace-invite-button") }).click();
      await page.waitForURL(`**${workspace}*`);
      await page.locator("#invitations", { hasText: "gil@example.com" }).waitFor();
      await same();
      // Another tab sends it again: the row here shows the new letter.
      const before = await page.locator("#invitations a[href^='/outbox/']").getAttribute("href");
      const other = await openPage(browser, { ...options, storageState: await context.storageState() });
      await other.page.goto(owlpost.url + workspace);
      await other.page.getByRole("button", { name: say("invitation-resend") }).first().click();
      await other.page.getByText(say("workspace-resent")).waitFor();
      await closeTab(other.context);
      await page.waitForFunction((old) => document.querySelector("#invitations a[href^='/outbox/']").getAttribute("href") !== old, before, { timeout: 15_000 });
      await isSame();
    });
  });
}
