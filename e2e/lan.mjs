// owlpost under a name of a local network: over plain HTTP, and behind nginx with its default settings, over HTTP and HTTPS.
// Browsers send neither `Sec-Fetch-Site` nor a useful `Origin` in some of these cases, and nginx replaces `Host`.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { closeTab, launch, openPage } from "./browser.mjs";
import { freePort, startNginx, startOwlpost } from "./servers.mjs";
import { speaker } from "./words.mjs";

const say = speaker("en");
const NAME = "owl.lab";
const ANN = "ann@example.com";
const PASSWORD = "four unrelated plain words";

/** The URLs that people open, and the proxy in front of the server. */
const WAYS = [
  { title: "over plain HTTP", scheme: "http" },
  { title: "behind nginx over HTTP", scheme: "http", nginx: {} },
  { title: "behind nginx over HTTPS", scheme: "https", nginx: { tls: true } },
];

for (const { title, scheme, nginx: settings } of WAYS) {
  describe(`under a name of the local network, ${title}`, { timeout: 120_000 }, () => {
    let owlpost, nginx, browser;

    before(async () => {
      const [port, front] = [await freePort(), await freePort()];
      const publicUrl = `${scheme}://${NAME}:${settings ? front : port}`;
      [owlpost, browser] = await Promise.all([startOwlpost({ port, publicUrl }), launch([NAME])]);
      if (settings) nginx = await startNginx(`http://127.0.0.1:${port}`, { port: front, ...settings });
    });

    after(async () => {
      await browser?.close();
      await nginx?.stop();
      await owlpost?.stop();
    });

    it("sets up, saves a form and posts by script", async () => {
      const { page, context } = await openPage(browser, { ignoreHTTPSErrors: true });
      const refused = [];
      page.on("response", (response) => {
        if (response.status() === 403) refused.push(`${response.request().method()} ${response.url()}`);
      });
      await page.goto(owlpost.setupLink);
      await page.getByLabel(say("setup-email"), { exact: true }).fill(ANN);
      await page.getByLabel(say("setup-password"), { exact: true }).fill(PASSWORD);
      await page.getByLabel(say("setup-workspace"), { exact: true }).fill("Example");
      await page.locator("button[type=submit]").click();
      await page.waitForURL("**/configuration/email-settings*");

      // A form that a script posts, and one that the browser posts.
      const status = await page.evaluate(async () => {
        const answer = await fetch("/configuration/email-settings/consent", { method: "POST", headers: { Accept: "application/json" } });
        return answer.status;
      });
      assert.notEqual(status, 403, "a script's post is the page's own");
      await page.evaluate(() => document.querySelector("form[action='/sign-out']").requestSubmit());
      await page.waitForURL("**/sign-in*");
      await page.locator("input[type=email]").fill(ANN);
      await page.locator("input[type=password]").fill(PASSWORD);
      await page.locator("main button[type=submit]").click();
      await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
      assert.deepEqual(refused, []);
      await closeTab(context);
    });

    it("refuses a form of another site", async () => {
      const { page, context } = await openPage(browser, { ignoreHTTPSErrors: true });
      await page.route("http://evil.example/", (route) => route.fulfill({
        contentType: "text/html",
        body: `<form method="post" action="${owlpost.url}/sign-in"><button>Win</button></form>`,
      }));
      await page.goto("http://evil.example/");
      const [answer] = await Promise.all([page.waitForResponse("**/sign-in"), page.locator("button").click()]);
      assert.equal(answer.status(), 403);
      await closeTab(context);
    });
  });
}
