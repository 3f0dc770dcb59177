// Every page: times in the reader's zone, copy buttons, passwords that can be shown, confirmations before deleting.
// Everything here is an addition; each page works without it.

document.documentElement.classList.add("live");

/** The texts of this script, in the page's language. */
const { lang, dataset: words } = document.documentElement;
const clock = new Intl.DateTimeFormat(lang, { dateStyle: "medium", timeStyle: "short" });

/** Initialises inserted parts of the page; other modules call it after inserting. */
export function enliven(root) {
  for (const time of root.querySelectorAll("time[datetime]")) {
    const at = new Date(time.dateTime);
    time.title = time.textContent;
    time.textContent = clock.format(at);
  }
  for (const button of root.querySelectorAll("button[data-copy]")) button.hidden = false;
  for (const box of root.querySelectorAll("[data-reveal]")) addReveal(box);
  // The zone that times are shown in, for the server.
  for (const input of root.querySelectorAll("[data-time-zone]")) input.value ||= clock.resolvedOptions().timeZone;
}

function addReveal(box) {
  const input = box.querySelector("input");
  const label = (input.labels[0]?.textContent ?? "").trim();
  // German capitalises nouns within a phrase.
  const name = lang === "en" ? label.toLowerCase() : label;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = words.show;
  button.setAttribute("aria-label", words.showWhat.replace("#", name));
  button.addEventListener("click", () => {
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    button.textContent = shown ? words.show : words.hide;
    button.setAttribute("aria-label", (shown ? words.showWhat : words.hideWhat).replace("#", name));
  });
  // A text field is remembered by browsers for the next form; a password is not.
  input.form?.addEventListener("submit", () => { input.type = "password"; });
  box.append(button);
}

async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  const text = source.value ?? source.textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without HTTPS browsers offer no clipboard: select the text, so that it can be copied with a key.
    const range = document.createRange();
    range.selectNodeContents(source);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    button.textContent = words.select;
    return;
  }
  const before = button.textContent;
  button.textContent = words.copied;
  say(words.copied);
  setTimeout(() => { button.textContent = before; }, 2000);
}

/** Announces a text to screen readers (aria-live polite). */
export function say(text) {
  let region = document.getElementById("spoken");
  if (!region) {
    region = document.createElement("p");
    region.id = "spoken";
    region.className = "visually-hidden";
    region.setAttribute("role", "status");
    document.querySelector("main").append(region);
  }
  region.textContent = "";
  requestAnimationFrame(() => { region.textContent = text; });
}

/* A form that was sent is not sent twice, and its button shows that it works. */

/** After this long an answer is not expected any more: the form can be sent again. */
const SENT_MS = 20_000;

function free(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
}

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if ((submitter?.getAttribute("formmethod") ?? form.method) === "get") return;
  if ("sent" in form.dataset) {
    event.preventDefault();
    return;
  }
  // A listener may send the form by script, or ask first, so a form is marked as sent only if the page is left.
  setTimeout(() => {
    if (event.defaultPrevented) return;
    form.dataset.sent = "";
    submitter?.setAttribute("aria-busy", "true");
    setTimeout(() => free(form), SENT_MS);
  });
});
addEventListener("pageshow", () => { for (const form of document.querySelectorAll("form[data-sent]")) free(form); });

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-copy]");
  if (button) copy(button);
});

// A note in the URL (?saved=3) is shown once: reloading must not show it again.
const address = new URL(location.href);
const notes = ["saved", "welcome", "out", "ended", "deleted", "done", "connected", "disconnected", "validated", "left", "made", "joined", "invited", "resent", "revoked", "role", "removed", "renamed", "quota", "password", "address", "asked", "sent", "reset", "restored"].filter((note) => address.searchParams.has(note));
if (notes.length > 0) {
  for (const note of notes) address.searchParams.delete(note);
  history.replaceState(history.state, "", address);
}

enliven(document);
