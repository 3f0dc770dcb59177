// An administrator connects Google, Microsoft 365 and a third-party provider, in a real browser; in English on a wide screen
// and in German on a narrow one.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { VARIANTS, launch, lookAt, openPage, screenshot } from "./browser.mjs";
import { consentAtForeign, startForeign } from "./foreign.mjs";
import { freePort, startLookalike, startOwlpost } from "./servers.mjs";

const ADMIN = "root@example.com";
const PASSWORD = "four unrelated plain words";
const SETTINGS = "/configuration/email-settings";
const BLOCKED = "window.open = () => null";

const PROVIDERS = [
  { id: "google", name: "Google", scope: "https://mail.google.com/", api: "Gmail API" },
  { id: "microsoft", name: "Microsoft 365", scope: null, api: "Microsoft Graph" },
];

for (const variant of VARIANTS) for (const provider of PROVIDERS) {
  const { tag, say, options } = variant;

  describe(`an administrator with ${provider.name}, in ${tag}`, { timeout: 180_000 }, () => {
    let owlpost, lookalike, browser, page, context, complaints;
    const answers = [];

    before(async () => {
      const port = await freePort();
      lookalike = await startLookalike(provider.id, `http://localhost:${port}/oauth/callback`);
      [owlpost, browser] = await Promise.all([startOwlpost({ port, config: lookalike.config, log: "trace" }), launch()]);
      ({ page, context, complaints } = await openPage(browser, options));
      context.setDefaultTimeout(20_000);
      context.on("response", async (response) => {
        if (response.url().startsWith(owlpost.url)) answers.push(await response.text().catch(() => ""));
      });
      await setUp(page, owlpost, say);
    });

    after(async () => {
      await browser?.close();
      await lookalike?.stop();
      await owlpost?.stop();
    });

    const open = () => page.goto(owlpost.url + SETTINGS);

    it("sees what to register, and copies the redirect URL", async () => {
      await open();
      await page.locator("#method-oauth").check();
      await page.locator(`#provider-${provider.id}`).check();
      assert.equal(await page.getByLabel(say("settings-field-redirect-url")).inputValue(), `${owlpost.url}/oauth/callback`);
      await context.grantPermissions(["clipboard-read", "clipboard-write"]);
      await page.getByRole("button", { name: say("settings-copy") }).first().click();
      await page.getByText(say("script-copied")).first().waitFor();
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `${owlpost.url}/oauth/callback`);
    });

    it("sees faults at the fields", async () => {
      await save(page, say);
      await page.locator("#error-summary").waitFor();
      for (const field of ["#oauth-client-id", "#oauth-client-secret", "#from-email"]) {
        assert.equal(await page.locator(`#error-summary a[href='${field}']`).count(), 1, field);
      }
    });

    it("sees at once that the popup was blocked, and continues in the full page", async () => {
      await fill(page, lookalike, "ann@example.com");
      await page.evaluate(BLOCKED);
      await save(page, say);
      await page.getByText(say("consent-script-blocked")).first().waitFor();
      await screenshot(page, `oauth-${provider.id}-${tag}-blocked`);
      await page.getByRole("button", { name: say("consent-script-here") }).click();
      await signIn(page, "ann@example.com", "ann");
      await page.locator("button", { hasText: /cancel/i }).click();
      await page.waitForURL(`**${SETTINGS}`);
      const outcome = page.locator("#consent-outcome");
      assert.match(await outcome.textContent(), say.pattern("settings-what-to-do"));
      await screenshot(page, `oauth-${provider.id}-${tag}-refused`);
      assert.match(await page.locator(".status-line").textContent(), say.pattern("settings-method-builtin"), "mail is sent as before");
    });

    it("closes the popup without consenting, and sees that nothing changed", async () => {
      await open();
      const popup = await popupOf(page, () => consentButton(page).click());
      await popup.waitForLoadState();
      await popup.close();
      await page.getByText(say("consent-script-closed")).first().waitFor();
    });

    it("signs in with another account and is asked", async () => {
      await context.clearCookies({ domain: "127.0.0.1" });
      await open();
      const popup = await popupOf(page, () => consentButton(page).click());
      await signIn(popup, "bob@example.com", "bob");
      const closed = popup.waitForEvent("close");
      await allow(popup);
      await closed;
      await page.getByText(say("consent-other-account", { account: "bob@example.com", from: "ann@example.com" })).first().waitFor();
      await screenshot(page, `oauth-${provider.id}-${tag}-other-account`);
      assert.match(await page.locator(".status-line").textContent(), say.pattern("settings-method-builtin"));
    });

    if (provider.scope) {
      it("leaves a box unticked, and sees which", async () => {
        await context.clearCookies({ domain: "127.0.0.1" });
        const popup = await popupOf(page, () => consentButton(page).click());
        await chooseOrSignIn(popup, "ann@example.com", "ann");
        const closed = popup.waitForEvent("close");
        await allow(popup, [provider.scope]);
        await closed;
        await page.getByText(say.pattern("problem_scope_missing.what")).first().waitFor();
      });
    }

    it("consents in the popup, which closes; the page says who is connected", async () => {
      await context.clearCookies({ domain: "127.0.0.1" });
      await open();
      const popup = await popupOf(page, () => consentButton(page).click());
      await chooseOrSignIn(popup, "ann@example.com", "ann");
      const closed = popup.waitForEvent("close");
      await allow(popup);
      await closed;
      await page.getByText(say.pattern("settings-connected")).first().waitFor();
      const facts = await page.locator(".facts").textContent();
      assert.match(facts, say.pattern("settings-mailbox-connected", { account: "ann@example.com" }));
      assert.doesNotMatch(facts, /\dT\d/, "times are for people");
      assert.doesNotMatch(page.url(), /code|state/);
    });

    it("sends a test email, which arrives", async () => {
      await page.getByLabel(say("settings-field-test-to")).fill("someone@example.org");
      await page.getByRole("button", { name: say("settings-test-email") }).click();
      await page.locator("#outcome.good").waitFor();
      assert.match(await page.locator("#outcome").textContent(), say.pattern("settings-test-accepted"));
      await screenshot(page, `oauth-${provider.id}-${tag}-connected`);
    });

    it("reconnects, and stays connected, even if the page was reloaded in the meantime", async () => {
      await context.clearCookies({ domain: "127.0.0.1" });
      await open();
      const popup = await popupOf(page, () => consentButton(page).click());
      await page.reload();
      const closed = popup.waitForEvent("close");
      await signIn(popup, "ann@example.com", "ann");
      // Microsoft does not ask again for a granted consent; Google always does.
      if (provider.scope) await allow(popup);
      await closed;
      await page.getByText(say.pattern("settings-connected")).first().waitFor();
    });

    it(`switches to the ${provider.api} with a consent of its own`, async () => {
      await open();
      await page.locator("#through-api").check();
      const popup = await popupOf(page, () => save(page, say));
      await chooseOrSignIn(popup, "ann@example.com", "ann");
      const closed = popup.waitForEvent("close");
      await allow(popup);
      await closed;
      await page.getByText(say.pattern("settings-connected")).first().waitFor();
      await page.getByLabel(say("settings-field-test-to")).fill("someone@example.org");
      await page.getByRole("button", { name: say("settings-test-email") }).click();
      await page.locator("#outcome.good").waitFor();
      assert.match(await page.locator("#outcome").textContent(), new RegExp(provider.api));
    });

    it("disconnects after a question, and mail waits", async () => {
      await open();
      page.once("dialog", (dialog) => dialog.accept());
      await page.getByRole("button", { name: say("settings-disconnect") }).click();
      await page.getByText(say("consent-disconnected-revoked", { provider: "" }).split(".")[0]).first().waitFor();
      assert.match(await page.locator(".status-line").textContent(), say.pattern("settings-state-consent-needed"));
    });

    it("finds every state of the page accessible", async () => {
      const cookies = await context.cookies();
      const found = await lookAt(browser, variant, owlpost.url + SETTINGS, `oauth-${provider.id}`, cookies);
      assert.deepEqual(found, []);
    });

    it("causes no error on the browser's console", () => {
      assert.deepEqual(complaints.filter((complaint) => complaint.startsWith(owlpost.url)), []);
    });

    it("finds no secret in any page, log or file, and the mail at the provider", async () => {
      const { arrived, secrets, faults } = await lookalike.stop();
      lookalike = null;
      assert.equal(arrived.length, 2, arrived.join("\n"));
      assert.deepEqual(faults, []);
      assert.ok(secrets.length > 10, "secrets were at work");
      await owlpost.stop({ keep: true });
      const files = readdirSync(owlpost.folder).filter((name) => !name.endsWith(".toml"));
      const evidence = [
        ["the log", owlpost.log()],
        ...answers.map((answer) => ["an answer", answer]),
        ...files.map((name) => [name, readFileSync(join(owlpost.folder, name)).toString("latin1")]),
      ];
      assert.match(owlpost.log(), /TRACE/);
      for (const secret of secrets) {
        const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64").replace(/=+$/, "")];
        for (const [where, text] of evidence) {
          assert.ok(!forms.some((form) => text.includes(form)), `${where} contains a secret of ${secret.length} characters`);
        }
      }
      owlpost.forget();
      owlpost = null;
    });
  });
}

