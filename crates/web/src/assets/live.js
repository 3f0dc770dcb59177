// Live parts of a page: fetches the page again when something changed, and replaces each part marked with data-live.

import { enliven } from "./page.js";

/** Whether a reload is in progress, and whether something changed in the meantime. */
let looking = false;
let missed = false;
let told = () => {};

/** Calls `tell(fresh, shown)` for each part before it is replaced; the function that it returns is called afterwards. */
export function onChange(tell) {
  told = tell;
}

/** The server sends a keep-alive every 15 seconds; without one for this long, a proxy is buffering the stream. */
const SILENCE_MS = 30_000;

/** Calls `changed(event)` when the server reports a change; without a keep-alive the page polls. */
export function listen(address, changed) {
  const events = new EventSource(address);
  let timer;
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => { lookAgain(); heard(); }, SILENCE_MS);
  };
  events.addEventListener("alive", heard);
  events.addEventListener("changed", (event) => { heard(); changed(event); });
  // Changes between loading the page and the first event, or while the connection was lost, are not reported.
  events.addEventListener("open", lookAgain);
  heard();
}

// A hidden page needs no events; it reloads when it becomes visible.
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
    // The server is unreachable; EventSource reconnects automatically, and then the page reloads.
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
    // Opened details stay open as long as nothing was added before them.
    const details = [...fresh.querySelectorAll("details")];
    if (details.length === open.length) details.forEach((one, at) => { one.open = open[at]; });
    enliven(fresh);
    shown.replaceWith(fresh);
    fresh.querySelectorAll("[data-scroll]").forEach((box, at) => { box.scrollTop = scrolled[at] ?? 0; });
    if (focused) fresh.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    after?.(fresh);
  }
}
