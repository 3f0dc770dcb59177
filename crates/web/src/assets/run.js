// Life for the page of a run: looks at it again when it changed, and says so politely.

import { listen, lookAgain, onChange } from "./live.js";
import { say } from "./page.js";

const { events: address, states: words } = document.getElementById("run-script").dataset;

listen(address, lookAgain);

const state = (part) => part.querySelector(".run-state .badge")?.textContent ?? "";

// A count that takes long is shown for some time; where nothing happens afterwards, nobody tells that it is old.
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