for (const { tag, say, options } of VARIANTS) {
  describe(`an administrator with a third-party provider, in ${tag}`, { timeout: 180_000 }, () => {
    let owlpost, foreign, browser, page;

    before(async () => {
      const port = await freePort();
      foreign = await startForeign(`http://localhost:${port}/oauth/callback`);
      [owlpost, browser] = await Promise.all([startOwlpost({ port }), launch()]);
      ({ page } = await openPage(browser, options));
      await setUp(page, owlpost, say);
    });

    after(async () => {
      await browser?.close();
      await foreign?.stop();
      await owlpost?.stop();
    });

    it("connects it with the provider's own pages", async () => {
      await page.goto(owlpost.url + SETTINGS);
      await page.locator("#method-oauth").check();
      await page.locator("#provider-custom").check();
      const values = {
        "#oauth-client-id": foreign.client.id,
        "#oauth-client-secret": foreign.client.secret,
        "#oauth-custom-authorize-url": foreign.authorizeUrl,
        "#oauth-custom-token-url": foreign.tokenUrl,
        "#oauth-custom-revoke-url": foreign.revokeUrl,
        "#oauth-custom-scopes": foreign.scopes,
        "#oauth-custom-host": "127.0.0.1",
        "#oauth-custom-port": String(foreign.smtpPort),
        "#oauth-custom-ca-certificate": foreign.certificate,
        "#from-email": "ann@example.com",
      };
      for (const [field, value] of Object.entries(values)) await page.locator(field).fill(value);
      const popup = await popupOf(page, () => save(page, say));
      await consentAtForeign(popup, "ann");
      await page.getByText(say.pattern("settings-connected")).first().waitFor();
      assert.match(await page.locator(".facts").textContent(), say.pattern("settings-mailbox-connected", { account: "ann@example.com" }));
    });

    it("sends a test email over STARTTLS and XOAUTH2, with a token that was renewed and rotated", async () => {
      for (let times = 1; times <= 3; times += 1) {
        await page.getByLabel(say("settings-field-test-to")).fill("someone@example.org");
        await page.getByRole("button", { name: say("settings-test-email") }).click();
        await page.locator("#outcome.good").waitFor();
        assert.equal(foreign.arrived.length, times);
        await page.goto(owlpost.url + SETTINGS);
      }
      assert.ok(foreign.logins.every(({ good, secure, username }) => good && secure && username === "ann@example.com"), JSON.stringify(foreign.logins));
    });

    it("sees the server's reason when it no longer accepts the token", async () => {
      await foreign.forgetAccessTokens();
      await page.getByRole("button", { name: say("settings-test-connection") }).click();
      await page.locator("#outcome.danger").waitFor();
      assert.match(await page.locator("#outcome").textContent(), say.pattern("event_login_refused"));
      assert.match(await page.locator("#outcome").textContent(), /smtp\.send/);
    });
  });
}

