// The outbox: reloads changed parts of the page and announces changes to screen readers.

import { listen, lookAgain, onChange } from "./live.js";
import { say } from "./page.js";

/** The texts of this script, in the page's language. */
const { lang } = document.documentElement;
const words = document.getElementById("outbox-script").dataset;

const mine = document.getElementById("message")?.dataset.message;

listen("/events", (event) => {
  const changed = JSON.parse(event.data);
  const concerns = changed.status || changed.many || (mine ? changed.messages.includes(mine) : changed.messages.length > 0);
  if (concerns) lookAgain();
});
onChange((_, shown) => {
  const before = { ids: ids(shown), states: states(shown), alarm: alarm(shown) };
  return (fresh) => tell(fresh, before);
});

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
