// Writing a script in a real browser: dry run, run over a table, live updates, and the results.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { closeTab, launch, lookAt, openPage, screenshot } from "./browser.mjs";
import { startOwlpost } from "./servers.mjs";

const ANN = "ann@example.com";
const PASSWORD = "four unrelated plain words";
const PEOPLE = 200;

describe("who writes scripts", { timeout: 600_000 }, () => {
  let owlpost, browser, page, context, complaints, workspace, script;

  before(async () => {
    [owlpost, browser] = await Promise.all([startOwlpost(), launch()]);
    ({ page, context, complaints } = await openPage(browser));
    await page.goto(owlpost.setupLink);
    await page.getByLabel("Your email").fill(ANN);
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.getByLabel("Workspace name").fill("Example");
    await page.getByRole("button", { name: "Create administrator" }).click();
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
    await page.getByRole("button", { name: "Run and send" }).click();
    await page.waitForURL("**/runs/*");
  };
  const source = () => page.locator("#source");
  const state = () => page.locator(".run-state .badge").first().textContent();

  it("begins with an example", async () => {
    await page.goto(`${owlpost.url}${workspace}/scripts`);
    await screenshot(page, "scripts-empty");
    await page.getByLabel("Name", { exact: true }).fill("Invoices");
    await page.getByLabel("An email for each row of a table").check();
    await page.getByRole("button", { name: "Create script" }).click();
    await page.waitForURL("**/scripts/*");
    script = new URL(page.url()).pathname;
    assert.match(await source().inputValue(), /for \(const row of input\.rows\)/);
    assert.ok(await page.locator(".gutter span").count() > 20, "lines are numbered");
  });

  it("types with Tab, leaves with Escape and Tab, and is told what is not saved", async () => {
    await source().focus();
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("Tab");
    assert.match(await source().inputValue(), /^  \/\/ Sends/);
    await page.locator("#unsaved").waitFor();
    await page.keyboard.press("Shift+Tab");
    assert.match(await source().inputValue(), /^\/\/ Sends/);
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
    await page.locator("#saved-version", { hasText: "version 2" }).waitFor();
    await page.locator("#unsaved").waitFor({ state: "hidden" });
    assert.equal(await page.evaluate(() => document.activeElement.id), "source");
  });

  it("is asked before leaving what is not saved", async () => {
    await source().focus();
    await page.keyboard.type("x");
    const asked = page.waitForEvent("dialog");
    page.goto(`${owlpost.url}/`).catch(() => {});
    await (await asked).dismiss();
    assert.match(page.url(), /\/scripts\//);
    await page.keyboard.press("Backspace");
  });

  it("tries a text that is not saved, and goes on with it", async () => {
    await source().fill(`sendEmail({ to: "${ANN}", subject: "Tried", text: "Good morning", html: "<h1>Good morning</h1>" });\nnowhere();\n`);
    await page.getByRole("button", { name: "Dry run" }).click();
    await page.waitForURL("**/dry-runs/*");
    assert.match(await page.locator("main").textContent(), /Nothing was sent or stored/);
    await page.getByRole("link", { name: /Tried/ }).click();
    assert.match(await page.frameLocator("iframe").locator("h1").textContent(), /Good morning/);
    await page.goBack();
    await page.getByRole("link", { name: "Open line 2 in the editor" }).click();
    await page.waitForURL("**dry=*");
    assert.match(await source().inputValue(), /nowhere\(\)/);
    assert.equal(await page.locator(".gutter .marked").textContent(), "2");
    await page.locator("#unsaved").waitFor();
    await screenshot(page, "script-error");
    page.once("dialog", (dialog) => dialog.accept());
    await page.goto(owlpost.url + script);
    assert.match(await source().inputValue(), /^\/\/ Mine/, "nothing was saved");
  });

  it("runs over a table of 200 people and watches it", async () => {
    const rows = Array.from({ length: PEOPLE }, (_, at) => `${at},Person ${at},person${at}@example.com,12.50,2026-12-31`);
    await page.locator("details", { hasText: "Table from a file" }).locator("summary").click();
    await page.setInputFiles("#file", { name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(`number,name,email,amount,due\n${rows.join("\n")}\n`) });
    await source().focus();
    await page.keyboard.press("Control+Enter");
    await page.waitForURL("**/starts/*");
    assert.match(await page.locator("main").textContent(), /The table has 200 rows\./);
    await confirm();
    await page.locator(".tally", { hasText: `Kept here ${PEOPLE}` }).waitFor({ timeout: 60_000 });
    assert.equal(await state(), "Finished");
    assert.match(await page.locator("main").textContent(), /with a file, ann@example.com/);
    assert.match(await page.locator(".console").textContent(), /200 of 200 mails accepted/);
    await page.getByRole("link", { name: "More" }).click();
    await page.getByRole("link", { name: /Invoice 50/ }).click();
    await page.getByRole("link", { name: "Read the email" }).or(page.locator(".head-actions a")).first().click();
    assert.match(await page.locator(".mail-text").textContent(), /12\.50 euros/);
  });

  it("watches it without loading the page again", async () => {
    await page.goto(owlpost.url + script);
    await source().fill("for (const row of input.rows) {\n  sendEmail({ to: row.email, subject: `Slowly ${row.number}`, text: 'x' });\n  for (let spin = 0; spin < 400000; spin += 1);\n}\n");
    const rows = Array.from({ length: PEOPLE }, (_, at) => `${at},watched${at}@example.com`);
    await page.locator("details", { hasText: "Table from a file" }).locator("summary").click();
    await page.setInputFiles("#file", { name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(`number,email\n${rows.join("\n")}\n`) });
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await confirm();
    await page.evaluate(() => { globalThis.isTheSame = true; });
    const seen = new Set();
    for (let looks = 0; looks < 600 && !seen.has("Finished"); looks += 1) {
      seen.add(await state());
      await page.waitForTimeout(50);
    }
    assert.ok(seen.has("Running") && seen.has("Finished"), `it was seen ${[...seen]}`);
    await page.locator(".tally", { hasText: `Kept here ${PEOPLE}` }).waitFor({ timeout: 60_000 });
    assert.equal(await page.evaluate(() => globalThis.isTheSame), true, "the page was not loaded again");
    await page.getByRole("link", { name: /Slowly 7$|Slowly 7 / }).first().click();
    await page.waitForURL("**/mails/*");
    assert.match(await page.locator("main").textContent(), /watched7@example\.com/);
  });

  it("gives it a webhook, which another program calls", async () => {
    await page.goto(owlpost.url + script);
    await source().fill("sendEmail({ to: input.order.email, subject: `Order ${input.order.number}`, text: 'Thank you' });\n");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Saved.", { exact: true }).waitFor();
    await page.goto(`${owlpost.url}${script}/triggers`);
    await page.getByRole("button", { name: "Create webhook" }).click();
    const address = await page.locator("#hook-address").textContent();
    assert.ok((await page.locator("#hook-curl").textContent()).includes(address), "the example calls it");
    await screenshot(page, "script-webhook-once");
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
    await page.locator(".tally", { hasText: "Kept here 1" }).waitFor({ timeout: 30_000 });
    assert.match(await page.locator("main").textContent(), /by webhook/);
    await page.getByRole("link", { name: /Order 1042/ }).waitFor();
    await page.goto(`${owlpost.url}${script}/triggers`);
    assert.equal(await page.locator("#hook-address").count(), 0, "its address is shown once");
  });

  it("gives it a schedule, and it starts by itself within a minute", async () => {
    await page.goto(owlpost.url + script);
    await source().fill(`sendEmail({ to: "${ANN}", subject: \`Due \${input.scheduled_for}\`, text: "x" });\n`);
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Saved.", { exact: true }).waitFor();
    await page.goto(`${owlpost.url}${script}/triggers`);
    await page.locator("#cron").fill("* * * * *");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Next start times").waitFor();
    const run = page.locator("ul.list a.row", { hasText: "by its schedule" });
    for (let looks = 0; looks < 45 && (await run.count()) === 0; looks += 1) {
      await page.waitForTimeout(2000);
      await page.goto(`${owlpost.url}${script}/runs`);
    }
    await run.first().click();
    await page.locator(".tally", { hasText: "Kept here 1" }).waitFor({ timeout: 30_000 });
    await page.getByRole("link", { name: /Due 20/ }).waitFor();
    await page.goto(`${owlpost.url}${script}/triggers`);
    await page.locator("#cron").fill("");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("This script has no schedule").waitFor();
  });

  it("gets the text back where somebody deleted the script meanwhile", async () => {
    await page.goto(`${owlpost.url}${workspace}/scripts`);
    await page.getByLabel("Name", { exact: true }).fill("Doomed");
    await page.getByRole("button", { name: "Create script" }).click();
    await page.waitForURL("**/scripts/*");
    const other = await openPage(browser, { storageState: await context.storageState() });
    await other.page.goto(`${page.url().split("?")[0]}/delete`);
    await other.page.getByRole("button", { name: "Delete script" }).click();
    await other.page.waitForURL("**/scripts*");
    await closeTab(other.context);
    await source().fill("let mine = 1;");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("heading", { name: "This script was deleted in the meantime" }).waitFor();
    assert.match(await page.locator("#gone-source").textContent(), /let mine = 1;/);
  });

  it("sees where a run failed", async () => {
    await page.goto(owlpost.url + script);
    await source().fill("console.log('one');\nconsole.warn('two');\nconsole.error('three');\nsendEmail({ to: 'nobody', subject: 'x', text: 'y' });\nnowhere();\n");
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await confirm();
    await page.getByText("Why it failed").waitFor();
    await page.getByRole("link", { name: "Open line 5 in the editor" }).click();
    assert.equal(await page.locator(".gutter .marked").textContent(), "5");
  });

  it("looks well and is within reach for everybody", async () => {
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
      for (const complaint of await lookAt(browser, owlpost.url + path, name, cookies)) found.push(`${name}: ${complaint}`);
    }
    const german = { locale: "de-DE" };
    for (const complaint of await lookAt(browser, owlpost.url + script, "script-german", cookies, undefined, german)) found.push(complaint);
    assert.deepEqual(found, []);
  });

  it("works without JavaScript", async () => {
    const plain = await openPage(browser, { javaScriptEnabled: false, storageState: await context.storageState() });
    const without = plain.page;
    await without.goto(owlpost.url + script);
    await without.locator("#source").fill(`sendEmail({ to: "${ANN}", subject: "Plain", text: "Good morning" });`);
    await without.getByRole("button", { name: "Run", exact: true }).click();
    await without.getByRole("button", { name: "Run and send" }).click();
    await without.waitForURL("**/runs/*");
    for (let looks = 0; looks < 50 && !/Finished/.test(await without.locator(".run-state").textContent()); looks += 1) await without.reload();
    assert.match(await without.locator(".run-state").textContent(), /Finished/);
    await closeTab(plain.context);
  });

  it("never makes the browser complain", () => assert.deepEqual(complaints, []));
});
