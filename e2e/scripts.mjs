// Somebody writes a script in a real browser: tries it, runs it over a table, watches it, and reads what became of it.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { launch, lookAt, openPage, screenshot } from "./browser.mjs";
import { startOwlpost } from "./servers.mjs";

const ANN = "ann@example.com";
const PASSWORD = "four unrelated plain words";
const PEOPLE = 200;

describe("who writes scripts", { timeout: 300_000 }, () => {
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

  const source = () => page.locator("#source");
  const state = () => page.locator(".run-state .badge").first().textContent();

  it("begins with an example", async () => {
    await page.goto(`${owlpost.url}${workspace}/scripts`);
    await screenshot(page, "scripts-empty");
    await page.getByLabel("Name", { exact: true }).fill("Invoices");
    await page.getByLabel("A mail to each row of a table").check();
    await page.getByRole("button", { name: "Make script" }).click();
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
    assert.match(await page.locator("main").textContent(), /Nothing was sent and nothing is stored/);
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
    await page.waitForURL("**/runs/*");
    await page.locator(".tally", { hasText: `Sent ${PEOPLE}` }).waitFor({ timeout: 60_000 });
    assert.equal(await state(), "Finished");
    assert.match(await page.locator("main").textContent(), /with a file, ann@example.com/);
    assert.match(await page.locator(".console").textContent(), /200 of 200 mails accepted/);
    await page.getByRole("link", { name: "More" }).click();
    await page.getByRole("link", { name: /Invoice 50/ }).click();
    await page.getByRole("link", { name: "Read the email" }).or(page.locator(".head-actions a")).first().click();
    assert.match(await page.locator(".mail-text").textContent(), /12\.50 euros/);
  });

  it("sees where a run failed", async () => {
    await page.goto(owlpost.url + script);
    await source().fill("console.log('one');\nconsole.warn('two');\nconsole.error('three');\nsendEmail({ to: 'nobody', subject: 'x', text: 'y' });\nnowhere();\n");
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.waitForURL("**/runs/*");
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
    const plain = await browser.newContext({ javaScriptEnabled: false });
    await plain.addCookies(await context.cookies());
    const without = await plain.newPage();
    without.setDefaultTimeout(10_000);
    await without.goto(owlpost.url + script);
    await without.locator("#source").fill(`sendEmail({ to: "${ANN}", subject: "Plain", text: "Good morning" });`);
    await without.getByRole("button", { name: "Run", exact: true }).click();
    await without.waitForURL("**/runs/*");
    for (let looks = 0; looks < 50 && !/Finished/.test(await without.locator(".run-state").textContent()); looks += 1) await without.reload();
    assert.match(await without.locator(".run-state").textContent(), /Finished/);
    await plain.close();
  });

  it("never makes the browser complain", () => assert.deepEqual(complaints, []));
});
