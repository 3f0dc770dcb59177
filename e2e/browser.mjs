// The browser of the tests: records console errors, and checks pages with different settings.

import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { speaker } from "./words.mjs";

const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const SCREENSHOTS = join(import.meta.dirname, "screenshots");
const AXE = readFileSync(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 390, height: 844 };

/** English on a wide screen and German on a narrow one, with the options of a tab; `say` returns the texts of the pages. */
export const ENGLISH = { tag: "en", say: speaker("en"), options: { locale: "en-GB", viewport: WIDE, colorScheme: "light" } };
export const GERMAN = { tag: "de", say: speaker("de"), options: { locale: "de-DE", viewport: NARROW, colorScheme: "light" } };

/** What every suite runs in; `E2E_LANGUAGE=de` runs only one of them. */
export const VARIANTS = [ENGLISH, GERMAN].filter(({ tag }) => (process.env.E2E_LANGUAGE ?? tag) === tag);

/** How long a browser may take to start or to open or close a tab; on a busy machine it sometimes hangs. */
const PATIENCE_MS = 20_000;
const ATTEMPTS = 3;

/** `names` are host names that resolve to this machine, as in the name server of a local network. */
export async function launch(names = []) {
  mkdirSync(SCREENSHOTS, { recursive: true });
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  const rules = names.map((name) => `MAP ${name} 127.0.0.1`).join(",");
  const args = rules ? [...FLAGS, `--host-resolver-rules=${rules}`] : FLAGS;
  return await insist("start", () => chromium.launch({ executablePath, args, timeout: PATIENCE_MS }));
}

/** Runs a browser operation that does not concern the pages, and retries it if the browser does not respond. */
async function insist(what, ask) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTime(what, ask());
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      console.error(`${error.message}; asked again`);
    }
  }
}

/** The result of `answer`, or an error that says what the browser did not do in time. */
async function inTime(what, answer) {
  let timer;
  const late = new Promise((_, failed) => {
    timer = setTimeout(() => failed(new Error(`the browser did not ${what} within ${PATIENCE_MS / 1000} seconds`)), PATIENCE_MS);
  });
  // After the timeout it may still fail when the browser is closed; that error is ignored.
  answer.catch(() => {});
  return await Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

/** A tab in a context of its own. */
async function openTab(browser, options) {
  return await insist("open a tab", async () => {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    return { context, page };
  });
}

/** Closes a context; one that does not close ends with its browser. */
export async function closeTab(context) {
  await inTime("close a tab", context.close()).catch((error) => console.error(error.message));
}

/** A page in a context of its own, with the errors of its console. */
export async function openPage(browser, options = {}) {
  const { context, page } = await openTab(browser, { ...ENGLISH.options, ...options });
  const complaints = [];
  page.on("console", (message) => {
    // The browser also reports pages and refused forms with status 403, 404 or 422, which are intended.
    const { url } = message.location();
    const isRefusal = /status of 4\d\d/.test(message.text()) && (url === page.url() || isForm(url));
    if (["error", "warning"].includes(message.type()) && !isRefusal) complaints.push(`${url}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  return { page, context, complaints };
}

/** The paths to which a script posts the form of Email Settings. */
function isForm(url) {
  return /\/email-settings(\/test-\w+)?$/.test(new URL(url).pathname);
}

export async function screenshot(page, name) {
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
}

/** Opens everything that is folded on a page; a way to prepare it for `lookAt`. */
export async function unfold(page) {
  await page.evaluate(() => { for (const folded of document.querySelectorAll("main details")) folded.open = true; });
}

/** The placeholders and chosen options that are longer than their field. */
function cutTexts() {
  const context = document.createElement("canvas").getContext("2d");
  const found = [];
  for (const field of document.querySelectorAll("input[placeholder], textarea[placeholder], select")) {
    const style = getComputedStyle(field);
    const text = field.placeholder ?? field.selectedOptions[0]?.textContent.trim() ?? "";
    if (!field.checkVisibility() || !text) continue;
    context.font = style.font;
    const room = field.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
    // The canvas measures without the rounding of the layout, and a text may end in the padding.
    if (context.measureText(text).width > room + 4) found.push(`“${text}” is cut in #${field.id}`);
  }
  return found;
}

/**
 * The findings of axe-core on a page in a variant, in light and dark, with a screenshot of each; and whether it is wider than
 * the screen, narrow or wide. `prepare` does something on the page before.
 */
export async function lookAt(browser, variant, url, name, cookies, prepare = async () => {}) {
  // The policy of our pages blocks all foreign scripts, including axe; only this context bypasses it.
  const { context, page } = await openTab(browser, { ...variant.options, bypassCSP: true, reducedMotion: "reduce" });
  await context.addCookies(cookies);
  await page.goto(url);
  await prepare(page);
  const found = [];
  for (const viewport of [WIDE, NARROW].sort((one) => (one === variant.options.viewport ? 1 : -1))) {
    await page.setViewportSize(viewport);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (overflow > 0) found.push(`${viewport.width}px: the page is ${overflow}px wider than the screen`);
    found.push(...(await page.evaluate(cutTexts)).map((cut) => `${viewport.width}px: ${cut}`));
  }
  await page.evaluate(AXE);
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await screenshot(page, `${name}-${variant.tag}-${colorScheme}`);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { iframes: false }));
    for (const { id, help, nodes } of violations) {
      found.push(`${colorScheme}: ${id}: ${help}: ${nodes.map((node) => `${node.target}: ${node.failureSummary}`).join("; ")}`);
    }
  }
  await closeTab(context);
  return found;
}
