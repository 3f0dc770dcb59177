// Email Settings: the unsaved bar, usual ports, warnings while typing, stages of a test as they happen.
//
// Every button posts the whole form. This module sends the same requests and inserts the response into the page, so that
// no typed values are lost; the server never returns passwords, so they are copied to the new form.

import * as consent from "./consent.js";
import { listen, lookAgain } from "./live.js";
import { enliven, say } from "./page.js";

const SAVED = "/configuration/email-settings";
let leaving = false;

const form = () => document.getElementById("settings");
/** The texts of this script, in the page's language. */
const words = () => document.getElementById("words").dataset;

// --- Unsaved changes ------------------------------------------------------------------------------------------------

function differs(control) {
  if (!control.name || control.name === "test.to" || control.name === "preset" || control.name === "fill") return false;
  if (control.type === "radio" || control.type === "checkbox") return control.checked !== control.defaultChecked;
  if (control.tagName === "SELECT") return [...control.options].some((option) => option.selected !== option.defaultSelected && (option.defaultSelected || control.selectedIndex > 0));
  return "value" in control && control.value !== control.defaultValue;
}

function isDirty() {
  return "unsaved" in form().dataset || [...form().elements].some(differs);
}

function showDirty() {
  document.getElementById("save-bar").classList.toggle("dirty", isDirty());
}

addEventListener("beforeunload", (event) => {
  if (!leaving && isDirty()) event.preventDefault();
});

// --- Usual ports ----------------------------------------------------------------------------------------------------

function proposePort(radio) {
  const port = form().elements["password.port"];
  const usual = [...form().elements["password.security"]].map((choice) => choice.dataset.port);
  // A port that is not a usual one was typed on purpose.
  if (port.value.trim() === "" || usual.includes(port.value.trim())) {
    port.value = radio.dataset.port;
    say(radio.dataset.proposed);
  }
}

// --- Warnings -------------------------------------------------------------------------------------------------------

let warningsAsked = 0;

async function showWarnings() {
  const asked = ++warningsAsked;
  const answer = await fetch(`${SAVED}/warnings`, { method: "POST", body: values() }).catch(() => null);
  if (!answer?.ok || answer.redirected || asked !== warningsAsked) return;
  const warnings = await answer.json();
  for (const slot of document.querySelectorAll(".warn-slot")) {
    const html = warnings.filter((warning) => slot.dataset.fields.split(" ").includes(warning.field)).map((warning) => warning.html).join("");
    if (slot.dataset.shown !== html) {
      slot.dataset.shown = html;
      slot.innerHTML = html;
    }
  }
}

// --- Posting --------------------------------------------------------------------------------------------------------

function values(button) {
  const data = new URLSearchParams(new FormData(form()));
  if (button?.name) data.append(button.name, button.value);
  return data;
}

/** Replaces the page by the response, keeping typed passwords. */
function swap(html) {
  const typed = [...form().querySelectorAll("[data-reveal] input, #oauth-service-account-key")].map((input) => [input.id, input.value]);
  const answered = new DOMParser().parseFromString(html, "text/html");
  if (!answered.getElementById("settings")) {
    // An error page: typed values are kept, and its text is shown here.
    problem([...answered.querySelectorAll("main h1, main h1 ~ p:not(.actions)")].map((part) => part.textContent).join(". "));
    return document.querySelector("main");
  }
  const main = document.adoptNode(answered.querySelector("main"));
  const drawer = document.getElementById("advanced").open;
  document.querySelector("main").replaceWith(main);
  document.title = answered.title;
  for (const [id, value] of typed) {
    const input = document.getElementById(id);
    if (input) input.value = value;
  }
  if (drawer) document.getElementById("advanced").open = true;
  enliven(main);
  showDirty();
  return main;
}

/** Sends the form as `button` would; returns the response, or null if the page was left or the network failed. */
async function post(button, accept, signal) {
  let answer;
  try {
    answer = await fetch(button?.formAction || form().action, { method: "POST", body: values(button), headers: { Accept: accept }, signal });
  } catch {
    problem(words().unreachable);
    return null;
  }
  if (answer.redirected) {
    leaving = true;
    location.assign(answer.url);
    return null;
  }
  return answer;
}

let submitting = false;

async function submit(button) {
  if (submitting) return;
  submitting = true;
  button?.setAttribute("aria-busy", "true");
  try {
    await take(await post(button, "text/html, application/json"));
  } finally {
    submitting = false;
    button?.removeAttribute("aria-busy");
  }
}

async function take(answer) {
  if (!answer) return;
  if (answer.headers.get("content-type").startsWith("application/json")) {
    await askForConsent(await answer.json());
    return;
  }
  const main = swap(await answer.text());
  const summary = document.getElementById("error-summary") ?? document.getElementById("waiting-mail");
  if (summary) {
    summary.focus();
    return;
  }
  const note = main.querySelector("[data-say]");
  if (note) {
    say(note.textContent.trim());
    document.getElementById(form().elements.method.value === "oauth" ? "oauth-send-through" : "password-host").focus();
    showWarnings();
  }
}

/** Saved and waiting for consent, which the page shows behind the popup. */
async function askForConsent(start) {
  // The secrets are saved: if they were kept, they would count as unsaved.
  for (const input of form().querySelectorAll("[data-reveal] input, #oauth-service-account-key")) input.value = "";
  delete form().dataset.unsaved;
  const page = await fetch(SAVED, { headers: { Accept: "text/html" } }).catch(() => null);
  if (page?.ok && !page.redirected) swap(await page.text());
  const place = document.querySelector("#consent-outcome [data-blocked]");
  consent.open(start, place ?? document.getElementById("result"));
}

