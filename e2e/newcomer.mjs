// The first minutes of a new user, in a real browser, with the real binary and a real mail server; in English on a wide
// screen and in German on a narrow one.

import assert from "node:assert/strict";
import { createServer } from "node:net";
import { after, before, describe, it } from "node:test";
import { VARIANTS, closeTab, launch, lookAt, openPage, screenshot, unfold } from "./browser.mjs";
import { startMailServer, startOwlpost } from "./servers.mjs";

const ANN = "ann@example.com";
const PASSWORD = "four unrelated plain words";
const SETTINGS = "/configuration/email-settings";

for (const variant of VARIANTS) {
  const { tag, say, options } = variant;

  describe(`a newcomer, in ${tag}`, { timeout: 300_000 }, () => {
    let owlpost, mailServer, browser, page, context, complaints, key;

    before(async () => {
      [owlpost, mailServer, browser] = await Promise.all([startOwlpost(), startMailServer(), launch()]);
      ({ page, context, complaints } = await openPage(browser, options));
    });

    after(async () => {
      await browser?.close();
      await mailServer?.stop();
      await owlpost?.stop();
    });

    const open = (path) => page.goto(owlpost.url + path);
    const heading = () => page.locator("h1").textContent();

    async function openWithPassword() {
      await open(SETTINGS);
      await page.locator("#method-password").check();
      await page.getByLabel(say("settings-field-host")).fill(mailServer.host);
      await page.getByRole("textbox", { name: say("settings-field-port"), exact: true }).fill(String(mailServer.implicitTlsPort));
      await page.getByLabel(say("settings-field-username"), { exact: true }).fill(mailServer.username);
      await page.getByLabel(say("settings-field-password"), { exact: true }).fill(mailServer.password);
      await page.getByLabel(say("settings-field-from-email")).fill("noreply@example.com");
      await page.locator("#advanced > summary").click();
      await page.locator("#password-ca-certificate").fill(mailServer.certificate);
    }

    async function sendByRest(subject) {
      const answer = await fetch(`${owlpost.url}/api/v1/messages`, {
        method: "POST",
        headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
        body: JSON.stringify({ to: "bob@example.com", subject, text: "Hello Bob" }),
      });
      assert.equal(answer.status, 202, await answer.clone().text());
    }

    async function save() {
      await page.getByRole("button", { name: say("settings-save"), exact: true }).last().click();
      await page.locator(".notice.good a[href$='/versions']").waitFor();
    }

    async function stagesOf(button) {
      await page.getByRole("button", { name: say(button) }).click();
      await page.locator("#outcome").waitFor();
      return await page.locator(".stages li").evaluateAll((items) =>
        items.map((item) => `${item.classList.contains("failed") ? "✗" : "✓"} ${item.querySelector(".name").firstChild.textContent}`));
    }

    it("is redirected to sign-in, which says where the setup link is", async () => {
      await open("/outbox?state=failed");
      assert.match(page.url(), /\/sign-in\?next=\/outbox%3Fstate%3Dfailed$/);
      assert.match(await page.locator("main").textContent(), new RegExp(say("sign-in-no-account").slice(0, 40)));
    });

    it("sees what to do when the setup link is wrong", async () => {
      await open("/setup?token=wrong");
      assert.equal(await heading(), say("setup-wrong-link"));
    });

    it("sees the fault of a weak password at the field and in a focused summary", async () => {
      await page.goto(owlpost.setupLink);
      await page.getByLabel(say("setup-email")).fill(ANN);
      await page.getByLabel(say("settings-field-password"), { exact: true }).fill("short");
      await page.getByLabel(say("setup-workspace")).fill("Example");
      await page.evaluate(() => { document.querySelector("form").noValidate = true; });
      await page.getByRole("button", { name: say("setup-create") }).click();
      await page.locator("#password-fault").waitFor();
      assert.equal(await page.evaluate(() => document.activeElement.id), "error-summary");
      assert.equal(await page.getByLabel(say("setup-email")).inputValue(), ANN, "what was typed is kept");
    });

    it("creates the first administrator and is redirected to the email settings", async () => {
      await page.getByLabel(say("settings-field-password"), { exact: true }).fill(PASSWORD);
      await page.getByRole("button", { name: say("setup-create") }).click();
      await page.waitForURL(`**${SETTINGS}*`);
      assert.equal(await heading(), say("settings-title"));
      assert.match(await page.locator(".notice.good").textContent(), say.pattern("settings-welcome-mailbox"));
      await screenshot(page, `welcome-${tag}`);
    });

    it("cannot use the setup link again", async () => {
      const stranger = await openPage(browser, options);
      await stranger.page.goto(owlpost.setupLink);
      assert.equal(await stranger.page.locator("h1").textContent(), say("setup-done"));
      await closeTab(stranger.context);
    });

    it("sends a test email through the built-in service, with only the keyboard", async () => {
      await open(SETTINGS);
      await tabTo(page, "#test-to");
      assert.equal(await page.locator("#test-to").inputValue(), ANN);
      await page.keyboard.press("Enter");
      await page.locator("#outcome").waitFor();
      assert.match(await page.locator("#outcome").textContent(), say.pattern("settings-test-to-mailbox"));
      await page.waitForFunction(() => document.activeElement.id === "outcome");
    });

    it("reads it in the mailbox, as HTML, text and source", async () => {
      await page.getByRole("link", { name: say("settings-test-read") }).click();
      await page.getByRole("link", { name: say("letter-test-subject") }).click();
      await page.waitForURL("**/mailbox/*");
      const frame = page.frameLocator("iframe");
      assert.match(await frame.locator("h1").textContent(), say.pattern("letter-test-kept"));
      await screenshot(page, `mailbox-html-${tag}`);
      await page.getByRole("link", { name: say("reading-text"), exact: true }).click();
      assert.match(await page.locator(".mail-text").textContent(), say.pattern("letter-test-kept"));
      await page.getByRole("link", { name: say("reading-source") }).click();
      assert.match(await page.locator("pre.source").textContent(), new RegExp(`^Subject: ${say("letter-test-subject")}`, "m"));
    });

    it("is offered the usual port for each security, and warned of a contradiction with a button that fixes it", async () => {
      await open(SETTINGS);
      await page.locator("#method-password").check();
      const port = page.getByRole("textbox", { name: say("settings-field-port"), exact: true });
      await page.getByLabel(say("settings-starttls")).check();
      assert.equal(await port.inputValue(), "587");
      await port.fill("465");
      await port.blur();
      await page.locator(".warn-slot .notice").waitFor();
      await page.locator(".warn-slot").getByRole("button").click();
      await page.locator("[data-say]").waitFor();
      assert.equal(await page.locator(".warn-slot .notice").count(), 0);
      await port.fill("2525");
      await page.getByLabel(say("settings-implicit-tls")).check();
      assert.equal(await port.inputValue(), "2525", "a port that somebody typed stays");
    });

    it("fills in a known provider without losing what was typed", async () => {
      await open(SETTINGS);
      await page.locator("#method-password").check();
      await page.getByLabel(say("settings-field-password"), { exact: true }).fill("typed before");
      await page.getByLabel(say("settings-preset")).selectOption({ label: "SendGrid" });
      await page.getByRole("button", { name: say("settings-preset-fill"), exact: true }).click();
      await page.locator("[data-say]").waitFor();
      assert.equal(await page.locator("#password-host").inputValue(), "smtp.sendgrid.net");
      assert.equal(await page.getByLabel(say("settings-field-password"), { exact: true }).inputValue(), "typed before");
      assert.match(await page.locator("[data-say]").textContent(), /apikey/);
    });

    it("sees all faults at once, with the focus on the summary and links to the fields", async () => {
      await open(SETTINGS);
      await page.locator("#method-password").check();
      await page.getByRole("textbox", { name: say("settings-field-port"), exact: true }).fill("many");
      await page.getByLabel(say("settings-field-bcc"), { exact: true }).fill("nobody");
      await page.getByRole("button", { name: say("settings-save"), exact: true }).last().click();
      await page.locator("#error-summary").waitFor();
      await page.waitForFunction(() => document.activeElement.id === "error-summary");
      const fields = await page.locator("#error-summary a").evaluateAll((links) => links.map((link) => link.hash));
      for (const field of ["#password-host", "#password-port", "#automatic-bcc"]) assert.ok(fields.includes(field), `${field} in ${fields}`);
      await page.locator("#error-summary a[href='#password-port']").click();
      assert.equal(await page.evaluate(() => document.activeElement.id), "password-port");
      await screenshot(page, `settings-faults-${tag}`);
    });

    it("is asked before unsaved changes are lost", async () => {
      await open(SETTINGS);
      assert.ok(!(await page.locator("#save-bar").isVisible()), "nothing to save yet");
      await page.getByLabel(say("settings-field-bcc"), { exact: true }).fill("archive@example.com");
      assert.ok(await page.locator("#save-bar").isVisible());
      const asked = page.waitForEvent("dialog");
      const leaving = page.reload().catch(() => {});
      const dialog = await asked;
      assert.equal(dialog.type(), "beforeunload");
      await dialog.accept();
      await leaving;
      await page.getByLabel(say("settings-field-bcc"), { exact: true }).fill("archive@example.com");
      await page.getByRole("link", { name: say("settings-discard") }).click();
      await page.waitForLoadState();
      assert.equal(await page.getByLabel(say("settings-field-bcc"), { exact: true }).inputValue(), "");
    });

    it("connects a server and tries it with only the keyboard", async () => {
      await open(SETTINGS);
      await tabTo(page, "#method-builtin");
      await page.keyboard.press("ArrowDown");
      const values = {
        "#password-host": mailServer.host,
        "#password-port": String(mailServer.implicitTlsPort),
        "#password-username": mailServer.username,
        "#password-password": mailServer.password,
        "#from-email": "noreply@example.com",
      };
      for (const [field, value] of Object.entries(values)) {
        await tabTo(page, field);
        await page.keyboard.press("Control+A");
        await page.keyboard.insertText(value);
      }
      await tabTo(page, "#advanced > summary");
      await page.keyboard.press("Enter");
      await tabTo(page, "#password-ca-certificate");
      await page.keyboard.insertText(mailServer.certificate);
      await tabTo(page, "#test-connection");
      await page.keyboard.press("Enter");
      await page.locator("#outcome.good").waitFor();
      await page.waitForFunction(() => document.activeElement.id === "outcome");
      assert.match(await page.locator("#outcome").textContent(), say.pattern("settings-test-connection-works"));
    });

    it("must confirm that a password may be sent without encryption", async () => {
      await openWithPassword();
      await page.locator("#password-host").fill("mail.example.com");
      await page.getByLabel(say("settings-no-encryption")).check();
      await page.locator(".warn-slot .notice").first().waitFor();
      await page.getByRole("button", { name: say("settings-save"), exact: true }).last().click();
      await page.locator("#password-allow-insecure-password-fault").waitFor();
      await screenshot(page, `settings-insecure-${tag}`);
    });

    it("sees a wrong password at its stage, with the field and what to do", async () => {
      await openWithPassword();
      await page.getByLabel(say("settings-field-password"), { exact: true }).fill("wrong");
      const stages = await stagesOf("settings-test-connection");
      assert.equal(stages.at(-1), `✗ ${say("settings-stage-login")}`);
      const outcome = page.locator("#outcome");
      assert.match(await outcome.textContent(), say.pattern("settings-what-to-do"));
      const field = await outcome.locator("a[data-field]").getAttribute("data-field");
      assert.match(field, /^password-(password|username)$/);
      assert.equal(await page.locator(`.highlighted #${field}`).count(), 1);
      await screenshot(page, `test-wrong-password-${tag}`);
    });

    it("sees which stage waits for a server that never greets, and stops waiting", async (t) => {
      const sockets = new Set();
      const silent = createServer((socket) => {
        sockets.add(socket);
        socket.on("error", () => {});
      });
      await new Promise((done) => silent.listen(0, "127.0.0.1", done));
      t.after(() => {
        for (const socket of sockets) socket.destroy();
        silent.close();
      });
      await openWithPassword();
      await page.locator("#password-host").fill("127.0.0.1");
      await page.locator("input[name='password.security'][value=starttls]").check();
      await page.getByRole("textbox", { name: say("settings-field-port"), exact: true }).fill(String(silent.address().port));
      for (const button of ["settings-test-email", "settings-test-connection"]) {
        await page.getByRole("button", { name: say(button) }).click();
        await page.locator(".working", { hasText: say.pattern("settings-test-waiting", { stage: say("settings-stage-greeting") }) }).waitFor();
        await screenshot(page, `test-waits-${tag}`);
        await page.getByRole("button", { name: say("settings-script-stop") }).click();
        assert.match(await page.locator("#outcome").textContent(), say.pattern("settings-script-stopped"));
        assert.equal(await page.locator(".working").count(), 0);
        await screenshot(page, `test-stopped-${tag}`);
      }
    });

    it("sees every stage of a connection test go green, and then of a test email", async () => {
      await openWithPassword();
      const login = ["resolve", "connect", "tls", "greeting", "login"].map((stage) => `✓ ${say(`settings-stage-${stage}`)}`);
      assert.deepEqual(await stagesOf("settings-test-connection"), login);
      await page.locator("#result").evaluate((result) => { result.textContent = ""; });
      const sending = ["mail-from", "rcpt-to", "data"].map((stage) => `✓ ${say(`settings-stage-${stage}`)}`);
      assert.deepEqual(await stagesOf("settings-test-email"), [...login, ...sending]);
      assert.match(await page.locator("#outcome").textContent(), say.pattern("settings-test-accepted-meaning"));
      await page.getByText(say("settings-transcript")).click();
      const transcript = await page.locator("#transcript").textContent();
      assert.match(transcript, /C: EHLO/);
      assert.ok(!transcript.includes(mailServer.password), "a transcript contains no secret");
      await screenshot(page, `test-all-green-${tag}`);
    });

    it("saves, and the password is never shown again", async () => {
      await save();
      const password = page.getByLabel(say("settings-field-password"), { exact: true });
      assert.equal(await password.inputValue(), "");
      assert.equal(await password.getAttribute("placeholder"), say("settings-secret-kept"));
      assert.ok(!(await page.content()).includes(mailServer.password));
      await screenshot(page, `settings-saved-${tag}`);
    });

    it("must type the password again when its destination changes", async () => {
      await page.locator("#password-host").fill("mail.elsewhere.example");
      await page.getByRole("button", { name: say("settings-test-connection") }).click();
      await page.locator("#password-password-fault").waitFor();
    });

    it("makes an API key, sends by REST, and sees the message arrive and listed as sent", async () => {
      await open("/configuration/api-keys");
      await page.getByLabel(say("api-keys-name"), { exact: true }).fill("shop");
      await page.getByRole("button", { name: say("api-keys-make") }).click();
      key = await page.locator("#new-key").textContent();
      assert.match(key, /^owl_/);
      assert.match(await page.locator("#example").textContent(), new RegExp(`curl ${owlpost.url}/api/v1/messages`));
      await screenshot(page, `key-made-${tag}`);
      await open("/outbox");
      await sendByRest("Sent by REST");
      // The page is not reloaded: it updates automatically.
      const row = page.locator(".list a", { hasText: "Sent by REST" });
      await row.locator(".badge", { hasText: say("state-sent") }).waitFor();
      await row.click();
      await page.waitForURL("**/outbox/*");
      assert.match(await page.locator(".stages").first().textContent(), say.pattern("settings-stage-data"));
      await screenshot(page, `outbox-message-${tag}`);
      await open("/configuration/api-keys");
      assert.ok(!(await page.content()).includes(key), "a key is shown once");
    });

    it("cannot cancel a sent message, and sees why", async () => {
      await open("/outbox");
      await page.locator(".list a", { hasText: "Sent by REST" }).click();
      await page.waitForURL("**/outbox/*");
      const answer = await context.request.post(`${page.url().split("?")[0]}/cancel`, { headers: { Origin: owlpost.url, "Accept-Language": tag } });
      assert.equal(answer.status(), 409);
      assert.match(await answer.text(), say.pattern("outbox-refused"));
    });

    it("sends a message again, as a new one", async () => {
      await page.getByRole("link", { name: say("outbox-resend") }).click();
      await page.getByText(say("resend-same", { count: 1 })).waitFor();
      await page.getByRole("button", { name: say("outbox-resend") }).click();
      await page.getByText(say("outbox-repeated")).waitFor();
      await page.locator(".page-head .badge", { hasText: say("state-sent") }).waitFor();
    });

    it("sees that the server cannot be reached, and that waiting mail is sent automatically later", async () => {
      await open(SETTINGS);
      await page.getByRole("textbox", { name: say("settings-field-port"), exact: true }).fill("9");
      await page.getByLabel(say("settings-field-password"), { exact: true }).fill(mailServer.password);
      await save();
      await open("/outbox");
      await sendByRest("Sent while the server was away");
      // The page updates automatically.
      await page.locator(".alarm").waitFor();
      assert.match(await page.locator(".alarm").textContent(), say.pattern("frame-alarm"));
      await screenshot(page, `paused-${tag}`);
      await open(SETTINGS);
      assert.match(await page.locator(".status-line").textContent(), say.pattern("settings-state-failing"));
      await screenshot(page, `settings-failing-${tag}`);
      await open(`${SETTINGS}/versions`);
      await page.getByRole("button", { name: say("settings-version-restore", { number: 1 }) }).click();
      await page.locator(".notice.good a[href$='/versions']").waitFor();
      await open("/outbox");
      const row = page.locator(".list a", { hasText: "Sent while the server was away" });
      await row.locator(".badge", { hasText: say("state-sent") }).waitFor();
      await page.locator(".alarm").waitFor({ state: "detached" });
    });

    it("goes back to the built-in service by restoring, and finds the typed server kept", async () => {
      await open(SETTINGS);
      await page.getByRole("radio", { name: say("settings-method-builtin") }).check();
      await save();
      await page.locator("#method-password").check();
      assert.equal(await page.locator("#password-host").inputValue(), mailServer.host);
      await page.getByRole("link", { name: say("settings-discard") }).click();
      await page.getByRole("link", { name: say("settings-to-versions") }).click();
      for (const changes of await page.locator("details.plain > summary").all()) await changes.click();
      assert.deepEqual(await brokenWords(page, ".diff"), [], "the table of changes breaks no word");
      await screenshot(page, `versions-${tag}`);
      await page.getByRole("button", { name: say("settings-version-restore", { number: 1 }) }).click();
      await page.locator(".notice.good a[href$='/versions']").waitFor();
      assert.match(await page.locator(".status-line").textContent(), say.pattern("settings-method-password"));
    });

    it("does all of it without JavaScript too", async () => {
      const plain = await openPage(browser, { ...options, javaScriptEnabled: false, storageState: await context.storageState() });
      await plain.page.goto(owlpost.url + SETTINGS);
      await plain.page.getByRole("radio", { name: say("settings-method-builtin") }).check();
      await plain.page.getByRole("button", { name: say("settings-test-email") }).click();
      assert.match(await plain.page.locator("#outcome").textContent(), say.pattern("settings-test-to-mailbox"));
      await plain.page.goto(owlpost.url + "/mailbox");
      await plain.page.getByRole("link", { name: say("mailbox-delete-all") }).click();
      await plain.page.getByRole("button", { name: say("mailbox-delete", { count: 2 }) }).click();
      assert.match(await plain.page.locator(".notice.good").textContent(), say.pattern("mailbox-deleted", { count: 2 }));
      await closeTab(plain.context);
    });

    it("is refused when another site posts in its name", async () => {
      const answer = await context.request.post(owlpost.url + "/mailbox/delete-all", { headers: { Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" } });
      assert.equal(answer.status(), 403);
    });

    it("finds no accessibility violation on any page, in light and dark", async (t) => {
      await open("/outbox");
      const message = await page.locator(".list a", { hasText: "Sent by REST" }).first().getAttribute("href");
      const cookies = await context.cookies();
      const withServer = async (page) => {
        await page.locator("#method-password").check();
        await page.locator("#advanced > summary").click();
      };
      const withResult = async (page) => {
        await page.getByRole("button", { name: say("settings-test-email") }).click();
        await page.locator("#outcome").waitFor();
      };
      const withChanges = async (page) => {
        for (const changes of await page.locator("details.plain > summary").all()) await changes.click();
      };
      const withFaults = async (page) => {
        await page.locator("#password-host").fill("");
        await page.getByRole("button", { name: say("settings-save"), exact: true }).last().click();
        await page.locator("#error-summary").waitFor();
      };
      const pages = [
        ["overview", "/"],
        ["settings", SETTINGS, withServer],
        ["settings-tested", SETTINGS, withResult],
        ["settings-refused", SETTINGS, withFaults],
        ["versions", `${SETTINGS}/versions`, withChanges],
        ["mailbox", "/mailbox"],
        ["delete-all", "/mailbox/delete-all"],
        ["outbox", "/outbox"],
        ["outbox-filtered", "/outbox?state=failed&q=nobody"],
        ["message", message],
        ["message-mail", `${message}/mail?show=text`],
        ["keys", "/configuration/api-keys", unfold],
        ["audit-log", "/configuration/audit-log"],
        ["audit-log-filtered", "/configuration/audit-log?action=role_changed&q=nobody"],
        ["letters", "/configuration/letters"],
        ["letter", "/configuration/letters/invitation"],
        ["not-found", "/nowhere"],
      ];
      for (const [name, path, prepare] of pages) {
        await t.test(name, async () => assert.deepEqual(await lookAt(browser, variant, owlpost.url + path, name, cookies, prepare), []));
      }
      for (const [name, path] of [["sign-in", "/sign-in"], ["set-up-closed", "/setup?token=x"]]) {
        await t.test(name, async () => assert.deepEqual(await lookAt(browser, variant, owlpost.url + path, name, []), []));
      }
    });

    it("signs out, and in again to the requested page", async () => {
      await open("/");
      // A narrow screen has a menu.
      const menu = page.locator(".menu-button");
      if (await menu.isVisible()) await menu.click();
      await page.getByRole("button", { name: say("frame-sign-out") }).click();
      await page.getByText(say("sign-in-out")).waitFor();
      await open("/configuration/api-keys");
      await page.getByLabel(say("sign-in-email"), { exact: true }).fill(ANN);
      await page.getByLabel(say("settings-field-password"), { exact: true }).fill("wrong wrong wrong");
      await page.getByRole("button", { name: say("sign-in-title") }).click();
      await page.locator("#password-fault").waitFor();
      await page.getByLabel(say("settings-field-password"), { exact: true }).fill(PASSWORD);
      await page.keyboard.press("Enter");
      await page.waitForURL("**/configuration/api-keys");
    });

    it("causes no error on the browser's console", () => {
      assert.deepEqual(complaints, []);
    });

    it("finds the mail at the other server", async () => {
      const kept = await mailServer.stop();
      mailServer = null;
      assert.equal(kept.filter((line) => line.includes("bob@example.com")).length, 3, kept.join("\n"));
      assert.ok(kept.some((line) => line.includes(ANN)), kept.join("\n"));
    });

    it("can stop the server, which ends cleanly", async () => {
      const code = await owlpost.stop();
      owlpost = null;
      assert.equal(code, 0);
    });
  });
}

/** Presses Tab until the element has the focus: otherwise it could not be used without a mouse. */
async function tabTo(page, selector) {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((selector) => document.activeElement?.matches(selector), selector)) return;
  }
  assert.fail(`${selector} cannot be reached with the keyboard`);
}

/** The words of an element that are on two lines; longer ones, such as URLs, may be. */
async function brokenWords(page, selector) {
  return await page.locator(selector).evaluateAll((elements) => elements.flatMap((element) => {
    const broken = [];
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      for (const word of texts.currentNode.data.matchAll(/[^\s-]+/g)) {
        const range = document.createRange();
        range.setStart(texts.currentNode, word.index);
        range.setEnd(texts.currentNode, word.index + word[0].length);
        const lines = new Set([...range.getClientRects()].map(({ top }) => top));
        if (lines.size > 1 && word[0].length <= 20) broken.push(word[0]);
      }
    }
    return broken;
  }));
}
