// Parts of a page that change by themselves: fetches the page again when something changed, and puts each part marked
// with data-live in the place of the one that is shown.

import { enliven } from "./page.js";

/** Whether a look goes on, and whether something changed meanwhile. */
let looking = false;
let missed = false;
let told = () => {};

/** Calls `tell(fresh, shown)` for each part before it is put in place; what that answers is called when it is there. */
export function onChange(tell) {
  told = tell;
}

/** The server gives a sign of life every 15 seconds; a page that hears none for this long is behind a proxy that keeps it back. */
const SILENCE_MS = 30_000;

/** Calls `changed(event)` when the server tells that something changed; without a sign of life the page looks by itself. */
export function listen(address, changed) {
  const events = new EventSource(address);
  let timer;
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => { lookAgain(); heard(); }, SILENCE_MS);
  };
  events.addEventListener("alive", heard);
  events.addEventListener("changed", (event) => { heard(); changed(event); });
  // What changed between the page and the first event, or while the connection was lost, nobody tells.
  events.addEventListener("open", lookAgain);
  heard();
}

// A hidden page need not be told; it looks again when it is seen.
document.addEventListener("visibilitychange", () => { if (!document.hidden && missed) lookAgain(); });

export async function lookAgain() {
  if (looking || document.hidden) {
    missed = true;
    return;
  }
  looking = true;
  missed = false;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.ok && !answer.redirected) put(await answer.text());
  } catch {
    // The server is away; EventSource comes back by itself, and with it the next look.
  } finally {
    looking = false;
  }
  if (missed) lookAgain();
}

function put(html) {
  const answered = new DOMParser().parseFromString(html, "text/html");
  for (const shown of document.querySelectorAll("[data-live]")) {
    const fresh = answered.getElementById(shown.id);
    if (!fresh) continue;
    const after = told(fresh, shown);
    const focused = shown.contains(document.activeElement) ? document.activeElement.closest("a")?.getAttribute("href") : null;
    const open = [...shown.querySelectorAll("details")].map((details) => details.open);
    const scrolled = [...shown.querySelectorAll("[data-scroll]")].map((box) => box.scrollTop);
    document.adoptNode(fresh);
    // What was opened by hand stays open while nothing was added before it.
    const details = [...fresh.querySelectorAll("details")];
    if (details.length === open.length) details.forEach((one, at) => { one.open = open[at]; });
    enliven(fresh);
    shown.replaceWith(fresh);
    fresh.querySelectorAll("[data-scroll]").forEach((box, at) => { box.scrollTop = scrolled[at] ?? 0; });
    if (focused) fresh.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    after?.(fresh);
  }
}
