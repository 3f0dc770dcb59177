// The consent popup: opens it, notices when it is blocked, closed or done, and reports that beside the button.
//
// The popup reports through a channel of this origin, which works even if the provider's pages cut the opener
// reference. Only the server's state counts: a closed window proves nothing. A popup repeats its message until it is
// answered, so a page that was reloaded in the meantime still gets it.

import { say } from "./page.js";

const SETTINGS = "/configuration/email-settings";
/** The texts of this script, in the page's language. */
const words = () => document.getElementById("words").dataset;
// The consents for which this tab opened a popup, and those whose end it reported; kept when the page is reloaded.
const OPENED = "owlpost-consent-opened";
const TOLD = "owlpost-consent-told";
const channel = new BroadcastChannel("owlpost-consent");
const opened = sessionStorage.getItem(OPENED);
let watching = opened && opened !== sessionStorage.getItem(TOLD) ? { consent: opened, stop() {} } : null;

/** Opens the provider's page in a popup; `place` is the element that shows problems with it. */
export function open(start, place) {
  stop();
  const popup = window.open(start.authorize_url, "owlpost-consent", "popup,width=560,height=760");
  if (!popup || popup.closed) {
    blocked(start, place);
    return;
  }
  sessionStorage.setItem(OPENED, start.consent);
  popup.focus();
  tell(place, words().consentGoOn, [[words().consentShow, () => popup.focus()]]);
  const seen = setInterval(() => {
    if (popup.closed) closed(start, place);
  }, 500);
  watching = { consent: start.consent, stop: () => clearInterval(seen) };
}

function stop() {
  watching?.stop();
  watching = null;
}

/** Starts a new consent at the server, then opens the popup; for buttons other than *Save*. */
export async function begin(form) {
  const place = form.parentElement.querySelector("[data-blocked]") ?? form.querySelector("[data-blocked]");
  let answer;
  try {
    answer = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(),
    });
  } catch {
    tell(place, words().consentUnreachable, []);
    return;
  }
  // The password is asked for on a page of its own.
  if (answer.status === 403) {
    form.submit();
    return;
  }
  if (answer.redirected || !answer.ok) {
    location.assign(SETTINGS);
    return;
  }
  open(await answer.json(), place);
}

function blocked(start, place) {
  tell(
    place,
    words().consentBlocked,
    [
      [words().consentAgain, () => open(start, place)],
      [words().consentHere, () => location.assign(start.authorize_url)],
    ],
  );
}

async function closed(start, place) {
  // The provider's page may have cut the opener reference, so the popup may still be open: keep listening.
  watching?.stop();
  const state = await stateOf(start.consent);
  if (watching?.consent !== start.consent) return;
  if (state !== "waiting") {
    done(state);
    return;
  }
  tell(
    place,
    words().consentClosed,
    [
      [words().consentReopen, () => open(start, place)],
      [words().consentHere, () => location.assign(start.authorize_url)],
    ],
  );
}

async function stateOf(consent) {
  const answer = await fetch(`${SETTINGS}/consent/${consent}`, { headers: { Accept: "application/json" } }).catch(() => null);
  return answer?.ok && !answer.redirected ? (await answer.json()).state : "waiting";
}

function done(state) {
  sessionStorage.setItem(TOLD, watching.consent);
  stop();
  dispatchEvent(new CustomEvent("consent-done"));
  location.assign(state === "connected" ? `${SETTINGS}?connected=1` : SETTINGS);
}

channel.addEventListener("message", async ({ data }) => {
  if (data.from !== "popup" || data.consent !== sessionStorage.getItem(OPENED)) return;
  channel.postMessage({ from: "page", consent: data.consent });
  if (watching?.consent !== data.consent) return;
  const state = await stateOf(data.consent);
  if (watching?.consent === data.consent) done(state);
});

function tell(place, text, choices) {
  const box = document.createElement("div");
  box.className = "notice info";
  box.tabIndex = -1;
  box.setAttribute("role", "alert");
  const inside = document.createElement("div");
  const paragraph = document.createElement("p");
  paragraph.textContent = text;
  inside.append(paragraph);
  if (choices.length > 0) {
    const actions = document.createElement("p");
    actions.className = "actions";
    for (const [label, act] of choices) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button compact";
      button.textContent = label;
      button.addEventListener("click", act);
      actions.append(button);
    }
    inside.append(actions);
  }
  box.append(inside);
  place.replaceChildren(box);
  place.hidden = false;
  say(text);
  box.focus({ preventScroll: true });
  box.scrollIntoView({ block: "nearest" });
}

// The result of a consent is read first.
document.querySelector("#consent-outcome.danger, #consent-outcome.warning")?.focus();