function problem(text) {
  notice(document.getElementById("result"), "danger", text);
}

/** Shows a text in place of the result. */
function notice(result, kind, text) {
  result.innerHTML = '<div class="notice outcome" id="outcome" tabindex="-1"><div><p></p></div></div>';
  const outcome = result.querySelector("#outcome");
  outcome.classList.add(kind);
  outcome.querySelector("p").textContent = text;
  outcome.focus();
}

// --- Tests ----------------------------------------------------------------------------------------------------------

let testing = false;

async function test(button) {
  if (testing) return;
  testing = true;
  const result = document.getElementById("result");
  result.innerHTML = '<h3></h3><div role="log"><ol class="stages"></ol></div><p class="working"><span></span><button type="button" class="button" hidden></button></p>';
  result.querySelector("h3").textContent = words().steps;
  result.querySelector("[role=log]").setAttribute("aria-label", words().stepsLabel);
  const working = result.querySelector(".working span");
  working.textContent = words().working;
  // The test itself runs to its end, so that the transfer of a message is never cut off.
  const waiting = new AbortController();
  const stop = result.querySelector(".working button");
  stop.textContent = words().stop;
  stop.addEventListener("click", () => waiting.abort());
  const scroll = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
  result.scrollIntoView({ block: "nearest", behavior: scroll });
  try {
    const answer = await post(button, "application/x-ndjson, text/html", waiting.signal);
    if (!answer) return;
    if (!answer.headers.get("content-type").startsWith("application/x-ndjson")) {
      swap(await answer.text());
      document.getElementById("error-summary")?.focus();
      return;
    }
    let ended = false;
    for await (const line of lines(answer.body)) {
      if (line.kind === "stage") {
        result.querySelector(".stages").insertAdjacentHTML("beforeend", line.html);
        working.textContent = words().working;
        stop.hidden = true;
      } else if (line.kind === "waiting") {
        working.textContent = line.text || words().working;
        stop.hidden = !line.text;
      } else {
        ended = true;
        showOutcome(result, line);
      }
    }
    if (!ended) throw new Error("the answer broke off");
  } catch {
    if (waiting.signal.aborted) notice(result, "info", words().stopped);
    else problem(words().brokeOff);
  } finally {
    testing = false;
    document.querySelector(".working")?.remove();
  }
}

function showOutcome(result, line) {
  result.querySelector(".working").remove();
  result.insertAdjacentHTML("beforeend", line.html);
  enliven(result);
  const link = result.querySelector("a[data-field]");
  if (link) document.getElementById(link.dataset.field)?.closest(".field")?.classList.add("highlighted");
  const outcome = document.getElementById("outcome");
  // The state at the top of the page may follow the test.
  lookAgain();
  outcome.focus({ preventScroll: true });
  outcome.scrollIntoView({ block: "nearest" });
}

/** JSON lines of a stream, one at a time. */
async function* lines(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const pieces = (rest + value).split("\n");
    rest = pieces.pop();
    for (const piece of pieces) yield JSON.parse(piece);
  }
}

// --- Events: on the document, because the page's content is replaced ------------------------------------------------

document.addEventListener("submit", (event) => {
  if ("consent" in event.target.dataset) {
    event.preventDefault();
    consent.begin(event.target);
    return;
  }
  if (event.target.dataset.ask && !confirm(event.target.dataset.ask)) event.preventDefault();
  if (event.target !== form()) return;
  event.preventDefault();
  for (const field of document.querySelectorAll(".highlighted")) field.classList.remove("highlighted");
  const isTest = event.submitter?.formAction?.includes("/test-");
  if (isTest) test(event.submitter);
  else submit(event.submitter);
});

document.addEventListener("input", (event) => {
  if (event.target.form === form()) showDirty();
});

addEventListener("consent-done", () => { leaving = true; });

/** A chosen key file is read here and posted as text with the form. */
async function readInto(chooser) {
  const file = chooser.files[0];
  if (!file) return;
  const isTooLarge = file.size > 64 * 1024;
  document.getElementById(chooser.dataset.readsInto).value = isTooLarge ? "" : await file.text();
  say(isTooLarge ? words().keyTooLarge : words().keyFilled.replace("{file}", () => file.name));
  chooser.value = "";
  showDirty();
}

document.addEventListener("change", (event) => {
  const control = event.target;
  if (control.dataset.readsInto) readInto(control);
  if (control.form !== form()) return;
  if (control.name === "password.security") proposePort(control);
  if (["method", "password.security", "password.port", "password.host", "password.username", "oauth.provider", "oauth.grant"].includes(control.name)) showWarnings();
  showDirty();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("#discard")) leaving = true;
  const link = event.target.closest("a[href^='#']");
  if (link && link.closest("#error-summary, #outcome")) focusField(link, event);
});

/** A link of the summary focuses its field, even if that is in the closed drawer or a group of choices. */
function focusField(link, event) {
  const field = document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  field.closest("details")?.setAttribute("open", "");
  const control = field.matches("input, select, textarea") ? field : field.querySelector("input, select, textarea") ?? field;
  control.focus();
  control.scrollIntoView({ block: "center" });
}

document.addEventListener("keydown", (event) => {
  // Enter in the recipient's field sends the test and does not save.
  if (event.key === "Enter" && event.target.id === "test-to") {
    event.preventDefault();
    document.getElementById("send-test").click();
  }
});

showDirty();
listen("/events", lookAgain);
