// Life for the outbox: looks at the page again when something changed, and says so politely.

import { enliven, say } from "./page.js";

const live = document.querySelector("[data-live]");
const mine = live.dataset.live;

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

function put(html) {
  const answered = new DOMParser().parseFromString(html, "text/html");
  const fresh = answered.querySelector("[data-live]");
  const shown = document.querySelector("[data-live]");
  if (!fresh || !shown) return;
  const before = { ids: new Set([...shown.querySelectorAll("[data-id]")].map((row) => row.dataset.id)), states: states(shown) };
  const focused = document.activeElement?.closest("[data-live] a")?.getAttribute("href");
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

function states(part) {
  return [...part.querySelectorAll(".page-head .badge")].map((badge) => badge.textContent).join(", ");
}

function tell(fresh, before) {
  if (mine) {
    if (states(fresh) !== before.states) say(`This message: ${states(fresh)}`);
    return;
  }
  const added = [...fresh.querySelectorAll("[data-id]")].filter((row) => !before.ids.has(row.dataset.id)).length;
  if (added > 0) say(added === 1 ? "1 new message" : `${added} new messages`);
}
