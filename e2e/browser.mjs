// A browser for the newcomer: notes what goes wrong on its console, and looks at pages with other eyes.

import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const SCREENSHOTS = join(import.meta.dirname, "screenshots");
const AXE = readFileSync(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");

export const EYES = [
  { name: "wide-light", viewport: { width: 1280, height: 900 }, colorScheme: "light" },
  { name: "wide-dark", viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
  { name: "narrow-light", viewport: { width: 390, height: 844 }, colorScheme: "light" },
  { name: "narrow-dark", viewport: { width: 390, height: 844 }, colorScheme: "dark" },
];

export async function launch() {
  mkdirSync(SCREENSHOTS, { recursive: true });
  return await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
}

/** A page of its own context, with everything that its console complained of. */
export async function openPage(browser, options = {}) {
  const context = await browser.newContext({ ...EYES[0], ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => {
    // The browser also notes when a page or a refused form itself answers 403, 404 or 422, and that is meant.
    const { url } = message.location();
    const isRefusal = /status of 4\d\d/.test(message.text()) && (url === page.url() || isForm(url));
    if (["error", "warning"].includes(message.type()) && !isRefusal) complaints.push(`${url}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.setDefaultTimeout(10_000);
  return { page, context, complaints };
}

/** Where the form of Email Settings is posted by script. */
function isForm(url) {
  return /\/email-settings(\/test-\w+)?$/.test(new URL(url).pathname);
}

export async function screenshot(page, name) {
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
}

/** What axe-core finds on an address, seen with each pair of eyes; also a screenshot of each. */
export async function lookAt(browser, url, name, cookies, prepare = async () => {}, options = {}) {
  const found = [];
  for (const eyes of EYES) {
    // The policy of our pages lets no script in, axe not either; only this context goes past it.
    const context = await browser.newContext({ ...eyes, ...options, bypassCSP: true, reducedMotion: "reduce" });
    await context.addCookies(cookies);
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    await page.goto(url);
    await prepare(page);
    await screenshot(page, `${name}-${eyes.name}`);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (overflow > 0) found.push(`${eyes.name}: the page is ${overflow}px wider than the screen`);
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { iframes: false }));
    for (const { id, help, nodes } of violations) {
      found.push(`${eyes.name}: ${id}: ${help}: ${nodes.map((node) => `${node.target}: ${node.failureSummary}`).join("; ")}`);
    }
    await context.close();
  }
  return found;
}
