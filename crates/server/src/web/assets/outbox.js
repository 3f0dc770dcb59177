// Life for the outbox: looks at the page again when something changed, and says so politely.

import { enliven, say } from "./page.js";

/** The words of this script, in the page's language. */
const { lang } = document.documentElement;
const words = document.getElementById("outbox-script").dataset;

const mine = document.getElementById("message")?.dataset.message;

const events = new EventSource("/events");
events.addEventListener("changed", (event) => {
  const changed = JSON.parse(event.data);
  const concerns = changed.status || changed.many || (mine ? changed.messages.includes(mine) : changed.messages.length > 0);
  if (concerns) lookAgain();
});
// What changed between the page and the first event, or while the connection was lost, nobody tells.
events.addEventListener("open", lookAgain);
// A hidden page need not be told; it looks again when it is seen.
document.addEventListener("visibilitychange", () => { if (!document.hidden && missed) lookAgain(); });

let looking = false;
let missed = false;

async function lookAgain() {
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

/** Puts each part that may have changed in the place of the one that is shown. */
function put(html) {
  const answered = new DOMParser().parseFromString(html, "text/html");
  for (const shown of document.querySelectorAll("[data-live]")) {
    const fresh = answered.getElementById(shown.id);
    if (!fresh) continue;
    const before = { ids: ids(shown), states: states(shown), alarm: alarm(shown) };
    const focused = shown.contains(document.activeElement) ? document.activeElement.closest("a")?.getAttribute("href") : null;
    const open = [...shown.querySelectorAll("details")].map((details) => details.open);
    document.adoptNode(fresh);
    // What was opened by hand stays open while nothing was added before it.
    const details = [...fresh.querySelectorAll("details")];
    if (details.length === open.length) details.forEach((one, at) => { one.open = open[at]; });
    enliven(fresh);
    shown.replaceWith(fresh);
    if (focused) fresh.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    tell(fresh, before);
  }
}

function ids(part) {
  return new Set([...part.querySelectorAll("[data-id]")].map((row) => row.dataset.id));
}

function alarm(part) {
  return part.querySelector(".alarm p")?.textContent ?? "";
}

function states(part) {
  return [...part.querySelectorAll(".page-head .badge")].map((badge) => badge.textContent).join(", ");
}

function tell(fresh, before) {
  const added = [...ids(fresh)].filter((id) => !before.ids.has(id)).length;
  if (alarm(fresh) !== before.alarm) say(alarm(fresh) || words.resumed);
  else if (fresh.id === "message" && states(fresh) !== before.states) say(words.states.replace("#", () => states(fresh)));
  else if (added > 0) say(added === 1 ? words.newOne : words.newMany.replace("#", added.toLocaleString(lang)));
}
