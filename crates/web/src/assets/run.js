// The page of a run: reloads changed parts and announces changes to screen readers.

import { listen, lookAgain, onChange } from "./live.js";
import { say } from "./page.js";

const { events: address, states: words } = document.getElementById("run-script").dataset;

listen(address, lookAgain);

const state = (part) => part.querySelector(".run-state .badge")?.textContent ?? "";

// A slow count is cached for some time; if nothing happens afterwards, no event reports that it is outdated.
let timer;
function lookLater(part) {
  clearTimeout(timer);
  const { again } = part.dataset;
  if (again !== undefined) timer = setTimeout(lookAgain, Number(again) + 200);
}
lookLater(document.getElementById("run"));

onChange((_, shown) => {
  const before = state(shown);
  return (fresh) => {
    if (fresh.id !== "run") return;
    lookLater(fresh);
    if (state(fresh) !== before) say(words.replace("#", () => state(fresh)));
  };
});