async function setUp(page, owlpost, say) {
  await page.goto(owlpost.setupLink);
  await page.getByLabel(say("setup-email")).fill(ADMIN);
  await page.getByLabel(say("setup-password"), { exact: true }).fill(PASSWORD);
  await page.getByLabel(say("setup-workspace")).fill("Example");
  await page.getByRole("button", { name: say("setup-create") }).click();
  await page.waitForURL(`**${SETTINGS}*`);
}

async function fill(page, lookalike, from) {
  await page.locator("#oauth-client-id").fill(lookalike.clientId);
  await page.locator("#oauth-client-secret").fill(lookalike.clientSecret);
  await page.locator("#from-email").fill(from);
}

const save = (page, say) => page.getByRole("button", { name: say("settings-save"), exact: true }).last().click();

/** The button that opens the provider's page, whatever its present label is. */
const consentButton = (page) => page.locator("form[data-consent] button").first();

async function popupOf(page, act) {
  const popup = page.waitForEvent("popup");
  await act();
  return await popup;
}

async function signIn(page, email, password) {
  const field = page.locator('input[type="email"], input[name="email"]').first();
  await field.waitFor();
  await field.fill(email);
  await page.locator('input[type="password"]').fill(password);
  await page.locator('form button[type="submit"], form button:not([type])').first().click();
}

async function chooseOrSignIn(popup, email, password) {
  const field = popup.locator('input[type="email"], input[name="email"]').first();
  const account = popup.getByRole("button", { name: new RegExp(email) }).first();
  const consent = popup.locator("button", { hasText: /allow|accept/i }).first();
  await field.or(account).or(consent).first().waitFor();
  if (await consent.isVisible()) return;
  if (await account.isVisible()) await account.click();
  else await signIn(popup, email, password);
}

/** Google has a checkbox for each permission, initially unticked. */
async function allow(popup, save = []) {
  const button = popup.locator("button", { hasText: /allow|accept/i }).first();
  await button.waitFor();
  for (const box of await popup.locator('input[type="checkbox"]').all()) {
    if (!save.includes(await box.getAttribute("value"))) await box.check();
  }
  await button.click();
}
