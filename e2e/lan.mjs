// owlpost under a name of a local network: over plain HTTP, and behind nginx and Caddy with their default settings, over
// HTTP and HTTPS, and Apache; in English on a wide screen, in German on a narrow one. Browsers send neither `Sec-Fetch-Site` nor a
// useful `Origin` in some of these cases, nginx replaces `Host`, and Caddy keeps it.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { ENGLISH, GERMAN, closeTab, launch, openPage } from "./browser.mjs";
import { freePort, startApache, startCaddy, startNginx, startOwlpost } from "./servers.mjs";

const NAME = "owl.lab";
const ANN = "ann@example.com";
const PASSWORD = "four unrelated plain words";

/** The URLs that people open, and the proxy in front of the server. */
const WAYS = [
  { title: "over plain HTTP", scheme: "http", variant: ENGLISH },
  { title: "behind nginx over HTTP", scheme: "http", start: startNginx, variant: GERMAN },
  { title: "behind nginx over HTTPS", scheme: "https", start: startNginx, variant: ENGLISH },
  { title: "behind Caddy over HTTP", scheme: "http", start: startCaddy, variant: ENGLISH },
  { title: "behind Caddy over HTTPS", scheme: "https", start: startCaddy, variant: GERMAN },
  { title: "behind Apache over HTTPS", scheme: "https", start: startApache, variant: ENGLISH },
];

for (const { title, scheme, start, variant: { tag, say, options: look } } of WAYS) {
  const options = { ...look, ignoreHTTPSErrors: true };

  describe(`under a name of the local network, ${title}, in ${tag}`, { timeout: 120_000 }, () => {
    let owlpost, proxy, browser;

    before(async () => {
      const [port, front] = [await freePort(), await freePort()];
      const publicUrl = `${scheme}://${NAME}:${start ? front : port}`;
      [owlpost, browser] = await Promise.all([startOwlpost({ port, publicUrl }), launch([NAME])]);
      if (start) proxy = await start(`http://127.0.0.1:${port}`, { port: front, name: NAME, tls: scheme === "https" });
    });

    after(async () => {
      await browser?.close();
      await proxy?.stop();
      await owlpost?.stop();
    });

    it("sets up, saves a form and posts by script", async () => {
      const { page, context } = await openPage(browser, options);
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

    it("refuses a form from another site", async () => {
      const { page, context } = await openPage(browser, options);
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
