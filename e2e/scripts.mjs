// Writing a script in a real browser: dry run, run over a table, live updates, and the results; in English on a wide screen
// and in German on a narrow one.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { VARIANTS, closeTab, launch, lookAt, openPage, screenshot, unfold } from "./browser.mjs";
import { startOwlpost } from "./servers.mjs";

const ANN = "ann@example.com";
const PASSWORD = "four unrelated plain words";
const PEOPLE = 200;
/** What the example of a mail merge expects, sends and prints in each language. */
const EXAMPLES = {
  en: { columns: "number,name,email,amount,due", begins: "// Sends", subject: /Invoice 50/, text: /12\.50 euros/, printed: /200 of 200 mails accepted/ },
  de: { columns: "nummer,name,email,betrag,faellig", begins: "// Sendet", subject: /Rechnung 50/, text: /12,50 Euro/, printed: /200 von 200 E-Mails angenommen/ },
};

for (const variant of VARIANTS) {
  const { tag, say, options } = variant;
  const example = EXAMPLES[tag];

  describe(`who writes scripts, in ${tag}`, { timeout: 600_000 }, () => {
    let owlpost, browser, page, context, complaints, workspace, script;

    before(async () => {
      [owlpost, browser] = await Promise.all([startOwlpost(), launch()]);
      ({ page, context, complaints } = await openPage(browser, options));
      await page.goto(owlpost.setupLink);
      await page.getByLabel(say("setup-email")).fill(ANN);
      await page.getByLabel(say("setup-password"), { exact: true }).fill(PASSWORD);
      await page.getByLabel(say("setup-workspace")).fill("Example");
      await page.getByRole("button", { name: say("setup-create") }).click();
      await page.waitForURL("**/email-settings*");
      await page.goto(`${owlpost.url}/workspaces`);
      workspace = await page.locator("ul.list a.row").first().getAttribute("href");
    });

    after(async () => {
      await browser?.close();
      await owlpost?.stop();
    });

    /** Answers the question before a run. */
    const confirm = async () => {
      await page.getByRole("button", { name: say("run-ask-button") }).click();
      await page.waitForURL("**/runs/*");
    };
    const source = () => page.locator("#source");
    const state = () => page.locator(".run-state .badge").first().textContent();

    it("begins with an example", async () => {
      await page.goto(`${owlpost.url}${workspace}/scripts`);
      await screenshot(page, `scripts-empty-${tag}`);
      await page.getByLabel(say("scripts-name"), { exact: true }).fill("Invoices");
      await page.getByLabel(say("example-mail-merge")).check();
      await page.getByRole("button", { name: say("scripts-make") }).click();
      await page.waitForURL("**/scripts/*");
      script = new URL(page.url()).pathname;
      assert.match(await source().inputValue(), /for \(const row of input\.rows\)/);
      assert.ok(await page.locator(".gutter span").count() > 20, "lines are numbered");
    });

    it("types with Tab, leaves with Escape and Tab, and sees what is not saved", async () => {
      await source().focus();
      await page.keyboard.press("Control+Home");
      await page.keyboard.press("Tab");
      assert.match(await source().inputValue(), new RegExp(`^  ${example.begins}`));
      await page.locator("#unsaved").waitFor();
      await page.keyboard.press("Shift+Tab");
      assert.match(await source().inputValue(), new RegExp(`^${example.begins}`));
      await page.locator("#unsaved").waitFor({ state: "hidden" });
      await page.keyboard.press("Escape");
      await page.keyboard.press("Tab");
      assert.notEqual(await page.evaluate(() => document.activeElement.id), "source");
    });

    it("saves with Ctrl+S and stays where it was", async () => {
      await source().focus();
      await page.keyboard.press("Control+Home");
      await page.keyboard.type("// Mine\n");
      await page.keyboard.press("Control+s");
      await page.locator("#saved-version", { hasText: say.pattern("script-version", { version: 2 }) }).waitFor();
      await page.locator("#unsaved").waitFor({ state: "hidden" });
      assert.equal(await page.evaluate(() => document.activeElement.id), "source");
    });

    it("is asked before leaving unsaved changes", async () => {
      await source().focus();
      await page.keyboard.type("x");
      const asked = page.waitForEvent("dialog");
      page.goto(`${owlpost.url}/`).catch(() => {});
      await (await asked).dismiss();
      assert.match(page.url(), /\/scripts\//);
      await page.keyboard.press("Backspace");
    });

    it("tries an unsaved source, and continues with it", async () => {
      await source().fill(`sendEmail({ to: "${ANN}", subject: "Tried", text: "Good morning", html: "<h1>Good morning</h1>" });\nnowhere();\n`);
      await page.getByRole("button", { name: say("script-dry-run"), exact: true }).click();
      await page.waitForURL("**/dry-runs/*");
      assert.match(await page.locator("main").textContent(), say.pattern("dry-lead"));
      await page.getByRole("link", { name: /Tried/ }).click();
      assert.match(await page.frameLocator("iframe").locator("h1").textContent(), /Good morning/);
      await page.goBack();
      await page.getByRole("link", { name: say("run-open-line", { line: 2 }) }).click();
      await page.waitForURL("**dry=*");
      assert.match(await source().inputValue(), /nowhere\(\)/);
      assert.equal(await page.locator(".gutter .marked").textContent(), "2");
      await page.locator("#unsaved").waitFor();
      await screenshot(page, `script-error-${tag}`);
      page.once("dialog", (dialog) => dialog.accept());
      await page.goto(owlpost.url + script);
      assert.match(await source().inputValue(), /^\/\/ Mine/, "nothing was saved");
    });

    it("runs over a table of 200 people and watches it", async () => {
      const rows = Array.from({ length: PEOPLE }, (_, at) => `${at},Person ${at},person${at}@example.com,12.50,2026-12-31`);
      await page.locator("details", { hasText: say("script-file") }).locator("summary").click();
      await page.setInputFiles("#file", { name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(`${example.columns}\n${rows.join("\n")}\n`) });
      await source().focus();
      await page.keyboard.press("Control+Enter");
      await page.waitForURL("**/starts/*");
      assert.match(await page.locator("main").textContent(), say.pattern("run-ask-rows", { count: PEOPLE }));
      await confirm();
      await page.locator(".tally", { hasText: `${say("state-kept")} ${PEOPLE}` }).waitFor({ timeout: 60_000 });
      await page.locator(".run-state .badge", { hasText: say("run-finished") }).first().waitFor({ timeout: 60_000 });
      assert.match(await page.locator("main").textContent(), say.pattern("run-by-file", { who: ANN }));
      assert.match(await page.locator(".console").textContent(), example.printed);
      await page.getByRole("link", { name: say("run-more"), exact: true }).click();
      await page.getByRole("link", { name: example.subject }).click();
      await page.getByRole("link", { name: say("outbox-read") }).or(page.locator(".head-actions a")).first().click();
      assert.match(await page.locator(".mail-text").textContent(), example.text);
    });

    it("watches it without loading the page again", async () => {
      await page.goto(owlpost.url + script);
      await source().fill("for (const row of input.rows) {\n  sendEmail({ to: row.email, subject: `Slowly ${row.number}`, text: 'x' });\n  for (let spin = 0; spin < 200000; spin += 1);\n}\n");
      const rows = Array.from({ length: PEOPLE }, (_, at) => `${at},watched${at}@example.com`);
      await page.locator("details", { hasText: say("script-file") }).locator("summary").click();
      await page.setInputFiles("#file", { name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(`number,email\n${rows.join("\n")}\n`) });
      await page.getByRole("button", { name: say("script-run"), exact: true }).click();
      await confirm();
      await page.evaluate(() => { globalThis.isTheSame = true; });
      const seen = new Set();
      for (let looks = 0; looks < 2400 && !seen.has(say("run-finished")); looks += 1) {
        seen.add(await state());
        await page.waitForTimeout(50);
      }
      assert.ok(seen.has(say("run-running")) && seen.has(say("run-finished")), `it was seen ${[...seen]}`);
      await page.locator(".tally", { hasText: `${say("state-kept")} ${PEOPLE}` }).waitFor({ timeout: 60_000 });
      assert.equal(await page.evaluate(() => globalThis.isTheSame), true, "the page was not loaded again");
      await page.getByRole("link", { name: /Slowly 7$|Slowly 7 / }).first().click();
      await page.waitForURL("**/mails/*");
      assert.match(await page.locator("main").textContent(), /watched7@example\.com/);
    });

    it("gives it a webhook, which another program calls", async () => {
      await page.goto(owlpost.url + script);
      await source().fill("sendEmail({ to: input.order.email, subject: `Order ${input.order.number}`, text: 'Thank you' });\n");
      await page.getByRole("button", { name: say("script-save"), exact: true }).click();
      await page.getByText(say("script-saved"), { exact: true }).waitFor();
      await page.goto(`${owlpost.url}${script}/triggers`);
      await page.getByRole("button", { name: say("triggers-hook-make") }).click();
      const address = await page.locator("#hook-address").textContent();
      assert.ok((await page.locator("#hook-curl").textContent()).includes(address), "the example calls it");
      await screenshot(page, `script-webhook-once-${tag}`);
      const call = async () => await fetch(address, {
        method: "POST",
        headers: { "Content-Type": "application/json", "Idempotency-Key": "order-1042" },
        body: JSON.stringify({ order: { number: "1042", email: "buyer@example.com" } }),
      });
      const [first, again] = [await call(), await call()];
      assert.equal(first.status, 202);
      const { run_id: id } = await first.json();
      assert.equal((await again.json()).run_id, id, "the same call starts one run");
      await page.goto(`${owlpost.url}${workspace}/runs/${id}`);
      await page.locator(".tally", { hasText: `${say("state-kept")} 1` }).waitFor({ timeout: 60_000 });
      assert.match(await page.locator("main").textContent(), say.pattern("run-by-webhook"));
      await page.getByRole("link", { name: /Order 1042/ }).waitFor();
      await page.goto(`${owlpost.url}${script}/triggers`);
      assert.equal(await page.locator("#hook-address").count(), 0, "its address is shown once");
    });

    it("gives it a schedule, and it starts automatically within a minute", async () => {
      await page.goto(owlpost.url + script);
      await source().fill(`sendEmail({ to: "${ANN}", subject: \`Due \${input.scheduled_for}\`, text: "x" });\n`);
      await page.getByRole("button", { name: say("script-save"), exact: true }).click();
      await page.getByText(say("script-saved"), { exact: true }).waitFor();
      await page.goto(`${owlpost.url}${script}/triggers`);
      await page.locator("#cron").fill("* * * * *");
      await page.getByRole("button", { name: say("script-save"), exact: true }).click();
      await page.getByText(say.pattern("triggers-next")).waitFor();
      // Waiting for the next minute does not depend on the language: once is enough.
      if (variant === VARIANTS[0]) {
        const run = page.locator("ul.list a.row", { hasText: say("run-by-schedule") });
        for (let looks = 0; looks < 45 && (await run.count()) === 0; looks += 1) {
          await page.waitForTimeout(2000);
          await page.goto(`${owlpost.url}${script}/runs`);
        }
        await run.first().click();
        await page.locator(".tally", { hasText: `${say("state-kept")} 1` }).waitFor({ timeout: 60_000 });
        await page.getByRole("link", { name: /Due 20/ }).waitFor();
      }
      await page.goto(`${owlpost.url}${script}/triggers`);
      await page.locator("#cron").fill("");
      await page.getByRole("button", { name: say("script-save"), exact: true }).click();
      await page.getByText(say("triggers-no-schedule")).waitFor();
    });

    it("gets the source back if somebody deleted the script in the meantime", async () => {
      await page.goto(`${owlpost.url}${workspace}/scripts`);
      await page.getByLabel(say("scripts-name"), { exact: true }).fill("Doomed");
      await page.getByRole("button", { name: say("scripts-make") }).click();
      await page.waitForURL("**/scripts/*");
      const other = await openPage(browser, { ...options, storageState: await context.storageState() });
      await other.page.goto(`${page.url().split("?")[0]}/delete`);
      await other.page.getByRole("button", { name: say("script-delete-button") }).click();
      await other.page.waitForURL("**/scripts*");
      await closeTab(other.context);
      await source().fill("let mine = 1;");
      await page.getByRole("button", { name: say("script-save"), exact: true }).click();
      await page.getByRole("heading", { name: say("script-gone-title") }).waitFor();
      assert.match(await page.locator("#gone-source").textContent(), /let mine = 1;/);
    });

    it("sees where a run failed", async () => {
      await page.goto(owlpost.url + script);
      await source().fill("console.log('one');\nconsole.warn('two');\nconsole.error('three');\nsendEmail({ to: 'nobody', subject: 'x', text: 'y' });\nnowhere();\n");
      await page.getByRole("button", { name: say("script-run"), exact: true }).click();
      await confirm();
      await page.getByText(say("run-fault")).waitFor();
      await page.getByRole("link", { name: say("run-open-line", { line: 5 }) }).click();
      assert.equal(await page.locator(".gutter .marked").textContent(), "5");
    });

    it("has no accessibility violation", async () => {
      const cookies = await context.cookies();
      await page.goto(`${owlpost.url}${script}/runs`);
      const runs = await page.locator("ul.list a.row").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
      await page.goto(`${owlpost.url}${runs[1]}`);
      const mail = await page.locator("ul.list a.row").first().getAttribute("href");
      const found = [];
      for (const [path, name] of [
        [`${workspace}/scripts`, "scripts"],
        [script, "script"],
        [`${script}?line=5`, "script-line"],
        [`${script}/triggers?cron=0%208%20*%20*%20MON-FRI`, "script-triggers"],
        [`${script}/versions`, "script-versions"],
        [`${script}/versions/3`, "script-version"],
        [`${script}/runs`, "script-runs"],
        [runs[0], "run-failed"],
        [runs[1], "run"],
        [mail, "script-mail"],
        [`${mail}/text`, "script-mail-text"],
        [`${script}/delete`, "script-delete"],
      ]) {
        for (const complaint of await lookAt(browser, variant, owlpost.url + path, name, cookies, unfold)) found.push(`${name}: ${complaint}`);
      }
      assert.deepEqual(found, []);
    });

    it("works without JavaScript", async () => {
      const plain = await openPage(browser, { ...options, javaScriptEnabled: false, storageState: await context.storageState() });
      const without = plain.page;
      await without.goto(owlpost.url + script);
      await without.locator("#source").fill(`sendEmail({ to: "${ANN}", subject: "Plain", text: "Good morning" });`);
      await without.getByRole("button", { name: say("script-run"), exact: true }).click();
      await without.getByRole("button", { name: say("run-ask-button") }).click();
      await without.waitForURL("**/runs/*");
      for (let looks = 0; looks < 50 && !say.pattern("run-finished").test(await without.locator(".run-state").textContent()); looks += 1) await without.reload();
      assert.match(await without.locator(".run-state").textContent(), say.pattern("run-finished"));
      await closeTab(plain.context);
    });

    it("causes no error in the browser", () => assert.deepEqual(complaints, []));
  });
}
