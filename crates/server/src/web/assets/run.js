// Life for the page of a run: looks at it again when it changed, and says so politely.

import { lookAgain, onChange } from "./live.js";
import { say } from "./page.js";

const { events: address, states: words } = document.getElementById("run-script").dataset;

const events = new EventSource(address);
events.addEventListener("changed", lookAgain);
// What changed between the page and the first event, or while the connection was lost, nobody tells.
events.addEventListener("open", lookAgain);

const state = (part) => part.querySelector(".run-state .badge")?.textContent ?? "";

onChange((_, shown) => {
  const before = state(shown);
  return (fresh) => { if (fresh.id === "run" && state(fresh) !== before) say(words.replace("#", () => state(fresh))); };
});
