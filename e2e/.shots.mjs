import { chromium } from "playwright-core";
import { readdirSync } from "node:fs";
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const files = readdirSync("/tmp/letters-html").filter(f => f.endsWith(".html"));
// one contact sheet per (scheme,width): screenshots laid out
for (const [scheme, width] of [["light", 600], ["dark", 600], ["light", 390], ["dark", 390]]) {
  for (const lang of ["en", "de"]) {
    const shots = [];
    for (const f of files.filter(f => f.includes(`.${lang}.`))) {
      const page = await browser.newPage({ colorScheme: scheme, viewport: { width, height: 400 } });
      await page.goto("file:///tmp/letters-html/" + f);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (over > 0) console.log("overflow", f, width, over);
      shots.push([f, (await page.screenshot({ fullPage: true })).toString("base64")]);
      await page.close();
    }
    for (let part = 0; part < 2; part++) {
      const some = shots.slice(part * 5, part * 5 + 5);
      const sheet = await browser.newPage({ viewport: { width: (width + 10) * 5, height: 300 } });
      await sheet.setContent(`<body style="margin:0;display:flex;gap:10px;align-items:flex-start;background:#888">` + some.map(([f, b]) => `<div><img src="data:image/png;base64,${b}"></div>`).join(""));
      await sheet.waitForTimeout(200);
      await sheet.screenshot({ path: `/tmp/letters-html/sheet-${scheme}-${width}-${lang}-${part}.png`, fullPage: true });
      await sheet.close();
    }
  }
}
await browser.close();
